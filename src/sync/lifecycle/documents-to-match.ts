import type { SourceConfig } from "../../config/types.ts";
import { toFailure } from "../../errors.ts";
import { documentIdOf } from "../../ledger/external-ids.ts";
import { defaultLoadConcurrency, refuseTooLarge } from "../../limits.ts";
import { mapInOrder } from "../concurrency.ts";
import type { RunContext } from "../context.ts";
import { incompleteness } from "../list/enumeration.ts";
import { ioFor } from "../list/io.ts";
import type { QueuedDocument } from "../list/load-queue.ts";
import { sourceRevision } from "../list/revision.ts";
import { enumerate } from "../list/scan.ts";
import { underRulesOf } from "../plan/page.ts";
import { type Described, matchPages } from "./match.ts";

/**
 * Every document of a source that becomes a page, with its url and title. The documents are read only where the listing
 * alone does not match every page: their titles are the normaliser's.
 * @returns also why some documents are missing, if any are
 */
export async function documentsToMatch(
  run: RunContext,
  source: SourceConfig,
  pages: readonly Described[],
): Promise<{ documents: readonly Described[]; incomplete: string | undefined }> {
  const io = ioFor(run, source);
  const revision = sourceRevision(source);
  try {
    const enumeration = await enumerate(source, run.ledger, io, { revision, everything: true });
    try {
      const listed = [...enumeration.queue].map(({ listed: { externalId, title, url } }) => ({
        externalId,
        title,
        url,
      }));
      const broken = incompleteness(enumeration, 0);
      const { matches, ambiguous, left } = matchPages(pages, listed);
      if (left.length === 0 && ambiguous.length === 0) return { documents: listed, incomplete: broken };
      const known = new Set(matches.map(({ document }) => document));
      const { documents, failed } = await withTitles(run, source, enumeration.queue, known);
      const unread =
        failed.length > 0 ? `${failed.length} documents cannot be read: ${failed[0]}` : undefined;
      return { documents, incomplete: broken ?? unread };
    } finally {
      enumeration.seen.clear();
      enumeration.queue.clear();
    }
  } finally {
    await io.http.close();
  }
}

/** @param known documents that need not be read */
async function withTitles(
  run: RunContext,
  source: SourceConfig,
  queue: Iterable<QueuedDocument>,
  known: ReadonlySet<string>,
): Promise<{ documents: Described[]; failed: string[] }> {
  const failed: string[] = [];
  const read = async ({ listed }: QueuedDocument): Promise<Described> => {
    const { externalId, title, url } = listed;
    if (known.has(externalId)) return { externalId, title, url };
    try {
      run.signal.throwIfAborted();
      const document = await listed.load(run.signal);
      refuseTooLarge(document, source.maxDocumentBytes);
      const [first] = await run.normalizer.normalize(underRulesOf(source, document), run.signal);
      return { externalId, title: first?.title ?? title, url: url ?? document.url };
    } catch (error) {
      run.signal.throwIfAborted();
      failed.push(`${documentIdOf(externalId) ?? externalId}: ${toFailure(error).message}`);
      return { externalId, title, url };
    }
  };
  const documents: Described[] = [];
  const concurrency = source.loadConcurrency ?? defaultLoadConcurrency;
  for await (const one of mapInOrder(queue, concurrency, read)) documents.push(one);
  return { documents, failed };
}
