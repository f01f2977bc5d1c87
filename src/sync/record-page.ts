import type { PageRow } from "../ledger/ledger.ts";
import type { RunContext } from "./context.ts";

type Recording = Pick<RunContext, "ledger" | "settled" | "keeper">;

/**
 * Closes a write with what became of its page.
 * @param html the page's, where it was sent
 */
export function settlePage(run: Recording, source: string, row: PageRow, html?: string): void {
  recorded(run, source, row, html, () => run.ledger.settle(source, row));
}

/** Records what a page turned out to be in Intercom, where no write of ours made it so. */
export function recordFoundPage(run: Recording, source: string, row: PageRow): void {
  recorded(run, source, row, undefined, () => run.ledger.putPage(source, row));
}

/** What leaves the answer index leaves it before the ledger says so, and what enters it does so after. */
function recorded(
  { ledger, settled, keeper }: Recording,
  source: string,
  row: PageRow,
  html: string | undefined,
  record: () => void,
): void {
  if (html === undefined) settled?.(source, row);
  if (html !== undefined) keeper?.add(row, html);
  keeper?.settled(source, ledger.page(source, row.externalId), row);
  record();
  if (html !== undefined) settled?.(source, row, html);
}
