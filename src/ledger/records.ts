import type { ConnectorCache } from "../connector-kit/io.ts";
import type { Batch } from "./batch.ts";
import type { Row } from "./database.ts";
import type { Ledger } from "./ledger.ts";
import { integer, readRun, readSource, sumOf, text, verify } from "./rows.ts";

type RecordMethods = Pick<
  Ledger,
  "source" | "putSource" | "connectorCache" | "openBackfill" | "setOpenBackfill" | "putRun" | "runs"
>;

/** Runs remembered; older ones are dropped, so that hourly runs do not grow the file for ever. */
const MAX_RUNS = 1_000;

/** The ledger's small tables: sources, connectors' caches, open backfills, runs. */
export function records(batch: Batch): RecordMethods {
  const { db } = batch;
  const connectorCache = cacheTable(batch);
  return {
    connectorCache,
    source(name) {
      const row = db.get("SELECT * FROM sources WHERE name = ?", name);
      return row && db.guard(() => readSource(row));
    },
    putSource({ name, url, sourceId, scope, lastComplete, untrustedListings, auditedAt }) {
      batch.durably(() => {
        const complete = [lastComplete?.at ?? null, lastComplete?.documents ?? null];
        const values = [
          name,
          url,
          sourceId,
          scope ?? null,
          ...complete,
          untrustedListings ?? 0,
          auditedAt ?? null,
        ];
        const sql = "INSERT OR REPLACE INTO sources VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)";
        db.run(sql, ...values, sumOf("sources", values));
      });
    },
    openBackfill(source) {
      const row = db.get("SELECT * FROM backfills WHERE source = ?", source);
      if (row) db.guard(() => verify("backfills", row, backfillColumns));
      return row && { startedAt: integer(row, "started_at"), selection: text(row, "selection") };
    },
    setOpenBackfill(source, backfill) {
      batch.durably(() => {
        if (!backfill) db.run("DELETE FROM backfills WHERE source = ?", source);
        else {
          const values = [source, backfill.startedAt, backfill.selection];
          db.run(
            "INSERT OR REPLACE INTO backfills VALUES (?, ?, ?, ?)",
            ...values,
            sumOf("backfills", values),
          );
        }
      });
    },
    putRun({ id, pipeline, startedAt, finishedAt, outcome, summary }) {
      batch.durably(() => {
        db.run(
          `INSERT INTO runs VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET pipeline = excluded.pipeline,
             started_at = excluded.started_at, finished_at = excluded.finished_at, outcome = excluded.outcome,
             summary = excluded.summary`,
          ...[id, pipeline, startedAt, finishedAt ?? null, outcome ?? null, summary ?? null],
        );
        db.run("DELETE FROM runs WHERE rowid <= (SELECT max(rowid) FROM runs) - ?", MAX_RUNS);
      });
    },
    runs: (limit) =>
      db.all("SELECT * FROM runs ORDER BY started_at DESC, rowid DESC LIMIT ?", limit).map(readRun),
  };
}

export const backfillColumns = ["source", "started_at", "selection"];

/** A ledger that is open for reading only caches in a temporary table, for the time of its run. */
function cacheTable(batch: Batch): (source: string) => ConnectorCache {
  const { db, readOnly } = batch;
  if (readOnly) {
    db.exec(
      "CREATE TABLE temp.new_facts (source TEXT, key TEXT, value TEXT, sum TEXT, PRIMARY KEY (source, key)) WITHOUT ROWID",
    );
  }
  // A damaged entry counts as lost.
  const isWhole = (row: Row, source: string, key: unknown) =>
    row.sum === sumOf("facts", [source, key, row.value]);
  const find = (sql: string, source: string, key: string) => {
    const row = db.get(sql, source, key);
    return row && isWhole(row, source, key) ? text(row, "value") : undefined;
  };
  const [one, oneNew] = ["facts", "temp.new_facts"].map(
    (table) => `SELECT value, sum FROM ${table} WHERE source = ? AND key = ?`,
  ) as [string, string];
  const some = `SELECT key, value, sum FROM facts
    WHERE source = ? AND key IN (SELECT value FROM json_each(?))`;
  return (source) => ({
    get: (key) => (readOnly ? find(oneNew, source, key) : undefined) ?? find(one, source, key),
    getAll(keys) {
      const rows = db.all(some, source, JSON.stringify(keys));
      const whole = rows.filter((row) => isWhole(row, source, row.key));
      return new Map(whole.map((row) => [text(row, "key"), text(row, "value")]));
    },
    set(key, value) {
      const into = (table: string) => {
        const values = [source, key, value];
        db.run(`INSERT OR REPLACE INTO ${table} VALUES (?, ?, ?, ?)`, ...values, sumOf("facts", values));
      };
      if (readOnly) into("temp.new_facts");
      else batch.soon(() => into("facts"));
    },
  });
}
