import { withAuth, withLoginHint } from "../../src/connector-kit/auth.ts";
import type { Io } from "../../src/connector-kit/io.ts";
import { askJson } from "../../src/connector-kit/json.ts";
import { paginateByUrl } from "../../src/connector-kit/paginate.ts";
import type { JsonFeedOptions } from "./options.ts";
import { Feed } from "./schema.ts";

export const loginHint = "Check `token`: the feed's server issues it, and it may have expired.";

/** The feed's pages. Anything but a whole, valid page is an error: a short listing would look like deletions. */
export function feedPages({ feed, token }: JsonFeedOptions, { http, signal }: Io): AsyncGenerator<Feed> {
  // The token belongs to the feed's own server.
  const requester = withAuth(http, token ? { bearer: token } : undefined, [new URL(feed).origin]);
  return paginateByUrl({
    what: "the feed",
    first: feed,
    read: async (url) =>
      (await withLoginHint(loginHint, () => askJson(requester, { url, signal }, Feed))).value,
    urlOf: ({ next_url }) => next_url,
  });
}
