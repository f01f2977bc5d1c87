import type { VisibleTo } from "../../audience.ts";
import type { SourceConfig } from "../../config/types.ts";
import type { Io } from "../../connector-kit/io.ts";
import type { Listed, ListingEntry } from "../../connector-kit/listing.ts";
import { toFailure } from "../../errors.ts";
import { defaultLoadConcurrency } from "../../limits.ts";
import type { Document, Normalizer } from "../../normalize/index.ts";
import type { Page } from "../../sync/changes.ts";
import { mapConcurrent } from "../../sync/concurrency.ts";
import { rulesOf } from "../../sync/list/rules.ts";
import { toPages, underRulesOf } from "../../sync/plan/page.ts";

/** The pages that a source's documents make as they stand, or why one makes none. */
export type Read =
  | { readonly pages: readonly Page[] }
  | { readonly externalId: string; readonly why: string };

export interface ReadOptions {
  /** The documents to load; the rest is listed only. Absent: all. */
  readonly wanted?: ((listed: Listed) => boolean) | undefined;
  /** Absent: what the source lists now. */
  readonly entries?: AsyncIterable<ListingEntry>;
  /** Whether a rule keeps a document's pages from being sent; they are left out then. Absent: none is asked. */
  readonly isHeld?: (document: Document, pages: readonly Page[]) => Promise<boolean>;
}

/** Reads a source's documents and makes the pages that a run would send. */
export async function* readPages(
  source: SourceConfig,
  io: Io,
  normalizer: Normalizer,
  { wanted = () => true, entries = source.connector.list(source.options, io), isHeld }: ReadOptions = {},
): AsyncGenerator<Read> {
  const verdictOf = rulesOf(source);
  async function* visible(): AsyncGenerator<{ listed: Listed; to: VisibleTo }> {
    for await (const entry of entries) {
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
        const pages = toPages(source, listed, document, normalized, to);
        if (await isHeld?.(document, pages)) return { pages: [] };
        return { pages };
      } catch (error) {
        io.signal.throwIfAborted();
        return { externalId: listed.externalId, why: toFailure(error).message };
      }
    },
  );
}
