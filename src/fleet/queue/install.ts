import type { Engine } from "../engine/boss.ts";
import type { Database } from "../engine/database.ts";
import type { Fleet } from "../file/types.ts";
import { queues, schemasOf } from "./names.ts";

/**
 * Makes pg-boss's tables and the fleet's queues, or brings them up to date. May be repeated.
 *
 * A workspace has at most one job that waits or runs, and so has a file to convert. pg-boss 12 has a policy for that; version
 * 10 has none that would not let the job of a busy workspace block the ones behind it, so a unique index on its table does:
 * pg-boss inserts with ON CONFLICT DO NOTHING.
 */
export async function installQueues(
  { major, boss }: Engine,
  database: Database,
  fleet: Fleet,
): Promise<void> {
  await boss.createQueue(queues.dead, {});
  await boss.createQueue(queues.tick, {});
  const policy = major === 12 ? "exclusive" : "standard";
  await boss.createQueue(queues.runs, { policy, deadLetter: queues.dead });
  await boss.createQueue(queues.conversions, { policy });
  if (major === 10)
    for (const name of [queues.runs, queues.conversions])
      await makeExclusive(database, schemasOf(fleet.schema).queue, name);
  // Once a minute, by the database's clock, on one worker of them all.
  await boss.schedule(queues.tick, "* * * * *");
}

async function makeExclusive({ query }: Database, schema: string, name: string): Promise<void> {
  const [row] = await query(
    `SELECT format('CREATE UNIQUE INDEX IF NOT EXISTS fin_ingest_exclusive_${name} ON ${schema}.%I (name, singleton_key) WHERE state <= ''active''', partition_name) AS text
     FROM ${schema}.queue WHERE name = $1`,
    [name],
  );
  if (typeof row === "object" && row && "text" in row) await query(String(row.text));
}
