import { readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { HeadFile } from "../../src/ledger/head.ts";
import { openLedger } from "../../src/ledger/sqlite.ts";
import { sampleRow } from "../sync/samples.ts";
import { temporaryFolder } from "./support.ts";

test("what sources and pages went through is kept, and is empty where nothing is known", async () => {
  const dir = temporaryFolder();
  const source = { configFile: "/etc/fin.yaml", retiredAt: 5, matchedRules: ["path internal/**"] };
  const first = await openLedger(dir);
  first.advance();
  first.putSource({ name: "b", url: "https://b.example.com", sourceId: 2 });
  first.putSource({ name: "a", url: "https://a.example.com", sourceId: 1 });
  first.putSourceHistory("a", source);
  const page = { salesAgent: true, reappearedAt: [1, 2], hiddenWhy: "gone", sentWhy: ["content", "title"] };
  first.putPageHistory("a", "x.md", page);
  first.close();
  const second = await openLedger(dir);
  expect(second.sources().map(({ name }) => name)).toEqual(["a", "b"]);
  expect([second.sourceHistory("a"), second.sourceHistory("b")]).toStrictEqual([source, {}]);
  expect(second.pageHistory("a", "x.md")).toStrictEqual(page);
  expect([second.pageHistory("a", "y.md"), second.pageHistory("b", "x.md")]).toStrictEqual([{}, {}]);
  second.close();
});

test("a source that is renamed keeps everything, and its rows still fit their checksums", async () => {
  const dir = temporaryFolder();
  const first = await openLedger(dir);
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
  first.renameSource("old", "new");
  expect(first.countPages("new")).toEqual({ live: 1_201, hidden: 0 });
  first.close();
  // Cut off, so that the next opening checks every row.
  const head = path.join(dir, "ledger.head");
  const { sum: _, ...known } = JSON.parse(readFileSync(head, "utf8"));
  new HeadFile(dir).write({ ...known, file: null }, { durably: true });

  const second = await openLedger(dir);
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
  second.close();
});
