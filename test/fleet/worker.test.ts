import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { systemClock } from "../../src/clock.ts";
import type { Fleet, Pipeline } from "../../src/fleet/file/types.ts";
import { installFleet, type OpenFleet, openFleet } from "../../src/fleet/open.ts";
import type { JobData } from "../../src/fleet/queue/names.ts";
import { enqueueDue, putSchedules } from "../../src/fleet/schedule/due.ts";
import { readFleet } from "../../src/fleet/status/read.ts";
import type { Ended } from "../../src/fleet/worker/verdict.ts";
import { work } from "../../src/fleet/worker/worker.ts";
import { noPostgres, type Postgres, startPostgres } from "./postgres.ts";

const log = { debug() {}, info() {}, warn() {} };
const schedule = (pipeline: Pipeline) => ({ cron: "15 2 * * *", timezone: "UTC", pipeline });
const exited = (code: number): Ended => ({ kind: "exited", code });

/** Resolves to how the run ends, or to handed-back when it is told to. */
const until = (end: Promise<Ended>, signal: AbortSignal): Promise<Ended> =>
  Promise.race([
    end,
    new Promise<Ended>((resolve) => {
      const back = () => resolve({ kind: "handed-back" });
      if (signal.aborted) back();
      signal.addEventListener("abort", back, { once: true });
    }),
  ]);

