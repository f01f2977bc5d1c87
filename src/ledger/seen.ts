import type { Batch } from "./batch.ts";
import type { SeenSet } from "./ledger.ts";
import { visibleColumns } from "./pages.ts";
import { externalKey, readPage } from "./rows.ts";
import { walk } from "./walk.ts";

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
  let size = 0;
  db.exec(`CREATE TABLE ${table} (external_id TEXT PRIMARY KEY) WITHOUT ROWID`);
  return {
    add(externalId) {
      const added = db.run(insert, externalKey(externalId)) === 1;
      if (added) size += 1;
      return added;
    },
    has: (externalId) => db.get(has, externalKey(externalId)) !== undefined,
    get size() {
      return size;
    },
    absent: (source) =>
      walk(
        (after, limit) => db.all(absent, source, after, limit).map(readPage),
        (page) => page.externalId,
      ),
    clear() {
      db.exec(`DELETE FROM ${table}`);
      size = 0;
    },
  };
}
