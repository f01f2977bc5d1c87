import { readFleet } from "../../fleet/status/read.ts";
import { fleetText } from "../../report/fleet.ts";
import { json } from "../../report/json.ts";
import type { Cli } from "../verb.ts";
import type { FleetArguments } from "../verbs/fleet.ts";
import { withFleet } from "./fleet-file.ts";

/** Shows the state of the fleet: as text, as JSON, or to a browser. */
export function fleetStatus(args: FleetArguments, cli: Cli): Promise<number> {
  return withFleet(
    args,
    cli,
    async ({ database }, fleet) => {
      const status = await readFleet(database, fleet);
      const { width, colours } = cli.terminal;
      await cli.terminal.result(args.json ? json(status) : fleetText(status, { width, colours }));
      return 0;
    },
    { statusTokens: args.serve },
  );
}
