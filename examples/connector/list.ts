import type { Io } from "../../src/connector-kit/io.ts";
import type { ListingEntry } from "../../src/connector-kit/listing.ts";
import { feedPages } from "./client.ts";
import { load } from "./load.ts";
import type { JsonFeedOptions } from "./options.ts";

/** Every article of the feed, page by page. */
export async function* list(options: JsonFeedOptions, io: Io): AsyncGenerator<ListingEntry> {
  io.signal.throwIfAborted();
  for await (const { items } of feedPages(options, io)) {
    for (const item of items) {
      io.signal.throwIfAborted();
      yield {
        kind: "document",
        externalId: item.id,
        version: item.date_modified,
        title: item.title,
        url: item.url,
        labels: item.tags,
        load: (signal) => load(item, signal),
      };
    }
  }
}
