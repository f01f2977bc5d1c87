import { setTimeout as sleep } from "node:timers/promises";
import type { RunningCli } from "../e2e/cli.ts";
import type { CompanyFleet } from "../fleet/company-fleet.ts";
import type { Cut } from "../fleet/partition.ts";
import type { Postgres } from "../fleet/postgres.ts";
import { childrenOf, signal } from "../fleet/processes.ts";
import type { randomness } from "../sync/history.ts";
import { type openHere, runningNow, untilEmpty } from "./fleet-kit.ts";
import type { Machine, Peer } from "./fleet-machines.ts";

/** What may happen to who sent a drawn request. */
export type Action = "kill worker" | "kill run" | "pause worker and run" | "cut off";

/** Workspaces in which something happens at a time, each apart from the others. */
const LANES = 4;
/** Past every lease. */
const PAUSE_MS = 9_000;
const CUTS_MS = [2_000, 9_000] as const;
/** Documents of a source that always stay. */
export const DOCUMENTS = 8;

interface Place {
  readonly fleet: CompanyFleet;
  readonly workspaces: readonly string[];
  readonly sources: number;
  readonly machines: readonly Machine[];
  readonly server: Postgres;
  readonly here: Awaited<ReturnType<typeof openHere>>;
  readonly random: ReturnType<typeof randomness>;
}

/**
 * A fleet to which things happen: documents of a drawn workspace change, it is to run, and when a drawn request of its
 * run has arrived, something happens to who sent it.
 */
export class Story {
  readonly done = new Map<Action | "restart database", number>();
  /** Milliseconds from the end of a worker until another one has its job, and until its run has asked Intercom. */
  readonly takeovers: { readonly job: number; readonly run: number }[] = [];
  /** `WORKSPACE/EXTERNAL-ID` of every document that ever left. */
  readonly removed = new Set<string>();
  /** Cuts shorter than a lease, and how many of the runs concerned went on. */
  readonly short = { cuts: 0, survived: 0 };
  private readonly workers = new Map<number, Machine>();
  private readonly busy = new Set<string>();
  private readonly cut = new Set<Machine>();
  private readonly visits = new Map<string, number>();
  private readonly place: Place;
  private outages = 0;

  constructor(place: Place) {
    this.place = place;
  }

  startWorker(machine: Machine): void {
    const { child }: RunningCli = this.place.fleet.workerOn(machine.env, "--concurrency", "2", "--quiet");
    if (child.pid === undefined) return;
    const { pid } = child;
    this.workers.set(pid, machine);
    // A service manager starts again what ends by itself.
    child.once("exit", () => {
      if (this.workers.delete(pid) && !this.isOver) this.startWorker(machine);
    });
  }

  private isOver = false;

  end(): void {
    this.isOver = true;
  }

  /** Every workspace runs, and nothing happens. */
  async quietRound(): Promise<void> {
    for (const workspace of this.place.workspaces) await this.enqueue(workspace);
    await untilEmpty(this.place.here);
  }

  /** Lets actions of this list happen, in order, until each has. */
  async act(actions: readonly Action[]): Promise<void> {
    const left = [...actions];
    const lane = async () => {
      for (let next = left.shift(); next; next = left.shift()) if (!(await this.visit(next))) left.push(next);
    };
    await Promise.all(Array.from({ length: LANES }, lane));
  }

  /** While all workspaces are to run. */
  async restartDatabase(): Promise<void> {
    const { workspaces, here, random, server } = this.place;
    for (const workspace of workspaces) {
      this.edit(workspace);
      await this.enqueue(workspace);
    }
    while ((await runningNow(here)).length === 0) await sleep(20);
    this.outages += 1;
    server.stop(random.pick(["fast", "immediate"] as const));
    await sleep(random.pick([500, 3_000, 8_000]));
    server.start();
    this.note("restart database");
    await untilEmpty(here);
  }

  private enqueue(workspace: string) {
    return this.place.here.jobs.enqueue({ workspace, pipeline: "nightly", failed: 0 });
  }

  private note(action: Action | "restart database"): void {
    this.done.set(action, (this.done.get(action) ?? 0) + 1);
  }

  /** @returns whether it happened: a run may end before the drawn request */
  private async visit(action: Action): Promise<boolean> {
    const { random, workspaces, fleet } = this.place;
    const workspace = random.pick(workspaces.filter((one) => !this.busy.has(one)));
    const emulator = fleet.emulators.get(workspace);
    if (!emulator) throw new Error(`${workspace} has no emulator`);
    this.busy.add(workspace);
    try {
      this.edit(workspace);
      const fault =
        action === "pause worker and run" && random.chance(0.5)
          ? ({ kind: "status", status: 503, retryAfter: 2 } as const)
          : ({ kind: "hang", when: random.pick(["before", "after"] as const) } as const);
      emulator.faults.set([{ match: { nth: 1 + random.below(9) }, fault }]);
      await this.enqueue(workspace);
      while (!emulator.faults.list().some(({ fired }) => fired > 0)) {
        if (await this.isIdle(workspace)) return false;
        await sleep(20);
      }
      const own = (await runningNow(this.place.here)).find(({ name }) => name === workspace);
      const run = runOf(emulator.log.all().at(-1)?.agent);
      if (!own || run === undefined || !(await this.happen(action, own, run))) return false;
      this.note(action);
      while (!(await this.isIdle(workspace))) await sleep(50);
      return true;
    } finally {
      emulator.faults.clear();
      while (!(await this.isIdle(workspace))) await sleep(50);
      this.busy.delete(workspace);
    }
  }

