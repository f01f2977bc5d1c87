import { isStorable } from "../../ledger/external-ids.ts";
import type { PageRow } from "../../ledger/ledger.ts";
import type { Change } from "../changes.ts";
import type { RunContext } from "../context.ts";
import { runChanges, type Synced } from "../run-source.ts";
import { later } from "../times.ts";
import { adoptedRow } from "./adopt.ts";

/** The live pages under a source's Content Import Source that the ledger did not send, as Intercom lists them now. */
export async function foreignOf(run: RunContext, name: string, sourceId: number): Promise<PageRow[]> {
  const { ledger, library, signal } = run;
  const rows: PageRow[] = [];
  for await (const page of library.listPages(signal)) {
    if (page.sourceId !== sourceId || !isStorable(page.externalId)) continue;
    const row = ledger.page(name, page.externalId);
    if ((row === undefined || row.state === "deleted") && (page.agent || page.copilot))
      rows.push(adoptedRow(page, later(run)));
  }
  return rows.sort((a, b) => (a.externalId < b.externalId ? -1 : 1));
}

/** Enters these pages into the ledger and hides them; the nightly run deletes them when their grace is over. */
export async function hideForeign(
  run: RunContext,
  name: string,
  sourceId: number,
  rows: readonly PageRow[],
): Promise<Synced> {
  const { ledger } = run;
  for (const row of rows) ledger.putPage(name, row);
  async function* changes(): AsyncGenerator<Change> {
    for (const { externalId, intercomId, title, url } of rows) {
      const target = intercomId === undefined ? undefined : { externalId, intercomId, title, url };
      if (target) yield { kind: "hide", target, evidence: "explicit", why: "it is not this source's" };
    }
  }
  const synced = await runChanges(run, { name, revision: "", sourceId: async () => sourceId }, { changes });
  const left = rows.filter(({ externalId }) => ledger.page(name, externalId)?.state === "live");
  const { foreign, ...rest } = ledger.sourceHistory(name);
  if (left.length === 0) ledger.putSourceHistory(name, rest);
  else if (foreign) {
    const externalIds = left.map(({ externalId }) => externalId);
    ledger.putSourceHistory(name, { ...rest, foreign: { ...foreign, pages: left.length, externalIds } });
  }
  return synced;
}
