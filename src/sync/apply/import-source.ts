import type { SourceConfig } from "../../config/types.ts";
import { FinIngestError } from "../../errors.ts";
import { findOrCreateSource, sourceKey } from "../../intercom/sources.ts";
import type { RunContext } from "../context.ts";

/**
 * The id of a source's Content Import Source: the one in the ledger if Intercom still has it, else found by
 * its URL, else created. A source that vanished from Intercom is never replaced silently: its pages went with
 * it, and whoever deleted it may have meant that.
 *
 * @throws FinIngestError when the ledger's source is gone or has another URL.
 */
export async function ensureImportSource(run: RunContext, source: SourceConfig): Promise<number> {
  const known = run.ledger.source(source.name);
  if (known && sourceKey(known.url) !== sourceKey(source.url)) {
    throw new FinIngestError(
      `source ${source.name}: its pages are under ${known.url}, but the configuration now says url: ${source.url}`,
      {
        hint: "Put the old url back, or give the source a new name: the new name starts a Content Import Source of its own.",
      },
    );
  }
  const found = await findOrCreateSource(
    run.library,
    { url: source.url, audienceIds: source.audienceIds, expectedId: known?.sourceId },
    run.signal,
  );
  run.ledger.putSource({ ...known, name: source.name, url: source.url, sourceId: found.id });
  return found.id;
}