  private async happen(action: Action, own: Owner, run: number): Promise<boolean> {
    switch (action) {
      case "kill worker":
        return this.killWorker(own, run);
      case "kill run":
        signal(run, "SIGKILL");
        return true;
      case "pause worker and run":
        return this.pause(own.pid);
      case "cut off":
        return this.cutOff(own, run);
    }
  }

  private async killWorker({ name, pid, worker }: Owner, run: number): Promise<boolean> {
    const machine = this.workers.get(pid);
    if (!machine) return false;
    const { outages } = this;
    signal(pid, "SIGKILL");
    const at = performance.now();
    const emulator = this.place.fleet.emulators.get(name);
    emulator?.faults.clear();
    const seen = emulator?.log.last ?? 0;
    let job: number | undefined;
    for (;;) {
      const now = (await runningNow(this.place.here).catch(() => [])).find((one) => one.name === name);
      if (now && now.worker !== worker) job ??= performance.now() - at;
      const isAsked = emulator?.log.since(seen).some(({ agent }) => runOf(agent) !== run);
      const isOver = await this.isIdle(name);
      if (isAsked || isOver) job ??= performance.now() - at;
      // Another word of the run that was under way may have arrived.
      if (isOver && !isAsked) break;
      if (isAsked && job !== undefined) {
        // A database that was away, and not the fleet, is what took longer then.
        if (outages === this.outages) this.takeovers.push({ job, run: performance.now() - at });
        break;
      }
      await sleep(50);
    }
    return true;
  }

  /** Past the lease, the run with its worker; then both go on. */
  private async pause(pid: number): Promise<boolean> {
    const pids = [pid, ...childrenOf(pid)];
    for (const one of pids) signal(one, "SIGSTOP");
    await sleep(PAUSE_MS);
    for (const one of pids.toReversed()) signal(one, "SIGCONT");
    return true;
  }

  /** For less than a lease or for longer, of the queue or of the state or of both, one way or both. */
  private async cutOff({ name, pid }: Owner, run: number): Promise<boolean> {
    const { random, fleet } = this.place;
    const machine = this.workers.get(pid);
    if (!machine || this.cut.has(machine)) return false;
    this.cut.add(machine);
    const peers = random.pick<readonly Peer[]>([["queue"], ["state"], ["queue", "state"]]);
    const direction = random.pick<Cut>(["to the server", "from the server", "both"]);
    const ms = random.pick(CUTS_MS);
    const seen = fleet.emulators.get(name)?.log.last ?? 0;
    machine.cut(peers, direction);
    fleet.emulators.get(name)?.faults.clear();
    await sleep(ms);
    machine.heal();
    while (!(await this.isIdle(name))) await sleep(50);
    if (ms === CUTS_MS[0]) {
      this.short.cuts += 1;
      const others = fleet.emulators
        .get(name)
        ?.log.since(seen)
        .filter(({ agent }) => runOf(agent) !== run);
      if (others?.length === 0) this.short.survived += 1;
    }
    this.cut.delete(machine);
    return true;
  }

  private edit(workspace: string): void {
    const { sources, fleet, random } = this.place;
    const visit = (this.visits.get(workspace) ?? 0) + 1;
    this.visits.set(workspace, visit);
    for (let n = 1; n <= sources; n++) {
      const source = `docs-${n}`;
      fleet.write(workspace, source, `guide-${1 + random.below(DOCUMENTS)}.md`);
      if (random.chance(0.3)) fleet.write(workspace, source, `extra-${visit}.md`);
      for (const old of [`extra-${visit - 1}.md`, `extra-${visit - 2}.md`])
        if (fleet.has(workspace, source, old) && random.chance(0.6)) {
          fleet.remove(workspace, source, old);
          this.removed.add(`${workspace}/${old}`);
        }
    }
  }

  /** Also while the database is away: what is not known goes on. */
  private async isIdle(workspace: string): Promise<boolean> {
    const waiting = await this.place.here.jobs.waiting(workspace).catch(() => "unknown");
    return waiting === undefined;
  }
}

interface Owner {
  readonly name: string;
  readonly pid: number;
  readonly worker: string;
}

/** The process that a request names. */
const runOf = (agent: string | undefined): number | undefined => {
  const pid = / process\/(\d+)/.exec(agent ?? "")?.[1];
  return pid === undefined ? undefined : Number(pid);
};
