import type { SourceConfig } from "../../config/types.ts";
import { toFailure } from "../../errors.ts";
import { sourceKey } from "../../intercom/sources.ts";
import type { Ledger } from "../../ledger/ledger.ts";
import { memoryLedger } from "../../ledger/sqlite.ts";
import type { RunContext } from "../context.ts";
import { type Counted, importSourcesByUrl, readLibrary } from "./rebuild.ts";

/** What is in Intercom under a source's Content Import Source. */
export interface FoundPages {
  readonly sourceId: number;
  /** Has a row for each page, under the source's name, and nothing else. */
  readonly ledger: Ledger;
}

/** Looks up sources that the ledger knows nothing of. */
export interface LibrarySearch {
  /** A plan looks on and changes nothing: neither the ledger, nor does it fail where Intercom does not answer. */
  readonly forPlan: boolean;
  /** Undefined when the ledger knows the source, or Intercom has no Content Import Source for it. */
  pagesOf(source: SourceConfig): Promise<FoundPages | undefined>;
  close(): void;
}

/**
 * Whether a ledger may have lost what it knew of a source: it has not seen a complete listing of it, and nobody has
 * asked Intercom yet. A rebuilt ledger has adopted what is there, and a source that is moved has what the other had.
 */
export function isUnknown(
  ledger: Pick<Ledger, "source" | "sourceHistory">,
  { name, movedFrom }: Pick<SourceConfig, "name" | "movedFrom">,
): boolean {
  if (movedFrom !== undefined && ledger.source(movedFrom) !== undefined) return false;
  const row = ledger.source(name);
  const isKnown = row?.lastComplete !== undefined || row?.untrustedListings !== undefined;
  return !isKnown && ledger.sourceHistory(name).searchedAt === undefined;
}

/** Reads Intercom's library once for all sources that are unknown, when the first of them is asked for. */
export function librarySearch(run: RunContext, { forPlan }: { forPlan: boolean }): LibrarySearch {
  let reading: Promise<Search | undefined> | undefined;
  let opened: Ledger | undefined;
  const unknown = () => run.sources.filter((source) => isUnknown(run.ledger, source));
  async function read(): Promise<Search | undefined> {
    if (run.config.intercom === undefined) {
      run.log.info("without a token, whether Intercom has pages of sources that are new here is not known");
      return undefined;
    }
    const wanted = unknown();
    const ids = await importSourcesByUrl(wanted, run);
    const sources = wanted.flatMap(({ name, url }): (Counted & { sourceId: number })[] => {
      const sourceId = ids.get(sourceKey(url));
      return sourceId === undefined ? [] : [{ name, sourceId, pages: 0, hidden: 0 }];
    });
    // What a first run sends and is cut off from is its own: the next run need not search for it.
    for (const { name, url } of forPlan ? [] : wanted)
      if (!ids.has(sourceKey(url)))
        run.ledger.putSourceHistory(name, {
          ...run.ledger.sourceHistory(name),
          searchedAt: run.clock.now(),
        });
    opened = await memoryLedger();
    const hint = "Run again when nobody else writes to the library.";
    if (sources.length > 0) await readLibrary(opened, sources, run, hint);
    return { ledger: opened, ids: new Map(sources.map(({ name, sourceId }) => [name, sourceId])) };
  }
  return {
    forPlan,
    async pagesOf(source) {
      const { name } = source;
      if (!reading && !isUnknown(run.ledger, source)) return undefined;
      reading ??= forPlan ? read().catch((error) => notAnswered(run, error)) : read();
      const found = await reading;
      const sourceId = found?.ids.get(name);
      return found === undefined || sourceId === undefined ? undefined : { sourceId, ledger: found.ledger };
    },
    close: () => opened?.close(),
  };
}

interface Search {
  readonly ledger: Ledger;
  /** Name → Content Import Source, for the sources that have one. */
  readonly ids: ReadonlyMap<string, number>;
}

function notAnswered({ log, signal }: RunContext, error: unknown): undefined {
  if (signal.aborted) throw error;
  const why = toFailure(error).message;
  log.warn(`Intercom could not be asked for pages of sources that are new here: ${why}`);
  log.warn("the plan takes it that there are none; the run itself asks again");
}
