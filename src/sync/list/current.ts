import { availabilityFor, sameAvailability, type VisibleTo } from "../../audience.ts";
import type { Listed } from "../../connector-kit/listing.ts";
import type { PageRow } from "../../ledger/ledger.ts";

/** A listed document, and who may be answered from it by its source's rules. */
interface RuledDocument {
  readonly listed: Listed;
  readonly visibleTo: VisibleTo;
}

/**
 * True when the listing alone shows that nothing can have changed: the document need not be loaded. A label or a path
 * that changes without another version may give it another audience.
 */
export function isCurrent(
  document: RuledDocument,
  row: PageRow | undefined,
  revision: string,
  partsOf: (externalId: string) => readonly PageRow[] = () => [],
): boolean {
  const { listed } = document;
  if (row === undefined || !isRowCurrent(row, document, revision)) return false;
  if (listed.url !== undefined && row.url !== listed.url) return false;
  if (!row.parts) return true;
  // A part whose upload failed has no row: the document is read again.
  const parts = partsOf(listed.externalId).filter(({ state }) => state === "live");
  return parts.length === row.parts && parts.every((part) => isRowCurrent(part, document, revision));
}

function isRowCurrent(row: PageRow, { listed, visibleTo }: RuledDocument, revision: string): boolean {
  const { version } = listed;
  return (
    version !== undefined &&
    row.version === version &&
    row.revision === revision &&
    row.state === "live" &&
    row.fingerprint !== undefined &&
    sameAvailability(row.availability, availabilityFor(visibleTo)) &&
    row.absence === undefined
  );
}

/** Whether a listed document had no page yet when the last listing was believed (`since`, epoch milliseconds). */
export const isFresh = (row: PageRow | undefined, since: number | undefined): boolean =>
  row === undefined || row.state === "deleted" || (since !== undefined && (row.firstSentAt ?? 0) > since);
