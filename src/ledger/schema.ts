import { randomUUID } from "node:crypto";
import { FinIngestError } from "../errors.ts";
import type { Database } from "./database.ts";
import { damaged } from "./failures.ts";
import { integer } from "./rows.ts";

/** "finI": marks the file as ours, https://www.sqlite.org/pragma.html#pragma_application_id */
const applicationId = 0x66696e49;

/** Entry n takes a ledger from version n to n + 1. Released entries never change. */
export const migrations: readonly string[] = [
  `CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
   CREATE TABLE sources (
     name TEXT PRIMARY KEY, url TEXT NOT NULL, source_id INTEGER NOT NULL, scope TEXT,
     complete_at INTEGER, complete_documents INTEGER,
     distrust INTEGER NOT NULL DEFAULT 0, audited_at INTEGER, sum TEXT NOT NULL
   ) WITHOUT ROWID;
   CREATE TABLE pages (
     source TEXT NOT NULL, external_id TEXT NOT NULL, intercom_id TEXT, source_id INTEGER NOT NULL,
     version TEXT, revision TEXT, fingerprint TEXT, body_hash TEXT,
     title TEXT NOT NULL, url TEXT, path TEXT, locale TEXT NOT NULL,
     agent INTEGER NOT NULL, copilot INTEGER NOT NULL, words INTEGER NOT NULL, state TEXT NOT NULL,
     first_sent_at INTEGER, sent_at INTEGER, hidden_at INTEGER,
     strikes INTEGER, last_strike_at INTEGER, evidence TEXT, noticed TEXT, kept TEXT, parts INTEGER, sum TEXT NOT NULL,
     PRIMARY KEY (source, external_id)
   ) WITHOUT ROWID;
   CREATE INDEX pages_by_body ON pages (source, state, body_hash);
   CREATE TABLE intents (
     source TEXT NOT NULL, external_id TEXT NOT NULL, what TEXT NOT NULL, at INTEGER NOT NULL,
     sum TEXT NOT NULL,
     PRIMARY KEY (source, external_id)
   ) WITHOUT ROWID;
   CREATE TABLE facts (
     source TEXT NOT NULL, key TEXT NOT NULL, value TEXT NOT NULL, sum TEXT NOT NULL,
     PRIMARY KEY (source, key)
   ) WITHOUT ROWID;
   CREATE TABLE backfills (
     source TEXT PRIMARY KEY, started_at INTEGER NOT NULL, selection TEXT NOT NULL, sum TEXT NOT NULL
   ) WITHOUT ROWID;
   CREATE TABLE runs (
     id TEXT PRIMARY KEY, pipeline TEXT NOT NULL, started_at INTEGER NOT NULL,
     finished_at INTEGER, outcome TEXT, summary TEXT
   );`,
  `CREATE TABLE source_histories (name TEXT PRIMARY KEY, value TEXT NOT NULL, sum TEXT NOT NULL) WITHOUT ROWID;
   CREATE TABLE page_histories (
     source TEXT NOT NULL, external_id TEXT NOT NULL, value TEXT NOT NULL, sum TEXT NOT NULL,
     PRIMARY KEY (source, external_id)
   ) WITHOUT ROWID;`,
];

/**
 * Brings a ledger to this program's schema, creating it when the file is new.
 * @throws FinIngestError when the file is not a ledger, is damaged, or was written by a newer version
 */
export function prepareSchema(
  db: Database,
  options: {
    readonly readOnly: boolean;
    readonly lineage?: string | undefined;
    readonly migrations?: readonly string[] | undefined;
  },
): void {
  const steps = options.migrations ?? migrations;
  const version = pragma(db, "user_version");
  checkOurs(db, version);
  if (version > steps.length) throw newer(`the ledger ${db.file}`, version, steps.length);
  if (options.readOnly) {
    if (version < steps.length) throw older(db, version, steps.length);
    return;
  }
  db.exec("PRAGMA journal_mode = WAL");
  if (version === steps.length) return;
  db.exec("BEGIN IMMEDIATE");
  // Another process may have migrated it meanwhile.
  const current = pragma(db, "user_version");
  for (const step of steps.slice(current)) db.exec(step);
  if (current === 0) {
    const lineage = options.lineage ?? randomUUID();
    db.run("INSERT INTO meta VALUES ('lineage', ?), ('serial', '0'), ('commits', '0')", lineage);
  }
  db.exec(`PRAGMA application_id = ${applicationId}; PRAGMA user_version = ${steps.length}; COMMIT`);
}

function checkOurs(db: Database, version: number): void {
  if (pragma(db, "application_id") === applicationId) {
    if (version === 0) throw damaged(db.file, "it has no schema version");
    return;
  }
  const tables = db.get("SELECT count(*) AS n FROM sqlite_schema");
  if (version === 0 && tables && integer(tables, "n") === 0) return;
  throw new FinIngestError(`${db.file} is an SQLite database, but not a fin-ingest ledger`, {
    hint: "Point `state` in the configuration at a folder of its own.",
  });
}

/** @param ledger `the ledger` and where it is */
export function newer(ledger: string, version: number, known: number): FinIngestError {
  return new FinIngestError(
    `${ledger} was written by a newer fin-ingest (ledger version ${version}; this one knows ${known})`,
    {
      hint: "Upgrade fin-ingest on this machine, or run `fin-ingest state rebuild` to start over with this version.",
    },
  );
}

function older(db: Database, version: number, written: number): FinIngestError {
  return new FinIngestError(
    `the ledger ${db.file} was written by an older fin-ingest (ledger version ${version}; this one writes ${written})`,
    { hint: "The next `fin-ingest nightly` upgrades it; commands that only read cannot." },
  );
}

export function pragma(db: Database, name: "user_version" | "application_id"): number {
  const row = db.get(`SELECT ${name} AS value FROM pragma_${name}`);
  return row ? integer(row, "value") : 0;
}
