import type { SourceConfig } from "../../config/types.ts";
import type { RunContext } from "../context.ts";

/**
 * Notes which configuration file runs a source, and how long its hidden pages wait: what is needed once no
 * configuration names it. A retired source that runs again is in use again.
 */
export function noteRun(
  { ledger, config }: Pick<RunContext, "ledger" | "config">,
  { name, removals }: Pick<SourceConfig, "name" | "removals">,
): void {
  const { retiredAt, ...rest } = ledger.sourceHistory(name);
  const now = { configFile: config.file, graceMs: removals.graceMs };
  const isNoted =
    retiredAt === undefined && rest.configFile === now.configFile && rest.graceMs === now.graceMs;
  if (!isNoted) ledger.putSourceHistory(name, { ...rest, ...now });
}
