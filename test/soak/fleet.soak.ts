import { afterAll, beforeAll, describe, it } from "vitest";
import { noPostgres, type Postgres, startPostgres } from "../fleet/postgres.ts";
import { noSkew } from "./fleet-machines.ts";
import { fleetSoak } from "./fleet-soak.ts";
import { scaled } from "./kit.ts";

describe.skipIf(noPostgres)(`a fleet${noPostgres ? `: ${noPostgres}` : ""}`, () => {
  let server: Postgres;
  beforeAll(async () => {
    server = await startPostgres();
  });
  afterAll(() => server?.remove());

  it("3 workers, 20 workspaces of 3 sources: killed at drawn requests, paused past the lease, without a database", () =>
    fleetSoak(server, {
      name: "fleet",
      workspaces: 20,
      skews: ["", "", ""],
      actions: {
        "kill worker": scaled(160, 3),
        "kill run": scaled(40, 1),
        "pause worker and run": scaled(12, 1),
      },
      restarts: scaled(8, 1),
    }));

  it("cut off from the database and the object store, for less than a lease and for longer", () =>
    fleetSoak(server, {
      name: "fleet, cut off",
      workspaces: 12,
      skews: ["", "", ""],
      actions: { "cut off": scaled(40, 6), "kill worker": scaled(10, 1) },
      restarts: 0,
    }));

  it.skipIf(noSkew)(
    `on machines whose clocks differ by a day and an hour, and drift${noSkew ? `: ${noSkew}` : ""}`,
    () =>
      fleetSoak(server, {
        name: "fleet, clocks",
        workspaces: 12,
        skews: ["+1d", "-1h x1.02", ""],
        actions: {
          "kill worker": scaled(20, 2),
          "kill run": scaled(10, 1),
          "pause worker and run": scaled(4, 1),
        },
        restarts: 0,
        schedules: true,
      }),
  );
});
