import type { Io } from "../../src/connector-kit/io.ts";
import { type OddItem, oddEntry } from "../../src/connector-kit/items.ts";
import type { Gap } from "../../src/connector-kit/listing.ts";
import type { Criteria } from "./classify.ts";
import type { Client } from "./client.ts";
import type { IntercomOptions } from "./options.ts";
import { Collection } from "./schema.ts";

/** What a listing starts from. */
export interface Context {
  readonly criteria: Criteria;
  /** Collections that could not be read. */
  readonly gaps: readonly Gap[];
}

/**
 * Reads the collections, by which articles have their paths.
 * @throws FinIngestError, or the signal's reason when it fires
 */
export async function openContext(
  options: IntercomOptions,
  client: Client,
  { signal }: Pick<Io, "signal">,
): Promise<Context> {
  signal.throwIfAborted();
  const collections = new Map<string, Collection>();
  const odd: OddItem[] = [];
  if (options.articles)
    for await (const page of client.pages("/help_center/collections", Collection, signal)) {
      for (const one of page.items) collections.set(one.id, one);
      odd.push(...page.odd);
    }
  const gaps = odd.map(({ id, reason }): Gap => {
    const { reason: why } = oddEntry("collections", { id, reason });
    return { kind: "gap", part: id === undefined ? "collections" : `collection ${id}`, reason: why };
  });
  return { criteria: { options, collections }, gaps };
}