describe.skipIf(noPostgres)(`a worker on PostgreSQL${noPostgres ? `: ${noPostgres}` : ""}`, () => {
  let server: Postgres;
  let config: Fleet;
  let fleet: OpenFleet;

  beforeAll(async () => {
    server = await startPostgres();
  });
  afterAll(() => server?.remove());

  beforeEach(async () => {
    config = {
      file: "/fleet.yaml",
      database: server.createDatabase(),
      schema: "fin_ingest",
      policy: { retries: 1, retryDelayS: 3600, laterS: 3600 },
      workspaces: [
        { name: "acme", config: "a.yaml", schedules: [schedule("nightly"), schedule("backfill")] },
        { name: "beta", config: "b.yaml", schedules: [schedule("nightly")] },
      ],
      secrets: [],
    };
    await installFleet(config, log);
    fleet = await openFleet(config, { isWorker: true, log });
    return () => fleet.close();
  });

  /** A worker whose runs are `run`. */
  const start = (
    run: (job: JobData, signal: AbortSignal) => Promise<Ended>,
    options: {
      once?: boolean;
      signal?: AbortSignal;
      statusOf?: (name: string) => Promise<string | undefined>;
    } = {},
  ) => {
    const { once = true, signal = new AbortController().signal, statusOf = async () => undefined } = options;
    const parts = { ...fleet, policy: config.policy, clock: systemClock, log, run, statusOf };
    return work(parts, { concurrency: 2, once, signal });
  };
  const put = (workspace: string, pipeline: Pipeline = "nightly") =>
    fleet.jobs.enqueue({ workspace, pipeline, failed: 0 });
  const status = async (name: string) =>
    (await readFleet(fleet.database, config)).workspaces.find((one) => one.name === name);
  const makeDue = () =>
    fleet.database.query("UPDATE fin_ingest_fleet.schedule SET next_at = now() - interval '3 days'");

  it("tries again what failed, gives it up when the attempts are used up, and runs it when it is asked to", async () => {
    const attempts: number[] = [];
    await put("acme");
    await start(async ({ failed }) => {
      attempts.push(failed);
      return { kind: "exited", code: 1, lastWords: "the disk is full" };
    });
    expect(await status("acme")).toMatchObject({ state: "later", why: "exit code 1: the disk is full" });
    await fleet.database.query("UPDATE fin_ingest_queue.job SET start_after = now() WHERE name = 'runs'");
    await start(async ({ failed }) => {
      attempts.push(failed);
      return { kind: "exited", code: 1 };
    });
    expect(attempts).toEqual([0, 1]);
    expect(await status("acme")).toMatchObject({ state: "dead", lastRun: { exitCode: 1 } });
    expect(await fleet.jobs.retry("beta")).toEqual([]);
    expect(await fleet.jobs.retry()).toEqual(["acme"]);
    expect(await fleet.jobs.retry()).toEqual([]);
    const json = {
      sources: [{ name: "docs", live: 3, hidden: 0, lastComplete: null }],
      orphans: [],
      holds: [],
      hidden: [],
    };
    await start(async () => exited(0), { statusOf: async () => JSON.stringify(json) });
    expect(await status("acme")).toMatchObject({
      state: "idle",
      live: 3,
      knowledgeFrom: null,
      lastRun: { exitCode: 0 },
    });
  });

  it("a later run that goes well ends what was given up", async () => {
    await put("acme");
    await start(async () => exited(2));
    expect((await status("acme"))?.state).toBe("dead");
    await put("acme", "backfill");
    await start(async () => exited(0));
    expect((await status("acme"))?.state).toBe("dead");
    await put("acme");
    await start(async () => exited(0));
    expect((await status("acme"))?.state).toBe("idle");
  });

  it("asked to end, it ends its runs and hands them back at once, as if they had not been tried", async () => {
    const stop = new AbortController();
    await put("acme");
    await put("beta");
    const running: string[] = [];
    await start(
      (job, signal) => {
        running.push(job.workspace);
        if (running.length === 2) stop.abort();
        return until(new Promise(() => {}), signal);
      },
      { once: false, signal: stop.signal },
    );
    expect(running.sort()).toEqual(["acme", "beta"]);
    expect((await readFleet(fleet.database, config)).workers).toEqual([]);
    const again: JobData[] = [];
    await start(async (job) => {
      again.push(job);
      return exited(0);
    });
    expect(again.map(({ failed }) => failed)).toEqual([0, 0]);
  });

  it("drained, it takes nothing more and lets its run end", async () => {
    let finish: (ended: Ended) => void = () => {};
    const end = new Promise<Ended>((resolve) => {
      finish = resolve;
    });
    await put("acme");
    const worker = start((_job, signal) => until(end, signal), { once: false });
    while ((await status("acme"))?.state !== "running") await sleep(50);
    expect(await fleet.workers.drainAll()).toBe(1);
    while ((await readFleet(fleet.database, config)).workers[0]?.state !== "draining") await sleep(50);
    await sleep(1_500);
    await put("beta");
    finish(exited(0));
    await worker;
    expect(await status("acme")).toMatchObject({ state: "idle", lastRun: { exitCode: 0 } });
    expect((await status("beta"))?.state).toBe("due");
  });

  it("keeps its runs while the database is restarted, and tells their end when it is back", async () => {
    let finish: (ended: Ended) => void = () => {};
    const end = new Promise<Ended>((resolve) => {
      finish = resolve;
    });
    await put("acme");
    const runs: JobData[] = [];
    const worker = start((job, signal) => {
      runs.push(job);
      return until(end, signal);
    });
    while ((await status("acme"))?.state !== "running") await sleep(50);
    server.stop("immediate");
    finish(exited(3));
    await sleep(300);
    server.start();
    await worker;
    expect(runs.length).toBe(1);
    expect(await status("acme")).toMatchObject({ state: "idle", lastRun: { exitCode: 3 } });
  });

  it("makes up once for nights that nobody was there for, and leaves another pipeline due until it can be", async () => {
    expect(await putSchedules(fleet.database, config)).toEqual({ count: 3, removed: 0 });
    expect(await enqueueDue(fleet.database, config, fleet.jobs)).toEqual([]);
    await makeDue();
    expect(await putSchedules(fleet.database, config)).toEqual({ count: 3, removed: 0 });
    expect((await enqueueDue(fleet.database, config, fleet.jobs)).toSorted()).toEqual(["acme", "beta"]);
    const ran: string[] = [];
    const run = async ({ workspace, pipeline }: JobData) => {
      ran.push(`${workspace} ${pipeline}`);
      return exited(0);
    };
    await start(run);
    // Of acme one pipeline ran; the other one comes in a minute, the next nights at their time.
    const soon =
      "SELECT workspace FROM fin_ingest_fleet.schedule WHERE next_at < now() + interval '2 minutes'";
    const [left] = await fleet.database.query(soon);
    expect(left).toEqual({ workspace: "acme" });
    await fleet.database.query(
      "UPDATE fin_ingest_fleet.schedule SET next_at = now() - interval '1 second' WHERE next_at < now() + interval '2 minutes'",
    );
    expect(await enqueueDue(fleet.database, config, fleet.jobs)).toEqual(["acme"]);
    await start(run);
    expect(ran.sort()).toEqual(["acme backfill", "acme nightly", "beta nightly"]);
    const fewer = { ...config, workspaces: config.workspaces.slice(1) };
    expect(await putSchedules(fleet.database, fewer)).toEqual({ count: 1, removed: 2 });
  });
});
