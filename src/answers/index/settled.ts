import type { PageRow } from "../../ledger/ledger.ts";
import type { IndexedPage } from "./answer-index.ts";

/**
 * Called where a page's fate in Intercom is settled, with what the ledger then knows of it. `html` is there after an
 * upload; a page that is hidden or deleted leaves the index before this returns.
 */
export type PageSettled = (source: string, row: PageRow, html?: string) => void;

/** A row of the ledger as a page to index. */
export function indexedPage(row: PageRow, html: string): IndexedPage {
  const { externalId, title, url, path, locale, availability, fingerprint = "" } = row;
  return { externalId, title, html, url, path, locale, availability, fingerprint };
}
