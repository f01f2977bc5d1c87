import { expect, it } from "vitest";
import { type Audience, isWider, narrowest, type VisibleTo } from "../../../src/audience.ts";
import { audienceRulesOf, type RuleSubject, ruleCounter, rulesOf } from "../../../src/sync/list/rules.ts";

const opened = {
  line: 1,
  optional: false,
  match: { label: "open" },
  effect: { visibleTo: "customers" },
} as const;

it.each<[VisibleTo, VisibleTo | undefined, VisibleTo]>([
  ["customers", undefined, "customers"],
  ["customers", "customers", "customers"],
  ["customers", "teammates", "teammates"],
  ["teammates", undefined, "teammates"],
  ["teammates", "customers", "teammates"],
  ["teammates", "teammates", "teammates"],
])("a source for %s with a document for %s at most is for %s", (source, document, expected) => {
  const verdict = rulesOf({ visibleTo: source, rules: [opened] })(document ? { visibleTo: document } : {});
  expect(verdict).toEqual({ kind: "visible", to: expected });
});

it("a rule that matches decides over what the document's system says", () => {
  const verdict = rulesOf({ visibleTo: "teammates", rules: [opened] });
  expect(verdict({ labels: ["open"], visibleTo: "teammates" })).toEqual({
    kind: "visible",
    rule: 0,
    to: "customers",
  });
});

const rules = [
  { line: 3, optional: false, match: { path: "internal/**" }, effect: { visibleTo: "teammates" } },
  { line: 4, optional: false, match: { label: "draft" }, effect: { exclude: true } },
] as const;

it("counts what a rule decides, and what it matches behind an earlier one", () => {
  const counter = ruleCounter({ rules });
  for (const path of ["internal/a.md", "internal/b.md", "guide.md"]) counter.add({ path });
  counter.add({ path: "internal/c.md", labels: ["draft"] });
  expect(counter.counts).toEqual([
    { decided: 3, matched: 3 },
    { decided: 0, matched: 1 },
  ]);
});

it.each<[RuleSubject, Audience]>([
  [{ path: "guide.md" }, "customers"],
  [{ path: "internal/a.md" }, "teammates"],
  [{ path: "guide.md", labels: ["draft"] }, "nobody"],
  [{ path: "guide.md", visibleTo: "teammates" }, "teammates"],
])("%j is for %s", (document, audience) => {
  expect(audienceRulesOf({ visibleTo: "customers", rules })(document)).toBe(audience);
});

it.each<[Audience, Audience, Audience, boolean]>([
  ["customers", "teammates", "teammates", true],
  ["teammates", "customers", "teammates", false],
  ["nobody", "customers", "nobody", false],
  ["customers", "customers", "customers", false],
])("of %s and %s, %s is the narrower", (first, second, narrow, isFirstWider) => {
  expect(narrowest(first, second)).toBe(narrow);
  expect(isWider(first, second)).toBe(isFirstWider);
});
