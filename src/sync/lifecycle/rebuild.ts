import { createHash } from "node:crypto";
import type { Clock } from "../../clock.ts";
import type { Config, SourceConfig } from "../../config/types.ts";
import { exitCode, FinIngestError } from "../../errors.ts";
import { sourceKey } from "../../intercom/sources.ts";
import type { ContentLibrary, ExternalPage } from "../../intercom/types.ts";
import { isStorable } from "../../ledger/external-ids.ts";
import { LedgerError } from "../../ledger/failures.ts";
import type { Ledger, SourceHistory, SourceRow } from "../../ledger/ledger.ts";
import type { Ledgers } from "../../ledger/stores/store.ts";
import type { Log } from "../../log/log.ts";
import { later } from "../times.ts";
import { adoptedRow } from "./adopt.ts";

/** How many pages of each source a rebuild adopted. */
export interface Rebuilt {
  readonly sources: readonly AdoptedSource[];
  /** Where the old ledger is kept; undefined when there was none. */
  readonly setAside: string | undefined;
}

export interface AdoptedSource {
  readonly name: string;
  readonly sourceId: number | null;
  readonly pages: number;
  readonly hidden: number;
}

export interface RebuildParts {
  readonly config: Pick<Config, "sources">;
  /** What this run may open and replace. */
  readonly ledgers: Ledgers;
  readonly library: Pick<ContentLibrary, "listSources" | "listPages" | "serverTime">;
  readonly clock: Clock;
  readonly signal: AbortSignal;
}

/** Complete listings before anything is removed again: what the lost ledger knew of absences is lost. */
export const untrustedListings = 2;

/** Listings read at most for two equal ones in a row. */
const MAX_LISTINGS = 5;

/**
 * Makes a new ledger from what is in Intercom and puts it in the place of the old one, which is kept aside. Until then
 * the old one is not touched. Only two equal complete listings in a row are believed, because pages that are added or
 * removed while a listing is read can push others out of it.
 *
 * Adopted pages carry no fingerprint, so the next run sends each of them once and recognises them afterwards.
 * A source that has no Content Import Source in Intercom is forgotten: the next run starts it anew.
 *
 * @throws FinIngestError when a source's URL names two Content Import Sources, or (exit code 5) when the library
 *   changes all the time
 */
export async function rebuildLedger(parts: RebuildParts): Promise<Rebuilt> {
  const known = await knownSources(parts.ledgers);
  const replacement = await parts.ledgers.replace();
  try {
    const sources = await adopt(replacement.ledger, parts, known);
    const setAside = await replacement.install(new Date(parts.clock.now()));
    return { sources, setAside };
  } catch (error) {
    replacement.discard();
    throw error;
  }
}

/**
 * The ledger of an unattended run: one that cannot be trusted is rebuilt on the spot, and removals stay off until
 * two complete listings have shown what is there.
 */
export async function openOrRebuild(parts: RebuildParts & { readonly log: Log }): Promise<Ledger> {
  const { ledgers } = parts;
  try {
    return await ledgers.checkout();
  } catch (error) {
    if (!(error instanceof LedgerError && error.rebuildable)) throw error;
    parts.log.warn(`${error.message}; it is rebuilt from what is in Intercom`);
    const { sources, setAside } = await rebuildLedger(parts);
    const pages = sources.reduce((sum, source) => sum + source.pages, 0);
    const kept = setAside === undefined ? "" : ` The old ledger is kept as ${setAside}.`;
    parts.log.warn(
      `the ledger was rebuilt with ${pages} pages; each is sent once more, and nothing is removed before two complete listings.${kept}`,
    );
    return ledgers.checkout();
  }
}

/** What the old ledger knows of a source that no listing says. */
interface KnownSource {
  readonly row: SourceRow;
  readonly history: SourceHistory;
}

/** What would be forgotten; sources that left the configuration above all. Nothing where the old ledger cannot be read. */
async function knownSources(ledgers: Ledgers): Promise<readonly KnownSource[]> {
  let old: Ledger | undefined;
  try {
    old = await ledgers.peek();
    const { sourceHistory } = old;
    return old.sources().map((row) => {
      const { adoptedAt: _, foreign: __, ...history } = sourceHistory(row.name);
      return { row, history };
    });
  } catch (error) {
    if (error instanceof FinIngestError) return [];
    throw error;
  } finally {
    old?.close();
  }
}

