import type { Page } from "../changes.ts";
import type { WriteContext } from "./write-context.ts";

type Noting = Pick<WriteContext, "run" | "target">;

/**
 * Keeps why a page was sent, and forgets why it was hidden. A page that was new has nothing to keep, so that a first
 * run of many documents does not write twice as many rows.
 */
export function noteSent(externalId: string, reasons: readonly string[], { run, target }: Noting): void {
  const { ledger } = run;
  const { sentWhy, hiddenWhy, undone, ...rest } = ledger.pageHistory(target.name, externalId);
  if (reasons.length === 0 && sentWhy === undefined && hiddenWhy === undefined && undone === undefined)
    return;
  const sent = reasons.length > 0 ? { sentWhy: reasons } : {};
  // Another text than the one that was restored settles what was undone.
  const isRestored = undone && ledger.page(target.name, externalId)?.bodyHash === undone.restored;
  ledger.putPageHistory(target.name, externalId, { ...rest, ...sent, ...(isRestored && { undone }) });
}

/** Keeps that a page was sent although much of its source's text is missing: that was accepted, or could not wait. */
export function noteLoss(
  { externalId, lost }: Pick<Page, "externalId" | "lost">,
  { run, target }: Noting,
): void {
  const history = run.ledger.pageHistory(target.name, externalId);
  if (lost === undefined || history.sentDespiteLoss === lost.hash) return;
  run.ledger.putPageHistory(target.name, externalId, { ...history, sentDespiteLoss: lost.hash });
}

/** Keeps why a page is about to be hidden: a run that dies meanwhile must not lose it. */
export function noteHidden(externalId: string, hiddenWhy: string, { run, target }: Noting): void {
  const history = run.ledger.pageHistory(target.name, externalId);
  run.ledger.putPageHistory(target.name, externalId, { ...history, hiddenWhy });
}
