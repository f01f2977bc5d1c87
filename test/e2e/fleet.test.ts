import { rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { FleetStatus } from "../../src/fleet/status/read.ts";
import { type CompanyFleet, startCompanyFleet } from "../fleet/company-fleet.ts";
import { noPostgres, type Postgres, startPostgres } from "../fleet/postgres.ts";

describe.skipIf(noPostgres)(`a fleet on PostgreSQL${noPostgres ? `: ${noPostgres}` : ""}`, () => {
  let server: Postgres;
  let fleet: CompanyFleet;

  beforeAll(async () => {
    server = await startPostgres();
    fleet = await startCompanyFleet(server, {
      workspaces: ["acme", "beta"],
      settings: 'schedules: [{cron: "15 2 * * *", timezone: Europe/Berlin}]\n',
    });
  });
  afterAll(async () => {
    await fleet?.close();
    server?.remove();
  });

  const status = async (): Promise<FleetStatus> =>
    JSON.parse((await fleet.run("fleet", "status", "--json")).stdout);

  it("runs what was asked for, retries what can go well, and gives up what cannot", async () => {
    const early = await fleet.run("fleet", "worker", "--once");
    expect(early.code).toBe(1);
    expect(early.stderr).toContain("fin-ingest fleet init");
    expect(await fleet.run("fleet", "init")).toMatchObject({ code: 0 });
    const scheduled = await fleet.run("fleet", "schedule");
    expect(scheduled).toMatchObject({ code: 0, stdout: "2 schedules of 2 workspaces.\n" });

    for (const name of ["acme", "beta"]) expect((await fleet.run("fleet", "run", name)).code).toBe(0);
    const twice = await fleet.run("fleet", "run", "acme");
    expect(twice.code).toBe(5);
    expect(twice.stderr).toContain("acme: nightly waits or runs already");

    // What only one of them reads stops that one alone, and is not tried again.
    rmSync(path.join(fleet.dir, "beta"), { recursive: true });
    writeFileSync(path.join(fleet.dir, "beta"), "a file where the folders were");
    const worked = await fleet.worker("--once").done;
    expect(worked.code, worked.stderr).toBe(0);
    expect(fleet.faults("acme")).toEqual([]);
    const { workspaces, queue, workers } = await status();
    expect(workers).toEqual([]);
    expect(queue).toMatchObject({ running: 0, due: 0 });
    expect(workspaces.map(({ name, state }) => [name, state])).toEqual([
      ["acme", "idle"],
      ["beta", expect.stringMatching(/later|dead/)],
    ]);
    const [acme] = workspaces;
    expect(acme).toMatchObject({
      live: 3,
      holds: 0,
      sources: 1,
      lastRun: { exitCode: 0, pipeline: "nightly" },
    });
    expect(acme?.knowledgeFrom).toBe(acme?.knowledgeFrom && new Date(acme.knowledgeFrom).toISOString());
    expect(new Date(acme?.nextRun?.at ?? 0).getUTCMinutes()).toBe(15);
  });
});
