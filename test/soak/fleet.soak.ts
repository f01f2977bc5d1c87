import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { RunningCli } from "../e2e/cli.ts";
import { type CompanyFleet, startCompanyFleet } from "../fleet/company-fleet.ts";
import { noPostgres, type Postgres, startPostgres } from "../fleet/postgres.ts";
import { childrenOf, signal } from "../fleet/processes.ts";
import { randomness } from "../sync/history.ts";
import {
  headline,
  jobCounts,
  openHere,
  overlappingWriters,
  runningNow,
  untilEmpty,
  wrongRemovals,
} from "./fleet-kit.ts";
import { scaled } from "./kit.ts";

const WORKERS = 3;
const SOURCES = 3;
const preload = pathToFileURL(path.resolve(import.meta.dirname, "../setup/agent-pid.mjs")).href;

type Action = "kill worker" | "kill run" | "pause worker and run" | "restart database";

describe.skipIf(noPostgres)(`a fleet${noPostgres ? `: ${noPostgres}` : ""}`, () => {
  let server: Postgres;
  beforeAll(async () => {
    server = await startPostgres();
  });
  afterAll(() => server?.remove());

  it("3 workers, 20 workspaces of 3 sources: killed at drawn requests, paused past the lease, without a database", async () => {
    const seed = Number(process.env.SEED ?? 1);
    const random = randomness(seed);
    const kills = scaled(200, 4);
    const workspaces = Array.from({ length: Number(process.env.WORKSPACES ?? 20) }, (_, n) => `ws-${n + 1}`);
    const cleanUp: (() => void | Promise<void>)[] = [];
    const fleet = await startCompanyFleet(server, {
      workspaces,
      sources: SOURCES,
      documents: 8,
      emulator: { ratePer10s: 100 },
      settings: "retries: 1000\nretry_delay: 1s\nlater: 2s\nschedules: []\n",
      env: { NODE_OPTIONS: `--import ${preload}` },
      onFinished: (clean) => void cleanUp.push(clean),
    });
    try {
      expect(await fleet.run("fleet", "init")).toMatchObject({ code: 0 });
      const here = await openHere(fleet.database);
      cleanUp.push(() => here.close());
      const story = new Story(fleet, workspaces, random, server, here);
      for (let n = 0; n < WORKERS; n++) story.startWorker();
      await story.enqueueAll();
      await untilEmpty(here);
      while (story.done["kill worker"] + story.done["kill run"] < kills) await story.round();
      // Two quiet rounds: what a killed run left open is settled, then removals follow.
      for (let n = 0; n < 2; n++) {
        await story.enqueueAll();
        await untilEmpty(here);
      }
      const emulators = [...fleet.emulators];
      const faults = workspaces.flatMap((name) => fleet.faults(name).map((fault) => `${name}: ${fault}`));
      const overlaps = emulators.flatMap(([name, emulator]) => overlappingWriters(name, emulator));
      const removals = emulators.flatMap(([name, emulator]) => wrongRemovals(name, emulator, story.removed));
      const limited = emulators.flatMap(([, { log }]) => log.all().filter(({ status }) => status === 429));
      const requests = emulators.reduce((sum, [, { log }]) => sum + log.last, 0);
      const takeovers = story.takeovers.toSorted((a, b) => a - b);
      const at = (share: number) =>
        `${(Number(takeovers.at(Math.floor((takeovers.length - 1) * share))) / 1000).toFixed(1)} s`;
      console.log(
        `${headline("fleet", seed)}: ${WORKERS} workers, ${workspaces.length} workspaces × ${SOURCES} sources, ${requests} requests; ` +
          `${Object.entries(story.done)
            .map(([action, times]) => `${action} ${times}`)
            .join(", ")}; ` +
          `taken over after ${at(0.5)} (median), ${at(1)} at most, of ${takeovers.length}; ${limited.length} answers 429; ` +
          `${overlaps.length} overlapping writers, ${faults.length} faults, ${removals.length} wrong removals`,
      );
      expect({ faults, overlaps, removals, dead: (await jobCounts(here)).dead }).toEqual({
        faults: [],
        overlaps: [],
        removals: [],
        dead: 0,
      });
      expect(takeovers.at(-1)).toBeLessThanOrEqual(10_000);
    } finally {
      for (const clean of cleanUp.reverse()) await clean();
      await fleet.close();
    }
  });
});

/** One story of a fleet, in rounds: documents change, all workspaces are to run, something happens. */
class Story {
  readonly done: Record<Action, number> = {
    "kill worker": 0,
    "kill run": 0,
    "pause worker and run": 0,
    "restart database": 0,
  };
  /** Milliseconds from the death of a worker until another one has its job. */
  readonly takeovers: number[] = [];
  /** `WORKSPACE/EXTERNAL-ID` of every document that ever left. */
  readonly removed = new Set<string>();
  private readonly workers = new Map<number, RunningCli>();
  private count = 0;
  private readonly fleet: CompanyFleet;
  private readonly workspaces: readonly string[];
  private readonly random: ReturnType<typeof randomness>;
  private readonly server: Postgres;
  private readonly here: Awaited<ReturnType<typeof openHere>>;

