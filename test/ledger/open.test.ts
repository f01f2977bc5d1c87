import { createHash } from "node:crypto";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  writeFileSync,
} from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { FinIngestError } from "../../src/errors.ts";
import { openDatabase } from "../../src/ledger/database.ts";
import { replaceLedger } from "../../src/ledger/replace.ts";
import { noLineage, openLedger } from "../../src/ledger/sqlite.ts";
import { pageRow, temporaryFolder } from "./support.ts";

const fileOf = (dir: string) => path.join(dir, "ledger.sqlite");
const hash = (file: string) => createHash("sha256").update(readFileSync(file)).digest("hex");

async function failure(action: () => Promise<unknown>): Promise<FinIngestError> {
  const error: unknown = await action().catch((caught: unknown) => caught);
  if (!(error instanceof FinIngestError)) throw new Error(`no FinIngestError but ${String(error)}`);
  return error;
}

function change(dir: string, sql: string) {
  const db = openDatabase(fileOf(dir), { readOnly: false });
  db.exec(sql);
  db.close();
}

test("is made once, privately, with a lineage of its own that stays", async () => {
  const dir = path.join(temporaryFolder(), "deep", "state");
  const ledger = await openLedger(dir);
  expect(ledger.advance()).toBe(1);
  expect(ledger.advance()).toBe(2);
  ledger.close();
  const again = await openLedger(dir);
  expect(again.lineage).toBe(ledger.lineage);
  expect(again.serial()).toBe(2);
  again.close();
  const other = await openLedger(temporaryFolder());
  expect(other.lineage).not.toBe(ledger.lineage);
  other.close();
  if (process.platform === "win32") return;
  expect(statSync(dir).mode & 0o777).toBe(0o700);
  expect(statSync(fileOf(dir)).mode & 0o777).toBe(0o600);
});

test("reading a missing ledger finds nothing and makes nothing", async () => {
  const dir = path.join(temporaryFolder(), "state");
  const ledger = await openLedger(dir, { readOnly: true });
  expect(ledger.lineage).toBe(noLineage);
  expect(ledger.serial()).toBe(0);
  expect([...ledger.pages("handbook")]).toEqual([]);
  ledger.connectorCache("handbook").set("k", "v");
  expect(ledger.connectorCache("handbook").get("k")).toBe("v");
  const seen = ledger.seenSet();
  expect(seen.add("a")).toBe(true);
  expect([...seen.absent("handbook")]).toEqual([]);
  ledger.close();
  expect(existsSync(dir)).toBe(false);
});

test("reading an existing ledger sees everything and changes not a byte", async () => {
  const dir = temporaryFolder();
  const writer = await openLedger(dir);
  writer.putPage("handbook", pageRow("a"));
  writer.connectorCache("handbook").set("old", "kept");
  writer.close();
  const before = hash(fileOf(dir));

  const reader = await openLedger(dir, { readOnly: true });
  expect(reader.lineage).toBe(writer.lineage);
  expect(reader.page("handbook", "a")).toStrictEqual(pageRow("a"));
  reader.connectorCache("handbook").set("new", "for now");
  expect([
    reader.connectorCache("handbook").get("new"),
    reader.connectorCache("handbook").get("old"),
  ]).toEqual(["for now", "kept"]);
  const seen = reader.seenSet();
  seen.add("b");
  expect([...seen.absent("handbook")]).toHaveLength(1);
  expect(() => reader.putPage("handbook", pageRow("c"))).toThrow(/reading only/);
  await expect(reader.intend("handbook", "a", "hide", 1)).rejects.toThrow(/reading only/);
  expect(() => reader.advance()).toThrow(/reading only/);
  reader.close();

  expect(hash(fileOf(dir))).toBe(before);
  const again = await openLedger(dir, { readOnly: true });
  expect(again.connectorCache("handbook").get("new")).toBeUndefined();
  again.close();
});

test("a reader works beside a writer and sees what was committed", async () => {
  const dir = temporaryFolder();
  const writer = await openLedger(dir);
  writer.putPage("handbook", pageRow("a"));
  await writer.intend("handbook", "a", "upsert", 1);
  writer.putPage("handbook", pageRow("not yet"));
  const reader = await openLedger(dir, { readOnly: true });
  expect([...reader.unresolved("handbook")]).toHaveLength(1);
  expect(reader.page("handbook", "not yet")).toBeUndefined();
  writer.close();
  expect(reader.page("handbook", "not yet")).toBeDefined();
  reader.close();
});

test("an interrupted creation is simply done again", async () => {
  const dir = temporaryFolder();
  writeFileSync(fileOf(dir), "");
  const reader = await openLedger(dir, { readOnly: true });
  reader.close();
  const ledger = await openLedger(dir);
  expect(ledger.lineage).toMatch(/^[0-9a-f-]{36}$/);
  ledger.close();
});

test.each<[string, (dir: string) => void | Promise<void>, RegExp, RegExp]>([
  [
    "not a database",
    (dir) => writeFileSync(fileOf(dir), "no database, just some text\n".repeat(200)),
    /is damaged.*not a database/,
    /state rebuild/,
  ],
  [
    "cut in the middle",
    (dir) => writeFileSync(fileOf(dir), readFileSync(fileOf(dir)).subarray(0, 6_000)),
    /is damaged/,
    /state rebuild/,
  ],
  ["edited by somebody", (dir) => change(dir, "DELETE FROM meta"), /is damaged/, /state rebuild/],
  [
    "from a newer version",
    (dir) => change(dir, "PRAGMA user_version = 99"),
    /newer fin-ingest.*99/,
    /Upgrade/,
  ],
  [
    "somebody else's database",
    (dir) => change(dir, "PRAGMA application_id = 7"),
    /not a fin-ingest ledger/,
    /folder of its own/,
  ],
])("refuses a file that is %s, in words", async (_, spoil, message, hint) => {
  for (const readOnly of [false, true]) {
    const dir = temporaryFolder();
    const ledger = await openLedger(dir);
    for (let n = 0; n < 200; n++) ledger.putPage("handbook", pageRow(`page ${n}`));
    ledger.close();
    await spoil(dir);
    const before = hash(fileOf(dir));
    const error = await failure(async () => {
      const opened = await openLedger(dir, { readOnly });
      try {
        return [...opened.pages("handbook")];
      } finally {
        opened.close();
      }
    });
    expect(error.message).toMatch(message);
    expect(error.message).toContain(dir);
    expect(error.hint).toMatch(hint);
    expect(error.exitCode).toBe(1);
    if (readOnly) expect(hash(fileOf(dir))).toBe(before);
  }
});

