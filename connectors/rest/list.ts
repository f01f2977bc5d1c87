import { hash } from "node:crypto";
import type { Io } from "../../src/connector-kit/io.ts";
import type { ListingEntry } from "../../src/connector-kit/listing.ts";
import { toFailure } from "../../src/errors.ts";
import { displayUrl } from "../../src/http/url.ts";
import { createAsk } from "./client.ts";
import { createToEntry, RecordWithoutIdError, type ToEntry } from "./load.ts";
import { totalOf } from "./next-page.ts";
import type { ListRequest, RestOptions } from "./options.ts";
import { pagesOf, SliceError } from "./pages.ts";

/** The lists, each with the name of its option. */
export function listsOf({ list }: RestOptions): { request: ListRequest; option: string }[] {
  if (!Array.isArray(list)) return [{ request: list, option: "list" }];
  return list.map((request, index) => ({ request, option: `list[${index}]` }));
}

/** A record's name in messages. */
export const recordName = ({ name, url }: ListRequest, page: number, index: number): string =>
  `record ${index + 1} on page ${page} of ${name ?? displayUrl(url)}`;

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
 * a gap with what came before it.
 * @throws FinIngestError where nothing at all could be listed
 */
export async function* list(options: RestOptions, io: Io): AsyncGenerator<ListingEntry> {
  io.signal.throwIfAborted();
  const ask = createAsk(options, io);
  const toEntry = await createToEntry(options, io, ask);
  const lists = listsOf(options);
  const refused: unknown[] = [];
  const seen = new Map<string, string>();
  let listed = 0;
  const totals: number[] = [];
  for (const { request, option } of lists) {
    let total: number | undefined;
    let gone = 0;
    try {
      for await (const { records, answer, number } of pagesOf(request, option, ask, io.signal)) {
        for (const [index, record] of records.entries()) {
          io.signal.throwIfAborted();
          const name = recordName(request, number, index);
          const entry = readRecord(toEntry, record, name);
          if (entry instanceof RecordWithoutIdError) {
            refused.push(entry);
            yield { kind: "gap", part: name, reason: entry.message };
            continue;
          }
          // What moves during the listing comes twice, as it is; two records of one id differ.
          const content = hash("sha256", JSON.stringify(record), "base64");
          if (seen.get(entry.externalId) === content) continue;
          seen.set(entry.externalId, content);
          if (entry.kind === "gone") gone += 1;
          listed += 1;
          yield entry;
        }
        if (answer) total = totalOf(request, answer, option);
      }
    } catch (error) {
      if (!(error instanceof SliceError) || (lists.length === 1 && listed === 0)) throw error;
      refused.push(error);
      yield { kind: "gap", part: request.name ?? displayUrl(request.url), reason: toFailure(error).message };
    }
    // The system counts its records; those in the trash are not documents.
    if (total !== undefined) totals.push(Math.max(total - gone, 0));
  }
  if (refused.length > 0 && listed === 0) throw refused[0];
  // The total of some lists is not the total of all.
  if (refused.length === 0 && totals.length === lists.length)
    yield { kind: "total", documents: totals.reduce((sum, one) => sum + one, 0) };
}
