import path from "node:path";
import picomatch from "picomatch";
import { connectors } from "../../connectors/index.ts";
import { customConnectors } from "../config/custom-connectors.ts";
import { suggest } from "../config/errors/suggest.ts";
import { type LoadOptions, loadConfig } from "../config/load.ts";
import { withDotenv } from "../config/read/dotenv.ts";
import type { Config, SourceConfig } from "../config/types.ts";
import { configFile } from "./config-file.ts";
import { UsageError } from "./fail.ts";
import type { GlobalArguments } from "./global-options.ts";
import type { Cli } from "./verb.ts";

/**
 * Reads the configuration; of sources that `--source` leaves out no secret is needed. From here on its secrets are masked in all output.
 */
export async function configuration(
  args: Pick<GlobalArguments, "config"> & Partial<Pick<GlobalArguments, "source" | "env">>,
  cli: Cli,
  intercom: "required" | "optional",
  needed: LoadOptions["needed"] = named(args.source ?? []),
): Promise<Config> {
  const file = configFile(args.config);
  if (file !== args.config) cli.terminal.note(`using ${file}`);
  const known = new Map([...connectors, ...(await customConnectors(file, args.env))]);
  const config = loadConfig(file, {
    intercom,
    env: withDotenv(cli.env, path.dirname(file)),
    connectors: known,
    needed,
    environment: args.env,
  });
  cli.terminal.mask(config.secrets);
  return config;
}

/** Sources by the globs of `--source`; undefined, which means all, without them. */
function named(patterns: readonly string[]): LoadOptions["needed"] {
  if (patterns.length === 0) return undefined;
  return ({ name }) => picomatch.isMatch(name, [...patterns]);
}

/**
 * The sources that `--source` selects; all of them without the flag.
 * @throws UsageError when a pattern matches no source; it lists the names
 */
export function selectedSources(config: Config, patterns: readonly string[]): readonly SourceConfig[] {
  if (patterns.length === 0) return config.sources;
  const names = config.sources.map(({ name }) => name);
  const matchers = patterns.map((pattern) => picomatch(pattern));
  const unmatched = patterns.find((_, index) => !names.some((name) => matchers[index]?.(name)));
  if (unmatched !== undefined) {
    const meant = suggest(unmatched, names);
    throw new UsageError(
      `${path.basename(config.file)} has no source "${unmatched}"${meant ? `, did you mean "${meant}"?` : ""}`,
      names.length > 0 ? `Its sources: ${names.join(", ")}.` : "It has no sources yet.",
    );
  }
  return config.sources.filter(({ name }) => matchers.some((matches) => matches(name)));
}
