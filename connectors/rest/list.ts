import { hash } from "node:crypto";
import type { Io } from "../../src/connector-kit/io.ts";
import type { ListingEntry } from "../../src/connector-kit/listing.ts";
import { FinIngestError } from "../../src/errors.ts";
import { createClient } from "./client.ts";
import { createToEntry, RecordWithoutIdError, type ToEntry } from "./load.ts";
import type { ListRequest, RestOptions } from "./options.ts";
import { oneOfSeveral, recordsOf } from "./records.ts";

/** The lists, each with the name of its option. */
export function listsOf({ list }: RestOptions): { request: ListRequest; option: string }[] {
  if (!Array.isArray(list)) return [{ request: list, option: "list" }];
  return list.map((request, index) => ({ request, option: `list[${index}]` }));
}

/** A record without an id says nothing of the others; what else is thrown is not about the record. */
function readRecord(
  toEntry: ToEntry,
  record: unknown,
  name: string,
): ReturnType<ToEntry> | RecordWithoutIdError {
  try {
    return toEntry(record, name);
  } catch (error) {
    if (error instanceof RecordWithoutIdError) return error;
    throw error;
  }
}

/**
 * All records of all lists. A record that cannot be read is unreadable, or a gap where it has no id; a list that fails is
 * a gap with what came before it, also a list inside another.
 * @throws FinIngestError where nothing at all could be listed
 */
export async function* list(options: RestOptions, io: Io): AsyncGenerator<ListingEntry> {
  io.signal.throwIfAborted();
  const client = createClient(options, io);
  const { ask } = client;
  const toEntry = await createToEntry(options, io, client);
  const seen = new Map<string, string>();
  const count = { listed: 0, others: 0, ends: 0 };
  const refused: unknown[] = [];
  const totals: number[] = [];
  const lists = listsOf(options);
  for (const { request, option } of lists) {
    const records = recordsOf(request, option, { ask, signal: io.signal });
    for await (const found of lists.length === 1 ? records : oneOfSeveral(records, option)) {
      io.signal.throwIfAborted();
      if (found.kind === "end") {
        count.ends += 1;
        // The system counts its records; those in the trash are not documents, nor those that are ignored.
        if (found.total !== undefined) totals.push(Math.max(found.total - count.others, 0));
        count.others = 0;
        continue;
      }
      const made = found.kind === "failed" ? found.error : readRecord(toEntry, found.record, found.name);
      if (made instanceof FinIngestError) {
        refused.push(made);
        yield { kind: "gap", part: found.name, reason: made.message };
        continue;
      }
      if (made === undefined) {
        count.others += 1;
        continue;
      }
      const entry = made;
      // What moves during the listing comes twice, as it is; two records of one id differ.
      const content = hash("sha256", JSON.stringify(found.kind === "record" && found.record), "base64");
      if (seen.get(entry.externalId) === content) continue;
      seen.set(entry.externalId, content);
      if (entry.kind === "gone") count.others += 1;
      count.listed += 1;
      yield entry;
    }
  }
  if (refused.length > 0 && count.listed === 0) throw refused[0];
  // The total of some lists is not the total of all.
  if (refused.length === 0 && count.ends > 0 && totals.length === count.ends)
    yield { kind: "total", documents: totals.reduce((sum, one) => sum + one, 0) };
}
