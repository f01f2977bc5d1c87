import type { SourceConfig } from "../../config/types.ts";
import { documentIdOf } from "../../ledger/external-ids.ts";
import { type Ledger, type PageRow, standingOf } from "../../ledger/ledger.ts";
import type { AnswerIndex } from "./answer-index.ts";
import type { Read } from "./read-pages.ts";
import { answersSomebody, indexedPage } from "./settled.ts";

/** What a refresh could not make equal to what was sent. */
export interface Refreshed {
  /** Pages read anew. */
  readonly read: number;
  /** Pages whose document has changed since it was sent: they are asked as they stand now. */
  readonly changed: number;
  /** Pages in Intercom that their source no longer yields or that cannot be read: they are not asked. */
  readonly unread: number;
}

/** Whether an index holds exactly what this ledger knows to be live. */
export function isCurrent(index: AnswerIndex, ledger: Pick<Ledger, "lineage" | "serial">): boolean {
  const known = index.serial();
  return known?.lineage === ledger.lineage && known.serial === ledger.serial();
}

/**
 * Makes an index hold the ledger's live pages again. Pages that left are forgotten first; only documents of which a
 * page is missing or another than was sent are read from their source.
 */
export async function refresh(
  index: AnswerIndex,
  ledger: Ledger,
  sources: readonly SourceConfig[],
  read: (source: SourceConfig, isWanted: (externalId: string) => boolean) => AsyncIterable<Read>,
): Promise<Refreshed> {
  const total = { read: 0, changed: 0, unread: 0 };
  index.keepSources(sources.map(({ name }) => name));
  for (const source of sources) {
    const missing = missingPages(index, ledger, source.name);
    if (missing.size === 0) continue;
    const documents = new Set([...missing.keys()].map((id) => documentIdOf(id) ?? id));
    for await (const one of read(source, (id) => documents.has(id)))
      for (const page of "pages" in one ? one.pages : []) {
        const row = missing.get(page.externalId);
        if (!row) continue;
        missing.delete(page.externalId);
        // The audience is the one that was sent; all else is the document's as it stands.
        const { title, url, path, fingerprint } = page;
        index.put(
          source.name,
          indexedPage(
            { ...row, title, ...(url ? { url } : {}), ...(path ? { path } : {}), fingerprint },
            page.html,
          ),
        );
        total.read += 1;
        if (fingerprint !== row.fingerprint) total.changed += 1;
      }
    total.unread += missing.size;
  }
  index.setSerial({ lineage: ledger.lineage, serial: ledger.serial() });
  index.setMeta("unread", String(total.unread));
  index.setMeta("changed", String(total.changed));
  index.flush();
  return total;
}

/** Live pages that the index lacks, or has otherwise than they were sent; forgets those that are not live. */
function missingPages(index: AnswerIndex, ledger: Ledger, source: string): Map<string, PageRow> {
  const missing = new Map<string, PageRow>();
  const indexed = index.fingerprints(source);
  for (const row of ledger.pages(source)) {
    if (!answersSomebody(row)) continue;
    if (row.fingerprint === undefined || indexed.get(row.externalId) !== row.fingerprint)
      missing.set(row.externalId, row);
    else {
      indexed.delete(row.externalId);
      index.setAvailability(source, row.externalId, standingOf(row));
    }
  }
  for (const externalId of indexed.keys()) if (!missing.has(externalId)) index.remove(source, externalId);
  return missing;
}
