import { z } from "zod";
import type { Batch } from "./batch.ts";
import type { Ledger, RememberedListing } from "./ledger.ts";
import { sumOf, text } from "./rows.ts";

const skippedSchema = z.object({
  externalId: z.string(),
  title: z.string().optional(),
  why: z.string(),
  isPermanent: z.literal(true).optional(),
});

const recordSchema = z.object({
  listing: z.object({
    key: z.string(),
    documents: z.number(),
    unchanged: z.number(),
    rules: z.array(z.object({ decided: z.number(), matched: z.number() })).optional(),
    skipped: z.array(skippedSchema).optional(),
    unreadable: z.array(skippedSchema).optional(),
  }),
  sum: z.string(),
});

export type UnchangedListings = Pick<Ledger, "unchangedListing" | "setUnchangedListing"> & {
  /** How often a page or an intent of the source was written since the ledger was opened. */
  readonly pageWrites: (source: string) => number;
  /** Part of every write of a page or an intent, in its transaction. */
  readonly forget: (source: string) => void;
};

/** Listings that left nothing to do, each remembered until a page of its source is written. What is stored keeps its name, `settled`. */
export function unchangedListings(batch: Batch): UnchangedListings {
  const { db } = batch;
  const keyOf = (source: string) => `settled ${source}`;
  const sumFor = (
    source: string,
    { key, documents, unchanged, rules, skipped, unreadable }: RememberedListing,
  ) =>
    sumOf("settled", [
      ...[source, key, documents, unchanged],
      ...(rules ? [rules] : []),
      ...(skipped || unreadable ? [skipped ?? null, unreadable ?? null] : []),
    ]);
  /** Sources without a remembered listing, so that a write costs nothing here. */
  const forgotten = new Set<string>();
  const writes = new Map<string, number>();
  return {
    pageWrites: (source) => writes.get(source) ?? 0,
    unchangedListing(source) {
      const row = db.get("SELECT value FROM meta WHERE key = ?", keyOf(source));
      if (!row) return undefined;
      try {
        const { listing, sum } = recordSchema.parse(JSON.parse(text(row, "value")));
        // A damaged record counts as lost: the rows are read instead.
        return sum === sumFor(source, listing) ? listing : undefined;
      } catch {
        return undefined;
      }
    },
    setUnchangedListing(source, listing) {
      const value = JSON.stringify({ listing, sum: sumFor(source, listing) });
      forgotten.delete(source);
      batch.soon(() => db.run("INSERT OR REPLACE INTO meta VALUES (?, ?)", keyOf(source), value));
    },
    forget(source) {
      writes.set(source, (writes.get(source) ?? 0) + 1);
      if (forgotten.has(source)) return;
      db.run("DELETE FROM meta WHERE key = ?", keyOf(source));
      forgotten.add(source);
    },
  };
}
