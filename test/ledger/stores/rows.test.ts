import { expect, test } from "vitest";
import { openDatabase } from "../../../src/ledger/database.ts";
import { prepareSchema } from "../../../src/ledger/schema.ts";
import { allRows, enterRows, storedTables, trackChanges } from "../../../src/ledger/stores/rows.ts";

function newLedger() {
  const db = openDatabase("", { readOnly: false });
  prepareSchema(db, { readOnly: false });
  return db;
}

test("every table of a ledger goes along", () => {
  const db = newLedger();
  const tables = db.all("SELECT name FROM sqlite_schema WHERE type = 'table'").map(({ name }) => name);
  expect([...storedTables].sort()).toEqual(tables.sort());
  db.close();
});

test("what is changed is known once, as it is in the end, whatever is in it", () => {
  const db = newLedger();
  const changes = trackChanges(db);
  const put = (key: string, value: string) =>
    db.run("INSERT OR REPLACE INTO facts VALUES (?, ?, ?, ?)", "s", key, value, "sum");
  put("a\tb\n", "first");
  put("a\tb\n", '\u0001 \u2028 "quoted" \\ 😀');
  put("gone", "x");
  db.run("DELETE FROM facts WHERE key = ?", "gone");
  db.run("UPDATE meta SET value = '7' WHERE key = 'commits'");
  db.run("UPDATE meta SET value = '3' WHERE key = 'serial'");
  const rows = changes.take();
  expect(rows.map(({ table, key }) => [table, JSON.parse(key)]).sort()).toEqual([
    ["facts", ["s", "a\tb\n"]],
    ["facts", ["s", "gone"]],
    ["meta", ["serial"]],
  ]);
  expect(changes.take()).toEqual([]);
  const other = newLedger();
  enterRows(other, rows);
  expect(other.all("SELECT * FROM facts")).toEqual(db.all("SELECT * FROM facts"));
  expect([...allRows(other)].flat().filter(({ table }) => table === "facts")).toHaveLength(1);
  db.close();
  other.close();
});
