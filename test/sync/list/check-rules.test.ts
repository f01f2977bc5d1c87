import { describe, expect, it } from "vitest";
import { docsRepo } from "../../../connectors/docs-repo/index.ts";
import type { VisibleTo } from "../../../src/audience.ts";
import type { Rule, SourceConfig } from "../../../src/config/types.ts";
import { checkRules, narrows } from "../../../src/sync/list/check-rules.ts";
import { ruleKey } from "../../../src/sync/list/matched-rules.ts";
import { KnownNames } from "../../../src/sync/list/nearest.ts";
import { type RuleSubject, ruleCounter } from "../../../src/sync/list/rules.ts";

type Effect = "exclude" | VisibleTo;

const rule = (path: string, effect: Effect, optional = false): Rule => ({
  line: 7,
  optional,
  match: { path },
  effect: effect === "exclude" ? { exclude: true } : { visibleTo: effect },
});

describe("a rule narrows when somebody is answered without it who is not with it", () => {
  it.each<[VisibleTo, Effect[], boolean]>([
    ["customers", ["exclude"], true],
    ["customers", ["teammates"], true],
    ["customers", ["customers"], false],
    ["teammates", ["exclude"], true],
    ["teammates", ["teammates"], false],
    ["teammates", ["customers"], false],
    ["teammates", ["teammates", "customers"], true],
    ["teammates", ["teammates", "exclude"], false],
    ["customers", ["customers", "teammates"], false],
  ])("in a source for %s, the first of %j: %s", (visibleTo, effects, expected) => {
    expect(narrows({ visibleTo, rules: effects.map((effect) => rule("x/**", effect)) }, 0)).toBe(expected);
  });
});

const sourceWithoutRules: SourceConfig = {
  name: "docs",
  connector: docsRepo,
  options: {},
  publicOptions: { path: "./docs" },
  url: "https://docs.example.com",
  visibleTo: "customers",
  removals: { mode: "sync", graceMs: 0 },
  locale: "en",
  maxDocumentBytes: 5_000_000,
  rules: [],
};

/** Judges rules by a listing of these documents. */
function judge(
  rules: readonly Rule[],
  documents: readonly RuleSubject[],
  more: { unproved?: string; before?: (source: SourceConfig) => string[]; visibleTo?: VisibleTo } = {},
) {
  const source = { ...sourceWithoutRules, visibleTo: more.visibleTo ?? "customers", rules };
  const counter = ruleCounter(source);
  const names = new KnownNames();
  for (const document of documents) {
    counter.add(document);
    names.add(document);
  }
  const selected = { rules: counter.counts, patterns: new Map<string, number>(), names };
  const listing = { selected, unproved: more.unproved };
  return checkRules(source, { file: "/srv/config.yaml" }, listing, more.before?.(source));
}

const documents = [{ path: "internal/a.md" }, { path: "guide.md", labels: ["draft"] }];

it.each<[string, Rule, { refused: boolean; warned: boolean }]>([
  ["one that matches", rule("internal/**", "teammates"), { refused: false, warned: false }],
  ["one that narrows and matches nothing", rule("intern/**", "teammates"), { refused: true, warned: true }],
  ["one that excludes and matches nothing", rule("intern/**", "exclude"), { refused: true, warned: true }],
  ["one that widens and matches nothing", rule("intern/**", "customers"), { refused: false, warned: true }],
  [
    "an optional one that matches nothing",
    rule("intern/**", "exclude", true),
    { refused: false, warned: false },
  ],
])("%s", (_, one, { refused, warned }) => {
  const judged = judge([one], documents);
  expect(judged.refused !== undefined).toBe(refused);
  expect(judged.rules[0]?.warning !== undefined).toBe(warned);
});

it("an incomplete listing and an earlier match are reasons to warn only", () => {
  const rules = [rule("Internal/**", "exclude")];
  const incomplete = judge(rules, documents, { unproved: "space B: refused" });
  expect(incomplete.refused).toBeUndefined();
  expect(incomplete.warnings).toEqual([
    "the rule for path Internal/** (line 7) matches nothing that was listed (space B: refused), did you mean internal/**? 1 document",
  ]);
  const before = (source: SourceConfig) => [ruleKey(source, rules[0] as Rule)];
  expect(judge(rules, documents, { before }).refused).toBeUndefined();
  const elsewhere = (source: SourceConfig) => before({ ...source, publicOptions: { path: "./other" } });
  expect(judge(rules, documents, { before: elsewhere }).refused).toBeDefined();
});

it("all rules that refuse a source are named, each with its line", () => {
  const { refused } = judge([rule("a/**", "exclude"), { ...rule("b/**", "teammates"), line: 9 }], documents);
  expect(refused?.message.split("\n").map((line) => line.split(" ")[0])).toEqual([
    "config.yaml:7",
    "config.yaml:9",
  ]);
  expect(refused?.exitCode).toBe(2);
});
