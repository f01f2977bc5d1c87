import { existsSync } from "node:fs";
import path from "node:path";
import { type Cut, startWay, type Way } from "../fleet/partition.ts";
import type { Postgres } from "../fleet/postgres.ts";
import { s3Env, startS3 } from "../ledger/stores/s3-server.ts";

/** What a machine reaches by a way of its own. */
export type Peer = "queue" | "state";

/** One of several machines on this one: a disk for its copies, a clock, and ways to what they share. */
export interface Machine {
  readonly name: string;
  readonly env: Readonly<Record<string, string>>;
  cut(peers: readonly Peer[], direction: Cut): void;
  heal(): void;
}

/** How a machine's clock differs, as libfaketime writes it (`+1d`, `-1h x1.02`); empty: it does not. */
export type Skew = string;

const library = "/usr/lib/x86_64-linux-gnu/faketime/libfaketime.so.1";

/** Why clocks cannot differ here; undefined: they can. */
export const noSkew = existsSync(library) ? undefined : "libfaketime is not installed (Debian: libfaketime)";

/** Seconds for which a state beyond the machine keeps others out. */
const LEASE = "lease=5s";

/** A third of the workspaces each: in a folder that all machines share, in the fleet's database, in an object store. */
export const stateOf = (workspace: string): string | undefined => {
  const n = Number(workspace.replace(/\D/g, "")) % 3;
  if (n === 1) return `\${STATE_DATABASE_URL}?workspace=${workspace}&${LEASE}`;
  if (n === 2) return `s3://bucket/${workspace}?endpoint=\${STATE_S3_URL}&${LEASE}`;
  return undefined;
};

/** @param dir for what each keeps on its disk */
export async function startMachines(
  server: Postgres,
  at: { readonly database: string; readonly dir: string; readonly skews: readonly Skew[] },
): Promise<{ readonly machines: readonly Machine[]; close(): Promise<void> }> {
  const store = await startS3();
  const ways: Way[] = [];
  const way = async (port: number) => {
    const made = await startWay(port);
    ways.push(made);
    return made;
  };
  const machines: Machine[] = [];
  for (const [n, skew] of at.skews.entries()) {
    const queue = await way(server.port);
    const database = await way(server.port);
    const objects = await way(Number(new URL(store.url).port));
    machines.push({
      name: `machine ${n + 1}${skew && ` (${skew})`}`,
      env: {
        ...s3Env,
        ...clockEnv(skew),
        XDG_CACHE_HOME: path.join(at.dir, `machine-${n + 1}`),
        FLEET_DATABASE_URL: queue.through(at.database),
        STATE_DATABASE_URL: database.through(at.database),
        STATE_S3_URL: `http://127.0.0.1:${objects.port}`,
      },
      cut(peers, direction) {
        if (peers.includes("queue")) queue.cut(direction);
        if (peers.includes("state")) for (const one of [database, objects]) one.cut(direction);
      },
      heal() {
        for (const one of [queue, database, objects]) one.heal();
      },
    });
  }
  return {
    machines,
    async close() {
      for (const one of ways) await one.close();
      await store.close();
    },
  };
}

/** Only what people call the time differs: how fast a processor counts does not, and neither do files' times. */
const clockEnv = (skew: Skew): Record<string, string> =>
  skew === ""
    ? {}
    : {
        LD_PRELOAD: library,
        FAKETIME: skew,
        DONT_FAKE_MONOTONIC: "1",
        FAKETIME_DONT_FAKE_MONOTONIC: "1",
        NO_FAKE_STAT: "1",
      };
