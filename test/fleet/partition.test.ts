import { afterAll, beforeAll, describe, it } from "vitest";
import { systemClock } from "../../src/clock.ts";
import type { Fleet } from "../../src/fleet/file/types.ts";
import { installFleet, type OpenFleet, openFleet } from "../../src/fleet/open.ts";
import type { Ended } from "../../src/fleet/worker/verdict.ts";
import { work } from "../../src/fleet/worker/worker.ts";
import { type Cut, startWay } from "./partition.ts";
import { noPostgres, type Postgres, startPostgres } from "./postgres.ts";

const log = { debug() {}, info() {}, warn() {} };
const exited: Ended = { kind: "exited", code: 0 };
const policy = { retries: 5, retryDelayS: 1, laterS: 1 };

describe.skipIf(noPostgres)(`a worker cut off from PostgreSQL${noPostgres ? `: ${noPostgres}` : ""}`, () => {
  let server: Postgres;
  beforeAll(async () => {
    server = await startPostgres();
  });
  afterAll(() => server?.remove());

  /** A job, and workers of which those that are far reach the database by a way that can be cut. */
  async function startFleet() {
    const way = await startWay(server.port);
    const config: Fleet = {
      file: "/fleet.yaml",
      database: server.createDatabase(),
      schema: "fin_ingest",
      policy,
      workspaces: [{ name: "acme", config: "a.yaml", schedules: [] }],
      secrets: [],
    };
    await installFleet(config, log);
    const open = (database: string) => openFleet({ ...config, database }, { isWorker: true, log });
    const [near, far] = [await open(config.database), await open(way.through(config.database))];
    const ending = new AbortController();
    const workers: Promise<void>[] = [];
    const start = (fleet: OpenFleet, run: (lost: AbortSignal) => Promise<Ended>) => {
      const parts = { ...fleet, policy, clock: systemClock, log, statusOf: async () => undefined };
      const options = { concurrency: 1, once: false, signal: ending.signal };
      workers.push(work({ ...parts, run: (_, lost) => run(lost) }, options));
    };
    await near.jobs.enqueue({ workspace: "acme", pipeline: "nightly", failed: 0 });
    return {
      way,
      startNear: (run: (lost: AbortSignal) => Promise<Ended>) => start(near, run),
      startFar: (run: (lost: AbortSignal) => Promise<Ended>) => start(far, run),
      async end() {
        way.heal();
        ending.abort();
        await Promise.all(workers);
        await Promise.all([near.close(), far.close()]);
        await way.close();
      },
    };
  }

  // The `expect` of its own test: the one of all belongs to whichever of them began last, and to none once that has ended.
  it.concurrent.for<Cut>(["to the server", "from the server", "both"])(
    "%s: its run is ended before another worker begins it, and its late word does not count",
    async (direction, { expect }) => {
      const { way, startNear, startFar, end } = await startFleet();
      const order: string[] = [];
      let isCut = false;
      startFar(async (lost) => {
        way.cut(direction);
        isCut = true;
        await new Promise((resolve) => lost.addEventListener("abort", resolve, { once: true }));
        order.push("the first was ended");
        return exited;
      });
      await expect.poll(() => isCut).toBe(true);
      startNear(async () => {
        order.push("the second began");
        return exited;
      });
      await expect.poll(() => order).toContain("the second began");
      await end();
      expect(order).toEqual(["the first was ended", "the second began"]);
    },
  );

  it.concurrent.for<[string, RegExp]>([
    ["taking a job", /FOR UPDATE SKIP LOCKED/],
    ["telling a run's end", /FOR UPDATE\0/],
  ])("in the middle of %s, it keeps nobody from the job", async ([_, statement], { expect }) => {
    const { way, startNear, startFar, end } = await startFleet();
    const isCut = way.cutAfter(statement, "both");
    startFar(async () => exited);
    await isCut;
    let hasBegun = false;
    startNear(async () => {
      hasBegun = true;
      return exited;
    });
    await expect.poll(() => hasBegun).toBe(true);
    await end();
  });
});
