import { closeSync, existsSync, openSync, statSync } from "node:fs";
import path from "node:path";
import { fileDigest } from "../hash.ts";
import { Batch } from "./batch.ts";
import { type Database, openDatabase } from "./database.ts";
import { damaged, stateFailure } from "./failures.ts";
import { type Head, HeadFile } from "./head.ts";
import { histories } from "./histories.ts";
import type { Ledger } from "./ledger.ts";
import { sourceNames } from "./names.ts";
import { intentTable, pageTable } from "./pages.ts";
import { records } from "./records.ts";
import { text } from "./rows.ts";
import { prepareSchema } from "./schema.ts";
import { auditSet, seenSets } from "./seen.ts";
import { makeStateFolder } from "./state-folder.ts";
import type { Following } from "./stores/outbox.ts";
import { examineForReading, examineLedger } from "./trust.ts";
import { unchangedListings } from "./unchanged-listings.ts";

/** The ledger in its state folder. */
export const fileName = "ledger.sqlite";

/**
 * Ledgers whose connection may outlive `close()`: the package for Node 20 closes one only when its statements have
 * been collected, and SQLite then removes the write-ahead log by name.
 */
const lingering = new Set<string>();

/** Whether a connection of this process to a ledger's file may still be open. */
export const isLingering = (file: string): boolean => lingering.has(file);

/** The lineage of a ledger that does not exist yet, as a reader sees it: its plan knows of no page. */
export const noLineage = "none";

/**
 * Opens the ledger of a state folder, creating both when they are missing.
 *
 * With `readOnly` the file is never written: a missing ledger reads as an empty one, connectors' caches last for the run,
 * and methods that would write throw.
 * Opening for writing first checks that the file is what was last written (`trust.ts`).
 * @throws LedgerError when the file is damaged, an older copy, gone, not writable, or the disk is full
 * @throws FinIngestError when it is not a ledger, or newer than this program
 */
export async function openLedger(stateDir: string, options: OpenOptions = {}): Promise<Ledger> {
  return options.readOnly ? openForReading(stateDir, options) : openForWriting(stateDir, options);
}

export interface OpenOptions {
  readonly readOnly?: boolean;
  /** The maximum size of the ledger in pages of 4 KB; a test's full disk. */
  readonly maxPages?: number;
  /** The migrations from version to version; the program's own by default. */
  readonly migrations?: readonly string[];
}

function openForReading(stateDir: string, { migrations }: OpenOptions): Ledger {
  const file = path.join(stateDir, fileName);
  const isNew = !hasContent(file);
  if (isNew) examineForReading(stateDir, file, undefined);
  const db = openDatabase(isNew ? "" : file, { readOnly: !isNew });
  return orClosed(db, () => {
    setUp(db);
    prepareSchema(db, { readOnly: !isNew, lineage: isNew ? noLineage : undefined, migrations });
    const ledger = ledgerOver(db, { readOnly: true });
    if (!isNew) examineForReading(stateDir, file, { lineage: ledger.lineage, serial: ledger.serial() });
    return ledger;
  });
}

function openForWriting(stateDir: string, options: OpenOptions): Ledger {
  const { db, head } = openFile(stateDir, options);
  return orClosed(closingBoth(db, head), () => ledgerOver(db, { readOnly: false, head }));
}

/** A ledger's file that is open for writing, and its head. */
export interface OpenFile {
  readonly db: Database;
  readonly head: HeadFile;
}

/**
 * Opens a ledger's file for writing and brings it to this program's schema, or to that of the given migrations.
 * @throws LedgerError as `openLedger`
 */
export function openFile(stateDir: string, { maxPages, migrations }: OpenOptions): OpenFile {
  const file = path.join(stateDir, fileName);
  createPrivately(stateDir, file);
  const head = headOf(stateDir, file);
  const db = orClosed(head, () => openDatabase(file, { readOnly: false }));
  return orClosed(closingBoth(db, head), () => {
    setUp(db);
    if (maxPages !== undefined) db.exec(`PRAGMA max_page_count = ${maxPages}`);
    lingering.add(file);
    prepareSchema(db, { readOnly: false, migrations });
    return { db, head };
  });
}

const closingBoth = (db: Database, head: HeadFile) => ({
  close() {
    db.close();
    head.close();
  },
});

