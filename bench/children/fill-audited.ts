import { connectors } from "../../connectors/index.ts";
import { loadConfig } from "../../src/config/load.ts";
import { openLedger } from "../../src/ledger/sqlite.ts";
import { ledgerRow } from "../kit/audited-pages.ts";
import { answerTasks } from "./answer.ts";

export interface FillAuditedTask {
  readonly config: string;
  readonly sourceId: number;
  readonly pages: number;
}

/** Writes the ledger that has sent the pages of `audited-pages.ts`, and knows how Intercom gave them back. */
answerTasks<FillAuditedTask>(async ({ config, sourceId, pages }) => {
  const { sources, stateDir } = loadConfig(config, { intercom: "required", env: {}, connectors });
  const [source] = sources;
  if (!source) throw new Error("no source");
  const { name, url } = source;
  const now = Date.now();
  const ledger = await openLedger(stateDir);
  ledger.advance();
  for (let at = 0; at < pages; at += 1) ledger.putPage(name, ledgerRow(at, sourceId, now));
  ledger.putSource({ name, url, sourceId, lastComplete: { at: now, documents: pages } });
  ledger.putSourceHistory(name, { echoesFrom: 0 });
  ledger.close();
  return null;
});
