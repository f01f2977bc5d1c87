import { readFleet } from "../../fleet/status/read.ts";
import { fleetText } from "../../report/fleet.ts";
import { json } from "../../report/json.ts";
import { serveUntilStopped } from "../until-stopped.ts";
import { wholeNumber } from "../values.ts";
import type { Cli } from "../verb.ts";
import type { FleetArguments } from "../verbs/fleet.ts";
import { withFleet } from "./fleet-file.ts";

/** Shows the state of the fleet: as text, as JSON, or to a browser. */
export function fleetStatus(args: FleetArguments, cli: Cli): Promise<number> {
  return withFleet(
    args,
    cli,
    async ({ database, workspaces }, fleet) => {
      if (args.serve) {
        const { serveFleet } = await import("../../fleet/status/server.ts");
        const port = args.port === undefined ? 0 : wholeNumber("--port", args.port, 0);
        const server = await serveFleet({
          workspaces: fleet.workspaces,
          read: () => readFleet(database, fleet),
          keptOf: (name) => workspaces.kept(name, database.query),
          port,
          redact: (text) => cli.terminal.redact(text),
        });
        const welcome = `The fleet, at ${server.url}\nThe address holds a token: it is for you alone. It ends with Ctrl-C.\n`;
        return serveUntilStopped(server, welcome, args, cli);
      }
      const status = await readFleet(database, fleet);
      const { width, colours } = cli.terminal;
      await cli.terminal.result(args.json ? json(status) : fleetText(status, { width, colours }));
      return 0;
    },
    { statusTokens: args.serve },
  );
}
