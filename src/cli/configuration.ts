import path from "node:path";
import picomatch from "picomatch";
import { connectors } from "../../connectors/index.ts";
import { customConnectors } from "../config/custom-connectors.ts";
import { suggest } from "../config/errors/suggest.ts";
import { loadConfig } from "../config/load.ts";
import type { Config, SourceConfig } from "../config/types.ts";
import { UsageError } from "./fail.ts";
import type { GlobalArguments } from "./global-options.ts";
import type { Cli } from "./verb.ts";

/** Reads the configuration; from here on none of its secrets is shown. */
export async function configuration(
  args: Pick<GlobalArguments, "config">,
  cli: Cli,
  intercom: "required" | "optional",
): Promise<Config> {
  const known = new Map([...connectors, ...(await customConnectors(args.config))]);
  const config = loadConfig(args.config, { intercom, env: cli.env, connectors: known });
  cli.terminal.conceal(config.secrets);
  return config;
}

/**
 * The sources that `--source` names, all when it names none.
 * @throws UsageError when a pattern fits no source; it lists those there are
 */
export function selectedSources(config: Config, patterns: readonly string[]): readonly SourceConfig[] {
  if (patterns.length === 0) return config.sources;
  const names = config.sources.map(({ name }) => name);
  const matchers = patterns.map((pattern) => picomatch(pattern));
  const idle = patterns.find((_, index) => !names.some((name) => matchers[index]?.(name)));
  if (idle !== undefined) {
    const meant = suggest(idle, names);
    throw new UsageError(
      `${path.basename(config.file)} has no source "${idle}"${meant ? `, did you mean "${meant}"?` : ""}`,
      names.length > 0 ? `Its sources: ${names.join(", ")}.` : "It has no sources yet.",
    );
  }
  return config.sources.filter(({ name }) => matchers.some((matches) => matches(name)));
}
