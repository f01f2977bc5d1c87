import { readFileSync } from "node:fs";
import { type ApiFixture, startApiServer } from "../../src/connector-kit/testing/index.ts";
import { Feed } from "./schema.ts";

const token = "feed-token-of-the-tests";
const file = new URL("./feed.json", import.meta.url);

/** A server with the feed's documented behaviour: pages that name the next one, and 401 without the token. */
export async function startFeed(): Promise<ApiFixture> {
  const { items } = Feed.parse(JSON.parse(readFileSync(file, "utf8")));
  const [first, second, last] = items;
  if (!first || !second || !last) throw new Error("the fixture has too few articles");
  const server = await startApiServer({
    "GET /feed.json": ({ headers, query }) => {
      if (headers.authorization !== `Bearer ${token}`) return { status: 401, json: {} };
      const from = Number(query.get("from") ?? 0);
      const next = from + 2 < items.length ? { next_url: `${server.url}/feed.json?from=${from + 2}` } : {};
      return { json: { items: items.slice(from, from + 2), ...next } };
    },
  });
  const feed = `${server.url}/feed.json`;
  return {
    server,
    options: { feed, token },
    baseDir: import.meta.dirname,
    secrets: [token],
    // Options that must not parse, and options that parse but cannot work.
    refused: [{}, { feed: "feed.json", token }, { feed, tokn: token }],
    broken: [
      { feed, token: `${token}x` },
      { feed: `${server.url}/nothing`, token },
    ],
    // What the suite does to the system.
    async retitle() {
      first.title = "Another title";
    },
    async edit() {
      second.content_html += "<p>One more sentence.</p>";
      second.date_modified = "2026-01-01T00:00:00Z";
      return second.id;
    },
    async remove() {
      items.pop();
      return last.id;
    },
    bodyReads: () => 0,
    close: () => server.close(),
  };
}
