import { describe, expect, it } from "vitest";
import { removalVeto, vetoed } from "../../../../src/sync/plan/removals/removal-veto.ts";

const calm = { refused: false, unresolved: 0, failed: 0, lookedAt: 100 };

describe("rule 6: a run that had trouble removes nothing", () => {
  it.each([
    // failed, looked at, may remove
    [0, 0, true],
    [1, 0, false],
    [0, 1, true],
    [1, 49, false],
    [1, 50, true],
    [1, 51, true],
    [2, 99, false],
    [2, 100, true],
    [3, 100, false],
    [2, 101, true],
    [199, 10_000, true],
    [200, 10_000, true],
    [201, 10_000, false],
  ])("%i of %i pages failed: may remove: %s", (failed, lookedAt, may) => {
    const veto = removalVeto({ ...calm, failed, lookedAt });
    expect(veto?.rule).toBe(may ? undefined : "too-many-failures");
  });

  it.each([
    [0, undefined],
    [1, "intercom-trouble"],
    [2, "intercom-trouble"],
  ] as const)("%i writes without a known outcome: %s", (unresolved, rule) => {
    expect(removalVeto({ ...calm, unresolved, lookedAt: 1_000_000 })?.rule).toBe(rule);
  });

  it("a refusal by Intercom stops removals whatever else is well", () => {
    expect(removalVeto({ ...calm, refused: true })).toMatchObject({ rule: "intercom-trouble" });
  });

  it("names the numbers, the pages and what to do", () => {
    const veto = removalVeto({ ...calm, failed: 3 });
    expect(veto && vetoed(veto, ["a.md", "b.md"])).toEqual({
      rule: "too-many-failures",
      message:
        "2 removals are due, but 3 of 100 pages failed, and at most 2 (2 %) may fail in a run that removes; nothing of it is removed in this run.",
      resolve: expect.stringContaining("No flag lifts this."),
      externalIds: ["a.md", "b.md"],
    });
  });
});
