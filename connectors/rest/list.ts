import type { Io } from "../../src/connector-kit/io.ts";
import type { ListingEntry } from "../../src/connector-kit/listing.ts";
import { toFailure } from "../../src/errors.ts";
import { displayUrl } from "../../src/http/url.ts";
import { createAsk, statusOf } from "./client.ts";
import { createToEntry } from "./load.ts";
import { totalOf } from "./next-page.ts";
import type { ListRequest, RestOptions } from "./options.ts";
import { pagesOf } from "./pages.ts";

/** The lists, each with the name of its option. */
export function listsOf({ list }: RestOptions): { request: ListRequest; option: string }[] {
  if (!Array.isArray(list)) return [{ request: list, option: "list" }];
  return list.map((request, index) => ({ request, option: `list[${index}]` }));
}

/** A record's name in messages. */
export const recordName = ({ name, url }: ListRequest, page: number, index: number): string =>
  `record ${index + 1} on page ${page} of ${name ?? displayUrl(url)}`;

/**
 * All records of all lists. One of several lists that answers 403 is a gap; anything else that fails ends the listing.
 * @throws FinIngestError
 */
export async function* list(options: RestOptions, io: Io): AsyncGenerator<ListingEntry> {
  io.signal.throwIfAborted();
  const ask = createAsk(options, io);
  const toEntry = await createToEntry(options, io, ask);
  const lists = listsOf(options);
  const refused: unknown[] = [];
  const totals: number[] = [];
  for (const { request, option } of lists) {
    let total: number | undefined;
    let gone = 0;
    try {
      for await (const { records, answer, number } of pagesOf(request, option, ask, io.signal)) {
        for (const [index, record] of records.entries()) {
          io.signal.throwIfAborted();
          const entry = toEntry(record, recordName(request, number, index));
          if (entry.kind === "gone") gone += 1;
          yield entry;
        }
        total = totalOf(request, answer, option);
      }
    } catch (error) {
      if (statusOf(error) !== 403 || lists.length === 1) throw error;
      refused.push(error);
      yield { kind: "gap", part: request.name ?? displayUrl(request.url), reason: toFailure(error).message };
    }
    // The system counts its records; those in the trash are not documents.
    if (total !== undefined) totals.push(Math.max(total - gone, 0));
  }
  if (refused.length === lists.length) throw refused[0];
  // The total of some lists is not the total of all.
  if (refused.length === 0 && totals.length === lists.length)
    yield { kind: "total", documents: totals.reduce((sum, one) => sum + one, 0) };
}
