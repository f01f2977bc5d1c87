import { expect } from "vitest";
import { startCompanyFleet } from "../fleet/company-fleet.ts";
import type { Postgres } from "../fleet/postgres.ts";
import { randomness } from "../sync/history.ts";
import {
  headline,
  jobCounts,
  openHere,
  overlappingWriters,
  scheduledRuns,
  wrongRemovals,
} from "./fleet-kit.ts";
import { type Skew, startMachines, stateOf } from "./fleet-machines.ts";
import { type Action, DOCUMENTS, Story } from "./fleet-story.ts";

const SOURCES = 3;
const TAKEOVER_MS = 10_000;

export interface FleetSoak {
  readonly name: string;
  readonly workspaces: number;
  /** A machine with a worker each, by its clock. */
  readonly skews: readonly Skew[];
  readonly actions: Partial<Readonly<Record<Action, number>>>;
  /** Of the database. */
  readonly restarts: number;
  /** Whether further workspaces run each minute by a schedule. */
  readonly schedules?: boolean;
}

/**
 * Tells a story of a fleet and judges it by the emulators' logs. `SEED` draws the same again; which of two things that
 * happen at a time is first, the machine decides. `ONLY="pause worker and run"` leaves out what else happens.
 */
export async function fleetSoak(server: Postgres, soak: FleetSoak): Promise<void> {
  const seed = Number(process.env.SEED ?? 1);
  const random = randomness(seed);
  const count = Number(process.env.WORKSPACES ?? soak.workspaces);
  const drawn = Array.from({ length: count }, (_, n) => `ws-${n + 1}`);
  const minutely = soak.schedules ? ["minute-1", "minute-2", "minute-3"] : [];
  const workspaces = [...drawn, ...minutely];
  const cleanUp: (() => void | Promise<void>)[] = [];
  const fleet = await startCompanyFleet(server, {
    workspaces,
    sources: SOURCES,
    documents: DOCUMENTS,
    emulator: { ratePer10s: 100 },
    settings: "retries: 1000\nretry_delay: 1s\nlater: 1s\nschedules: []\n",
    entries: Object.fromEntries(minutely.map((name) => [name, '    schedules: [{cron: "* * * * *"}]\n'])),
    state: (workspace) => stateOf(workspace) ?? `.fin-ingest/${workspace}`,
    env: { NODE_OPTIONS: `--import ${agentPid}` },
    onFinished: (clean) => void cleanUp.push(clean),
  });
  const begun = performance.now();
  try {
    const { machines, close } = await startMachines(server, { ...fleet, skews: soak.skews });
    cleanUp.push(close);
    expect(await fleet.run("fleet", "init")).toMatchObject({ code: 0 });
    const here = await openHere(fleet.database);
    cleanUp.push(() => here.close());
    const story = new Story({ fleet, workspaces: drawn, sources: SOURCES, machines, server, here, random });
    cleanUp.push(() => story.end());
    for (const machine of machines) story.startWorker(machine);
    await story.quietRound();
    if (soak.schedules) expect(await fleet.run("fleet", "schedule")).toMatchObject({ code: 0 });
    const { ONLY: only } = process.env;
    const wanted = Object.entries(soak.actions).filter(([action]) => only === undefined || action === only);
    const actions = mixed(Object.fromEntries(wanted), random.below);
    const restarts = only === undefined ? soak.restarts : 0;
    const parts = restarts + 1;
    for (let part = 0; part < parts; part += 1) {
      const share = (n: number) => Math.round((actions.length * n) / parts);
      await story.act(actions.slice(share(part), share(part + 1)));
      if (part < restarts) await story.restartDatabase();
    }
    // What a killed run left open is settled, then removals follow.
    for (let n = 0; n < 2; n += 1) await story.quietRound();

    const emulators = [...fleet.emulators];
    const logs = emulators.flatMap(([, { log }]) => log.all());
    const found = {
      faults: drawn.flatMap((name) => fleet.faults(name).map((fault) => `${name}: ${fault}`)),
      overlaps: emulators.flatMap(([name, emulator]) => overlappingWriters(name, emulator)),
      removals: emulators.flatMap(([name, emulator]) => wrongRemovals(name, emulator, story.removed)),
      limited: logs.filter(({ status }) => status === 429).length,
      dead: (await jobCounts(here)).dead,
    };
    const counts = [...story.done].map(([action, times]) => `${action} ${times}`).join(", ");
    const minutes = Math.round((performance.now() - begun) / 6_000) / 10;
    console.log(
      `${headline(soak.name, seed)}: ${machines.map(({ name }) => name).join(", ")}; ${workspaces.length} workspaces × ${SOURCES} sources, ` +
        `${logs.length} requests, ${minutes} minutes; ${counts}; ` +
        `another worker had the job after ${spread(story.takeovers.map(({ job }) => job))}, its run had asked Intercom after ` +
        `${spread(story.takeovers.map(({ run }) => run))}, of ${story.takeovers.length}; ` +
        `${story.short.survived} of ${story.short.cuts} runs went on after a short cut; ${found.limited} answers 429; ` +
        `${found.overlaps.length} overlapping writers, ${found.faults.length} faults, ${found.removals.length} wrong removals`,
    );
    expect(found).toEqual({ faults: [], overlaps: [], removals: [], limited: 0, dead: 0 });
    expect(Math.max(0, ...story.takeovers.map(({ job }) => job))).toBeLessThanOrEqual(TAKEOVER_MS);
    for (const name of minutely) {
      const { runs, minutes: passed } = await scheduledRuns(here, name);
      expect(runs, `${name}: runs in ${passed} minutes`).toBeLessThanOrEqual(passed);
      expect(runs, `${name}: runs in ${passed} minutes`).toBeGreaterThanOrEqual(Math.floor(passed / 2));
    }
  } finally {
    for (const clean of cleanUp.reverse()) await clean();
    await fleet.close();
  }
}

const agentPid = new URL("../setup/agent-pid.mjs", import.meta.url).href;

/** In a drawn order. */
function mixed(actions: FleetSoak["actions"], below: (n: number) => number): Action[] {
  const left = Object.entries(actions).flatMap(([action, times]) =>
    Array.from({ length: Math.round(times) }, () => action as Action),
  );
  const order: Action[] = [];
  while (left.length > 0) order.push(...left.splice(below(left.length), 1));
  return order;
}

function spread(times: readonly number[]): string {
  const sorted = times.toSorted((a, b) => a - b);
  const at = (share: number) => ((sorted.at(Math.floor((sorted.length - 1) * share)) ?? 0) / 1000).toFixed(1);
  return `${at(0.5)} s (median), ${at(1)} s at most`;
}
