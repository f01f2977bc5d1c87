import type { SourceConfig } from "../../config/types.ts";
import { sourceKey } from "../../intercom/sources.ts";
import { audienceOfRow, type Ledger } from "../../ledger/ledger.ts";
import type { Change } from "../changes.ts";

/**
 * Says of pages that are new to their source when the ledger knows them under another name of it, with the same url:
 * the source was renamed, and Intercom has the page, which is sent again.
 */
export function sentBefore(
  ledger: Ledger,
  { name, url }: Pick<SourceConfig, "name" | "url">,
): (change: Change) => Change {
  const names = ledger
    .sources()
    .filter((other) => other.name !== name && sourceKey(other.url) === sourceKey(url))
    .map((other) => other.name);
  if (names.length === 0) return (change) => change;
  return (change) => {
    if (change.kind !== "create" || change.reasons !== undefined) return change;
    const known = names
      .map((other) => ledger.page(other, change.page.externalId))
      .find((row) => row?.intercomId !== undefined && row.state !== "deleted");
    return known ? { ...change, reasons: ["sent again"], before: audienceOfRow(known) } : change;
  };
}
