import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Fleet } from "../../src/fleet/file/types.ts";
import { installFleet, type OpenFleet, openFleet } from "../../src/fleet/open.ts";
import type { JobData } from "../../src/fleet/queue/names.ts";
import { noPostgres, type Postgres, startPostgres } from "./postgres.ts";

const log = { warn() {} };

const job = (workspace: string, pipeline: JobData["pipeline"] = "nightly"): JobData => ({
  workspace,
  pipeline,
  failed: 0,
});

describe.skipIf(noPostgres)(`jobs on PostgreSQL${noPostgres ? `: ${noPostgres}` : ""}`, () => {
  let server: Postgres;
  let fleet: OpenFleet;

  beforeAll(async () => {
    server = await startPostgres();
    const config: Fleet = {
      file: "/fleet.yaml",
      database: server.createDatabase(),
      schema: "fin_ingest",
      policy: { retries: 2, retryDelayS: 60, laterS: 300 },
      workspaces: [],
      secrets: [],
    };
    await installFleet(config, log);
    await installFleet(config, log);
    fleet = await openFleet(config, { isWorker: true, log });
  });
  afterAll(async () => {
    await fleet?.close();
    server?.remove();
  });

  it("keeps one job of a workspace, waiting or running, and lets others pass", async () => {
    expect(await fleet.jobs.enqueue(job("acme"))).toBe(true);
    expect(await fleet.jobs.enqueue(job("acme", "backfill"))).toBe(false);
    const [claim] = await fleet.jobs.claim(5, crypto.randomUUID());
    expect(claim?.data.workspace).toBe("acme");
    expect(await fleet.jobs.enqueue(job("acme"))).toBe(false);
    expect(await fleet.jobs.enqueue(job("beta"))).toBe(true);
    const [other] = await fleet.jobs.claim(5, crypto.randomUUID());
    expect(other?.data.workspace).toBe("beta");
    for (const one of [claim, other])
      if (one) expect(await fleet.jobs.settle(one, { kind: "done" })).toBe(true);
    expect(await fleet.jobs.enqueue(job("acme"))).toBe(true);
    const [again] = await fleet.jobs.claim(1, crypto.randomUUID());
    if (again) await fleet.jobs.settle(again, { kind: "done" });
  });

  it("gives a job whose worker is lost to another and takes no word of the first one", async () => {
    await fleet.jobs.enqueue(job("lost"));
    const [first] = await fleet.jobs.claim(1, crypto.randomUUID());
    if (!first) throw new Error("nothing was claimed");
    expect(await fleet.jobs.renew([first])).toEqual(new Set([first.id]));
    let second = (await fleet.jobs.claim(1, crypto.randomUUID()))[0];
    for (; !second; second = (await fleet.jobs.claim(1, crypto.randomUUID()))[0]) await sleep(100);
    expect(second).toMatchObject({ id: first.id, epoch: first.epoch + 1 });
    expect(await fleet.jobs.renew([first])).toEqual(new Set());
    expect(await fleet.jobs.settle(first, { kind: "done" })).toBe(false);
    expect(await fleet.jobs.renew([second])).toEqual(new Set([second.id]));
    expect(await fleet.jobs.settle(second, { kind: "done" })).toBe(true);
  });
});
