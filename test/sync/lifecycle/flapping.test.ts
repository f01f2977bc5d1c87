import { describe, expect, it } from "vitest";
import { memoryLedger } from "../../../src/ledger/sqlite.ts";
import type { Change } from "../../../src/sync/changes.ts";
import { noteReappeared, reappearances, withFlapping } from "../../../src/sync/lifecycle/flapping.ts";
import { samplePage, sampleRow } from "../samples.ts";

const day = 24 * 60 * 60 * 1000;
const now = 100 * day;
const update: Change = { kind: "update", page: samplePage(), reasons: ["reappeared"] };
const warned = (change: Change) => "page" in change && change.page.warnings.map(({ code }) => code);

describe("flapping", () => {
  it.each([
    ["never before", [], 1],
    ["once", [now - day], 2],
    ["twice", [now - 13 * day, now - day], 3],
    ["one of them 14 days ago to the millisecond", [now - 14 * day, now - day], 2],
    ["one of them just within", [now - 14 * day + 1, now - day], 3],
    ["long ago", [now - 60 * day, now - 50 * day, now - 40 * day], 1],
  ])("%s", (_name, reappearedAt, times) => {
    expect(reappearances({ reappearedAt }, now)).toBe(times);
    const change = withFlapping(update, sampleRow({ state: "hidden" }), now, () => ({ reappearedAt }));
    expect(warned(change)).toEqual(times >= 3 ? ["flapping"] : []);
  });

  it("only a page that was hidden comes back", () => {
    const often = () => ({ reappearedAt: [now - 2, now - 1] });
    for (const row of [undefined, sampleRow(), sampleRow({ state: "deleted" })])
      expect(withFlapping(update, row, now, often)).toBe(update);
    const unchanged: Change = { kind: "unchanged", externalId: "a.md" };
    expect(withFlapping(unchanged, sampleRow({ state: "hidden" }), now, often)).toBe(unchanged);
  });

  it("remembers what is recent, beside what else is known of the page", async () => {
    const ledger = await memoryLedger();
    ledger.putPageHistory("docs", "a.md", { salesAgent: true, reappearedAt: [now - 20 * day, now - day] });
    noteReappeared(ledger, "docs", "a.md", now);
    expect(ledger.pageHistory("docs", "a.md")).toEqual({ salesAgent: true, reappearedAt: [now - day, now] });
    ledger.close();
  });
});
