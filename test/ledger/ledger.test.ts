import { describe, expect, it, test } from "vitest";
import type { PageRow } from "../../src/ledger/ledger.ts";
import { memoryLedger, openLedger } from "../../src/ledger/sqlite.ts";
import { ledgerKinds, type OpenLedger } from "./stores/kinds.ts";
import { pageRow, temporaryFolder } from "./support.ts";

const ids = (rows: Iterable<{ externalId: string }>) => Array.from(rows, (row) => row.externalId);
const full: PageRow = {
  ...pageRow("guides/labels.md"),
  intercomId: "42",
  version: "blob 1",
  revision: "r1",
  bodyHash: "hash",
  url: "https://help.example/labels",
  path: "guides/labels.md",
  availability: { agent: false, copilot: true },
  state: "hidden",
  sentAt: 1_763_841_600_123,
  hiddenAt: 1_763_841_700_456,
  absence: { missedListings: 2, lastMissedAt: 1_763_841_800_789, evidence: "inferred" },
};

const opened = (newLedger: () => Promise<OpenLedger>) => async () => (await (await newLedger())()).ledger;

describe.each([
  { name: "in memory", isSkipped: false, open: memoryLedger },
  ...ledgerKinds.map(({ newLedger, ...kind }) => ({ ...kind, open: opened(newLedger) })),
])("a ledger $name", ({ isSkipped, open }) => {
  const test = it.skipIf(isSkipped);
  test("gives back the row it was given, with nothing added and nothing lost", async () => {
    const ledger = await open();
    const bare = pageRow("bare");
    delete (bare as { fingerprint?: string }).fingerprint;
    ledger.putPage("handbook", full);
    ledger.putPage("handbook", bare);
    expect(ledger.page("handbook", full.externalId)).toStrictEqual(full);
    expect(ledger.page("handbook", "bare")).toStrictEqual(bare);
    expect(ledger.page("handbook", "other")).toBeUndefined();
    expect(ledger.page("wiki", "bare")).toBeUndefined();
    ledger.close();
  });

  test("lists pages in id order, deleted ones only when asked, and counts them", async () => {
    const ledger = await open();
    for (const [id, state] of [
      ["b", "live"],
      ["a", "hidden"],
      ["c", "deleted"],
      ["é", "live"],
    ] as const) {
      ledger.putPage("handbook", pageRow(id, { state }));
    }
    ledger.putPage("wiki", pageRow("z"));
    expect(ids(ledger.pages("handbook"))).toEqual(["a", "b", "é"]);
    expect(ids(ledger.pages("handbook", { deleted: true }))).toEqual(["a", "b", "c", "é"]);
    expect(ledger.countPages("handbook")).toEqual({ live: 2, hidden: 1 });
    expect(ledger.countPages("nothing")).toEqual({ live: 0, hidden: 0 });
    ledger.forgetPages("handbook");
    expect(ids(ledger.pages("handbook", { deleted: true }))).toEqual([]);
    expect(ids(ledger.pages("wiki"))).toEqual(["z"]);
    ledger.close();
  });

  test("an unresolved intent hides the fingerprint until it is settled or abandoned", async () => {
    const ledger = await open();
    ledger.putPage("handbook", pageRow("a", { fingerprint: "old" }));
    await ledger.intend("handbook", "a", "upsert", 1_000);
    expect(ledger.page("handbook", "a")).not.toHaveProperty("fingerprint");
    expect(ledger.page("handbook", "a")?.title).toBe("Title of a");
    expect([...ledger.pages("handbook")][0]).not.toHaveProperty("fingerprint");
    expect([...ledger.unresolved("handbook")]).toEqual([{ externalId: "a", what: "upsert", at: 1_000 }]);

    ledger.abandon("handbook", "a");
    expect(ledger.page("handbook", "a")?.fingerprint).toBe("old");
    expect([...ledger.unresolved("handbook")]).toEqual([]);

    await ledger.intend("handbook", "a", "hide", 2_000);
    ledger.settle("handbook", pageRow("a", { fingerprint: "new", state: "hidden" }));
    expect(ledger.page("handbook", "a")).toMatchObject({ fingerprint: "new", state: "hidden" });
    expect([...ledger.unresolved("handbook")]).toEqual([]);
    ledger.close();
  });

  test("remembers an intent for a page it has never seen; a later intent replaces an earlier one", async () => {
    const ledger = await open();
    await ledger.intend("handbook", "new", "upsert", 1_000);
    await ledger.intend("handbook", "new", "delete", 2_000);
    await ledger.intend("wiki", "new", "upsert", 3_000);
    expect(ledger.page("handbook", "new")).toBeUndefined();
    expect([...ledger.unresolved("handbook")]).toEqual([{ externalId: "new", what: "delete", at: 2_000 }]);
    ledger.forgetPages("handbook");
    expect([...ledger.unresolved("handbook")]).toEqual([]);
    expect(ids(ledger.unresolved("wiki"))).toEqual(["new"]);
    ledger.close();
  });

  test("storing a row does not resolve an intent", async () => {
    const ledger = await open();
    await ledger.intend("handbook", "a", "upsert", 1_000);
    ledger.putPage("handbook", pageRow("a", { fingerprint: "noted meanwhile" }));
    expect(ledger.page("handbook", "a")).not.toHaveProperty("fingerprint");
    expect(ids(ledger.unresolved("handbook"))).toEqual(["a"]);
    ledger.close();
  });

  test("keeps sources, backfills, facts and runs", async () => {
    const ledger = await open();
    const source = { name: "handbook", url: "https://help.example", sourceId: 7 };
    expect(ledger.source("handbook")).toBeUndefined();
    ledger.putSource(source);
    expect(ledger.source("handbook")).toStrictEqual(source);
    const complete = { ...source, scope: "s", lastComplete: { at: 5, documents: 420 } };
    ledger.putSource(complete);
    expect(ledger.source("handbook")).toStrictEqual(complete);

    ledger.setOpenBackfill("handbook", { startedAt: 9, selection: "all" });
    expect(ledger.openBackfill("handbook")).toEqual({ startedAt: 9, selection: "all" });
    ledger.setOpenBackfill("handbook", undefined);
    expect(ledger.openBackfill("handbook")).toBeUndefined();

    ledger.connectorCache("handbook").set("blob", "front matter");
    ledger.connectorCache("handbook").set("blob", "newer");
    expect(ledger.connectorCache("handbook").get("blob")).toBe("newer");
    expect(ledger.connectorCache("wiki").get("blob")).toBeUndefined();
    ledger.connectorCache("handbook").set("other", 'with "quotes"\n');
    expect(ledger.connectorCache("handbook").getAll?.(["other", "none", "blob"])).toEqual(
      new Map([
        ["blob", "newer"],
        ["other", 'with "quotes"\n'],
      ]),
    );

    ledger.putRun({ id: "one", pipeline: "nightly", startedAt: 1 });
    ledger.putRun({ id: "two", pipeline: "backfill", startedAt: 2 });
    ledger.putRun({
      id: "one",
      pipeline: "nightly",
      startedAt: 1,
      finishedAt: 3,
      outcome: "ok",
      summary: "{}",
    });
    expect(ledger.runs(10)).toStrictEqual([
      { id: "two", pipeline: "backfill", startedAt: 2 },
      { id: "one", pipeline: "nightly", startedAt: 1, finishedAt: 3, outcome: "ok", summary: "{}" },
    ]);
    expect(ledger.runs(1)).toHaveLength(1);
    ledger.close();
  });

  test("rows may be written and removed while others are read", async () => {
    const ledger = await open();
    const name = (n: number) => `page ${String(n).padStart(4, "0")}`;
    for (let n = 0; n < 300; n++) ledger.putPage("handbook", pageRow(name(n)));
    const seen: string[] = [];
    for (const page of ledger.pages("handbook")) {
      seen.push(page.externalId);
      await ledger.intend("handbook", page.externalId, "hide", 1);
      ledger.settle("handbook", { ...page, state: "deleted" });
      // Behind and ahead of the walk: one is never met, the other is met once.
      ledger.putPage("handbook", pageRow(`a ${page.externalId}`));
    }
    expect(seen).toEqual(Array.from({ length: 300 }, (_, n) => name(n)));
    expect(ids(ledger.pages("handbook"))).toEqual(seen.map((id) => `a ${id}`));
    ledger.close();
  });

  test("a seen set yields the pages that were not listed", async () => {
    const ledger = await open();
    for (const id of ["a", "b", "c", "d"]) ledger.putPage("handbook", pageRow(id));
    ledger.putPage("handbook", pageRow("e", { state: "deleted" }));
    await ledger.intend("handbook", "d", "hide", 1);
    const seen = ledger.seenSet();
    const other = ledger.seenSet();
    expect([seen.add("a"), seen.add("c"), seen.add("a"), seen.add("unknown")]).toEqual([
      true,
      true,
      false,
      true,
    ]);
    expect([seen.has("a"), seen.has("b"), other.has("a")]).toEqual([true, false, false]);
    expect([seen.size, other.size]).toEqual([3, 0]);
    expect(ids(seen.absent("handbook"))).toEqual(["b", "d"]);
    expect([...seen.absent("handbook")][1]).not.toHaveProperty("fingerprint");
    expect(ids(seen.absent("wiki"))).toEqual([]);
    expect(ids(other.absent("handbook"))).toEqual(["a", "b", "c", "d"]);
    seen.clear();
    expect([seen.size, seen.has("a"), ids(seen.absent("handbook")).length]).toEqual([0, false, 4]);
    ledger.close();
  });

  test.each([
    ["empty", ""],
    ["NUL", "a\0b"],
    ["lone surrogate", "a\ud800"],
  ])("refuses an id that could be taken for another: %s", async (_, id) => {
    const ledger = await open();
    expect(() => ledger.putPage("handbook", pageRow(id))).toThrow(/external id/);
    expect(() => ledger.seenSet().add(id)).toThrow(/external id/);
    await expect(ledger.intend("handbook", id, "upsert", 1)).rejects.toThrow(/external id/);
    // The refusal is the id's alone.
    ledger.putPage("handbook", pageRow("fine 😀"));
    expect(ids(ledger.pages("handbook"))).toEqual(["fine 😀"]);
    ledger.close();
  });
});

test("10,000 pages go in, are walked and compared", async () => {
  const ledger = await openLedger(temporaryFolder());
  const seen = ledger.seenSet();
  for (let n = 0; n < 10_000; n++) {
    const row = pageRow(`guides/page-${n}.md`, {
      version: `blob ${n}`,
      url: `https://help.example/page-${n}`,
    });
    ledger.putPage("handbook", row);
    if (n % 100 !== 0) seen.add(row.externalId);
  }
  let walked = 0;
  for (const page of ledger.pages("handbook")) if (page.fingerprint) walked += 1;
  expect(walked).toBe(10_000);
  expect(ledger.countPages("handbook")).toEqual({ live: 10_000, hidden: 0 });
  expect(ids(seen.absent("handbook"))).toHaveLength(100);
  ledger.close();
});
