import { namesSource } from "../../config/names-source.ts";
import type { Config, SourceConfig } from "../../config/types.ts";
import type { Ledger, PageRow, SourceRow } from "../../ledger/ledger.ts";
import type { Hold } from "../changes.ts";
import type { RunContext } from "../context.ts";

/** The rule that holds what the ledger knows and no configuration names. */
export const orphanRule = "orphaned-source";

/** A source that the ledger knows and no configuration names; it is not updated, and its pages still answer. */
export interface Orphan {
  readonly name: string;
  readonly sourceId: number;
  readonly live: number;
  readonly hidden: number;
}

type Known = Pick<Ledger, "sources" | "sourceHistory" | "countPages" | "page" | "pages">;

/** External ids that a hold names. */
const MAX_NAMED = 1_000;

/**
 * The sources that left the configuration and still have pages. A source is not an orphan while the configuration file
 * that ran it last names it: two configurations may share a state folder. What is retired, and what another source
 * moves from, is not one either. Which sources `--source` selects does not matter.
 *
 * @param names whether a configuration file is there and names a source
 */
export function orphansOf(
  ledger: Known,
  config: Pick<Config, "file" | "sources">,
  names: typeof namesSource = namesSource,
): Orphan[] {
  const claimed = new Set(config.sources.flatMap(({ name, movedFrom }) => [name, movedFrom]));
  return ledger.sources().flatMap(({ name, sourceId }) => {
    if (claimed.has(name)) return [];
    const { retiredAt } = ledger.sourceHistory(name);
    if (retiredAt !== undefined || runElsewhere(ledger, config, name, names) !== undefined) return [];
    const { live, hidden } = countOwn(ledger, name);
    return live + hidden > 0 ? [{ name, sourceId, live, hidden }] : [];
  });
}

/** The other configuration file that runs this source, if there is one. */
export function runElsewhere(
  ledger: Pick<Ledger, "sourceHistory">,
  { file }: Pick<Config, "file">,
  name: string,
  names: typeof namesSource = namesSource,
): string | undefined {
  const { configFile } = ledger.sourceHistory(name);
  return configFile !== undefined && configFile !== file && names(configFile, name) ? configFile : undefined;
}

/** What an orphan is reported as, on every run. */
export function orphanHold(ledger: Known, { name, live, hidden }: Orphan): Hold {
  const pages = live === 1 ? "1 page" : `${live} pages`;
  const answer = live === 1 ? "still answers" : "still answer";
  const also = hidden > 0 ? ` (and ${hidden} hidden)` : "";
  const externalIds: string[] = [];
  for (const { externalId, state } of ownPages(ledger, name)) {
    if (externalIds.length >= MAX_NAMED) break;
    if (state === "live") externalIds.push(externalId);
  }
  return {
    rule: orphanRule,
    message: `No configuration names ${name} any more, and ${pages}${also} ${answer}: nothing updates or removes them.`,
    resolve: `Hide and then delete them with \`fin-ingest retire ${name}\`, give them to the source that replaces it with \`moved_from: ${name}\`, or put the source back.`,
    externalIds,
  };
}

/**
 * The pages, not deleted, that are this source's alone. Another source of the ledger may have the same Content Import
 * Source after a change of names: a page that it knows by the same id is that source's.
 */
export function* ownPages(ledger: Omit<Known, "countPages">, name: string): Generator<PageRow> {
  const others = sharing(ledger, name);
  for (const row of ledger.pages(name)) {
    const isShared = others.some((other) => {
      const theirs = ledger.page(other.name, row.externalId);
      return theirs !== undefined && theirs.state !== "deleted" && theirs.intercomId === row.intercomId;
    });
    if (!isShared) yield row;
  }
}

/** Other sources of the ledger with the same Content Import Source. */
export function sharing(ledger: Pick<Ledger, "sources">, name: string): readonly SourceRow[] {
  const sources = ledger.sources();
  const own = sources.find((source) => source.name === name);
  return sources.filter((source) => source.name !== name && source.sourceId === own?.sourceId);
}

function countOwn(ledger: Known, name: string): { live: number; hidden: number } {
  if (sharing(ledger, name).length === 0) return ledger.countPages(name);
  const counts = { live: 0, hidden: 0 };
  for (const { state } of ownPages(ledger, name)) if (state !== "deleted") counts[state] += 1;
  return counts;
}

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
