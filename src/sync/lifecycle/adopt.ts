import { sha256 } from "../../hash.ts";
import type { ExternalPage } from "../../intercom/types.ts";
import type { PageRow } from "../../ledger/ledger.ts";

/**
 * The ledger's row for a page found in Intercom. It has no fingerprint, so the next run sends the page once and
 * recognises it afterwards: whether Intercom gives html back byte for byte is undocumented.
 */
export function adoptedRow(page: ExternalPage, now: number): PageRow {
  const { externalId, sourceId, title, html, url, locale, agent, copilot } = page;
  const hidden = !agent && !copilot;
  return {
    externalId,
    intercomId: page.id,
    sourceId,
    bodyHash: sha256(html),
    title,
    url,
    locale,
    availability: { agent, copilot },
    words: wordsOf(html),
    state: hidden ? "hidden" : "live",
    hiddenAt: hidden ? now : undefined,
  };
}

/** About as many as the normaliser counts: enough for the rule that notices when a page collapses. */
const wordsOf = (html: string): number => html.replace(/<[^>]*>/g, " ").match(/[\p{L}\p{N}]+/gu)?.length ?? 0;
