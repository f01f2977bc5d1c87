import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { systemClock } from "../../src/clock.ts";
import type { Fleet } from "../../src/fleet/file/types.ts";
import { installFleet, openFleet } from "../../src/fleet/open.ts";
import { enqueueDue, putSchedules } from "../../src/fleet/schedule/due.ts";
import { readFleet } from "../../src/fleet/status/read.ts";
import { work } from "../../src/fleet/worker/worker.ts";
import { noPostgres, type Postgres, startPostgres } from "../fleet/postgres.ts";
import { fleetOf, headline, jobCounts } from "./fleet-kit.ts";
import { scaled } from "./kit.ts";

const WORKSPACES = 1_000;
const log = { debug() {}, info() {}, warn: (message: string) => process.stderr.write(`${message}\n`) };

describe.skipIf(noPostgres)(`the queue alone${noPostgres ? `: ${noPostgres}` : ""}`, () => {
  let server: Postgres;
  beforeAll(async () => {
    // As it is installed: commits reach the disk.
    server = await startPostgres({ fsync: "on" });
  });
  afterAll(() => server?.remove());

  it("1,000 workspaces scheduled, 10,000 jobs drained", async () => {
    const jobs = scaled(10_000, WORKSPACES);
    const schedules = [{ cron: "15 2 * * *", timezone: "Europe/Berlin", pipeline: "nightly" }] as const;
    const fleet: Fleet = {
      ...fleetOf(server.createDatabase()),
      workspaces: Array.from({ length: WORKSPACES }, (_, n) => ({
        name: `ws-${n}`,
        config: "c.yaml",
        schedules,
      })),
    };
    await installFleet(fleet, log);
    const open = await openFleet(fleet, { isWorker: true, log, connections: 12 });
    const spent = { schedule: 0, enqueue: 0, drain: 0, status: 0 };
    const timed = async <T>(what: keyof typeof spent, act: () => Promise<T>): Promise<T> => {
      const from = performance.now();
      const result = await act();
      spent[what] += performance.now() - from;
      return result;
    };
    const ran = new Map<string, number>();
    try {
      const put = await timed("schedule", () => putSchedules(open.database, fleet));
      expect(put.count).toBe(WORKSPACES);
      for (let done = 0; done < jobs; done += WORKSPACES) {
        await open.database.query(
          "UPDATE fin_ingest_fleet.schedule SET next_at = now() - interval '1 minute'",
        );
        const due = await timed("enqueue", () => enqueueDue(open.database, fleet, open.jobs));
        expect(due.length).toBe(WORKSPACES);
        expect((await enqueueDue(open.database, fleet, open.jobs)).length).toBe(0);
        const parts = {
          ...open,
          policy: fleet.policy,
          clock: systemClock,
          log,
          run: async ({ workspace }: { workspace: string }) => {
            ran.set(workspace, (ran.get(workspace) ?? 0) + 1);
            return { kind: "exited", code: 0 } as const;
          },
          statusOf: async () => undefined,
        };
        const options = { concurrency: 8, once: true, signal: new AbortController().signal };
        await timed("drain", () => work(parts, options));
      }
      await timed("status", () => readFleet(open.database, fleet));
      const total = [...ran.values()].reduce((sum, times) => sum + times, 0);
      const each = (spent.enqueue + spent.drain) / total;
      console.log(
        `${headline("fleet-scale", 0)}: pg-boss ${open.engine.major}, ${WORKSPACES} workspaces scheduled in ${Math.round(spent.schedule)} ms, ${total} jobs: ` +
          `put into the queue ${(spent.enqueue / total).toFixed(1)} ms, taken and settled ${(spent.drain / total).toFixed(1)} ms each; ` +
          `status of all ${Math.round(spent.status)} ms`,
      );
      expect(total).toBe(jobs);
      expect(new Set(ran.values())).toEqual(new Set([jobs / WORKSPACES]));
      expect(await jobCounts(open)).toEqual({ waiting: 0, dead: 0 });
      expect(each).toBeLessThan(20);
    } finally {
      await open.close();
    }
  });
});
