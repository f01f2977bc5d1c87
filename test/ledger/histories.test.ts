import { readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it, test } from "vitest";
import { HeadFile } from "../../src/ledger/head.ts";
import type { Ledger } from "../../src/ledger/ledger.ts";
import { openLedger } from "../../src/ledger/sqlite.ts";
import { sampleRow } from "../sync/samples.ts";
import { ledgerKinds } from "./stores/kinds.ts";
import { temporaryFolder } from "./support.ts";

describe.each(ledgerKinds)("a ledger $name", ({ isSkipped, newLedger }) => {
  const test = it.skipIf(isSkipped);
  test("what sources and pages went through is kept, and is empty where nothing is known", async () => {
    const open = await newLedger();
    const source = { configFile: "/etc/fin.yaml", retiredAt: 5, matchedRules: ["path internal/**"] };
    const { ledger: first, close } = await open();
    first.advance();
    first.putSource({ name: "b", url: "https://b.example.com", sourceId: 2 });
    first.putSource({ name: "a", url: "https://a.example.com", sourceId: 1 });
    first.putSourceHistory("a", source);
    const page = { salesAgent: true, reappearedAt: [1, 2], hiddenWhy: "gone", sentWhy: ["content", "title"] };
    first.putPageHistory("a", "x.md", page);
    await close();
    const { ledger: second } = await open();
    expect(second.sources().map(({ name }) => name)).toEqual(["a", "b"]);
    expect([second.sourceHistory("a"), second.sourceHistory("b")]).toStrictEqual([source, {}]);
    expect(second.pageHistory("a", "x.md")).toStrictEqual(page);
    expect([second.pageHistory("a", "y.md"), second.pageHistory("b", "x.md")]).toStrictEqual([{}, {}]);
  });

  test("a source that is renamed keeps everything", async () => {
    const open = await newLedger();
    const { ledger: first, close } = await open();
    await fill(first);
    first.renameSource("old", "new");
    expect(first.countPages("new")).toEqual({ live: 1_201, hidden: 0 });
    await close();
    const { ledger: second } = await open();
    expectRenamed(second);
  });
});

test("the rows of a source that was renamed still fit their checksums", async () => {
  const dir = temporaryFolder();
  const first = await openLedger(dir);
  await fill(first);
  first.renameSource("old", "new");
  first.close();
  // Cut off, so that the next opening checks every row.
  const head = path.join(dir, "ledger.head");
  const { sum: _, ...known } = JSON.parse(readFileSync(head, "utf8"));
  new HeadFile(dir).write({ ...known, file: null }, { durably: true });
  const second = await openLedger(dir);
  expectRenamed(second);
  second.close();
});

async function fill(first: Ledger): Promise<void> {
  first.advance();
  first.putSource({ name: "old", url: "https://a.example.com", sourceId: 1, scope: "s" });
  for (let n = 0; n < 1_201; n++)
    first.putPage("old", sampleRow({ externalId: `${n}.md`, intercomId: `${n}` }));
  first.putPage("old", sampleRow({ externalId: "gone.md", state: "deleted" }));
  await first.intend("old", "7.md", "upsert", 1);
  first.connectorCache("old").set("k", "v");
  first.putSourceHistory("old", { configFile: "/a" });
  first.putPageHistory("old", "7.md", { reappearedAt: [3] });
  first.setUnchangedListing("old", { key: "k", documents: 1, unchanged: 1 });
}

function expectRenamed(second: Ledger): void {
  expect(second.sources().map(({ name, scope }) => [name, scope])).toEqual([["new", "s"]]);
  expect([...second.pages("old", { deleted: true })]).toEqual([]);
  expect(second.page("new", "7.md")?.fingerprint).toBeUndefined();
  expect(second.page("new", "8.md")).toEqual(sampleRow({ externalId: "8.md", intercomId: "8" }));
  expect(second.page("new", "gone.md")?.state).toBe("deleted");
  expect(second.isIntended("new", "7.md")).toBe(true);
  expect(second.connectorCache("new").get("k")).toBe("v");
  expect(second.sourceHistory("new")).toEqual({ configFile: "/a" });
  expect(second.pageHistory("new", "7.md")).toEqual({ reappearedAt: [3] });
  expect(second.unchangedListing("old") ?? second.unchangedListing("new")).toBeUndefined();
  second.forgetSource("new");
  expect(second.sources()).toEqual([]);
  expect([...second.pages("new", { deleted: true })]).toEqual([]);
}
