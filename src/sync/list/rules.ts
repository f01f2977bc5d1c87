import { type Audience, isWider, type VisibleTo } from "../../audience.ts";
import type { Rule, SourceConfig } from "../../config/types.ts";
import type { Subject } from "../../connector-kit/io.ts";
import { pathMatcher } from "../../path-pattern.ts";

/** What the source's rules say about one listed document. */
export type Verdict = { /** Index of the rule that decided; absent: none did. */ readonly rule?: number } & (
  | { readonly kind: "visible"; readonly to: VisibleTo }
  | { readonly kind: "excluded"; readonly why: string }
);

/** What rules can tell of a document. */
export type RuleSubject = Subject;

type Ruled = Pick<SourceConfig, "rules" | "visibleTo">;

/**
 * Compiles a source's rules. The first rule that matches decides; else the source's `visible_to`, or teammates
 * where the document's own system lets no others read it.
 */
export function rulesOf(source: Ruled): (document: RuleSubject) => Verdict {
  const matchers = source.rules.map(matcherOf);
  const verdicts = source.rules.map(
    ({ match, effect }, rule): Verdict =>
      "exclude" in effect
        ? { kind: "excluded", rule, why: `excluded by the rule for ${describeMatch(match)}` }
        : { kind: "visible", rule, to: effect.visibleTo },
  );
  const otherwise = ({ visibleTo, isPart }: RuleSubject): Verdict => ({
    kind: "visible",
    to: visibleTo === "teammates" ? visibleTo : isPart ? "customers" : source.visibleTo,
  });
  return (document) => {
    const verdict = verdicts[matchers.findIndex((matches) => matches(document))] ?? otherwise(document);
    const { atMost } = document;
    return verdict.kind === "visible" && atMost ? { ...verdict, to: narrower(verdict.to, atMost) } : verdict;
  };
}

const narrower = (one: VisibleTo, other: VisibleTo): VisibleTo => (isWider(one, other) ? other : one);

/** Who may be answered from a document of the source, as its rules and its system say. */
export function audienceRulesOf(source: Ruled): (document: RuleSubject) => Audience {
  const verdictOf = rulesOf(source);
  return (document) => {
    const verdict = verdictOf(document);
    return verdict.kind === "excluded" ? "nobody" : verdict.to;
  };
}

/** How many documents one rule decides, and how many its pattern matches whatever an earlier rule said. */
export interface RuleCount {
  readonly decided: number;
  readonly matched: number;
}

interface RuleCounter {
  readonly counts: readonly RuleCount[];
  /** @param isDocument false for what becomes no page whatever a rule says (a draft): a rule matches it and decides nothing */
  add(listed: RuleSubject, isDocument?: boolean): void;
}

/** Counts what each rule of a source selects; entries in the order of the rules. */
export function ruleCounter(source: Pick<SourceConfig, "rules">): RuleCounter {
  const rules = source.rules.map((rule) => ({ matches: matcherOf(rule), decided: 0, matched: 0 }));
  return {
    get counts() {
      return rules.map(({ decided, matched }) => ({ decided, matched }));
    },
    add(listed, isDocument = true) {
      let open = isDocument;
      for (const rule of rules) {
        if (!rule.matches(listed)) continue;
        rule.matched += 1;
        if (open) rule.decided += 1;
        open = false;
      }
    },
  };
}

const matcherOf = ({ match }: Rule): ((document: RuleSubject) => boolean) =>
  "path" in match ? byPath(match.path) : byLabel(match.label);

function byPath(glob: string): (document: RuleSubject) => boolean {
  const matches = pathMatcher(glob);
  return ({ path }) => path !== undefined && matches(path);
}

function byLabel(label: string): (document: RuleSubject) => boolean {
  return ({ labels }) => labels?.includes(label) ?? false;
}

/** "path internal/**" or "label draft". */
export const describeMatch = (match: Rule["match"]): string =>
  "path" in match ? `path ${match.path}` : `label ${match.label}`;
