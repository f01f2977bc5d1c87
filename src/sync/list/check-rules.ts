import path from "node:path";
import type { Config, Rule, SourceConfig } from "../../config/types.ts";
import { ConfigError } from "../../errors.ts";
import type { RuleReport } from "../run-report.ts";
import { documentsOf, type Enumeration, incompleteness, type Selected } from "./enumeration.ts";
import { ruleKey } from "./matched-rules.ts";
import type { KnownNames } from "./nearest.ts";
import { describeMatch, type RuleCount } from "./rules.ts";

/** What the patterns of a source select, and whether the source may be sent. */
export interface RuleCheck {
  readonly rules: readonly RuleReport[];
  /** Set when a rule that narrows or excludes has never matched: what it is meant to keep back would be sent. */
  readonly refused?: ConfigError;
  /** What is doubtful about rules that narrow or exclude, and does not refuse the source: for the log. */
  readonly warnings: readonly string[];
}

/** A listing as far as the rules are checked by it. */
export interface CheckedListing {
  readonly selected: Selected;
  /** Why it proves nothing; undefined for a complete listing. */
  readonly unproved: string | undefined;
}

/** Why nothing can be said about rules from this listing; undefined where it was read to its end and has documents. */
export function unprovedBy(enumeration: Enumeration): string | undefined {
  const { statedTotal } = enumeration;
  const documents = documentsOf(enumeration);
  if (statedTotal !== undefined && statedTotal !== documents)
    return `the source says that it has ${statedTotal} documents, and ${documents} were listed`;
  return incompleteness(enumeration, 0) ?? (enumeration.seen.size === 0 ? "it has no document" : undefined);
}

/**
 * Checks each rule by what it selects of a listing.
 *
 * @param matchedBefore keys (`ruleKey`) of the rules that have matched a document in an earlier run
 */
export function checkRules(
  source: SourceConfig,
  config: Pick<Config, "file">,
  { selected, unproved }: CheckedListing,
  matchedBefore: readonly string[] = [],
): RuleCheck {
  const known = new Set(matchedBefore);
  const checked = source.rules.map((rule, index) => {
    const count = selected.rules[index] ?? nothing;
    const meant = count.matched === 0 ? didYouMean(rule, selected) : "";
    const fault = faultOf(source, index, count, { unproved, isKnown: known.has(ruleKey(source, rule)) });
    return { rule, count, fault, meant };
  });
  const refusing = checked.filter(({ fault }) => fault?.refuses);
  return {
    rules: [
      ...checked.map(({ rule, count, fault, meant }) => ({
        rule: describeMatch(rule.match),
        line: rule.line,
        documents: count.decided,
        ...(fault ? { warning: `${fault.message}${meant}` } : {}),
      })),
      ...patternReports(source, selected, unproved),
    ],
    warnings: checked.flatMap(({ rule, fault, meant }, index) =>
      fault && !fault.refuses && narrows(source, index)
        ? [`the rule for ${describeMatch(rule.match)} (${placeOf(rule)}) ${fault.message}${meant}`]
        : [],
    ),
    ...(refusing.length > 0 ? { refused: refusal(source, config, refusing, selected) } : {}),
  };
}

const nothing: RuleCount = { decided: 0, matched: 0 };

interface Fault {
  readonly message: string;
  readonly refuses?: true;
}

/** What is wrong with a rule; undefined for one that selects something or may select nothing. */
function faultOf(
  source: SourceConfig,
  index: number,
  { decided, matched }: RuleCount,
  { unproved, isKnown }: { unproved: string | undefined; isKnown: boolean },
): Fault | undefined {
  const rule = source.rules[index];
  if (!rule || decided > 0 || rule.optional) return undefined;
  if (matched > 0)
    return isShadowed(source, index)
      ? { message: "decides over no document: an earlier rule takes what it matches, or it is not published" }
      : undefined;
  if (unproved !== undefined) return { message: `matches nothing that was listed (${unproved})` };
  if (isKnown) return { message: "matches no document any more" };
  return narrows(source, index)
    ? { message: "has never matched a document", refuses: true }
    : { message: "matches no document" };
}

/** Whether an earlier rule with another effect can take what this one matches; drafts alone leave a rule undecided, too. */
const isShadowed = ({ rules }: SourceConfig, index: number): boolean =>
  rules.slice(0, index).some(({ effect }) => !sameEffect(effect, rules[index]?.effect));

const sameEffect = (a: Rule["effect"], b: Rule["effect"] | undefined): boolean =>
  JSON.stringify(a) === JSON.stringify(b);

/** Whether somebody would be answered from its documents without the rule who is not with it. */
export function narrows(
  { rules, visibleTo }: Pick<SourceConfig, "rules" | "visibleTo">,
  index: number,
): boolean {
  const effect = rules[index]?.effect;
  if (effect === undefined) return false;
  if ("exclude" in effect) return true;
  const others = [
    visibleTo,
    ...rules.slice(index + 1).flatMap(({ effect: other }) => ("visibleTo" in other ? [other.visibleTo] : [])),
  ];
  return effect.visibleTo === "teammates" && others.includes("customers");
}

function didYouMean({ match }: Rule, { names }: Selected): string {
  const nearest = names.nearest(match);
  if (nearest === undefined) return "";
  return `, did you mean ${nearest.pattern}? ${nearest.documents === 1 ? "1 document" : `${nearest.documents} documents`}`;
}

function refusal(
  source: SourceConfig,
  { file }: Pick<Config, "file">,
  refusing: readonly { rule: Rule; fault: Fault | undefined; meant: string }[],
  { names }: Selected,
): ConfigError {
  const lines = refusing.map(
    ({ rule, fault, meant }) =>
      `${rule.file ?? path.basename(file)}:${rule.line} sources.${source.name}.rules: the rule for ${describeMatch(rule.match)} ${fault?.message ?? ""}${meant}`,
  );
  const known = [...new Set(refusing.map(({ rule }) => whatThereIs(rule, names)))].join("");
  return new ConfigError(lines.join("\n"), {
    hint: `Nothing of ${source.name} is sent: what the rule is meant to keep back would be.${known} Correct the rule, or write \`optional: true\` on it if it may match nothing.`,
  });
}

/** What a rule of this kind could match. */
function whatThereIs({ match }: Rule, names: KnownNames): string {
  const some = (all: readonly string[]) => `${all.slice(0, 5).join(", ")}${all.length > 5 ? ", …" : ""}`;
  if ("label" in match) {
    const labels = [...names.labels.keys()];
    return labels.length > 0
      ? ` Labels of its documents: ${some(labels)}.`
      : " Its documents have no labels.";
  }
  if (names.paths.length === 0) return " Its documents have no paths.";
  const folders = names.topFolders();
  return folders.length > 0
    ? ` Paths count from the source's own top: ${some(folders)}.`
    : " It has no folders.";
}

/** The connector's own patterns that it counted. */
function patternReports(
  { patterns = [] }: SourceConfig,
  { patterns: counts }: Selected,
  unproved: string | undefined,
): RuleReport[] {
  return patterns.flatMap(({ place, text, line }) => {
    const documents = counts.get(place);
    if (documents === undefined) return [];
    const warning = documents === 0 && unproved === undefined ? { warning: "selects nothing" } : {};
    return [{ rule: text, line, documents, ...warning }];
  });
}

/** Where a rule is written, for people. */
export const placeOf = ({ line, file }: Pick<Rule, "line" | "file">): string =>
  file === undefined ? `line ${line}` : `line ${line} of ${file}`;
