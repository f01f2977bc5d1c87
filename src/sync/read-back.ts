import { FinIngestError } from "../errors.ts";
import type { ExternalPage } from "../intercom/types.ts";
import type { PageRow } from "../ledger/ledger.ts";
import type { RemovalTarget } from "../model.ts";
import { adoptedRow } from "./adopt.ts";
import type { Writing } from "./writes.ts";

/** The page in Intercom, or in the plan, is not the one the ledger means; it was left alone. */
export class NotOurs extends FinIngestError {
  override readonly name = "NotOurs";
}

/** What Intercom shows of a page's availability can be relied on; whether its html comes back unchanged is undocumented. */
export const foundHidden = ({ agent, copilot }: ExternalPage): boolean => !agent && !copilot;

/**
 * The ledger's row of a page to be removed, and the page as Intercom has it now; undefined when it is gone.
 * @throws NotOurs when ledger, plan and Intercom do not mean the same page under our source
 */
export async function readOurs(
  { externalId, intercomId }: RemovalTarget,
  { run, target }: Writing,
): Promise<{ row: PageRow; current: ExternalPage | undefined }> {
  const row = run.ledger.page(target.name, externalId);
  if (!row) throw new NotOurs(`the ledger has no page ${externalId}; it is left alone`);
  if (row.intercomId !== intercomId || row.sourceId !== target.sourceId)
    throw notOurs(externalId, intercomId, "the ledger knows it under another id or source");
  run.signal.throwIfAborted();
  const current = await run.library.getPage(intercomId, run.cutOff);
  if (current && !isOurs(current, externalId, target.sourceId))
    throw notOurs(
      externalId,
      intercomId,
      `it is page ${JSON.stringify(current.externalId)} of source ${current.sourceId} there`,
    );
  return { row, current };
}

const isOurs = (page: ExternalPage, externalId: string, sourceId: number): boolean =>
  page.externalId === externalId && page.sourceId === sourceId;

const notOurs = (externalId: string, intercomId: string, why: string): NotOurs =>
  new NotOurs(`Intercom's page ${intercomId} is not our ${externalId}: ${why}; it is left alone`, {
    hint: "Run `fin-ingest state rebuild` to read the library anew.",
  });

/**
 * Settles what earlier runs left open and no upload of this run settled: their documents failed, or are gone.
 * What stands in Intercom decides. An upload is never taken as done: its page stays due to be sent again.
 */
export async function settleLeftovers(writing: Writing): Promise<void> {
  const { run, target, mishaps } = writing;
  const unknown = new Set<string>();
  for (const { externalId } of [...run.ledger.unresolved(target.name)]) {
    if (mishaps.unresolved.has(externalId)) continue;
    const row = run.ledger.page(target.name, externalId);
    if (row?.intercomId === undefined) unknown.add(externalId);
    else if (!(await settleKnown(row, row.intercomId, writing))) mishaps.leftOpen += 1;
  }
  if (unknown.size > 0) await settleUnknown(unknown, writing);
}

/** True when the open write is settled. */
async function settleKnown(row: PageRow, intercomId: string, { run, target }: Writing): Promise<boolean> {
  run.signal.throwIfAborted();
  const current = await run.library.getPage(intercomId, run.cutOff);
  if (!current) run.ledger.settle(target.name, { ...row, state: "deleted" });
  else if (!isOurs(current, row.externalId, target.sourceId)) return false;
  else {
    // Without its fingerprint the page is sent again as soon as its document can be read.
    const { fingerprint: _, ...known } = row;
    run.ledger.settle(target.name, { ...known, ...standing(current, row, run.clock.now()) });
  }
  return true;
}

function standing(current: ExternalPage, row: PageRow, now: number): Partial<PageRow> {
  const { agent, copilot } = current;
  const availability = { agent, copilot };
  if (foundHidden(current)) return { availability, state: "hidden", hiddenAt: row.hiddenAt ?? now };
  return { availability, state: "live" };
}

/** Creations of which no answer came: only the listing can say whether there is a page, and under which id. */
async function settleUnknown(unknown: Set<string>, { run, target }: Writing): Promise<void> {
  run.log.info(`${target.name}: looking up ${unknown.size} pages whose upload was cut off`);
  for await (const page of run.library.listPages(run.signal)) {
    if (page.sourceId !== target.sourceId || !unknown.delete(page.externalId)) continue;
    run.ledger.settle(target.name, adoptedRow(page, run.clock.now()));
  }
  for (const externalId of unknown) run.ledger.abandon(target.name, externalId);
}
