import type { Batch } from "./batch.ts";
import { externalKey } from "./external-ids.ts";
import type { AuditSet, SeenSet } from "./ledger.ts";
import { visibleColumns, walkPages } from "./pages.ts";
import { text } from "./rows.ts";

/** Makes sets of external ids in temporary tables, which SQLite keeps in a file of its own, removed at close. */
export function seenSets(batch: Batch): () => SeenSet {
  let made = 0;
  return () => {
    made += 1;
    return seenSet(batch, `temp.seen_${made}`);
  };
}

function seenSet(batch: Batch, table: string): SeenSet {
  const { db } = batch;
  const has = `SELECT 1 FROM ${table} WHERE external_id = ?`;
  const insert = `INSERT OR IGNORE INTO ${table} VALUES (?)`;
  const absent = `SELECT ${visibleColumns} FROM pages p
    WHERE source = ? AND external_id > ? AND state <> 'deleted'
      AND NOT EXISTS (SELECT 1 FROM ${table} s WHERE s.external_id = p.external_id)
    ORDER BY external_id LIMIT ?`;
  const insertAll = `INSERT INTO ${table} SELECT value FROM json_each(?)`;
  let size = 0;
  /** The greatest id so far: a greater one is new without a lookup. */
  let greatest = "";
  /** Ascending ids that are not in the table yet. */
  let ahead: string[] = [];
  const write = () => {
    if (ahead.length > 0) db.run(insertAll, JSON.stringify(ahead));
    ahead = [];
  };
  db.exec(`CREATE TABLE ${table} (external_id TEXT PRIMARY KEY) WITHOUT ROWID`);
  return {
    add(externalId) {
      const key = externalKey(externalId);
      if (key > greatest) {
        greatest = key;
        ahead.push(key);
        if (ahead.length >= MAX_AHEAD) write();
      } else {
        write();
        if (db.run(insert, key) === 0) return false;
      }
      size += 1;
      return true;
    },
    has(externalId) {
      write();
      return db.get(has, externalKey(externalId)) !== undefined;
    },
    get size() {
      return size;
    },
    absent(source) {
      write();
      return walkPages(batch, absent, source);
    },
    clear() {
      db.exec(`DELETE FROM ${table}`);
      ahead = [];
      greatest = "";
      size = 0;
    },
  };
}

/** Ids of an ascending listing that are written in one statement. */
const MAX_AHEAD = 256;

/** One audit at a time uses it; its table is emptied when it is made. */
export function auditSet(batch: Batch): AuditSet {
  const { db } = batch;
  const find = "SELECT intercom_id FROM temp.audited WHERE source = ? AND external_id = ?";
  const insert = "INSERT OR IGNORE INTO temp.audited VALUES (?, ?, ?, 0)";
  const missing = `SELECT ${visibleColumns} FROM pages p
    WHERE source = ? AND external_id > ? AND state <> 'deleted' AND intercom_id IS NOT NULL
      AND NOT EXISTS (SELECT 1 FROM temp.audited a WHERE a.source = p.source AND a.external_id = p.external_id)
    ORDER BY external_id LIMIT ?`;
  const doubt = "UPDATE temp.audited SET doubted = 1 WHERE source = ? AND external_id = ?";
  const doubted = `SELECT ${visibleColumns} FROM pages p
    WHERE source = ? AND external_id > ? AND EXISTS (SELECT 1 FROM temp.audited a
      WHERE a.source = p.source AND a.external_id = p.external_id AND a.doubted = 1)
    ORDER BY external_id LIMIT ?`;
  db.exec(`CREATE TABLE IF NOT EXISTS temp.audited (
    source TEXT, external_id TEXT, intercom_id TEXT, doubted INTEGER, PRIMARY KEY (source, external_id)) WITHOUT ROWID;
    DELETE FROM temp.audited`);
  return {
    add({ source, externalId, intercomId }) {
      if (db.run(insert, source, externalId, intercomId) === 1) return undefined;
      const row = db.get(find, source, externalId);
      return row && text(row, "intercom_id");
    },
    doubt({ source, externalId }) {
      db.run(doubt, source, externalId);
    },
    doubted: (source) => walkPages(batch, doubted, source),
    missing: (source) => walkPages(batch, missing, source),
    clear: () => db.exec("DELETE FROM temp.audited"),
  };
}
