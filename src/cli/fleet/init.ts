import { existsSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { fleetTemplate } from "../../fleet/file/template.ts";
import { installFleet } from "../../fleet/open.ts";
import { putSchedules } from "../../fleet/schedule/due.ts";
import { json } from "../../report/json.ts";
import { count } from "../../report/numbers.ts";
import type { GlobalArguments } from "../global-options.ts";
import { logFor } from "../run-context.ts";
import type { Cli } from "../verb.ts";
import { fleetFile, readFleetFile, withFleet } from "./fleet-file.ts";

/** Writes a fleet file where there is none; otherwise makes what the fleet needs in its database. */
export async function initFleet(args: GlobalArguments, cli: Cli): Promise<number> {
  const file = fleetFile(args);
  const { terminal } = cli;
  if (!existsSync(file)) {
    await writeFile(file, fleetTemplate, { flag: "wx" });
    const next = `wrote ${file}\n\nNext: edit it, set FLEET_DATABASE_URL, and call fin-ingest fleet init again.\n`;
    await terminal.result(args.json ? json({ wrote: file, schema: null }) : args.quiet ? "" : next);
    return 0;
  }
  const fleet = readFleetFile(args, cli);
  await installFleet(fleet, await logFor(args, cli));
  const next = `The tables of the fleet are there.\n\nNext: fin-ingest fleet schedule, then fin-ingest fleet worker on each machine.\n`;
  await terminal.result(args.json ? json({ wrote: null, schema: fleet.schema }) : args.quiet ? "" : next);
  return 0;
}

/** Enters the schedules of the fleet file into the database. */
export function scheduleFleet(args: GlobalArguments, cli: Cli): Promise<number> {
  return withFleet(args, cli, async ({ database }, fleet) => {
    const put = await putSchedules(database, fleet);
    const left = put.removed > 0 ? `; ${count(put.removed, "schedule")} left` : "";
    const told = `${count(put.count, "schedule")} of ${count(fleet.workspaces.length, "workspace")}${left}.\n`;
    await cli.terminal.result(
      args.json ? json({ workspaces: fleet.workspaces.length, ...put }) : args.quiet ? "" : told,
    );
    return 0;
  });
}
