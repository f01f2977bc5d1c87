import { describe, expect, it } from "vitest";
import type { PageRow } from "../../src/ledger/ledger.ts";
import type { Evidence } from "../../src/model.ts";
import {
  type Absence,
  planRemovals,
  type RemovalCase,
  removalCap,
  strikeDistanceMs,
} from "../../src/sync/removals.ts";
import { sampleRow } from "./samples.ts";

const now = 1_700_000_000_000;
const day = 24 * 60 * 60 * 1000;
const absence = (evidence: Evidence, row: Partial<PageRow> = {}): Absence => ({
  row: sampleRow(row),
  evidence,
  why: "gone",
});
const absences = (n: number): Absence[] =>
  Array.from({ length: n }, (_, i) => absence("confirmed", { externalId: `p${i}`, intercomId: `${i}` }));
const judge = (over: Partial<RemovalCase>) =>
  planRemovals({
    policy: { mode: "sync", graceMs: 7 * day },
    absences: [],
    listing: {},
    pages: 100,
    now,
    ...over,
  });
const kinds = (over: Partial<RemovalCase>) => judge(over).changes.map(({ kind }) => kind);

describe("planRemovals", () => {
  it("hides first; deletes only after the grace, to the millisecond", () => {
    const hidden = (ago: number) => [absence("confirmed", { state: "hidden", hiddenAt: now - ago })];
    expect(kinds({ absences: [absence("confirmed")] })).toEqual(["hide"]);
    expect(kinds({ absences: hidden(7 * day - 1) })).toEqual([]);
    expect(kinds({ absences: hidden(7 * day) })).toEqual(["delete"]);
    expect(kinds({ absences: hidden(7 * day + 1) })).toEqual(["delete"]);
  });

  it.each([
    ["sync", ["hide", "delete"]],
    ["hide-only", ["hide"]],
    ["keep", []],
  ] as const)("policy %s allows %j", (mode, expected) => {
    const both = [
      absence("confirmed"),
      absence("confirmed", { externalId: "b", state: "hidden", hiddenAt: 0 }),
    ];
    expect(kinds({ policy: { mode, graceMs: 0 }, absences: both })).toEqual(expected);
  });

  it("needs two strikes for mere absence, 20 hours apart; one for better evidence", () => {
    const struck = (ago: number) => [
      absence("inferred", { absence: { strikes: 1, lastStrikeAt: now - ago, evidence: "inferred" } }),
    ];
    expect(judge({ absences: [absence("inferred")] })).toMatchObject({
      changes: [],
      strikes: [{ strikes: 1 }],
    });
    expect(judge({ absences: struck(strikeDistanceMs - 1) })).toMatchObject({ changes: [], strikes: [] });
    expect(kinds({ absences: struck(strikeDistanceMs) })).toEqual(["hide"]);
    expect(kinds({ absences: [absence("explicit")] })).toEqual(["hide"]);
  });

  it("removes nothing on an incomplete listing, and says so", () => {
    const held = judge({ absences: absences(2), listing: { incomplete: "space HR: 403" } });
    expect(held.changes).toEqual([]);
    expect(held.holds).toMatchObject([{ rule: "listing-incomplete", externalIds: ["p0", "p1"] }]);
    expect(judge({ listing: { incomplete: "space HR: 403" } }).holds).toEqual([]);
  });

  it.each([
    [0, 5],
    [59, 5],
    [60, 6],
    [1000, 100],
  ])("of %i pages at most %i may go in one run", (pages, cap) => {
    expect(removalCap(pages)).toBe(cap);
    expect(kinds({ absences: absences(cap), pages })).toHaveLength(cap);
    const over = judge({ absences: absences(cap + 1), pages });
    expect(over.changes).toEqual([]);
    expect(over.holds).toMatchObject([{ rule: "removal-cap" }]);
    expect(over.holds[0]?.externalIds).toHaveLength(cap + 1);
  });

  it("leaves pages alone that Intercom never gave an id", () => {
    expect(kinds({ absences: [absence("confirmed", { intercomId: undefined })] })).toEqual([]);
  });
});
