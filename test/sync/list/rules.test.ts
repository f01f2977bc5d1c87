import { expect, it } from "vitest";
import type { VisibleTo } from "../../../src/audience.ts";
import { rulesOf } from "../../../src/sync/list/rules.ts";

const opened = { match: { label: "open" }, effect: { visibleTo: "customers" } } as const;

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
  expect(verdict({ labels: ["open"], visibleTo: "teammates" })).toEqual({ kind: "visible", to: "customers" });
});
