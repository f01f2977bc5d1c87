import { describe, expect, it, test } from "vitest";
import { openDatabase } from "../../src/ledger/database.ts";
import type { Ledger } from "../../src/ledger/ledger.ts";
import { openLedger } from "../../src/ledger/sqlite.ts";
import { ledgerKinds } from "./stores/kinds.ts";
import { pageRow, temporaryFolder } from "./support.ts";

const listing = { key: "k", documents: 2, unchanged: 3 };

describe.each(ledgerKinds)("a ledger $name", ({ isSkipped, newLedger }) => {
  const test = it.skipIf(isSkipped);
  test.each<[string, (ledger: Ledger) => unknown]>([
    ["a page is stored", (ledger) => ledger.putPage("docs", pageRow("a"))],
    ["a write is begun", (ledger) => ledger.intend("docs", "a", "upsert", 1)],
    ["a write is settled", (ledger) => ledger.settle("docs", pageRow("a"))],
    ["a write is taken back", (ledger) => ledger.abandon("docs", "a")],
    ["its pages are forgotten", (ledger) => ledger.forgetPages("docs")],
  ])("a settled listing is forgotten when %s, each time, and only its source's", async (_, write) => {
    const { ledger } = await (await newLedger())();
    for (let time = 0; time < 2; time++) {
      ledger.setUnchangedListing("docs", listing);
      ledger.setUnchangedListing("wiki", listing);
      expect(ledger.unchangedListing("docs")).toEqual(listing);
      await write(ledger);
      expect(ledger.unchangedListing("docs")).toBeUndefined();
      expect(ledger.unchangedListing("wiki")).toEqual(listing);
    }
  });

  test("outlives the run, and is forgotten with the first write of the next one", async () => {
    const open = await newLedger();
    const first = await open();
    first.ledger.putPage("docs", pageRow("a"));
    first.ledger.setUnchangedListing("docs", listing);
    await first.close();
    const second = await open();
    expect(second.ledger.unchangedListing("docs")).toEqual(listing);
    second.ledger.putPage("docs", pageRow("a", { state: "hidden" }));
    await second.close();
    expect((await open()).ledger.unchangedListing("docs")).toBeUndefined();
  });
});

test("is nothing when it was damaged", async () => {
  const dir = temporaryFolder();
  const first = await openLedger(dir);
  first.setUnchangedListing("wiki", listing);
  first.close();
  const second = await openLedger(dir);
  const db = openDatabase(`${dir}/ledger.sqlite`, { readOnly: false });
  db.run(
    "UPDATE meta SET value = replace(value, '\"documents\":2', '\"documents\":9') WHERE key = 'settled wiki'",
  );
  db.close();
  expect(second.unchangedListing("wiki")).toBeUndefined();
  second.close();
});
