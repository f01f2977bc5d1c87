import type { SourceConfig } from "../../config/types.ts";
import type { Io } from "../../connector-kit/io.ts";
import { hashOf } from "../../hash.ts";
import type { RememberedListing, SourceRow } from "../../ledger/ledger.ts";
import type { Enumeration, ScanOptions } from "./enumeration.ts";
import { sourceRevision, sourceScope } from "./revision.ts";

/**
 * Covers everything that decides over a listing besides its entries and the ledger's pages. While the key is equal and
 * no page was written since, every entry would be sorted as before.
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

/**
 * Whether a remembered listing says all that the source's rules need: what each of them selects. A rule that selects
 * nothing has the listing read again, so that a pattern that would match can be named.
 */
export const saysWhatRulesSelect = (
  { rules }: Pick<SourceConfig, "rules">,
  remembered: RememberedListing | undefined,
): boolean =>
  rules.every(({ optional }, index) => optional || (remembered?.rules?.[index]?.matched ?? 0) > 0);

/** Answers a connector that asks whether the ledger knows the listing it is about to read. */
export class UnchangedListing {
  key: string | undefined;
  private matching: RememberedListing | undefined;
  private readonly known: RememberedListing | undefined;
  private readonly keyOf: ScanOptions["keyOf"];

  constructor(known: RememberedListing | undefined, options: Pick<ScanOptions, "keyOf">) {
    this.known = known;
    this.keyOf = options.keyOf;
  }

  /** `io` with the answer for connectors that ask. */
  extend(io: Io): Io {
    const { keyOf } = this;
    if (!keyOf) return io;
    return {
      ...io,
      isUnchanged: (mark) => {
        this.key = keyOf(mark);
        this.matching = this.known?.key === this.key ? this.known : undefined;
        return this.matching !== undefined;
      },
    };
  }

  /** The remembered listing, where the connector was told that its own is the same. */
  recognised = (): RememberedListing | undefined => this.matching;
}

/**
 * What to remember of a listing that was read to its end, where no document and no other page of the ledger needed
 * anything; undefined for every other listing.
 *
 * @param unlisted pages, not deleted, that no listed document explains; undefined where they were not counted
 */
export function unchangedListingOf(
  enumeration: Enumeration,
  unlisted: number | undefined,
): RememberedListing | undefined {
  const { key, queue, seen, unchanged, skipped, unreadable, explicit, gaps, fresh } = enumeration;
  const { broken, statedTotal, selected } = enumeration;
  if (key === undefined || unlisted !== 0 || broken !== undefined || statedTotal !== undefined)
    return undefined;
  const further = queue.size + skipped.length + unreadable.length + explicit.size + gaps.length + fresh;
  const { rules } = selected;
  return further === 0 ? { key, documents: seen.size, unchanged, rules } : undefined;
}