test.each([
  ["a value", "UPDATE pages SET title = 'another' WHERE external_id = 'a'"],
  ["two rows swapped", "UPDATE pages SET external_id = 'c' WHERE external_id = 'a'"],
  ["a checksum", "UPDATE pages SET sum = '0'"],
])("a row that changed under the ledger is damage, not a guess: %s", async (_, sql) => {
  const dir = temporaryFolder();
  const ledger = await openLedger(dir);
  ledger.putPage("handbook", pageRow("a"));
  await ledger.intend("handbook", "b", "upsert", 1);
  change(dir, sql);
  expect(() => [...ledger.pages("handbook")]).toThrow(/damaged.*checksum/);
  // And nothing can be written, or sent, after that.
  await expect(ledger.intend("handbook", "a", "upsert", 2)).rejects.toThrow(/damaged.*checksum/);
  ledger.close();
  expect((await failure(() => openLedger(dir))).message).toMatch(/damaged.*checksum/);
});

test("a row whose text became bytes is damage, too", async () => {
  const dir = temporaryFolder();
  const ledger = await openLedger(dir);
  ledger.putPage("handbook", pageRow("a"));
  await ledger.intend("handbook", "b", "upsert", 1);
  change(dir, "UPDATE pages SET title = CAST(title AS BLOB) WHERE external_id = 'a'");
  expect(() => ledger.page("handbook", "a")).toThrow(/damaged/);
  expect(() => ledger.page("handbook", "b")).toThrow(/damaged/);
  ledger.close();
});

test("a full disk stops the ledger for good, and what was durable stays", async () => {
  const dir = temporaryFolder();
  const db = openDatabase(fileOf(dir), { readOnly: false });
  db.close();
  const ledger = await openLedger(dir);
  await ledger.intend("handbook", "before", "upsert", 1);
  ledger.close();

  const { Batch } = await import("../../src/ledger/batch.ts");
  const { pageTable, intentTable } = await import("../../src/ledger/pages.ts");
  const small = openDatabase(fileOf(dir), { readOnly: false });
  small.exec("PRAGMA max_page_count = 20");
  const batch = new Batch(small, { readOnly: false });
  const fill = () => {
    for (let n = 0; ; n++)
      pageTable(batch).putPage("handbook", pageRow(`page ${n}`, { title: "x".repeat(2_000) }));
  };
  expect(fill).toThrow(/disk is full/);
  await expect(intentTable(batch).intend("handbook", "after", "upsert", 2)).rejects.toThrow(/disk is full/);
  expect(() => pageTable(batch).page("handbook", "page 0")).toThrow(/disk is full/);
  small.close();

  const again = await openLedger(dir);
  expect(Array.from(again.unresolved("handbook"), (intent) => intent.externalId)).toEqual(["before"]);
  expect([...again.pages("handbook")]).toEqual([]);
  again.close();
});

test("a folder that cannot be written says so", async () => {
  const dir = temporaryFolder();
  writeFileSync(path.join(dir, "file"), "");
  const error = await failure(() => openLedger(path.join(dir, "file", "state")));
  expect(error.message).toContain(path.join(dir, "file", "state"));
  for (const state of ["file", "file/state"])
    expect(await failure(() => openLedger(path.join(dir, state)))).toMatchObject({
      hint: expect.stringContaining("A file stands there"),
    });
  const nothing = await openLedger(path.join(dir, "file", "state"), { readOnly: true });
  nothing.close();
});

// The superuser may write everywhere.
test.skipIf(process.getuid?.() === 0 || process.platform === "win32")(
  "permission denied is named",
  async () => {
    const dir = path.join(temporaryFolder(), "state");
    mkdirSync(dir, { mode: 0o500 });
    const error = await failure(() => openLedger(dir));
    expect(error.message).toMatch(/permission denied/);
    chmodSync(dir, 0o700);
  },
);

test("a ledger is replaced at the end or not at all, and the old one kept", async () => {
  const dir = temporaryFolder();
  const first = await replaceLedger(dir);
  first.ledger.putPage("handbook", pageRow("a"));
  first.ledger.advance();
  expect(await first.install(new Date(0))).toBeUndefined();

  const second = await replaceLedger(dir);
  second.ledger.advance();
  second.discard();
  const third = await replaceLedger(dir);
  third.ledger.advance();
  expect(readdirSync(dir).filter((name) => !name.startsWith("ledger."))).toHaveLength(1);
  const aside = await third.install(new Date(0));
  expect(aside).toMatch(/ledger\.sqlite\.1970-01-01T00-00-00\.000Z\.old$/);
  expect(readdirSync(dir).sort()).toEqual(["ledger.head", "ledger.sqlite", path.basename(aside ?? "")]);
  const fresh = await openLedger(dir);
  expect(fresh.lineage).toBe(third.ledger.lineage);
  expect([...fresh.pages("handbook")]).toEqual([]);
  fresh.close();
});
