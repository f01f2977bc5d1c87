import type { Query } from "./connection.ts";

/** The names of the tables, in their schema. */
export interface Tables {
  readonly workspaces: string;
  readonly rows: string;
  readonly files: string;
}

export const tablesIn = (schema: string): Tables => ({
  workspaces: `"${schema}".workspaces`,
  rows: `"${schema}".ledger_rows`,
  files: `"${schema}".files`,
});

/** Two first runs at once would both create it. */
const creating = "SELECT pg_advisory_xact_lock(hashtext('fin-ingest schema'))";

/**
 * Creates the schema and its tables where they are missing. A user that may not create them needs no right to, as long as
 * they are there.
 *
 * A row of a ledger is text, because its values are JSON that jsonb would not take as it is. A key that is too long for
 * an index (https://www.postgresql.org/docs/current/btree.html) is kept by its hash, so the row that is gone says its key
 * in `content`.
 */
export async function createTables(query: Query, schema: string): Promise<void> {
  const { workspaces, rows, files } = tablesIn(schema);
  const [found] = await query("SELECT to_regclass($1) IS NOT NULL AS there", [files]);
  if (found?.there === true) return;
  await query(creating);
  const [exists] = await query("SELECT 1 FROM pg_namespace WHERE nspname = $1", [schema]);
  if (!exists) await query(`CREATE SCHEMA "${schema}"`);
  await query(`CREATE TABLE IF NOT EXISTS ${workspaces} (
    workspace text PRIMARY KEY,
    version integer,
    revision bigint NOT NULL DEFAULT 0,
    whole_since bigint NOT NULL DEFAULT 0,
    epoch bigint NOT NULL DEFAULT 0,
    holder text,
    since timestamptz,
    expires_at timestamptz
  )`);
  await query(`CREATE TABLE IF NOT EXISTS ${rows} (
    workspace text NOT NULL,
    table_name text NOT NULL,
    key text COLLATE "C" NOT NULL,
    content text NOT NULL,
    is_gone boolean NOT NULL,
    revision bigint NOT NULL,
    PRIMARY KEY (workspace, table_name, key)
  )`);
  await query(`CREATE INDEX IF NOT EXISTS ledger_rows_by_revision ON ${rows} (workspace, revision)`);
  await query(`CREATE TABLE IF NOT EXISTS ${files} (
    workspace text NOT NULL,
    name text COLLATE "C" NOT NULL,
    bytes bytea NOT NULL,
    PRIMARY KEY (workspace, name)
  )`);
}
