import { existsSync, renameSync } from "node:fs";
import path from "node:path";
import type { SourceConfig } from "../../config/types.ts";
import { exitCode, FinIngestError } from "../../errors.ts";
import { sourceKey } from "../../intercom/sources.ts";
import type { Ledger, SourceRow } from "../../ledger/ledger.ts";
import type { RunContext } from "../context.ts";
import { runElsewhere } from "./orphans.ts";

/**
 * The name whose pages go on under this source's: that of `moved_from`, as long as the ledger still knows it.
 * @throws FinIngestError (usage) when this source has pages under another Content Import Source already, or another
 *   configuration still runs that name
 */
export function moveDue(
  { ledger, config }: Pick<RunContext, "ledger" | "config">,
  { name, movedFrom }: SourceConfig,
): string | undefined {
  const from = movedFrom === undefined ? undefined : ledger.source(movedFrom);
  if (from === undefined) return undefined;
  const elsewhere = runElsewhere(ledger, config, from.name);
  if (elsewhere !== undefined)
    throw new FinIngestError(`source ${name} cannot take over ${from.name}: ${elsewhere} still names it`, {
      hint: `Take ${from.name} out of that configuration first.`,
      exitCode: exitCode.usage,
    });
  const own = ledger.source(name);
  if (own === undefined || own.sourceId === from.sourceId) return from.name;
  const { live, hidden } = ledger.countPages(name);
  if (live + hidden === 0) return from.name;
  throw new FinIngestError(
    `source ${name} cannot take over ${from.name}: it has ${live + hidden} pages of its own under another Content Import Source`,
    {
      hint: `End the old one with \`fin-ingest retire ${from.name}\`, and take moved_from out.`,
      exitCode: exitCode.usage,
    },
  );
}

/**
 * Gives everything of the old name to this source: pages, Intercom's ids, the Content Import Source, caches. Nothing is
 * written to Intercom, unless the source's url is another: then the Content Import Source gets it.
 * @throws FinIngestError as `moveDue`, or what Intercom answers
 */
export async function moveSource(run: RunContext, source: SourceConfig): Promise<void> {
  const from = moveDue(run, source);
  if (from === undefined) return;
  const { ledger, library, log } = run;
  const { name, url } = source;
  const own = ledger.source(name);
  const before = ledger.source(from);
  // In this order each step can be repeated: whatever was cut off, the next run goes on with it.
  if (before !== undefined && sourceKey(before.url) !== sourceKey(url)) {
    // Like a page, it is not written once another run may have begun.
    await ledger.flush();
    await library.updateSource(before.sourceId, { url }, run.signal);
    ledger.putSource({ ...before, url });
  }
  // An empty row of its own would otherwise stay in the place of the one that has the pages.
  if (own !== undefined && own.sourceId !== before?.sourceId) ledger.forgetSource(name);
  ledger.renameSource(from, name);
  moveCache(run, from, name);
  const { live, hidden } = ledger.countPages(name);
  log.info(`${name}: takes over ${live + hidden} pages of ${from}`);
}

/** Copies of repositories and pages read: they can be read again, so a failure costs time alone. */
function moveCache({ config, log }: RunContext, from: string, to: string): void {
  const folder = (name: string) => path.join(config.stateDir, "cache", name);
  if (!existsSync(folder(from)) || existsSync(folder(to))) return;
  try {
    renameSync(folder(from), folder(to));
  } catch (error) {
    log.warn(`${to}: the cache of ${from} could not be moved; what it held is read again`, {
      error: String(error),
    });
  }
}

/** The ledger as it is after the move, for a plan, which changes nothing: everything of the source is read under `from`. */
export function readingAs(
  ledger: Ledger,
  from: string,
  { name: to, url }: Pick<SourceConfig, "name" | "url">,
): Ledger {
  const under = (name: string) => (name === to ? from : name);
  const moved = (row: SourceRow | undefined) => row && { ...row, name: to, url };
  return {
    ...ledger,
    source: (name) => (name === to ? moved(ledger.source(from)) : ledger.source(name)),
    sourceHistory: (name) => ledger.sourceHistory(under(name)),
    pageHistory: (name, externalId) => ledger.pageHistory(under(name), externalId),
    page: (name, externalId) => ledger.page(under(name), externalId),
    pages: (name, options) => ledger.pages(under(name), options),
    parts: (name, externalId) => ledger.parts(under(name), externalId),
    countBody: (name, bodyHash, title) => ledger.countBody(under(name), bodyHash, title),
    countSince: (name, time) => ledger.countSince(under(name), time),
    countPages: (name) => ledger.countPages(under(name)),
    isIntended: (name, externalId) => ledger.isIntended(under(name), externalId),
    unresolved: (name) => ledger.unresolved(under(name)),
    unchangedListing: (name) => ledger.unchangedListing(under(name)),
    connectorCache: (name) => ledger.connectorCache(under(name)),
    openBackfill: (name) => ledger.openBackfill(under(name)),
    seenSet() {
      const set = ledger.seenSet();
      return {
        add: set.add,
        has: set.has,
        get size() {
          return set.size;
        },
        absent: (name) => set.absent(under(name)),
        clear: set.clear,
      };
    },
  };
}
