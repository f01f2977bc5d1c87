import path from "node:path";
import { withDotenv } from "../../config/read/dotenv.ts";
import type { Env } from "../../config/read/env.ts";
import { type FleetNeeds, loadFleet } from "../../fleet/file/load.ts";
import type { Fleet } from "../../fleet/file/types.ts";
import { type OpenFleet, type OpenOptions, openFleet } from "../../fleet/open.ts";
import type { GlobalArguments } from "../global-options.ts";
import { globalOptions } from "../global-options.ts";
import { logFor } from "../run-context.ts";
import type { Cli } from "../verb.ts";

/** The fleet file that `-c` names; without the flag `fleet.yaml` here. */
export const fleetFile = ({ config }: Pick<GlobalArguments, "config">): string =>
  config === globalOptions.config.default ? "fleet.yaml" : config;

/** The environment that the fleet file's references are filled from: with what a `.env` beside it adds. */
export const fleetEnv = (file: string, { env }: Pick<Cli, "env">): Env => withDotenv(env, path.dirname(file));

/** Reads the fleet file. From here on its secrets are masked in all output. */
export function readFleetFile(args: GlobalArguments, cli: Cli, needs?: FleetNeeds): Fleet {
  const file = fleetFile(args);
  const fleet = loadFleet(file, fleetEnv(file, cli), needs);
  cli.terminal.mask(fleet.secrets);
  return fleet;
}

/** Gives an open fleet to `work` and closes it, whatever happens. */
export async function withFleet<T>(
  args: GlobalArguments,
  cli: Cli,
  work: (open: OpenFleet, fleet: Fleet) => Promise<T>,
  options: Partial<Pick<OpenOptions, "isWorker" | "connections">> & FleetNeeds = {},
): Promise<T> {
  const { statusTokens = false, isWorker = false, connections } = options;
  const fleet = readFleetFile(args, cli, { statusTokens });
  const log = await logFor(args, cli);
  const open = await openFleet(fleet, { isWorker, log, ...(connections !== undefined && { connections }) });
  try {
    return await work(open, fleet);
  } finally {
    await open.close();
  }
}
