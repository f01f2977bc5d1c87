import type { SourceConfig } from "../../config/types.ts";
import type { Io } from "../../connector-kit/io.ts";
import type { RememberedListing, SourceRow } from "../../ledger/ledger.ts";
import { hashOf } from "../hash.ts";
import { LoadQueue } from "./load-queue.ts";
import { sourceRevision, sourceScope } from "./revision.ts";
import type { Enumeration, ScanOptions } from "./scan.ts";

/**
 * What decides over a listing, besides its entries and the ledger's pages. Equal keys over pages of which none was
 * written since: every entry is sorted as it was.
 */
export function listingKey(source: SourceConfig, row: SourceRow | undefined, mark: string): string {
  return hashOf([
    mark,
    sourceRevision(source),
    sourceScope(source),
    source.maxDocumentBytes ?? null,
    row?.sourceId ?? null,
  ]);
}

/** Answers a connector that asks whether the ledger knows the listing it is about to read. */
export class UnchangedListing {
  key: string | undefined;
  private settled: RememberedListing | undefined;
  private readonly known: RememberedListing | undefined;
  private readonly keyOf: ScanOptions["keyOf"];

  constructor(known: RememberedListing | undefined, options: Pick<ScanOptions, "keyOf">) {
    this.known = known;
    this.keyOf = options.keyOf;
  }

  over(io: Io): Io {
    const { keyOf } = this;
    if (!keyOf) return io;
    return {
      ...io,
      isUnchanged: (mark) => {
        this.key = keyOf(mark);
        this.settled = this.known?.key === this.key ? this.known : undefined;
        return this.settled !== undefined;
      },
    };
  }

  /** The remembered listing that the connector was told of. */
  recognised = (): RememberedListing | undefined => this.settled;
}

/** The listing that needed nothing, once more. */
export const asBefore = ({ documents, unchanged }: RememberedListing): Enumeration => ({
  queue: new LoadQueue(),
  unchanged,
  skipped: [],
  unreadable: [],
  explicit: new Map(),
  gaps: [],
  fresh: 0,
  seen: {
    add: () => false,
    has: () => true,
    size: documents,
    absent: () => [],
    clear: () => {},
  },
});

/**
 * What to remember of a listing that was read whole, of which every entry was a document with nothing to do, and
 * beside which the ledger has no page that asks for anything.
 *
 * @param unlisted pages, not deleted, that no listed document explains; undefined where nobody looked
 */
export function unchangedListingOf(
  enumeration: Enumeration,
  unlisted: number | undefined,
): RememberedListing | undefined {
  const { key, queue, seen, unchanged, skipped, unreadable, explicit, gaps, fresh } = enumeration;
  if (key === undefined || unlisted !== 0 || "broken" in enumeration || "statedTotal" in enumeration)
    return undefined;
  const further = queue.size + skipped.length + unreadable.length + explicit.size + gaps.length + fresh;
  return further === 0 ? { key, documents: seen.size, unchanged } : undefined;
}
