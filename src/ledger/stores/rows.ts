import type { Database, Row, Value } from "../database.ts";
import { damaged } from "../failures.ts";
import { text } from "../rows.ts";

/** A row of a ledger's table as a store has it, whatever the table's columns are. */
export interface StoredRow {
  readonly table: string;
  /** Its key's values, as a JSON array. */
  readonly key: string;
  /** Its columns' values in their order, as a JSON array; absent: the row is gone. */
  readonly values?: string | undefined;
}

/** A ledger's tables with their keys. Runs are kept in the order in which they were entered, which only `rowid` tells. */
const keys: Readonly<Record<string, readonly [string, string?]>> = {
  meta: ["key"],
  sources: ["name"],
  pages: ["source", "external_id"],
  intents: ["source", "external_id"],
  facts: ["source", "key"],
  backfills: ["source"],
  runs: ["id"],
  source_histories: ["name"],
  page_histories: ["source", "external_id"],
};

export const storedTables: readonly string[] = Object.keys(keys);

/** Belongs to the file alone: how often it was committed to. */
const own = "commits";

/** Rows that are given at a time. */
const ROWS = 2_000;

/** Enters rows of a store into a ledger, each over the one that has its key. */
export function enterRows(db: Database, rows: readonly StoredRow[]): void {
  for (const table of tablesOf(db)) {
    const mine = rows.filter((row) => row.table === table.name);
    for (const { key } of mine.filter(({ values }) => values === undefined)) db.run(table.remove, key);
    for (const { values } of mine)
      if (values !== undefined) db.run(table.enter, ...valuesIn(db, values, table));
  }
}

/** In half the time that SQLite's own JSON functions take. */
function valuesIn(db: Database, json: string, { name, columns }: Statements): Value[] {
  const values: unknown = JSON.parse(json);
  if (!Array.isArray(values) || values.length !== columns)
    throw damaged(db.file, `a row of its ${name} has other columns`);
  // SQLite refuses what it cannot store.
  return values as Value[];
}

/** Empties a ledger, but for what belongs to its file alone. */
export function clearRows(db: Database): void {
  for (const { clear } of tablesOf(db)) db.run(clear);
}

/** Every row of a ledger, some at a time; nothing may be written meanwhile. */
export function* allRows(db: Database): Generator<readonly StoredRow[]> {
  for (const table of tablesOf(db)) {
    let some: StoredRow[] = [];
    for (const row of db.each(table.all)) {
      some.push(storedRow(table.name, row));
      if (some.length === ROWS) {
        yield some;
        some = [];
      }
    }
    if (some.length > 0) yield some;
  }
}

/** Notes which rows of a ledger this connection changes, from now on, in tables that end with the connection. */
export function trackChanges(db: Database): { take(): readonly StoredRow[] } {
  const tables = tablesOf(db);
  db.exec("CREATE TEMP TABLE changed (name TEXT, k1, k2, PRIMARY KEY (name, k1, k2))");
  for (const { triggers } of tables) db.exec(triggers);
  return {
    take() {
      const found = db.all("SELECT DISTINCT name FROM temp.changed").map((row) => text(row, "name"));
      const rows = tables
        .filter(({ name }) => found.includes(name))
        .flatMap(({ name, changed }) => db.all(changed).map((row) => storedRow(name, row)));
      if (rows.length > 0) db.run("DELETE FROM temp.changed");
      return rows;
    },
  };
}

function storedRow(table: string, row: Row): StoredRow {
  const key = JSON.stringify(row.k2 === null ? [row.k1] : [row.k1, row.k2]);
  return { table, key, ...(row.json !== null && { values: text(row, "json") }) };
}

interface Statements {
  readonly name: string;
  readonly columns: number;
  readonly enter: string;
  readonly remove: string;
  readonly clear: string;
  readonly all: string;
  readonly changed: string;
  readonly triggers: string;
}

function tablesOf(db: Database): readonly Statements[] {
  return Object.entries(keys).map(([name, [k1, k2]]) => {
    const columns = db.all(`SELECT name FROM pragma_table_info('${name}')`).map((row) => text(row, "name"));
    if (columns.length === 0) throw damaged(db.file, `it has no table ${name}`);
    return statements(name, name === "runs" ? ["rowid", ...columns] : columns, k1, k2);
  });
}

function statements(
  name: string,
  columns: readonly string[],
  k1: string,
  k2: string | undefined,
): Statements {
  const json = `json_array(${columns.map((column) => `t.${column}`).join(", ")})`;
  const both = `t.${k1} AS k1, ${k2 ? `t.${k2}` : "NULL"} AS k2`;
  const isStored = (row: string) => (name === "meta" ? ` WHEN ${row}.key <> '${own}'` : "");
  const trigger = (event: string, row: "new" | "old") => {
    const key = `'${name}', ${row}.${k1}, ${k2 ? `${row}.${k2}` : "''"}`;
    // Not by a conflict clause: that of the statement which fires the trigger would take its place.
    return `CREATE TEMP TRIGGER changed_${name}_${event} AFTER ${event} ON main.${name}${isStored(row)} BEGIN
      INSERT INTO changed SELECT ${key} WHERE NOT EXISTS (SELECT 1 FROM changed WHERE (name, k1, k2) = (${key})); END;`;
  };
  return {
    name,
    columns: columns.length,
    enter: `INSERT OR REPLACE INTO ${name} (${columns.join(", ")}) VALUES (${columns.map(() => "?").join(", ")})`,
    remove: `DELETE FROM ${name} WHERE (${k1}${k2 ? `, ${k2}` : ""}) =
      (SELECT ?1 ->> 0${k2 ? ", ?1 ->> 1" : ""})`,
    clear: `DELETE FROM ${name}${name === "meta" ? ` WHERE key <> '${own}'` : ""}`,
    all: `SELECT ${both}, ${json} AS json FROM ${name} t${name === "meta" ? ` WHERE t.key <> '${own}'` : ""}`,
    changed: `SELECT c.k1 AS k1, ${k2 ? "c.k2" : "NULL"} AS k2, iif(t.${k1} IS NULL, NULL, ${json}) AS json
      FROM temp.changed c LEFT JOIN main.${name} t ON t.${k1} = c.k1${k2 ? ` AND t.${k2} = c.k2` : ""}
      WHERE c.name = '${name}'`,
    triggers: ["INSERT", "UPDATE", "DELETE"]
      .map((event) => trigger(event, event === "DELETE" ? "old" : "new"))
      .join("\n"),
  };
}
