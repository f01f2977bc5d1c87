import type { SourceConfig } from "../../config/types.ts";
import { findOrCreateSource } from "../../intercom/sources.ts";
import type { RunContext } from "../context.ts";
import { changedUrl } from "../plan/source-url.ts";

/** From now on every upload records what Intercom answered; of pages that were sent before, it is not known. */
function learnEchoes({ ledger, clock }: RunContext, name: string): void {
  const history = ledger.sourceHistory(name);
  if (history.echoesFrom === undefined)
    ledger.putSourceHistory(name, { ...history, echoesFrom: clock.now() });
}

/**
 * The id of a source's Content Import Source: the one in the ledger if Intercom still has it, else found by
 * its URL, else created. A source that vanished from Intercom is never replaced silently: its pages went with
 * it, and whoever deleted it may have meant that.
 *
 * @throws FinIngestError when the ledger's source is gone
 * @throws ConfigError when it has another URL
 */
export async function ensureImportSource(run: RunContext, source: SourceConfig): Promise<number> {
  const known = run.ledger.source(source.name);
  const refused = changedUrl(known, source);
  if (refused) throw refused;
  // Like a page, it is not written once another run may have begun.
  await run.ledger.flush();
  const found = await findOrCreateSource(
    run.library,
    { url: source.url, audienceIds: source.audienceIds, expectedId: known?.sourceId },
    run.signal,
  );
  run.ledger.putSource({ ...known, name: source.name, url: source.url, sourceId: found.id });
  learnEchoes(run, source.name);
  return found.id;
}
