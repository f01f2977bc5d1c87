import type { SourceConfig } from "../../config/types.ts";
import type { Io } from "../../connector-kit/io.ts";
import type { ListingEntry } from "../../connector-kit/listing.ts";
import { toFailure } from "../../errors.ts";
import type { CheckedListing } from "./check-rules.ts";
import { KnownNames } from "./nearest.ts";
import { ruleCounter } from "./rules.ts";

/**
 * Reads a listing for what a source's rules and patterns select of it, and for nothing else: no ledger, no document is
 * loaded. A listing that breaks off proves nothing.
 */
export async function countSelected(
  source: SourceConfig,
  io: Io,
  list: (io: Io) => AsyncIterable<ListingEntry>,
): Promise<CheckedListing> {
  const counter = ruleCounter(source);
  const names = new KnownNames();
  const patterns = new Map<string, number>();
  const seen = new Set<string>();
  let unproved: string | undefined;
  let total: number | undefined;
  try {
    for await (const entry of list({ ...io, selected: (place, count) => void patterns.set(place, count) })) {
      io.signal.throwIfAborted();
      if (entry.kind === "total") total = entry.documents;
      else if (entry.kind === "gap") unproved ??= `${entry.part}: ${entry.reason}`;
      else if (entry.kind !== "gone") {
        seen.add(entry.externalId);
        counter.add(entry, entry.kind === "document");
        if (entry.kind === "document") names.add(entry);
      }
    }
  } catch (error) {
    unproved = `the listing broke off: ${toFailure(error).message}`;
  }
  if (total !== undefined && total !== seen.size)
    unproved ??= `the source says that it has ${total} documents, and ${seen.size} were listed`;
  if (seen.size === 0) unproved ??= "it has no document";
  return { selected: { rules: counter.counts, patterns, names }, unproved };
}
