import type { PageRow, SourceRow } from "../../ledger/ledger.ts";
import type { Strike } from "../plan/removals/removals.ts";

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
  const { untrustedListings = 0, ...rest } = row;
  const { documents, scope } = outcome;
  const at = afterLast(row, outcome.at);
  return {
    ...rest,
    scope,
    lastComplete: { at, documents },
    ...(untrustedListings > 1 ? { untrustedListings: untrustedListings - 1 } : {}),
  };
}

/**
 * A time for a page that is sent for the first time, or for a listing: never at or before the last listing that
 * was believed, even where the clock was set back meanwhile. What is new since then is told by it.
 */
export const afterLast = (row: Pick<SourceRow, "lastComplete"> | undefined, now: number): number =>
  Math.max(now, (row?.lastComplete?.at ?? 0) + 1);

/** A live page's row with one more strike against it. */
export const missedListing = (row: PageRow, { strikes, evidence }: Strike, at: number): PageRow => ({
  ...row,
  absence: { strikes, evidence, lastStrikeAt: at },
});

/** Whether a listed document had no page yet when the last listing was believed (`since`, epoch milliseconds). */
export const isFresh = (row: PageRow | undefined, since: number | undefined): boolean =>
  row === undefined || row.state === "deleted" || (since !== undefined && (row.firstSentAt ?? 0) > since);
