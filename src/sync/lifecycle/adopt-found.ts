import type { Config, SourceConfig } from "../../config/types.ts";
import { documentIdOf } from "../../ledger/external-ids.ts";
import type { Ledger, PageRow, SeenSet, SourceHistory } from "../../ledger/ledger.ts";
import { memoryLedger } from "../../ledger/sqlite.ts";
import type { RunContext } from "../context.ts";
import { type Enumeration, incompleteness } from "../list/enumeration.ts";
import { runElsewhere, sharing } from "./orphans.ts";
import { untrustedListings } from "./rebuild.ts";
import type { FoundPages } from "./search.ts";

/** What pages that the ledger does not know are, beside what the source lists. */
export type Ownership = "none" | "own" | "foreign" | "undecided";

/**
 * Whether pages under a source's Content Import Source are its own: most of their ids are ids that it lists. Pages of
 * another id scheme are somebody else's. A listing that is not complete may have named them, had it gone on.
 */
export function ownership({
  pages,
  listed,
  isComplete,
}: {
  pages: number;
  listed: number;
  isComplete: boolean;
}): Ownership {
  if (pages === 0) return "none";
  if (listed * 2 > pages) return "own";
  return isComplete ? "foreign" : "undecided";
}

/** External ids of foreign pages that the ledger keeps. */
const MAX_KEPT = 1_000;

/**
 * Enters into the ledger what Intercom has of a source that the ledger knew nothing of, where it is the source's own:
 * as a rebuild does, without fingerprints, and with removals off until two complete listings have passed. What is not
 * its own is kept by name alone: it is held and never touched.
 *
 * @returns the listing, which now knows that these documents have pages
 */
export function adoptFound(
  { ledger, config, clock, log }: Pick<RunContext, "ledger" | "config" | "clock" | "log">,
  source: SourceConfig,
  found: FoundPages,
  enumeration: Enumeration,
): Enumeration {
  const { name, url } = source;
  const { sourceId } = found;
  const at = clock.now();
  const rest = withoutForeign(ledger.sourceHistory(name));
  const unknown = unknownPages(ledger, name, found, enumeration.seen);
  const isComplete = incompleteness(enumeration, 0) === undefined;
  const others = sharing({ sources: () => [...ledger.sources(), { name, url, sourceId }] }, name);
  const former = others.filter((other) => isFormer(ledger, config, other.name));
  const is =
    former.length < others.length && unknown.pages > 0 ? "foreign" : ownership({ ...unknown, isComplete });
  const searched = is === "undecided" ? rest : { ...rest, searchedAt: at };
  if (is === "none") {
    ledger.putSourceHistory(name, searched);
    return enumeration;
  }
  if (is !== "own") {
    const foreign = { pages: unknown.pages - unknown.listed, externalIds: unknown.externalIds, held: true };
    ledger.putSourceHistory(name, { ...searched, foreign });
    return enumeration;
  }
  let adopted = 0;
  let documents = 0;
  for (const row of found.ledger.pages(name)) {
    if (isKnown(ledger, name, row)) continue;
    adopted += 1;
    if (enumeration.seen.has(row.externalId)) documents += 1;
    ledger.putPage(name, remembered(ledger, former, row) ?? row);
  }
  for (const other of former) ledger.forgetSource(other.name);
  ledger.putSource({ ...ledger.source(name), name, url, sourceId, untrustedListings });
  ledger.putSourceHistory(name, { ...searched, adoptedAt: at });
  log.warn(
    `${name}: this ledger did not know the source, and Intercom has ${adopted} pages of it: they are adopted, and nothing is removed before two complete listings`,
  );
  return { ...enumeration, fresh: Math.max(0, enumeration.fresh - documents) };
}

/** A source of the ledger that had these pages under a name that no configuration has any more. */
function isFormer(ledger: Ledger, config: Config, name: string): boolean {
  return (
    !config.sources.some((source) => source.name === name) && runElsewhere(ledger, config, name) === undefined
  );
}

/** What the ledger knew of a page under the source's former name, as long as it is what Intercom has. */
function remembered(
  ledger: Ledger,
  former: readonly { readonly name: string }[],
  found: PageRow,
): PageRow | undefined {
  for (const { name } of former) {
    const row = ledger.page(name, found.externalId);
    const { agent, copilot } = found.availability;
    const isSame =
      row?.intercomId === found.intercomId &&
      row?.state === found.state &&
      row.availability.agent === agent &&
      row.availability.copilot === copilot;
    if (row && isSame) return row;
  }
  return undefined;
}

interface Unknown {
  readonly pages: number;
  /** Pages whose documents the source lists. */
  readonly listed: number;
  /** The first ids that it does not list. */
  readonly externalIds: readonly string[];
}

function unknownPages(ledger: Ledger, name: string, found: FoundPages, seen: SeenSet): Unknown {
  let pages = 0;
  let listed = 0;
  const externalIds: string[] = [];
  for (const row of found.ledger.pages(name)) {
    if (isKnown(ledger, name, row)) continue;
    pages += 1;
    if (seen.has(documentIdOf(row.externalId) ?? row.externalId)) listed += 1;
    else if (externalIds.length < MAX_KEPT) externalIds.push(row.externalId);
  }
  return { pages, listed, externalIds };
}

/** A page whose upload was cut off is known, too. */
function isKnown(ledger: Ledger, name: string, { externalId }: PageRow): boolean {
  if (ledger.isIntended(name, externalId)) return true;
  const row = ledger.page(name, externalId);
  return row !== undefined && row.state !== "deleted";
}

const withoutForeign = ({ foreign: _, ...rest }: SourceHistory): SourceHistory => rest;

/**
 * A ledger of its own with what is known of one source, for a plan: what it adopts is forgotten afterwards. The caller
 * closes it.
 */
export async function scratchLedger(ledger: Ledger, name: string, sourceId: number): Promise<Ledger> {
  const scratch = await memoryLedger();
  for (const { externalId, what, at } of ledger.unresolved(name))
    await scratch.intend(name, externalId, what, at);
  for (const row of ledger.sources()) {
    scratch.putSource(row);
    scratch.putSourceHistory(row.name, ledger.sourceHistory(row.name));
    if (row.name !== name && row.sourceId !== sourceId) continue;
    for (const page of ledger.pages(row.name, { deleted: true })) scratch.putPage(row.name, page);
  }
  return { ...scratch, connectorCache: ledger.connectorCache };
}

/** The ids that a listing named, beside the pages of another ledger than that in which they are kept. */
export const seenIn = (ledger: Ledger, seen: SeenSet): SeenSet => ({
  add: seen.add,
  has: seen.has,
  get size() {
    return seen.size;
  },
  *absent(name) {
    for (const row of ledger.pages(name)) if (!seen.has(row.externalId)) yield row;
  },
  clear: seen.clear,
});
