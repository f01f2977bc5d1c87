import type { AbsenceRecord, PageRow, SourceRow } from "../../ledger/ledger.ts";

/** What a run learned from a source's listing, once everything was carried out. */
export interface ListingOutcome {
  /** It was read to its end, without a gap and uncut. */
  readonly complete: boolean;
  /** No rule doubts it (`RemovalPlan.believed`). */
  readonly believed: boolean;
  readonly documents: number;
  readonly scope: string;
  /** Epoch milliseconds. */
  readonly at: number;
}

/** The source's row after a listing: only one that is complete and believed becomes the measure of the next. */
export function afterListing(row: SourceRow, outcome: ListingOutcome): SourceRow {
  if (!outcome.complete || !outcome.believed) return row;
  const { untrustedListings = 0 } = row;
  const { documents, scope } = outcome;
  const at = afterLast(row, outcome.at);
  return {
    ...row,
    scope,
    lastComplete: { at, documents },
    untrustedListings: untrustedListings > 1 ? untrustedListings - 1 : undefined,
  };
}

/**
 * A time for a page that is sent for the first time, or for a listing: always after the last listing that was
 * believed, even where the clock was set back meanwhile. By it a page counts as new since that listing.
 */
export const afterLast = (row: Pick<SourceRow, "lastComplete"> | undefined, now: number): number =>
  Math.max(now, (row?.lastComplete?.at ?? 0) + 1);

/** A live page's row after a listing that should have named it and did not. */
export const missedListing = (
  row: PageRow,
  { missedListings, evidence }: Pick<AbsenceRecord, "missedListings" | "evidence">,
  at: number,
): PageRow => ({ ...row, absence: { missedListings, evidence, lastMissedAt: at } });
