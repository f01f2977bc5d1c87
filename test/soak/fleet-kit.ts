import { execFileSync } from "node:child_process";
import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import type { Emulator } from "../../src/emulator/index.ts";
import type { Fleet } from "../../src/fleet/file/types.ts";
import { type OpenFleet, openFleet } from "../../src/fleet/open.ts";

/** What the soaks say first: so that a figure can be taken again. */
export function headline(name: string, seed: number): string {
  const commit = process.env.SOAK_COMMIT ?? commitOf(process.cwd());
  return `${name}: commit ${commit}, seed ${seed}`;
}

/** A fleet that this process looks into, and puts jobs into. */
export const openHere = (database: string): Promise<OpenFleet> =>
  openFleet(fleetOf(database), { isWorker: false, log: { warn() {} }, connections: 8 });

export const fleetOf = (database: string): Fleet => ({
  file: "/fleet.yaml",
  database,
  schema: "fin_ingest",
  policy: { retries: 1000, retryDelayS: 1, laterS: 2 },
  workspaces: [],
  secrets: [],
});

const Running = z.array(z.object({ name: z.string(), pid: z.int(), worker: z.string() }));
const Counts = z.array(z.object({ waiting: z.int(), dead: z.int() }));

/** Which workers run what now. */
export async function runningNow({ database }: OpenFleet) {
  return Running.parse(
    await database.query(
      `SELECT w.name, k.pid, k.id AS worker FROM fin_ingest_fleet.workspace AS w JOIN fin_ingest_fleet.worker AS k ON k.id = w.worker
       JOIN fin_ingest_queue.job AS j ON j.name = 'runs' AND j.state = 'active' AND j.singleton_key = w.name`,
    ),
  );
}

/** Jobs that wait or run, and that were given up. */
export async function jobCounts({ database }: OpenFleet) {
  const [counts] = Counts.parse(
    await database.query(
      `SELECT (count(*) FILTER (WHERE name = 'runs' AND state <= 'active'))::int AS waiting,
         (count(*) FILTER (WHERE name = 'dead' AND state < 'active'))::int AS dead FROM fin_ingest_queue.job`,
    ),
  );
  return counts ?? { waiting: 0, dead: 0 };
}

const Scheduled = z.array(z.object({ runs: z.int(), minutes: z.int() }));

/** How often a schedule put a workspace into the queue, and how many whole minutes began meanwhile, by the database's clock. */
export async function scheduledRuns({ database }: OpenFleet, workspace: string) {
  const [counts] = Scheduled.parse(
    await database.query(
      `SELECT count(*)::int AS runs, coalesce(ceil(extract(epoch FROM max(created_on) - min(created_on)) / 60), 0)::int + 1 AS minutes
       FROM fin_ingest_queue.job WHERE name = 'runs' AND data->>'workspace' = $1 AND data->>'why' IS NULL`,
      [workspace],
    ),
  );
  return counts ?? { runs: 0, minutes: 0 };
}

/** Waits until nothing waits or runs; the database may be away meanwhile. */
export async function untilEmpty(fleet: OpenFleet): Promise<void> {
  for (;;) {
    const counts = await jobCounts(fleet).catch(() => undefined);
    if (counts?.waiting === 0) return;
    await sleep(200);
  }
}

/** Processes that wrote to an Intercom while another one did, in sentences. */
export function overlappingWriters(workspace: string, emulator: Emulator): string[] {
  const spans = new Map<string, { first: number; last: number }>();
  for (const entry of emulator.log.writes()) {
    const pid = / process\/(\d+)/.exec(entry.agent ?? "")?.[1];
    if (pid === undefined) return [`${workspace}: a request bears no process`];
    spans.set(pid, { first: spans.get(pid)?.first ?? entry.seq, last: entry.seq });
  }
  const inOrder = [...spans].sort(([, a], [, b]) => a.first - b.first);
  return inOrder.flatMap(([pid, { first }], at) => {
    const before = inOrder[at - 1];
    return before && before[1].last > first
      ? [
          `${workspace}: process ${pid} wrote before ${before[0]} had ended (requests ${first} and ${before[1].last})`,
        ]
      : [];
  });
}

/** Requests that took a page from Fin although its document had never left. */
export function wrongRemovals(
  workspace: string,
  emulator: Emulator,
  everRemoved: ReadonlySet<string>,
): string[] {
  return emulator.log.writes().flatMap(({ method, externalId, body, seq }) => {
    const isHiding = Object(body).ai_agent_availability === false;
    const isRemoval = method === "DELETE" || isHiding;
    return isRemoval && externalId !== undefined && !everRemoved.has(`${workspace}/${externalId}`)
      ? [`${workspace}: request ${seq} removed ${externalId}`]
      : [];
  });
}

/** The short id of the commit that a checkout is at. */
export const commitOf = (cwd: string): string =>
  execFileSync("git", ["rev-parse", "--short", "HEAD"], { cwd, encoding: "utf8" }).trim();
