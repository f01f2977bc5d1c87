import { stat } from "node:fs/promises";
import { FinIngestError } from "../../../src/errors.ts";
import { sqliteEngine } from "../../../src/ledger/database.ts";
import type { Row, Session } from "../session.ts";

/** How long a statement waits for a program that writes, milliseconds. */
const BUSY_MS = 10_000;

/**
 * Opens a file read-only with the SQLite that the program has: https://sqlite.org/c3ref/open.html
 * @throws FinIngestError where it does not exist
 */
export async function openSqlite(file: string): Promise<Session> {
  const found = await stat(file).catch((error: NodeJS.ErrnoException) => error);
  if (found instanceof Error || !found.isFile())
    throw new FinIngestError(`there is no database file ${file}`, {
      hint: "`database: sqlite:FILE` is relative to the folder of the configuration file.",
    });
  const engine = new (sqliteEngine())(file, { readOnly: true });
  engine.exec(`PRAGMA busy_timeout = ${BUSY_MS}`);
  let isBegun = false;
  return {
    async begin() {
      engine.exec("BEGIN");
      isBegun = true;
    },
    async read({ text, values }) {
      const statement = engine.prepare(text);
      statement.setReadBigInts(true);
      // Rows are plain objects, keyed by their columns.
      return statement.all(...values) as Row[];
    },
    async end() {
      // The package for Node 20 closes a file only when its statements have been collected, and a lock would stay as long.
      if (isBegun) engine.exec("ROLLBACK");
      isBegun = false;
      engine.close();
    },
  };
}
