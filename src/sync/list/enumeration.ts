import type { Gap, Listed, ListingEntry } from "../../connector-kit/listing.ts";
import { toFailure } from "../../errors.ts";
import type { PageRow, RememberedListing, SeenSet, Skipped } from "../../ledger/ledger.ts";
import { LoadQueue, type QueuedDocument } from "./load-queue.ts";
import { KnownNames } from "./nearest.ts";
import type { RuleCount } from "./rules.ts";

/** What the patterns of a source select of one listing. */
export interface Selected {
  /** Of each rule, in their order. */
  readonly rules: readonly RuleCount[];
  /** Of the connector's own patterns, by their place in the options, as far as it says. */
  readonly patterns: ReadonlyMap<string, number>;
  /** What the documents are called; empty for a listing that was not read again. */
  readonly names: KnownNames;
}

/** One listing, read to its end. */
export interface Enumeration {
  /** Whoever asked for the listing clears it, and `seen`. */
  readonly queue: LoadQueue;
  /** Every external id the listing named, whatever became of the document. */
  readonly seen: SeenSet;
  /** Pages of documents whose listing shows that they are as the ledger remembers them. */
  readonly unchanged: number;
  readonly skipped: readonly Skipped[];
  /** Listed but not readable as a document; their pages stay as they are. */
  readonly unreadable: readonly Skipped[];
  /** External id → why its page is explicitly no longer wanted. */
  readonly explicit: ReadonlyMap<string, string>;
  /** External id under which the ledger knows a page → the id of the document that has it now (`Listed.formerId`). */
  readonly renamed: ReadonlyMap<string, string>;
  readonly gaps: readonly Gap[];
  /** Documents that had no page at `since` (the last listing that was believed). */
  readonly fresh: number;
  /** How many documents the source says it has, where it says so. */
  readonly statedTotal?: number | undefined;
  /** Set when the listing broke off: what was listed is used; what was not listed proves nothing. */
  readonly broken?: unknown;
  readonly selected: Selected;
  /** Identifies this listing and all that decides over it now (`unchanged-listing.ts`), where the connector named it. */
  readonly key?: (() => string) | undefined;
  /** Whether the ledger has a queued document as it was listed, so that a listing like this one would not queue it. */
  readonly isCurrent: (queued: QueuedDocument) => boolean;
}

export interface ScanOptions {
  readonly revision: string;
  /** Load every document whatever its version (backfill). */
  readonly everything?: boolean;
  readonly wanted?: (listed: Listed) => boolean;
  /** When the last listing was believed, epoch milliseconds. */
  readonly since?: number | undefined;
  readonly onListed?: (listed: number) => void;
  /** Sees every entry as the connector gave it. */
  readonly onEntry?: ((entry: ListingEntry) => void) | undefined;
  /** Makes a listing's mark a key under which the ledger remembers that it left nothing to do. */
  readonly keyOf?: (mark: string) => string;
}

/** A document counts as the pages it became. */
export const pagesOf = (row: PageRow | undefined): number => 1 + (row?.parts ?? 0);

/** Documents listed, whatever became of them. Unpublished ones count; those the source called gone do not. */
export function documentsOf({ seen, explicit, skipped }: Enumeration): number {
  const unpublished = new Set(skipped.map(({ externalId }) => externalId));
  const gone = [...explicit.keys()].filter((externalId) => !unpublished.has(externalId));
  return seen.size - gone.length;
}

/**
 * Why a listing proves no absence; undefined when it was read to its end.
 * @param left documents that a limit left for another run
 */
export function incompleteness({ broken, gaps }: Enumeration, left: number): string | undefined {
  if (broken !== undefined) return `it broke off: ${toFailure(broken).message}`;
  const [gap] = gaps;
  if (gap) return `${gap.part}: ${gap.reason}`;
  return left > 0 ? `${left} documents were left for another run` : undefined;
}

/** The enumeration of a listing that the ledger remembers: nothing is to be done for it. */
export const asBefore = (
  { documents, unchanged, rules = [], skipped = [], unreadable = [] }: RememberedListing,
  patterns: Selected["patterns"],
): Enumeration => ({
  queue: new LoadQueue(),
  selected: { rules, patterns, names: new KnownNames() },
  unchanged,
  skipped,
  unreadable,
  explicit: new Map(),
  renamed: new Map(),
  gaps: [],
  fresh: 0,
  isCurrent: () => true,
  seen: {
    add: () => false,
    has: () => true,
    size: documents,
    absent: () => [],
    clear: () => {},
  },
});
