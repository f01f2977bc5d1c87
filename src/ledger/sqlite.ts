import { closeSync, existsSync, mkdirSync, openSync, renameSync, statSync } from "node:fs";
import path from "node:path";
import { Batch } from "./batch.ts";
import { type Database, openDatabase } from "./database.ts";
import { damaged, stateFailure } from "./failures.ts";
import type { Ledger } from "./ledger.ts";
import { intentTable, pageTable } from "./pages.ts";
import { records } from "./records.ts";
import { text } from "./rows.ts";
import { prepareSchema } from "./schema.ts";
import { seenSets } from "./seen.ts";

const fileName = "ledger.sqlite";

/**
 * Ledgers whose connection may outlive `close()`: the package for Node 20 closes one only when its statements have
 * been collected, and SQLite then removes the write-ahead log by name.
 */
const lingering = new Set<string>();

/** The lineage of a ledger that does not exist yet, as a reader sees it: its plan knows of no page. */
export const noLineage = "none";

/**
 * Opens the ledger of a state folder, creating both when they are missing.
 *
 * With `readOnly` the file is never written: a missing ledger reads as an empty one, facts are kept for the run,
 * and methods that would write throw.
 * @throws FinIngestError when the file is damaged, newer than this program, not writable, or the disk is full
 */
export async function openLedger(stateDir: string, options: { readOnly?: boolean } = {}): Promise<Ledger> {
  const readOnly = options.readOnly ?? false;
  const file = path.join(stateDir, fileName);
  if (!readOnly) createPrivately(stateDir, file);
  const isNew = readOnly && !hasContent(file);
  const db = openDatabase(isNew ? "" : file, { readOnly: readOnly && !isNew });
  try {
    db.exec("PRAGMA busy_timeout = 5000; PRAGMA synchronous = FULL; PRAGMA temp_store = FILE");
    // Damage shows here, while no prepared statement keeps the connection from closing for good.
    db.exec("SELECT * FROM sqlite_schema");
    if (!readOnly) lingering.add(file);
    prepareSchema(db, isNew ? { readOnly: false, lineage: noLineage } : { readOnly });
    return ledgerOver(db, readOnly);
  } catch (error) {
    db.close();
    throw error;
  }
}

/** A writable ledger that no file remembers, for tests and trials. */
export async function memoryLedger(): Promise<Ledger> {
  const db = openDatabase("", { readOnly: false });
  prepareSchema(db, { readOnly: false });
  return ledgerOver(db, false);
}

/**
 * Renames a ledger that is to be replaced, so that nothing is lost by `state rebuild`. Call it before this process
 * opens the ledger: a connection that lingers would take the new ledger's write-ahead log for its own.
 * @returns the new path, or undefined when there was no ledger
 * @throws FinIngestError when it cannot be renamed
 */
export function setLedgerAside(stateDir: string, at: Date): string | undefined {
  const file = path.join(stateDir, fileName);
  if (lingering.has(file)) throw new Error(`${file} was opened by this process and cannot be set aside`);
  const aside = `${file}.${at.toISOString().replaceAll(":", "-")}.old`;
  try {
    if (!existsSync(file)) return undefined;
    for (const suffix of ["-wal", "-shm", ""]) {
      if (existsSync(file + suffix)) renameSync(file + suffix, aside + suffix);
    }
    return aside;
  } catch (error) {
    throw stateFailure(error, file);
  }
}

function ledgerOver(db: Database, readOnly: boolean): Ledger {
  const batch = new Batch(db, { readOnly });
  const meta = (key: "lineage" | "serial") => {
    const row = db.get("SELECT value FROM meta WHERE key = ?", key);
    if (!row) throw damaged(db.file, `it has no ${key}`);
    return text(row, "value");
  };
  return {
    lineage: meta("lineage"),
    serial: () => Number(meta("serial")),
    advance() {
      const serial = Number(meta("serial")) + 1;
      batch.durably(() => {
        db.run("UPDATE meta SET value = ? WHERE key = 'serial'", String(serial));
      });
      return serial;
    },
    ...records(batch),
    ...pageTable(batch),
    ...intentTable(batch),
    seenSet: seenSets(batch),
    close() {
      try {
        if (!db.failed) batch.flush();
      } finally {
        if (!readOnly && !db.failed) leaveOneFile(db);
        db.close();
      }
    },
  };
}

/**
 * Folds the write-ahead log into the ledger and leaves that mode, so that the ledger at rest is one file: good to
 * copy, and readable without writing beside it. Not possible while somebody reads; the next close does it then.
 */
function leaveOneFile(db: Database): void {
  try {
    db.exec("PRAGMA busy_timeout = 0; PRAGMA journal_mode = DELETE");
    if (!existsSync(`${db.file}-wal`)) lingering.delete(db.file);
  } catch {
    /* everything is committed; only the tidying waits */
  }
}

/** The folder and the file are the user's own: titles and paths in them may be confidential. */
function createPrivately(stateDir: string, file: string): void {
  try {
    mkdirSync(stateDir, { recursive: true, mode: 0o700 });
    // Never opens an existing file: closing it here would drop the locks SQLite holds on it in this process.
    closeSync(openSync(file, "wx", 0o600));
  } catch (error) {
    if (Object(error).code !== "EEXIST" || !existsSync(file)) throw stateFailure(error, file);
  }
}

function hasContent(file: string): boolean {
  try {
    return (statSync(file, { throwIfNoEntry: false })?.size ?? 0) > 0;
  } catch (error) {
    // A part of the path is a file: no ledger there.
    if (Object(error).code === "ENOTDIR") return false;
    throw stateFailure(error, file);
  }
}
