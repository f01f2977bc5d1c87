import type { VisibleTo } from "../../audience.ts";
import type { SourceConfig } from "../../config/types.ts";
import type { Io } from "../../connector-kit/io.ts";
import type { Listed } from "../../connector-kit/listing.ts";
import { toFailure } from "../../errors.ts";
import { defaultLoadConcurrency } from "../../limits.ts";
import type { Normalizer } from "../../normalize/index.ts";
import type { Page } from "../../sync/changes.ts";
import { mapConcurrent } from "../../sync/concurrency.ts";
import { rulesOf } from "../../sync/list/rules.ts";
import { toPages, underRulesOf } from "../../sync/plan/page.ts";

/** The pages that a source's documents make as they stand, or why one makes none. */
export type Read =
  | { readonly pages: readonly Page[] }
  | { readonly externalId: string; readonly why: string };

/**
 * Reads a source's documents and makes the pages that a run would send; gates that hold uploads are not asked.
 *
 * @param wanted the documents to load; the rest is listed only
 */
export async function* readPages(
  source: SourceConfig,
  io: Io,
  normalizer: Normalizer,
  wanted: (listed: Listed) => boolean = () => true,
): AsyncGenerator<Read> {
  const verdictOf = rulesOf(source);
  async function* visible(): AsyncGenerator<{ listed: Listed; to: VisibleTo }> {
    for await (const entry of source.connector.list(source.options, io)) {
      if (entry.kind !== "document" || !wanted(entry)) continue;
      const verdict = verdictOf(entry);
      if (verdict.kind === "visible") yield { listed: entry, to: verdict.to };
    }
  }
  yield* mapConcurrent(
    visible(),
    source.loadConcurrency ?? defaultLoadConcurrency,
    async ({ listed, to }): Promise<Read> => {
      try {
        const document = underRulesOf(source, await listed.load(io.signal));
        const normalized = await normalizer.normalize(document, io.signal);
        return { pages: toPages(source, listed, document, normalized, to) };
      } catch (error) {
        io.signal.throwIfAborted();
        return { externalId: listed.externalId, why: toFailure(error).message };
      }
    },
  );
}
