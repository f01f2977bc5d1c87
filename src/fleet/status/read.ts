import { z } from "zod";
import { type ConversionCounts, ConversionStore } from "../conversions/store.ts";
import type { Database } from "../engine/database.ts";
import { type Fleet, pipelines } from "../file/types.ts";
import { JobData, queues, schemasOf } from "../queue/names.ts";
import { KeptStatus } from "../store/kept-status.ts";
import { isAlive } from "../store/workers.ts";

/** What the database says of a fleet; the JSON of `fleet status --json` without titles. Times are ISO. */
export interface FleetStatus {
  /** The database's clock. */
  readonly now: string;
  readonly queue: {
    readonly due: number;
    readonly later: number;
    readonly running: number;
    readonly dead: number;
  };
  /** Files to convert, and results that are kept; null: each run converts its own. */
  readonly conversions: ConversionCounts | null;
  readonly workers: readonly WorkerStatus[];
  readonly workspaces: readonly WorkspaceStatus[];
}

export interface WorkerStatus {
  readonly id: string;
  readonly host: string;
  readonly pid: number;
  /** Version of fin-ingest. */
  readonly program: string;
  readonly concurrency: number;
  readonly since: string;
  readonly state: "working" | "draining" | "lost";
  /** Workspaces that it runs. */
  readonly running: readonly string[];
}

export interface WorkspaceStatus {
  readonly name: string;
  /** Whether the fleet file that was read names it. */
  readonly isConfigured: boolean;
  readonly state: "idle" | "due" | "later" | "running" | "dead";
  /** Of the run that waits, is under way or was given up. */
  readonly pipeline: string | null;
  /** When the run that waits is due. */
  readonly dueAt: string | null;
  /** Why it waits again or was given up. */
  readonly why: string | null;
  readonly lastRun: {
    readonly pipeline: string;
    readonly startedAt: string;
    readonly endedAt: string;
    readonly exitCode: number | null;
    readonly failure: string | null;
  } | null;
  readonly nextRun: { readonly pipeline: string; readonly at: string } | null;
  /** The oldest of its sources' last complete listings: what changed there since then, Fin does not know. */
  readonly knowledgeFrom: string | null;
  readonly sources: number;
  readonly live: number;
  readonly hidden: number;
  readonly holds: number;
  /** When the four figures before were taken. */
  readonly asOf: string | null;
}

/** Reads the state of a fleet, of its own workspaces and of those that the database still has. */
export async function readFleet(
  database: Pick<Database, "query">,
  fleet: Pick<Fleet, "schema" | "workspaces" | "conversions">,
): Promise<FleetStatus> {
  const { query } = database;
  const { queue, fleet: own } = schemasOf(fleet.schema);
  const jobs = Jobs.parse(
    await query(
      `SELECT name, data, state::text, start_after, start_after > now() AS later FROM ${queue}.job
       WHERE (name = $1 AND state <= 'active') OR (name = $2 AND state < 'active') ORDER BY created_on`,
      [queues.runs, queues.dead],
    ),
  );
  const workers = WorkerRows.parse(
    await query(
      `SELECT w.*, ${isAlive} AS alive, now() AS now FROM ${own}.worker AS w ORDER BY started_at, id`,
    ),
  );
  const rows = WorkspaceRows.parse(await query(`SELECT * FROM ${own}.workspace ORDER BY name`));
  const next = NextRows.parse(
    await query(
      `SELECT DISTINCT ON (workspace) workspace, pipeline, next_at FROM ${own}.schedule
       WHERE next_at IS NOT NULL ORDER BY workspace, next_at`,
    ),
  );
  const [clock] = z.array(z.object({ now: z.date() })).parse(await query("SELECT now() AS now"));
  const conversions = fleet.conversions ? await new ConversionStore(database, fleet.schema).counts() : null;
  const names = new Set([...fleet.workspaces.map(({ name }) => name), ...rows.map(({ name }) => name)]);
  for (const { data } of jobs) names.add(data.workspace);
  const rowOf = new Map(rows.map((row) => [row.name, row]));
  const nextOf = new Map(next.map((row) => [row.workspace, row]));
  const configured = new Set(fleet.workspaces.map(({ name }) => name));
  const live = jobs.filter(({ name }) => name === queues.runs);
  const dead = jobs.filter(({ name }) => name === queues.dead);
  const jobOf = new Map([...dead, ...live].map((job) => [job.data.workspace, job]));
  const running = live.filter(({ state }) => state === "active");
  return {
    now: (clock?.now ?? new Date()).toISOString(),
    queue: {
      due: live.filter(({ state, later }) => state !== "active" && !later).length,
      later: live.filter(({ state, later }) => state !== "active" && later).length,
      running: running.length,
      dead: dead.length,
    },
    conversions,
    workers: workers.map((worker) => ({
      id: worker.id,
      host: worker.host,
      pid: worker.pid,
      program: worker.program,
      concurrency: worker.concurrency,
      since: worker.started_at.toISOString(),
      state: worker.alive ? (worker.draining ? "draining" : "working") : "lost",
      running: running.flatMap(({ data }) =>
        rowOf.get(data.workspace)?.worker === worker.id ? [data.workspace] : [],
      ),
    })),
    workspaces: [...names]
      .sort()
      .map((name) =>
        workspaceStatus(name, configured.has(name), jobOf.get(name), rowOf.get(name), nextOf.get(name)),
      ),
  };
}

