import { hashOf } from "../../hash.ts";
import type { Ledger, PageHistory } from "../../ledger/ledger.ts";
import type { Hold, Page } from "../changes.ts";
import type { Overrides } from "../context.ts";
import type { Absence } from "./removals/removals.ts";
import { uploadHash } from "./upload-rules.ts";

/** Holds a listed document whose text was undone. */
export const undoneRule = "undone";
/** Holds the removal of a page that was brought back. */
const undoneRemovalRule = "undone-removal";

/** The hold for an upload whose text somebody has undone; undefined for any other. */
export function undoneUpload(page: Page, { undone }: Pick<PageHistory, "undone">): Hold | undefined {
  if (undone?.rejected === undefined || undone.rejected !== page.bodyHash) return undefined;
  return {
    rule: undoneRule,
    message: `${page.externalId} has the text again that \`undo\` took back; the page as it was stays.`,
    resolve: `Correct the document: any other text is sent. If this one is right after all: \`fin-ingest nightly --approve-uploads ${uploadHash(page)}\`.`,
    externalIds: [page.externalId],
  };
}

/** The absences that count, and a hold for those whose pages `undo` has brought back, with the hash that approves them. */
export function withoutUndone(
  absences: readonly Absence[],
  source: string,
  ledger: Pick<Ledger, "pageHistory">,
  { approveRemovals }: Overrides,
): { readonly absences: readonly Absence[]; readonly holds: readonly Hold[]; readonly hash?: string } {
  const undone = new Set(
    absences.filter(({ row }) => {
      const { undone } = ledger.pageHistory(source, row.externalId);
      return row.state === "live" && undone !== undefined && undone.rejected === undefined;
    }),
  );
  if (undone.size === 0) return { absences, holds: [] };
  const externalIds = [...undone].map(({ row }) => row.externalId).sort();
  const hash = hashOf([undoneRemovalRule, ...externalIds]).slice(0, 12);
  if (approveRemovals === hash) return { absences, holds: [], hash };
  const which = externalIds.length === 1 ? externalIds[0] : `${externalIds.length} pages`;
  const hold = {
    rule: undoneRemovalRule,
    message: `${which} would be hidden again, which \`undo\` took back; the page stays.`,
    resolve: `Bring the documents back into the source. If they are gone for good: \`fin-ingest nightly --approve-removals ${hash}\`.`,
    externalIds,
  };
  return { absences: absences.filter((absence) => !undone.has(absence)), holds: [hold], hash };
}
