import { audienceOfRow, type PageRow } from "../../ledger/ledger.ts";
import type { Change, Hold, Page } from "../changes.ts";
import { mustNotWait } from "./upload-rules.ts";

/** Intercom refuses a page without text, and nobody could be answered from it. */
export const isEmptyPage = ({ words }: Pick<Page, "words">): boolean => words === 0;

/**
 * What becomes of a page without text. It is never sent, and it never proves that its document is gone: a page that was
 * sent before stays as it is, unless it answers people who may no longer be answered from it.
 *
 * @param connector the type of the source's connector, for the advice that fits
 */
export function emptyPage(page: Page, row: PageRow | undefined, connector: string): Change {
  const { externalId, title, url } = page;
  const before = audienceOfRow(row);
  const skipped = {
    kind: "skip",
    externalId,
    title: title || undefined,
    url,
    why: `empty-page: it has no text. ${adviceFor(connector)}`,
    isPresent: true,
    before,
  } as const;
  if (row?.state !== "live" || row.intercomId === undefined) return skipped;
  if (mustNotWait(page, row)) {
    const target = { externalId, intercomId: row.intercomId, title: row.title, url: row.url, before };
    const why = "nothing is left of it for those who may be answered from it";
    return { kind: "hide", target, evidence: "explicit", why, atOnce: true };
  }
  return row.words === 0 ? skipped : { kind: "hold", hold: emptied(externalId, row.words) };
}

/** The hold for a page that had so many words and would have none. */
export function emptied(externalId: string, words: number): Hold {
  return {
    rule: "collapse",
    message: `${externalId} had ${words} words and now has none; the page as it was stays.`,
    resolve:
      "Check that the source lets fin-ingest read the document's text. If nothing of it should be answered from, leave it out (a rule with `exclude: true`): an empty page is never sent.",
    externalIds: [externalId],
  };
}

const leaveOut = "leave it out (a rule with `exclude: true`)";

function adviceFor(connector: string): string {
  if (connector === "notion")
    return `If what it says is in its properties, set \`properties: true\`; else ${leaveOut}.`;
  if (connector === "website" || connector === "rest")
    return `If it shows text in a browser, name where with \`content_selector\`; else ${leaveOut}.`;
  return `Write its text, or ${leaveOut}.`;
}
