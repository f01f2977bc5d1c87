import type { ExternalPage } from "../../intercom/types.ts";
import type { Ledger, PageHistory, PageRow } from "../../ledger/ledger.ts";
import type { Page } from "../changes.ts";
import type { WriteContext } from "./write-context.ts";

/**
 * What to send of the sales agent's flag; undefined: it is left as it is. A page that customers are answered from again
 * gets back what it had before it was hidden or kept for teammates, unless its source says otherwise.
 */
export function salesAgentFor(page: Page, kept: PageRow["kept"], history: PageHistory): boolean | undefined {
  if (kept) return kept.salesAgent;
  return page.salesAgent ?? history.salesAgent;
}

/** The history of a page that was sent: what was to be restored is settled once Intercom has it so. */
export function withoutRestored(history: PageHistory, page: Page, sent: ExternalPage): PageHistory {
  const { salesAgent, ...rest } = history;
  const settled = page.availability.agent && (page.salesAgent ?? sent.salesAgent) === sent.salesAgent;
  const restored = page.salesAgent !== undefined || sent.salesAgent === salesAgent;
  return settled && restored ? rest : history;
}

/**
 * Remembers that the sales agent used a page before that is switched off. A page that customers are not answered from
 * has been switched off already; what was remembered then holds.
 */
export function rememberSalesAgent(
  ledger: Pick<Ledger, "pageHistory" | "putPageHistory">,
  source: string,
  current: ExternalPage,
): void {
  const { salesAgent: before, ...rest } = ledger.pageHistory(source, current.externalId);
  if (before !== undefined && !current.agent) return;
  if ((before ?? false) === current.salesAgent) return;
  const history = current.salesAgent ? { ...rest, salesAgent: true } : rest;
  ledger.putPageHistory(source, current.externalId, history);
}

/** Before a page that customers were answered from becomes one for teammates, its flag is read: answers come too late. */
export async function readBeforeNarrowing(
  page: Page,
  row: PageRow | undefined,
  { run, target }: WriteContext,
): Promise<void> {
  const narrows = row?.state === "live" && row.availability.agent && !page.availability.agent;
  if (!narrows || row.intercomId === undefined || run.library.salesAgentRequests === "none") return;
  run.signal.throwIfAborted();
  // Best effort: narrowing a page never waits for this.
  const current = await run.library.getPage(row.intercomId, run.cutOff).catch(() => undefined);
  run.signal.throwIfAborted();
  const isOurs = current?.externalId === page.externalId && current.sourceId === target.sourceId;
  if (isOurs) rememberSalesAgent(run.ledger, target.name, current);
}

/** Says, once for each source, that pages are still used which should not be, and what to do about it. */
export function warnOfSalesAgent({ run, target, failures }: WriteContext): void {
  const pages = failures.usedBySalesAgent;
  if (pages === 0) return;
  const which = pages === 1 ? "1 page that is" : `${pages} pages that are`;
  run.log.warn(`${target.name}: Fin's sales agent still uses ${which} not for customers; ${salesAgentHint}`);
}

/** What a person can do where the API's version cannot set the flag. */
export const salesAgentHint =
  "in Intercom, find the page in Fin's content library and switch it for the sales agent there, or set intercom.version to Preview or 2.17 or later, and the next run does it";
