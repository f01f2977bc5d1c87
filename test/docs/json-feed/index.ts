import { z } from "zod";
import { secret } from "../../../src/config/schema/secret.ts";
import { withAuth } from "../../../src/connector-kit/auth.ts";
import type { Connector } from "../../../src/connector-kit/connector.ts";
import type { Io } from "../../../src/connector-kit/io.ts";
import { askJson } from "../../../src/connector-kit/json.ts";
import type { Listed } from "../../../src/connector-kit/listing.ts";
import { FinIngestError, toFailure } from "../../../src/errors.ts";

const options = z.strictObject({
  feed: z.url({ protocol: /^https?$/ }).describe("address of the JSON Feed"),
  token: secret().optional().describe("bearer token, if the feed is private"),
});
type Options = z.output<typeof options>;

/** What we read of a feed, https://www.jsonfeed.org/version/1.1/ */
const Item = z.object({
  id: z.string().min(1),
  url: z.url().optional(),
  title: z.string().optional(),
  content_html: z.string(),
  date_modified: z.string().optional(),
  tags: z.array(z.string()).default([]),
});
const Feed = z.object({ next_url: z.url().optional(), items: z.array(Item) });

/** Articles of a JSON Feed, newest pages first. */
export const jsonFeed: Connector<Options> = {
  type: "json-feed",
  summary: "Articles of a JSON Feed, public or behind a token",
  options,
  async *list(options, io) {
    const read = new Set<string>();
    let address: string | undefined = options.feed;
    while (address !== undefined) {
      if (read.has(address)) throw new FinIngestError(`the feed leads back to ${address}`);
      read.add(address);
      const feed = await readFeed(address, options, io);
      for (const item of feed.items) yield listed(item);
      address = feed.next_url;
    }
  },
  async check(options, io) {
    try {
      const { items } = await readFeed(options.feed, options, io);
      return [{ what: "feed", result: "ok", detail: `${items.length} articles on its first page` }];
    } catch (error) {
      return [{ what: "feed", result: "failed", detail: toFailure(error).message, hint: "Check `token`." }];
    }
  },
};

function listed(item: z.output<typeof Item>): Listed {
  return {
    kind: "document",
    externalId: item.id,
    version: item.date_modified,
    title: item.title,
    url: item.url,
    labels: item.tags,
    load: async () => ({ body: item.content_html, mediaType: "text/html", name: item.id, url: item.url }),
  };
}

/** Anything but a whole, valid page of the feed is an error: a short listing would look like deletions. */
async function readFeed(url: string, { feed, token }: Options, io: Io) {
  // The token belongs to the feed's own server.
  const http = withAuth(io.http, token ? { bearer: token } : undefined, [new URL(feed).origin]);
  const { value } = await askJson(http, { url, signal: io.signal }, Feed);
  return value;
}
