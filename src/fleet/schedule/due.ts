import { z } from "zod";
import type { Database, Query } from "../engine/database.ts";
import { type Fleet, pipelines } from "../file/types.ts";
import type { Jobs } from "../queue/jobs.ts";
import { schemasOf } from "../queue/names.ts";
import { nextTime } from "./cron.ts";

/** Schedules that are looked at in one transaction. */
const BATCH = 200;

const Due = z.object({
  workspace: z.string(),
  cron: z.string(),
  timezone: z.string(),
  pipeline: z.enum(pipelines),
  now: z.date(),
});
type Due = z.infer<typeof Due>;

/**
 * Writes the fleet file's schedules into the database, where workers find what is due. The next time of a schedule
 * that stays is left as it is, so that to repeat this loses no run that is due.
 *
 * @returns how many schedules there are now, and how many left
 */
export function putSchedules(
  { transaction }: Database,
  fleet: Pick<Fleet, "schema" | "workspaces">,
): Promise<{ readonly count: number; readonly removed: number }> {
  const table = `${schemasOf(fleet.schema).fleet}.schedule`;
  const wanted = fleet.workspaces.flatMap(({ name, schedules }) =>
    schedules.map((schedule) => ({ workspace: name, ...schedule })),
  );
  return transaction(async (query) => {
    // Of two that are put at once, the last one counts as a whole.
    await query(`LOCK TABLE ${table} IN SHARE ROW EXCLUSIVE MODE`);
    const now = await clockOf(query);
    const rows = wanted.map((one) => ({ ...one, next_at: nextTime(one, now)?.toISOString() ?? null }));
    const json = JSON.stringify(rows);
    const listed = `jsonb_to_recordset($1::jsonb) AS n (workspace text, cron text, timezone text, pipeline text, next_at timestamptz)`;
    const removed = await query(
      `DELETE FROM ${table} AS s WHERE NOT EXISTS (SELECT 1 FROM ${listed} WHERE
        (n.workspace, n.cron, n.timezone, n.pipeline) = (s.workspace, s.cron, s.timezone, s.pipeline)) RETURNING 1`,
      [json],
    );
    await query(
      `INSERT INTO ${table} (workspace, cron, timezone, pipeline, next_at)
       SELECT DISTINCT n.workspace, n.cron, n.timezone, n.pipeline, n.next_at FROM ${listed} ON CONFLICT DO NOTHING`,
      [json],
    );
    return { count: rows.length, removed: removed.length };
  });
}

/**
 * Puts every run that is due into the queue. A night that nobody was there for is made up once. A run whose workspace
 * waits or runs already is not put there a second time; another pipeline of it stays due.
 *
 * @returns the workspaces that were put into the queue
 */
export async function enqueueDue(
  database: Database,
  fleet: Pick<Fleet, "schema">,
  jobs: Pick<Jobs, "enqueue" | "waiting">,
): Promise<readonly string[]> {
  const put: string[] = [];
  const table = `${schemasOf(fleet.schema).fleet}.schedule`;
  const passed = await clockOf(database.query);
  for (;;) {
    const looked = await database.transaction(async (query) => {
      const rows = await query(
        `SELECT workspace, cron, timezone, pipeline, now() AS now FROM ${table}
         WHERE next_at <= $1 ORDER BY next_at LIMIT ${BATCH} FOR UPDATE SKIP LOCKED`,
        [passed],
      );
      const due = z.array(Due).parse(rows);
      const next: (Omit<Due, "now"> & { next_at: Date | undefined })[] = [];
      for (const { now, ...one } of due) {
        const isNew = await jobs.enqueue({ ...one, failed: 0 }, {}, query);
        if (isNew) put.push(one.workspace);
        const isPut = isNew || (await jobs.waiting(one.workspace, query)) === one.pipeline;
        next.push({ ...one, next_at: isPut ? nextTime(one, now) : soon(now) });
      }
      await query(
        `UPDATE ${table} AS s SET next_at = n.next_at
         FROM jsonb_to_recordset($1::jsonb) AS n (workspace text, cron text, timezone text, pipeline text, next_at timestamptz)
         WHERE (s.workspace, s.cron, s.timezone, s.pipeline) = (n.workspace, n.cron, n.timezone, n.pipeline)`,
        [JSON.stringify(next)],
      );
      return due.length;
    });
    if (looked < BATCH) return put;
  }
}

/** Another pipeline of the workspace is in the way: looked at again in a minute. */
const soon = (now: Date): Date => new Date(now.getTime() + 60_000);

async function clockOf(query: Query): Promise<Date> {
  const [row] = z.array(z.object({ now: z.date() })).parse(await query("SELECT now() AS now"));
  return row?.now ?? new Date();
}
