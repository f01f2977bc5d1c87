import type { Batch } from "./batch.ts";
import type { Value } from "./database.ts";
import { pageHistoryColumns, sourceHistoryColumns } from "./histories.ts";
import type { Ledger } from "./ledger.ts";
import { intentColumns } from "./pages.ts";
import { backfillColumns } from "./records.ts";
import { pageColumns, sourceColumns, sumOf, verify } from "./rows.ts";
import { type UnchangedListings, unchangedListings } from "./unchanged-listings.ts";

/** Every table whose rows belong to a source, with the columns that its checksums cover. */
export const checkedTables = {
  pages: ["source", ...pageColumns.split(", ")],
  intents: intentColumns,
  sources: sourceColumns,
  backfills: backfillColumns,
  source_histories: sourceHistoryColumns,
  page_histories: pageHistoryColumns,
} as const;

const namedTables: Readonly<Record<string, readonly string[]>> = {
  ...checkedTables,
  facts: ["source", "key", "value"],
};

/** Rows that are renamed at a time. */
const ROWS = 500;

/** What changes the name under which everything of a source is kept. */
export function sourceNames(
  batch: Batch,
  { forget }: UnchangedListings = unchangedListings(batch),
): Pick<Ledger, "renameSource" | "forgetSource"> {
  const { db } = batch;
  const drop = (name: string) => {
    for (const [table, columns] of Object.entries(namedTables))
      db.run(`DELETE FROM ${table} WHERE ${keyOf(columns)} = ?`, name);
    forget(name);
  };
  /** Each row again under the other name, with the checksum that it has there; a row that is there already stays. */
  const copy = (table: string, columns: readonly string[], from: string, to: string) => {
    const marks = [...columns, "sum"].map(() => "?").join(", ");
    const into = `INSERT OR IGNORE INTO ${table} (${columns.join(", ")}, sum) VALUES (${marks})`;
    const some = `SELECT * FROM ${table} WHERE ${keyOf(columns)} = ? LIMIT ? OFFSET ?`;
    for (let at = 0; ; at += ROWS) {
      const rows = db.all(some, from, ROWS, at);
      for (const row of rows) {
        // A cached fact that is damaged counts as lost.
        if (table === "facts" && row.sum !== sumOf(table, values(row, columns))) continue;
        db.guard(() => verify(table, row, columns));
        const renamed = values({ ...row, [keyOf(columns)]: to }, columns);
        db.run(into, ...renamed, sumOf(table, renamed));
      }
      if (rows.length < ROWS) return;
    }
  };
  return {
    renameSource(from, to) {
      batch.durably(() => {
        for (const [table, columns] of Object.entries(namedTables)) copy(table, columns, from, to);
        forget(to);
        drop(from);
      });
    },
    forgetSource: (name) => batch.durably(() => drop(name)),
  };
}

const keyOf = (columns: readonly string[]): string => columns[0] ?? "name";

const values = (row: Readonly<Record<string, unknown>>, columns: readonly string[]): Value[] =>
  // What the ledger's columns hold is text, a number or nothing.
  columns.map((column) => row[column] as Value);
