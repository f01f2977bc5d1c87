import { closeSync, existsSync, openSync, rmSync } from "node:fs";
import path from "node:path";
import { TryLaterError } from "../../errors.ts";
import { type Database, openDatabase } from "../../ledger/database.ts";
import { LedgerError } from "../../ledger/failures.ts";
import { makeStateFolder } from "../../ledger/state-folder.ts";

/** The index of a state folder. */
export const indexFile = (stateDir: string): string => path.join(stateDir, "answers.sqlite");

/**
 * Changes with everything that decides what is stored: how pages are cut into passages, words and stems. An index of
 * another format is made anew.
 */
const format = 3;

const schema = `
  CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
  CREATE TABLE pages (
    id INTEGER PRIMARY KEY, source TEXT NOT NULL, external_id TEXT NOT NULL,
    title TEXT NOT NULL, url TEXT, path TEXT, locale TEXT NOT NULL, agent INTEGER NOT NULL, copilot INTEGER NOT NULL,
    fingerprint TEXT NOT NULL, sum TEXT NOT NULL,
    n_title INTEGER NOT NULL, n_heads INTEGER NOT NULL, n_body INTEGER NOT NULL, n_slug INTEGER NOT NULL,
    n_lead INTEGER NOT NULL, passages INTEGER NOT NULL,
    UNIQUE (source, external_id)
  );
  CREATE TABLE texts (id INTEGER PRIMARY KEY, passages BLOB NOT NULL);
  CREATE TABLE vectors (
    page INTEGER NOT NULL, passage INTEGER NOT NULL, hash TEXT NOT NULL, vector BLOB NOT NULL,
    PRIMARY KEY (page, passage)
  ) WITHOUT ROWID;
  CREATE VIRTUAL TABLE words USING fts5(title, heads, body, slug, content='', 
    tokenize="unicode61 remove_diacritics 0 categories 'L* M* N* Co'");
  INSERT INTO words (words, rank) VALUES ('secure-delete', 1);
  CREATE VIRTUAL TABLE vocabulary USING fts5vocab(words, 'row');
`;

/** An index that no file remembers: for folders, and for what was never sent. */
export function memoryIndex(): Database {
  const db = openDatabase("", { readOnly: false });
  db.exec("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF");
  prepare(db);
  return db;
}

/**
 * Opens the index of a state folder, creating it when it is missing. It is derived from what was sent: one of another
 * format, or one that is damaged, is thrown away.
 *
 * Its text is the documents' own, so what leaves it is overwritten (secure_delete, and FTS5's of its own,
 * https://www.sqlite.org/fts5.html#the_secure_delete_configuration_option), and no write-ahead log keeps it. It may be
 * lost: the disk is not waited for, and a run that is killed leaves the last whole transaction.
 */
export function openIndex(stateDir: string): Database {
  const file = indexFile(stateDir);
  try {
    return opened(file);
  } catch (error) {
    // In use, not ours to read, or no room: what stands there may be whole.
    if (error instanceof TryLaterError || (error instanceof LedgerError && !error.rebuildable)) throw error;
    removeIndex(stateDir);
    return opened(file);
  }
}

/** The index of a state folder as it stands, to read only; undefined where there is none of this format. */
export function openIndexToRead(stateDir: string): Database | undefined {
  const file = indexFile(stateDir);
  if (!existsSync(file)) return undefined;
  const db = openDatabase(file, { readOnly: true });
  try {
    db.exec("PRAGMA busy_timeout = 5000");
    if (db.get("SELECT user_version AS value FROM pragma_user_version")?.value === format) return db;
  } catch (error) {
    db.close();
    if (error instanceof LedgerError && error.rebuildable) return undefined;
    throw error;
  }
  db.close();
  return undefined;
}

/** Forgets the index of a state folder and all text in it. */
export function removeIndex(stateDir: string): void {
  for (const suffix of ["", "-journal"]) rmSync(indexFile(stateDir) + suffix, { force: true });
}

function opened(file: string): Database {
  makeStateFolder(path.dirname(file));
  createPrivately(file);
  const db = openDatabase(file, { readOnly: false });
  try {
    db.exec(
      "PRAGMA busy_timeout = 5000; PRAGMA journal_mode = TRUNCATE; PRAGMA synchronous = OFF; PRAGMA secure_delete = ON",
    );
    const version = db.get("SELECT user_version AS value FROM pragma_user_version")?.value;
    if (version === 0) prepare(db);
    else if (version !== format) throw new Error(`the index has format ${String(version)}`);
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
}

function prepare(db: Database): void {
  db.exec(`BEGIN; ${schema} PRAGMA user_version = ${format}; COMMIT`);
}

/** Titles and texts in it may be confidential. */
function createPrivately(file: string): void {
  try {
    closeSync(openSync(file, "wx", 0o600));
  } catch (error) {
    if (Object(error).code !== "EEXIST") throw error;
  }
}