async function adopt(
  ledger: Ledger,
  parts: RebuildParts,
  known: readonly KnownSource[],
): Promise<readonly AdoptedSource[]> {
  const ids = await importSourcesByUrl(parts.config.sources, parts);
  const sources = parts.config.sources.map(({ name, url }) => {
    const sourceId = ids.get(sourceKey(url));
    if (sourceId !== undefined) ledger.putSource({ name, url, sourceId, untrustedListings });
    return { name, sourceId: sourceId ?? null, pages: 0, hidden: 0 };
  });
  const taken = new Set(ids.values());
  for (const { row, history } of known) {
    const { name, url, sourceId } = row;
    const isConfigured = sources.some((source) => source.name === name);
    if (isConfigured || !taken.has(sourceId)) ledger.putSourceHistory(name, history);
    if (isConfigured || taken.has(sourceId)) continue;
    ledger.putSource({ name, url, sourceId, untrustedListings });
    sources.push({ name, sourceId, pages: 0, hidden: 0 });
  }
  ledger.advance();
  if (sources.every(({ sourceId }) => sourceId === null)) return sources;
  const hint =
    "The old ledger stands as it was. Run `fin-ingest state rebuild` again when nobody else writes to the library.";
  await readLibrary(ledger, sources, parts, hint);
  return sources;
}

type LibraryParts = Omit<RebuildParts, "config" | "ledgers">;

/**
 * Enters every page of these sources into a ledger, each without a fingerprint, as two equal listings in a row show
 * them, and counts them.
 * @throws FinIngestError (exit code 5, with this hint) when the library changes all the time
 */
export async function readLibrary(
  ledger: Ledger,
  sources: readonly Counted[],
  parts: LibraryParts,
  hint: string,
): Promise<void> {
  let before: string | undefined;
  for (let listing = 1; listing <= MAX_LISTINGS; listing += 1) {
    for (const source of sources) {
      ledger.forgetPages(source.name);
      source.pages = 0;
      source.hidden = 0;
    }
    const found = await readListing(ledger, sources, parts);
    if (found === before) return;
    before = found;
  }
  throw new FinIngestError(
    `Intercom's library changes all the time: of ${MAX_LISTINGS} listings no two in a row were equal`,
    { hint, exitCode: exitCode.tryLater },
  );
}

/** A source whose pages are counted as they are read. */
export type Counted = { -readonly [Key in keyof AdoptedSource]: AdoptedSource[Key] };

/** Adopts every page of our sources. Gives a hash of them that does not depend on their order. */
async function readListing(
  ledger: Ledger,
  sources: readonly Counted[],
  parts: LibraryParts,
): Promise<string> {
  const digest = Buffer.alloc(32);
  for await (const page of parts.library.listPages(parts.signal)) {
    const into = sources.find(({ sourceId }) => sourceId === page.sourceId);
    if (!into) continue;
    const seen = identity(page);
    for (let at = 0; at < digest.length; at += 1) digest[at] = (digest[at] ?? 0) ^ (seen[at] ?? 0);
    into.pages += 1;
    if (!page.agent && !page.copilot) into.hidden += 1;
    // Somebody else's page: ours have ids that can be stored.
    if (!isStorable(page.externalId)) continue;
    ledger.putPage(into.name, adoptedRow(page, later(parts)));
  }
  return `${sources.map(({ pages }) => pages).join(" ")} ${digest.toString("hex")}`;
}

const identity = ({ id, sourceId, externalId, agent, copilot }: ExternalPage): Buffer =>
  createHash("sha256")
    .update(JSON.stringify([id, sourceId, externalId, agent, copilot]))
    .digest();

/** Source key → id of the Content Import Source, for those that are in Intercom. */
export async function importSourcesByUrl(
  sources: readonly Pick<SourceConfig, "url">[],
  { library, signal }: Pick<LibraryParts, "library" | "signal">,
): Promise<Map<string, number>> {
  const wanted = new Set(sources.map(({ url }) => sourceKey(url)));
  const ids = new Map<string, number>();
  for await (const { id, url, syncBehavior } of library.listSources(signal)) {
    const key = sourceKey(url);
    if (syncBehavior !== "api" || !wanted.has(key)) continue;
    const other = ids.get(key);
    if (other !== undefined) {
      throw new FinIngestError(`Intercom has two Content Import Sources for ${url}: ${other} and ${id}`, {
        hint: "Delete the one without your pages in Intercom (Fin AI Agent → Content), then run this again.",
      });
    }
    ids.set(key, id);
  }
  return ids;
}
