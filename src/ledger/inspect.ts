import { copyFileSync, existsSync, mkdtempSync, readdirSync, rmSync, statSync } from "node:fs";
import path from "node:path";
import { type Database, openDatabase } from "./database.ts";
import { damaged } from "./failures.ts";
import { checkedTables } from "./names.ts";
import { integer, text, verify } from "./rows.ts";
import { migrations, pragma, prepareSchema } from "./schema.ts";
import { makeStateFolder } from "./state-folder.ts";

/** Files beside a ledger whose run was cut off: SQLite needs them to know what was committed. */
const companions = ["-wal", "-journal"];

export interface Inspected {
  readonly lineage: string;
  readonly serial: number;
  readonly commits: number;
  /** No run ever wrote to it. */
  readonly unused: boolean;
}

/**
 * Checks every page and row of a ledger, in a copy, so that SQLite cannot change the original or its write-ahead log.
 *
 * @returns undefined when the file was created and never written
 * @throws LedgerError when anything in it is not as it was written
 * @throws FinIngestError when it is not a ledger, or a newer program's
 */
export function inspect(file: string): Inspected | undefined {
  const folder = workFolder(path.dirname(file), "inspect-");
  const copy = path.join(folder, path.basename(file));
  let db: Database | undefined;
  try {
    for (const suffix of ["", ...companions])
      if (existsSync(file + suffix)) copyFileSync(file + suffix, copy + suffix);
    db = openDatabase(copy, { readOnly: false });
    return examine(db, file);
  } catch (error) {
    if (error instanceof Error) error.message = error.message.replaceAll(copy, file);
    throw error;
  } finally {
    db?.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** A new folder in the state folder. Removes those that killed runs left behind for the same purpose. */
export function workFolder(stateDir: string, prefix: string): string {
  makeStateFolder(stateDir);
  for (const name of readdirSync(stateDir))
    if (name.startsWith(prefix)) rmSync(path.join(stateDir, name), { recursive: true, force: true });
  return mkdtempSync(path.join(stateDir, prefix));
}

function examine(db: Database, file: string): Inspected | undefined {
  if (db.all("SELECT name FROM sqlite_schema").length === 0) return undefined;
  const [first] = db.all("PRAGMA integrity_check(1)");
  if (first?.integrity_check !== "ok") throw damaged(file, String(first?.integrity_check));
  const isCurrent = pragma(db, "user_version") === migrations.length;
  prepareSchema(db, { readOnly: false });
  // Rows of an older version have the checksums of that version.
  if (isCurrent) verifyRows(db);
  const meta = (key: string) => {
    const row = db.get("SELECT value FROM meta WHERE key = ?", key);
    if (!row) throw damaged(file, `it has no ${key}`);
    return text(row, "value");
  };
  const rows = db.get("SELECT (SELECT count(*) FROM pages) + (SELECT count(*) FROM intents) AS n");
  const serial = Number(meta("serial"));
  return {
    lineage: meta("lineage"),
    serial,
    commits: Number(meta("commits")),
    unused: serial === 0 && rows !== undefined && integer(rows, "n") === 0,
  };
}

function verifyRows(db: Database): void {
  for (const [table, columns] of Object.entries(checkedTables)) {
    for (const row of db.each(`SELECT * FROM ${table}`)) db.guard(() => verify(table, row, columns));
  }
}

/** True when SQLite would find a write-ahead log or a journal beside the file. */
export const hasCompanions = (file: string): boolean =>
  companions.some((suffix) => (statSync(file + suffix, { throwIfNoEntry: false })?.size ?? 0) > 0);
