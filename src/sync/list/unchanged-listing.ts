import type { SourceConfig } from "../../config/types.ts";
import type { Io } from "../../connector-kit/io.ts";
import { hashOf } from "../../hash.ts";
import type { Ledger, RememberedListing, SourceRow } from "../../ledger/ledger.ts";
import { documentsOf, type Enumeration, pagesOf, type ScanOptions } from "./enumeration.ts";
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
  /** Of the listing that was read, and of all that decides over it as it is now; undefined where it has no mark. */
  key: (() => string) | undefined;
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
        this.key = () => keyOf(mark);
        this.matching = this.known?.key === this.key() ? this.known : undefined;
        return this.matching !== undefined;
      },
    };
  }

  /** The remembered listing, where the connector was told that its own is the same. */
  recognised = (): RememberedListing | undefined => this.matching;
}

/** A listing that leaves out more is read again every night, so that what is remembered of it stays small. */
const MAX_LEFT_OUT = 10_000;

/**
 * What to remember of a listing once all its changes were carried out: that the next one would need nothing, where every
 * listed document is as the ledger has it, or is one that no page is made of, and the ledger has no other page; undefined
 * for every other listing.
 */
export function unchangedListingOf(
  { name }: Pick<SourceConfig, "name">,
  ledger: Pick<Ledger, "page" | "countPages" | "unresolved">,
  enumeration: Enumeration,
): RememberedListing | undefined {
  const { key, isCurrent, queue, selected, broken, statedTotal, gaps } = enumeration;
  if (key === undefined || broken !== undefined || statedTotal !== undefined || gaps.length > 0)
    return undefined;
  const leftOut = leftOutBy(enumeration);
  if (!leftOut) return undefined;
  let { unchanged } = enumeration;
  for (const queued of queue) {
    if (!isCurrent(queued)) return undefined;
    unchanged += pagesOf(ledger.page(name, queued.listed.externalId));
  }
  const { live, hidden } = ledger.countPages(name);
  const [open] = ledger.unresolved(name);
  if (live !== unchanged || hidden > 0 || open !== undefined) return undefined;
  return { key: key(), documents: documentsOf(enumeration), unchanged, rules: selected.rules, ...leftOut };
}

/** What the report names besides pages; undefined where another run may find it otherwise. */
function leftOutBy({
  skipped,
  unreadable,
}: Enumeration): Pick<RememberedListing, "skipped" | "unreadable"> | undefined {
  if (skipped.length + unreadable.length > MAX_LEFT_OUT) return undefined;
  if (unreadable.some(({ isPermanent }) => !isPermanent)) return undefined;
  return {
    ...(skipped.length > 0 && { skipped }),
    ...(unreadable.length > 0 && { unreadable }),
  };
}
