import { z } from "zod";
import { FinIngestError } from "../../errors.ts";
import type { Database } from "../engine/database.ts";
import { schemasOf } from "../queue/names.ts";

/** Goes up with every change of the tables; a program knows one of them. */
const TABLES_VERSION = 2;

/**
 * Makes the tables of what the fleet remembers beside the queue, in a schema of their own. May be repeated.
 * @throws FinIngestError where a newer program made them
 */
export async function installTables({ transaction }: Database, schema: string): Promise<void> {
  const { fleet } = schemasOf(schema);
  await transaction(async (query) => {
    await query(`CREATE SCHEMA IF NOT EXISTS ${fleet}`);
    for (const statement of statements(fleet)) await query(statement);
    const found = versions.parse(await query(`SELECT version FROM ${fleet}.meta`))[0]?.version;
    if (found === undefined) await query(`INSERT INTO ${fleet}.meta VALUES ($1)`, [TABLES_VERSION]);
    else if (found > TABLES_VERSION) throw otherVersion(found);
    else await query(`UPDATE ${fleet}.meta SET version = $1`, [TABLES_VERSION]);
  });
}

/**
 * Whether the tables are there and are this program's.
 * @throws FinIngestError that says what to do where they are not
 */
export async function expectTables({ query }: Database, schema: string): Promise<void> {
  const found = versions.parse(await query(`SELECT version FROM ${schemasOf(schema).fleet}.meta`))[0]
    ?.version;
  if (found !== TABLES_VERSION) throw otherVersion(found ?? 0);
}

const versions = z.array(z.object({ version: z.int() }));

const otherVersion = (found: number): FinIngestError =>
  new FinIngestError(`the fleet's tables are of version ${found}, and this program knows ${TABLES_VERSION}`, {
    hint:
      found > TABLES_VERSION
        ? "Another machine has a newer fin-ingest: install that here, too."
        : "fin-ingest fleet init brings them up to date.",
  });

const statements = (fleet: string): readonly string[] => [
  `CREATE TABLE IF NOT EXISTS ${fleet}.meta (version int NOT NULL)`,
  `CREATE TABLE IF NOT EXISTS ${fleet}.worker (
    id uuid PRIMARY KEY, host text NOT NULL, pid int NOT NULL, program text NOT NULL, concurrency int NOT NULL,
    started_at timestamptz NOT NULL DEFAULT now(), seen_at timestamptz NOT NULL DEFAULT now(),
    draining boolean NOT NULL DEFAULT false)`,
  `CREATE TABLE IF NOT EXISTS ${fleet}.schedule (
    workspace text NOT NULL, cron text NOT NULL, timezone text NOT NULL, pipeline text NOT NULL,
    next_at timestamptz, PRIMARY KEY (workspace, cron, timezone, pipeline))`,
  `CREATE INDEX IF NOT EXISTS schedule_next ON ${fleet}.schedule (next_at)`,
  `CREATE TABLE IF NOT EXISTS ${fleet}.workspace (
    name text PRIMARY KEY, worker uuid, pipeline text, claimed_at timestamptz,
    last_pipeline text, last_started_at timestamptz, last_ended_at timestamptz, last_exit_code int, last_failure text,
    status jsonb, status_at timestamptz)`,
  `CREATE TABLE IF NOT EXISTS ${fleet}.conversion (
    key text PRIMARY KEY, media_type text NOT NULL, input bytea, result bytea, expires_at timestamptz NOT NULL)`,
  `CREATE INDEX IF NOT EXISTS conversion_expiry ON ${fleet}.conversion (expires_at)`,
];
