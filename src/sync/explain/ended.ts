import type { Config, SourceConfig } from "../../config/types.ts";
import type { Ledger } from "../../ledger/ledger.ts";
import { runElsewhere } from "../lifecycle/orphans.ts";
import { DEFAULT_GRACE_MS } from "../lifecycle/retired.ts";
import { lastOf } from "../run-summary.ts";
import type { Explanation } from "./explanation.ts";

/** A source with pages that left the configuration. */
export interface EndedSource extends Pick<SourceConfig, "name" | "removals"> {
  /** It was retired: the runs hide its pages and delete them. Else it is an orphan, and nothing is done. */
  readonly isRetired: boolean;
}

/** The sources that the ledger knows and nothing runs; not those that another configuration or `moved_from` names. */
export function endedSources(ledger: Ledger, config: Pick<Config, "file" | "sources">): EndedSource[] {
  const claimed = new Set(config.sources.flatMap(({ name, movedFrom }) => [name, movedFrom]));
  return ledger.sources().flatMap(({ name }) => {
    if (claimed.has(name) || runElsewhere(ledger, config, name) !== undefined) return [];
    const { retiredAt, graceMs = DEFAULT_GRACE_MS } = ledger.sourceHistory(name);
    const isRetired = retiredAt !== undefined;
    return [{ name, isRetired, removals: { mode: isRetired ? "sync" : "keep", graceMs } }];
  });
}

/** Runs that are searched for the last one of a source. */
const SEARCHED_RUNS = 100;

/** What the last run of a source held of certain pages. */
export const lastHoldsOf = (
  ledger: Ledger,
  source: string,
  concerns: (externalId: string) => boolean,
): Explanation["holds"] =>
  (lastOf(ledger.runs(SEARCHED_RUNS), source)?.holds ?? [])
    .filter(({ externalIds }) => externalIds.some(concerns))
    .map((hold) => ({ ...hold, by: "last run" }));
