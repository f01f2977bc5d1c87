import { describe, expect, test } from "vitest";
import { audienceText, customerCounts, customersLine } from "../../src/report/audience.ts";
import { changeLine } from "../../src/report/change-line.ts";
import { type Gate, unmetGates, widened } from "../../src/report/ci-gates.ts";
import { painter, truncateMiddle } from "../../src/report/terminal-text.ts";
import type { CiPlan } from "../../src/sync/ci-plan.ts";
import type { AudienceChange, ReportedChange } from "../../src/sync/run-report.ts";

test.each<[AudienceChange, string]>([
  [{ before: null, after: "customers" }, "customers"],
  [{ before: "customers", after: "customers" }, "customers"],
  [{ before: "customers", after: "teammates" }, "customers → teammates"],
  [{ before: "nobody", after: "customers" }, "nobody → customers"],
  [{ before: "customers", after: "nobody" }, "customers → nobody"],
  [{ before: "nobody", after: null }, "nobody → no page"],
  [{ before: null, after: null }, ""],
])("%j is shown as %j", (audience, text) => expect(audienceText(audience)).toBe(text));

const change = (audience: AudienceChange): ReportedChange => ({
  kind: "update",
  externalId: "internal/people/benefits/remote-work-abroad.md",
  title: "Remote work abroad, and what to ask before you book a flight",
  url: null,
  reasons: ["content"],
  audience,
  error: null,
});

test("what customers gain and lose is counted", () => {
  const counts = customerCounts([
    change({ before: null, after: "customers" }),
    change({ before: "teammates", after: "customers" }),
    change({ before: "customers", after: "nobody" }),
    change({ before: "customers", after: "customers" }),
    change({ before: null, after: "teammates" }),
  ]);
  expect(customersLine(counts)).toBe("Customers: answered from 2 more pages, no longer from 1 page.");
  expect(customersLine({ gained: 0, lost: 0 })).toBeUndefined();
});

test.each([
  { before: "customers", after: "customers" },
  { before: "teammates", after: "customers" },
] as const)("at 80 columns a line keeps the folder that tells what is internal: %j", (audience) => {
  const line = changeLine(change(audience), 80, painter(false));
  expect(line.length).toBeLessThanOrEqual(80);
  expect(line).toContain("internal/…");
  expect(line).toContain(audienceText(audience));
});

test.each([
  ["internal/a/b/remote-work.md", 22, "internal/…mote-work.md"],
  ["internal/a.md", 40, "internal/a.md"],
  ["internal/a/b/remote-work.md", 12, "internal/…md"],
  ["internal/a/b/remote-work.md", 9, "…-work.md"],
  ["remote-work-abroad.md", 12, "…k-abroad.md"],
])("%s in %i columns is %s", (path, columns, text) => {
  expect(truncateMiddle(path, columns).length).toBeLessThanOrEqual(columns);
  expect(truncateMiddle(path, columns)).toBe(text);
});

describe("gates", () => {
  const page = (before: AudienceChange["before"], after: AudienceChange["after"]) => ({
    source: "docs",
    externalId: "a.md",
    title: "A",
    url: null,
    words: 1,
    markdown: "",
    warnings: [],
    audience: { before, after },
  });
  const empty: CiPlan = { base: "a", head: "b", learn: [], change: [], forget: [], failed: [], held: [] };
  const all: readonly Gate[] = ["widen", "widen-existing", "forget", "hold", "questions"];
  const changed = { reasons: [], before: { title: "A", markdown: "" } };
  const tested = (lost: readonly string[]) => ({
    questions: 3,
    passedBefore: 2,
    passed: 2 - lost.length,
    lost: lost.map((question) => ({ question, expected: null, why: null, first: null })),
    found: [],
  });
  test.each<[Partial<CiPlan>, readonly Gate[]]>([
    [{}, []],
    [{ learn: [page(null, "customers")] }, ["widen"]],
    [{ learn: [page(null, "teammates")] }, []],
    [{ change: [{ ...page("teammates", "customers"), ...changed }] }, ["widen", "widen-existing"]],
    [{ change: [{ ...page("customers", "teammates"), ...changed }] }, []],
    [{ change: [{ ...page("customers", "customers"), ...changed }] }, []],
    [{ forget: [{ ...page("customers", null), why: "deleted" }] }, ["forget"]],
    [{ held: [{ source: "docs", externalId: "a.md", message: "held", resolve: "mend" }] }, ["hold"]],
    [{ questions: tested([]) }, []],
    [{ questions: tested(["How do I cancel?"]) }, ["questions"]],
  ])("%j does not meet %j", (plan, gates) => {
    expect(unmetGates({ ...empty, ...plan }, all)).toEqual(gates);
    expect(unmetGates({ ...empty, ...plan }, [])).toEqual([]);
  });

  test("a page that was there comes before new ones", () => {
    const plan = {
      learn: [page(null, "customers")],
      change: [{ ...page("nobody", "customers"), ...changed }],
    };
    expect(widened(plan).map(({ isNew }) => isNew)).toEqual([false, true]);
  });
});