  constructor(
    fleet: CompanyFleet,
    workspaces: readonly string[],
    random: ReturnType<typeof randomness>,
    server: Postgres,
    here: Awaited<ReturnType<typeof openHere>>,
  ) {
    this.fleet = fleet;
    this.workspaces = workspaces;
    this.random = random;
    this.server = server;
    this.here = here;
  }

  startWorker(): void {
    const worker = this.fleet.worker("--concurrency", "2", "--quiet");
    if (worker.child.pid !== undefined) this.workers.set(worker.child.pid, worker);
  }

  async enqueueAll(): Promise<void> {
    for (const workspace of this.workspaces)
      await this.here.jobs.enqueue({ workspace, pipeline: "nightly", failed: 0 });
  }

  async round(): Promise<void> {
    this.count += 1;
    this.edit();
    await this.enqueueAll();
    const action: Action =
      this.count % 8 === 0
        ? "restart database"
        : this.count % 5 === 0
          ? "pause worker and run"
          : this.random.chance(0.8)
            ? "kill worker"
            : "kill run";
    if (action === "restart database") await this.restartDatabase();
    else await this.atRequest(action);
    await untilEmpty(this.here);
  }

  private edit(): void {
    for (const workspace of this.workspaces)
      for (let source = 1; source <= SOURCES; source++) {
        const id = `guide-${1 + this.random.below(8)}.md`;
        this.fleet.write(workspace, `docs-${source}`, id);
        if (this.random.chance(0.2)) {
          const extra = `extra-${this.count}.md`;
          this.fleet.write(workspace, `docs-${source}`, extra);
          if (this.random.chance(0.5)) {
            this.fleet.remove(workspace, `docs-${source}`, extra);
            this.removed.add(`${workspace}/${extra}`);
          }
        }
        const old = `extra-${this.count - 2}.md`;
        if (this.fleet.has(workspace, `docs-${source}`, old)) {
          this.fleet.remove(workspace, `docs-${source}`, old);
          this.removed.add(`${workspace}/${old}`);
        }
      }
  }

  /** Waits until a drawn request of a drawn workspace has arrived, and acts on who sent it. */
  private async atRequest(action: Exclude<Action, "restart database">): Promise<void> {
    const workspace = this.random.pick(this.workspaces);
    const emulator = this.fleet.emulators.get(workspace);
    if (!emulator) throw new Error(`${workspace} has no emulator`);
    const when = this.random.pick(["before", "after"] as const);
    emulator.faults.set([{ match: { nth: 1 + this.random.below(9) }, fault: { kind: "hang", when } }]);
    const isOver = async () => !(await runningOrWaiting(this.here, workspace));
    while (!emulator.faults.list().some(({ fired }) => fired > 0)) {
      if (await isOver()) break;
      await sleep(5);
    }
    const own = (await runningNow(this.here)).find(({ name }) => name === workspace);
    if (!own) return emulator.faults.clear();
    if (action === "pause worker and run") await this.pause(own.pid);
    else if (action === "kill run") for (const pid of childrenOf(own.pid)) signal(pid, "SIGKILL");
    else await this.killWorker(own);
    this.done[action] += 1;
    emulator.faults.clear();
  }

  private async killWorker({
    name,
    pid,
    worker,
  }: {
    name: string;
    pid: number;
    worker: string;
  }): Promise<void> {
    signal(pid, "SIGKILL");
    const at = performance.now();
    this.workers.delete(pid);
    this.startWorker();
    this.fleet.emulators.get(name)?.faults.clear();
    for (;;) {
      const now = (await runningNow(this.here)).find((one) => one.name === name);
      if (now && now.worker !== worker) break;
      if (!(await runningOrWaiting(this.here, name))) break;
      await sleep(50);
    }
    this.takeovers.push(performance.now() - at);
  }

  /** Past the lease, the run with its worker; then both go on. */
  private async pause(pid: number): Promise<void> {
    const pids = [pid, ...childrenOf(pid)];
    for (const one of pids) signal(one, "SIGSTOP");
    await sleep(9_000);
    for (const one of pids.toReversed()) signal(one, "SIGCONT");
  }

  private async restartDatabase(): Promise<void> {
    while ((await runningNow(this.here)).length === 0) await sleep(20);
    this.server.stop(this.random.pick(["fast", "immediate"] as const));
    await sleep(this.random.pick([500, 3_000, 8_000]));
    this.server.start();
    this.done["restart database"] += 1;
  }
}

async function runningOrWaiting(
  here: Awaited<ReturnType<typeof openHere>>,
  workspace: string,
): Promise<boolean> {
  return (await here.jobs.waiting(workspace)) !== undefined;
}
