import { readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { openDatabase } from "../../src/ledger/database.ts";
import { migrations } from "../../src/ledger/schema.ts";
import { openLedger } from "../../src/ledger/sqlite.ts";
import { pageRow, temporaryFolder } from "./support.ts";

/** A version to come: one more table, one more column with a value for what is there. */
const nextVersion = [
  ...migrations,
  `CREATE TABLE notes (source TEXT PRIMARY KEY, text TEXT NOT NULL) WITHOUT ROWID;
   ALTER TABLE runs ADD COLUMN host TEXT NOT NULL DEFAULT 'unknown';`,
];
const fileOf = (dir: string) => path.join(dir, "ledger.sqlite");

async function filled(): Promise<{ dir: string; lineage: string }> {
  const dir = temporaryFolder();
  const ledger = await openLedger(dir);
  ledger.advance();
  for (let n = 0; n < 1_000; n++) ledger.putPage("handbook", pageRow(`page ${n}`));
  await ledger.intend("handbook", "page 7", "upsert", 1);
  ledger.putSource({
    name: "handbook",
    url: "https://handbook.example.com",
    sourceId: 7,
    untrustedListings: 1,
  });
  ledger.putRun({ id: "r1", pipeline: "nightly", startedAt: 1 });
  ledger.close();
  return { dir, lineage: ledger.lineage };
}

test("an older ledger is brought to the new version with every row", async () => {
  const { dir, lineage } = await filled();
  const ledger = await openLedger(dir, { migrations: nextVersion });
  expect([ledger.lineage, ledger.serial()]).toEqual([lineage, 1]);
  const pages = [...ledger.pages("handbook")];
  expect(pages).toHaveLength(1_000);
  expect(ledger.page("handbook", "page 8")).toStrictEqual(pageRow("page 8"));
  expect([...ledger.unresolved("handbook")]).toHaveLength(1);
  expect(ledger.source("handbook")?.untrustedListings).toBe(1);
  expect(ledger.runs(10)).toHaveLength(1);
  ledger.close();
  const db = openDatabase(fileOf(dir), { readOnly: true });
  expect(db.get("SELECT host FROM runs")).toEqual({ host: "unknown" });
  expect(db.all("SELECT * FROM notes")).toEqual([]);
  db.close();
});

test("a ledger of a newer version is refused, untouched, with what to do", async () => {
  const { dir } = await filled();
  (await openLedger(dir, { migrations: nextVersion })).close();
  const before = readFileSync(fileOf(dir));
  for (const readOnly of [false, true]) {
    await expect(openLedger(dir, { readOnly })).rejects.toMatchObject({
      message: expect.stringMatching(/newer fin-ingest \(ledger version 3; this one knows 2\)/),
      hint: expect.stringMatching(/Upgrade/),
      exitCode: 1,
    });
  }
  expect(readFileSync(fileOf(dir)).equals(before)).toBe(true);
});

test("a migration that fails leaves the ledger as it was", async () => {
  const { dir, lineage } = await filled();
  const broken = [...migrations, "CREATE TABLE notes (text TEXT); CREATE TABLE pages (text TEXT);"];
  await expect(openLedger(dir, { migrations: broken })).rejects.toThrow(/already exists/);
  const ledger = await openLedger(dir);
  expect(ledger.lineage).toBe(lineage);
  expect([...ledger.pages("handbook")]).toHaveLength(1_000);
  ledger.close();
});

test("readers leave the migration to the next run", async () => {
  const { dir } = await filled();
  await expect(openLedger(dir, { readOnly: true, migrations: nextVersion })).rejects.toThrow(/older/);
});
