import type { Listed } from "../../connector-kit/listing.ts";
import type { PageRow } from "../../ledger/ledger.ts";

/** True when the listing alone shows that nothing can have changed: the document need not be loaded. */
export function isCurrent(
  listed: Listed,
  row: PageRow | undefined,
  revision: string,
  partsOf: (externalId: string) => readonly PageRow[] = () => [],
): boolean {
  if (row === undefined || !isRowCurrent(row, listed, revision)) return false;
  if (listed.url !== undefined && row.url !== listed.url) return false;
  if (!row.parts) return true;
  // A part whose upload failed has no row: the document is read again.
  const parts = partsOf(listed.externalId).filter(({ state }) => state === "live");
  return parts.length === row.parts && parts.every((part) => isRowCurrent(part, listed, revision));
}

function isRowCurrent(row: PageRow, { version }: Listed, revision: string): boolean {
  return (
    version !== undefined &&
    row.version === version &&
    row.revision === revision &&
    row.state === "live" &&
    row.fingerprint !== undefined &&
    row.absence === undefined
  );
}

/** Whether a listed document had no page yet when the last listing was believed (`since`, epoch milliseconds). */
export const isFresh = (row: PageRow | undefined, since: number | undefined): boolean =>
  row === undefined || row.state === "deleted" || (since !== undefined && (row.firstSentAt ?? 0) > since);