/** From here until it is closed properly the ledger counts as cut off. */
function headOf(stateDir: string, file: string): HeadFile {
  try {
    const known = examineLedger(stateDir, file);
    const head = new HeadFile(stateDir);
    if (known?.file) head.write({ ...known, file: null }, { durably: true });
    return head;
  } catch (error) {
    throw stateFailure(error, file);
  }
}

function setUp(db: Database): void {
  db.exec("PRAGMA busy_timeout = 5000; PRAGMA synchronous = FULL; PRAGMA temp_store = FILE");
  // Damage is found here, while no prepared statement keeps the connection from closing.
  db.exec("SELECT * FROM sqlite_schema");
}

/** What the action gives; where it throws, what was opened is closed. */
export function orClosed<T>(opened: { close(): void }, action: () => T): T {
  try {
    return action();
  } catch (error) {
    opened.close();
    throw error;
  }
}

/** A writable ledger without a file, for tests and dry runs. */
export async function memoryLedger(): Promise<Ledger> {
  const db = openDatabase("", { readOnly: false });
  prepareSchema(db, { readOnly: false });
  return ledgerOver(db, { readOnly: false });
}

interface LedgerParts {
  readonly readOnly: boolean;
  readonly head?: HeadFile;
  /** Where what is committed goes on to; absent: the file is all there is. */
  readonly following?: Following;
}

/** The ledger in an open file, which it closes. */
export function ledgerOver(db: Database, { readOnly, head, following }: LedgerParts): Ledger {
  const meta = (key: "lineage" | "serial" | "commits") => {
    const row = db.get("SELECT value FROM meta WHERE key = ?", key);
    if (!row) throw damaged(db.file, `it has no ${key}`);
    return text(row, "value");
  };
  const lineage = meta("lineage");
  let serial = Number(meta("serial"));
  const note = (commits: number, durably: boolean, file: Head["file"] = null) =>
    db.guard(() => head?.write({ lineage, serial, commits, file }, { durably }));
  const batch = new Batch(db, {
    readOnly,
    commits: Number(meta("commits")),
    onCommit(commits) {
      note(commits, false);
      following?.soon();
    },
  });
  if (head) note(batch.commits, true);
  const listings = unchangedListings(batch);
  const { intend, ...intents } = intentTable(batch, listings);
  return {
    lineage,
    serial: () => Number(meta("serial")),
    advance() {
      const next = Number(meta("serial")) + 1;
      batch.durably(() => {
        db.run("UPDATE meta SET value = ? WHERE key = 'serial'", String(next));
      });
      serial = next;
      note(batch.commits, true);
      return next;
    },
    ...records(batch),
    ...histories(batch),
    ...sourceNames(batch, listings),
    ...pageTable(batch, listings),
    ...intents,
    async intend(...intent) {
      await intend(...intent);
      await following?.sent();
    },
    async flush() {
      batch.flush();
      await following?.flush();
    },
    unchangedListing: listings.unchangedListing,
    setUnchangedListing: listings.setUnchangedListing,
    seenSet: seenSets(batch),
    auditSet: () => auditSet(batch),
    close() {
      try {
        if (!db.failed) batch.flush();
      } finally {
        const atRest = !readOnly && !db.failed && leaveOneFile(db);
        db.close();
        try {
          // A ledger that failed stays marked as cut off: the next run checks every row of it.
          if (atRest && head) note(batch.commits, true, fileDigest(db.file));
        } finally {
          head?.close();
        }
      }
    },
  };
}

/**
 * Folds the write-ahead log into the ledger and leaves that mode, so that the ledger at rest is one file: good to
 * copy, and readable without writing beside it. Not possible while somebody reads; the next close does it then.
 */
function leaveOneFile(db: Database): boolean {
  try {
    db.exec("PRAGMA busy_timeout = 0; PRAGMA journal_mode = DELETE");
    const done = !existsSync(`${db.file}-wal`);
    if (done) lingering.delete(db.file);
    return done;
  } catch {
    // Everything is committed; a later close cleans up.
    return false;
  }
}

/** The folder and the file are the user's own: titles and paths in them may be confidential. */
function createPrivately(stateDir: string, file: string): void {
  try {
    makeStateFolder(stateDir);
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
