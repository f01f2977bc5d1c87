import type { Entry } from "./collection.ts";
import type { PreviewListing, Summary } from "./listing.ts";

/** Which documents are asked for. */
export interface Filter {
  /** Found in title, path or address; empty: all. */
  readonly text: string;
  /** Only documents with warnings, failures among them. */
  readonly warned: boolean;
}

export interface Row {
  readonly entry: Entry;
  /** Absent: not read yet, or nothing to read. */
  readonly summary?: Summary;
}

/** One list's worth of rows. */
export interface Rows {
  readonly rows: readonly Row[];
  /** Where the next list begins among all entries; undefined: this is the last. */
  readonly next: number | undefined;
  /** Where the list before begins (with a filter by warnings, the first list); undefined: this is the first. */
  readonly previous: number | undefined;
  /** Entries that fit the text; those with warnings among them are not counted ahead. */
  readonly matching: number;
  /** Time ran out before every row was read. */
  readonly unfinished: boolean;
}

export function matches(listing: PreviewListing, entry: Entry, text: string): boolean {
  if (text === "") return true;
  const known = listing.known(entry);
  const title = known?.kind === "read" ? known.title : entry.title;
  const url = entry.kind === "document" ? entry.url : undefined;
  return [entry.key, title, url].some((name) => name?.toLowerCase().includes(text.toLowerCase()));
}

/** Whether a row needs its author's attention. */
export function isWarned({ entry, summary }: Row): boolean {
  if (entry.kind !== "document") return entry.state === "unreadable";
  return summary?.kind === "failed" || (summary?.kind === "read" && summary.warnings > 0);
}

/**
 * Rows from an entry on, reading documents as far as needed and as time allows.
 * @param budgetMs how long reading may begin; documents under way then are waited for
 */
export async function rowsFrom(
  listing: PreviewListing,
  entries: readonly Entry[],
  from: number,
  filter: Filter,
  { maxRows, budgetMs }: { maxRows: number; budgetMs: number },
): Promise<Rows> {
  const end = performance.now() + budgetMs;
  const matching = entries.flatMap((entry, index) => (matches(listing, entry, filter.text) ? [index] : []));
  const rows: Row[] = [];
  let unfinished = false;
  const start = matching.findIndex((index) => index >= from);
  let at = start;
  for (; at >= 0 && at < matching.length && rows.length < maxRows; ) {
    const wanted = Math.min(filter.warned ? BATCH_SIZE : maxRows, matching.length - at);
    const some = await Promise.all(
      matching.slice(at, at + wanted).map((index) => rowOf(listing, entries[index], end)),
    );
    for (const row of some) {
      if (rows.length >= maxRows) break;
      at += 1;
      if (row && (!filter.warned || isWarned(row))) rows.push(row);
    }
    unfinished = some.some((row) => row?.entry.kind === "document" && row.summary === undefined);
    if (unfinished && filter.warned) break;
  }
  const next = at < 0 ? undefined : matching[at];
  const before = start < 0 ? matching.length : start;
  const previous = before === 0 ? undefined : filter.warned ? 0 : matching[Math.max(0, before - maxRows)];
  return {
    rows,
    matching: matching.length,
    unfinished,
    next,
    previous,
  };
}

const BATCH_SIZE = 8;

/** The next document in a direction that fits; undefined at the end. One that time does not allow to read fits. */
export async function neighbour(
  listing: PreviewListing,
  entries: readonly Entry[],
  from: number,
  step: 1 | -1,
  filter: Filter,
  budgetMs: number,
): Promise<Entry | undefined> {
  const end = performance.now() + budgetMs;
  for (let at = from + step; at >= 0 && at < entries.length; at += step) {
    const entry = entries[at];
    if (!entry || !matches(listing, entry, filter.text)) continue;
    if (!filter.warned) return entry;
    const row = await rowOf(listing, entry, end);
    if (!row || isWarned(row) || (entry.kind === "document" && row.summary === undefined)) return entry;
  }
  return undefined;
}

async function rowOf(
  listing: PreviewListing,
  entry: Entry | undefined,
  end: number,
): Promise<Row | undefined> {
  if (entry?.kind !== "document") return entry && { entry };
  const known = listing.known(entry);
  if (known) return { entry, summary: known };
  return listing.reading(async () => {
    if (performance.now() > end) return { entry };
    return { entry, summary: await listing.summary(entry) };
  });
}
