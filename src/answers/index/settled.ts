import { audienceOfRow, type PageRow, standingOf } from "../../ledger/ledger.ts";
import type { IndexedPage } from "./answer-index.ts";

/**
 * Called where a page's fate in Intercom is settled, with what the ledger then knows of it. `html` is there after an
 * upload; without it only who is answered may have changed, or the page is hidden or deleted and leaves the index before
 * this returns.
 */
export type PageSettled = (source: string, row: PageRow, html?: string) => void;

/** A row of the ledger as a page to index. */
export function indexedPage(row: PageRow, html: string): IndexedPage {
  const { externalId, title, url, path, locale, fingerprint = "" } = row;
  return { externalId, title, html, url, path, locale, availability: standingOf(row), fingerprint };
}

/** Whether somebody is answered from the page. */
export const answersSomebody = (row: PageRow): boolean =>
  row.state === "live" && audienceOfRow(row) !== "nobody";
