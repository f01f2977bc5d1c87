import { FinIngestError } from "../../errors.ts";
import type { ContentLibrary, ExternalPage } from "../../intercom/types.ts";
import type { PageRow } from "../../ledger/ledger.ts";
import type { RemovalTarget } from "../changes.ts";
import type { RunContext } from "../context.ts";
import { adoptedRow } from "../lifecycle/adopt.ts";
import { settlePage } from "../record-page.ts";
import { later } from "../times.ts";
import type { WriteContext } from "./write-context.ts";

/** The page in Intercom or in the plan is not the page the ledger means; it was left alone. */
export class NotOurs extends FinIngestError {
  override readonly name = "NotOurs";
}

/**
 * Whether nobody is answered from a page, as far as we can see to that: where the sales agent's flag cannot be set, it
 * does not count. A page's availability comes back as it was sent; whether its html does is undocumented.
 */
export const isHidden = (
  { agent, copilot, salesAgent }: ExternalPage,
  { salesAgentRequests }: Pick<ContentLibrary, "salesAgentRequests">,
): boolean => !agent && !copilot && (!salesAgent || salesAgentRequests === "none");

/**
 * The ledger's row of a page to be removed, and the page as Intercom has it now; undefined when it is gone.
 * @throws NotOurs when ledger, plan and Intercom do not mean the same page under our source
 */
export async function readOurs(
  { externalId, intercomId }: RemovalTarget,
  { run, target }: WriteContext,
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
    hint: "Run `fin-ingest state rebuild` to read the library again.",
  });

/**
 * Settles the writes that earlier runs left open and no upload of this run settled: their documents failed, or are
 * gone. What Intercom has decides. An upload is never taken as done: its page is still due to be sent again.
 */
export async function settleLeftovers(context: WriteContext): Promise<void> {
  const { run, target, failures } = context;
  const lost = new Set<string>();
  for (const { externalId } of run.ledger.unresolved(target.name)) {
    if (failures.unresolved.has(externalId)) continue;
    const row = run.ledger.page(target.name, externalId);
    if (!row?.intercomId || !(await settleKnown(row, row.intercomId, context))) lost.add(externalId);
  }
  if (lost.size > 0) await settleLost(lost, context);
}

/** False when another page has the id we knew. */
async function settleKnown(
  row: PageRow,
  intercomId: string,
  { run, target }: WriteContext,
): Promise<boolean> {
  run.signal.throwIfAborted();
  const current = await run.library.getPage(intercomId, run.cutOff);
  if (current && !isOurs(current, row.externalId, target.sourceId)) return false;
  settlePage(run, target.name, current ? asFound(current, row, run) : { ...row, state: "deleted" });
  return true;
}

/** Without its fingerprint the page is sent again as soon as its document can be read. */
function asFound(current: ExternalPage, row: PageRow, run: RunContext): PageRow {
  const known = { ...row, fingerprint: undefined };
  const availability = { agent: current.agent, copilot: current.copilot };
  if (!isHidden(current, run.library)) return { ...known, availability, state: "live" };
  return { ...known, availability, state: "hidden", hiddenAt: row.hiddenAt ?? later(run) };
}

/** After a creation without an answer, only the listing says whether there is a page, and under which id. */
async function settleLost(lost: Set<string>, { run, target }: WriteContext): Promise<void> {
  const { ledger, library, log } = run;
  log.info(`${target.name}: looking up pages whose upload was cut off`, { pages: lost.size });
  for await (const page of library.listPages(run.signal)) {
    if (page.sourceId !== target.sourceId || !lost.delete(page.externalId)) continue;
    const firstSentAt = ledger.page(target.name, page.externalId)?.firstSentAt;
    settlePage(run, target.name, { ...adoptedRow(page, later(run)), firstSentAt });
  }
  for (const externalId of lost) {
    const row = ledger.page(target.name, externalId);
    if (row) settlePage(run, target.name, { ...row, state: "deleted" });
    else ledger.abandon(target.name, externalId);
  }
}