const Jobs = z.array(
  z.object({ name: z.string(), data: JobData, state: z.string(), start_after: z.date(), later: z.boolean() }),
);
type Job = z.infer<typeof Jobs>[number];

const WorkerRows = z.array(
  z.object({
    id: z.string(),
    host: z.string(),
    pid: z.int(),
    program: z.string(),
    concurrency: z.int(),
    started_at: z.date(),
    draining: z.boolean(),
    alive: z.boolean(),
  }),
);

const WorkspaceRows = z.array(
  z.object({
    name: z.string(),
    worker: z.string().nullable(),
    last_pipeline: z.enum(pipelines).nullable(),
    last_started_at: z.date().nullable(),
    last_ended_at: z.date().nullable(),
    last_exit_code: z.int().nullable(),
    last_failure: z.string().nullable(),
    status: KeptStatus.nullable(),
    status_at: z.date().nullable(),
  }),
);
type WorkspaceRow = z.infer<typeof WorkspaceRows>[number];

const NextRows = z.array(z.object({ workspace: z.string(), pipeline: z.string(), next_at: z.date() }));
type NextRow = z.infer<typeof NextRows>[number];

function workspaceStatus(
  name: string,
  isConfigured: boolean,
  job: Job | undefined,
  row: WorkspaceRow | undefined,
  next: NextRow | undefined,
): WorkspaceStatus {
  const state = stateOf(job);
  const sources = row?.status?.sources ?? [];
  return {
    name,
    isConfigured,
    state,
    pipeline: job?.data.pipeline ?? null,
    dueAt: state === "due" || state === "later" ? iso(job?.start_after) : null,
    why: job?.data.why ?? (state === "dead" ? "its worker was lost each time" : null),
    lastRun:
      row?.last_pipeline && row.last_started_at && row.last_ended_at
        ? {
            pipeline: row.last_pipeline,
            startedAt: row.last_started_at.toISOString(),
            endedAt: row.last_ended_at.toISOString(),
            exitCode: row.last_exit_code,
            failure: row.last_failure,
          }
        : null,
    nextRun: next ? { pipeline: next.pipeline, at: next.next_at.toISOString() } : null,
    knowledgeFrom: oldest(sources.map(({ lastComplete }) => lastComplete)),
    sources: sources.length,
    live: sources.reduce((sum, { live }) => sum + live, 0),
    hidden: row?.status?.hiddenCount ?? 0,
    holds: row?.status?.holds.length ?? 0,
    asOf: iso(row?.status_at),
  };
}

function stateOf(job: Job | undefined): WorkspaceStatus["state"] {
  if (!job) return "idle";
  if (job.name === queues.dead) return "dead";
  if (job.state === "active") return "running";
  return job.later ? "later" : "due";
}

/** Null where one was never listed to its end: then Fin's knowledge has no age. */
function oldest(times: readonly (string | null)[]): string | null {
  return times.reduce<string | null>(
    (least, time) => (time === null || least === null ? null : time < least ? time : least),
    times[0] ?? null,
  );
}

const iso = (time: Date | null | undefined): string | null => time?.toISOString() ?? null;
