import type { z } from "zod";
import { withAuth, withLoginHint } from "../../src/connector-kit/auth.ts";
import type { Io } from "../../src/connector-kit/io.ts";
import type { Items } from "../../src/connector-kit/items.ts";
import { askJson } from "../../src/connector-kit/json.ts";
import { paginate } from "../../src/connector-kit/paginate.ts";
import { inSmallerPages } from "../../src/connector-kit/smaller-pages.ts";
import { FinIngestError } from "../../src/errors.ts";
import { authOf, originsOf, type ZendeskOptions } from "./options.ts";
import { type Query, type Slice, sliceOf } from "./schema.ts";

/** Requests to one help center with the source's credentials. Paths are relative to its address. */
export interface Client {
  readonly origin: string;
  ask<T>(path: string, schema: z.ZodType<T>, signal: AbortSignal, query?: Query): Promise<T>;
  /** All pages of a listing, under the answer's key. */
  pages<T>(
    path: string,
    key: string,
    item: z.ZodType<T>,
    signal: AbortSignal,
    query?: Query,
  ): AsyncGenerator<Items<T>>;
  /** A file; credentials go to help centers of this source only. */
  file(url: string, signal: AbortSignal, maxBytes: number): Promise<Uint8Array>;
}

/** A client for each help center; they share their credentials, and with OAuth one token. */
export function createClients(options: ZendeskOptions, io: Io): Client[] {
  const origins = originsOf(options);
  const http = withAuth(io.http, authOf(options), origins);
  const hint = loginHint(options);
  return origins.map((origin) => {
    async function ask<T>(path: string, schema: z.ZodType<T>, signal: AbortSignal, query: Query = {}) {
      const url = new URL(path, origin);
      for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
      return (await withLoginHint(hint, () => askJson(http, { url, signal }, schema))).value;
    }
    return {
      origin,
      ask,
      pages: (path, key, item, signal, query = {}) => {
        const schema = sliceOf(key, item);
        return readPages(path, (place) => ask(path, schema, signal, { ...query, ...place }));
      },
      async file(url, signal, maxBytes) {
        const { body, headers } = await withLoginHint(hint, () => http.get(url, { signal, maxBytes }));
        if (!/^text\/html\b/i.test(headers["content-type"] ?? "")) return body;
        throw new FinIngestError(`${new URL(url).pathname} answered a web page instead of the file`, {
          hint: "The help center may ask for a login to download it.",
        });
      },
    };
  });
}

/** https://developer.zendesk.com/documentation/api-basics/authentication/oauth-migration/ */
export const apiTokensEnd =
  "since 27 October 2026 nobody can make an API token, one that is not used for 30 days is switched off, and all end on 30 April 2027";

const oauthClients = "Admin Center → Apps and integrations → APIs → OAuth clients";
export const useOauth = `Make a confidential OAuth client (${oauthClients}) and state it as \`auth: {oauth: {client_id, client_secret}}\`.`;

/** What to do where Zendesk refuses the credentials. */
export function loginHint({ auth }: Pick<ZendeskOptions, "auth">): string {
  if (auth.api_token)
    return `The API token of \`auth.api_token\` may have ended: ${apiTokensEnd}. ${useOauth}`;
  if (auth.oauth)
    return `Check \`auth.oauth\`: the identifier and the secret of a confidential OAuth client (${oauthClients}), whose allowed scopes include read.`;
  return `The access token of \`auth.bearer\` may have expired: Zendesk's end on their own. ${useOauth} Its tokens are renewed.`;
}

const MAX_PER_PAGE = 100;

/**
 * Reads a listing to its end. A page that is too large, or on which Zendesk fails, is asked for in halves.
 * @param ask asks for one page with these additions to its query
 * @throws FinIngestError where the listing leads back to a page that was read, or ends before it is complete
 */
export async function* readPages<T>(
  what: string,
  ask: (query: Query) => Promise<Slice<T>>,
): AsyncGenerator<Items<T>> {
  const read = inSmallerPages(MAX_PER_PAGE, (place: Query, size) =>
    ask({ "page[size]": String(size), ...place }),
  );
  const slices = paginate<Slice<T>, Query>({
    what: `Zendesk's listing ${what}`,
    first: {},
    // Where pages have numbers, smaller ones would begin elsewhere.
    read: (place) => ("page" in place ? ask(place) : read(place)),
    itemsOf: ({ items }) => items,
    next: (slice) => slice.next,
  });
  let came = 0;
  let total: number | undefined;
  for await (const slice of slices) {
    came += slice.items.length + slice.odd.length;
    total = slice.total;
    yield slice;
  }
  if (total !== undefined && came < total)
    throw new FinIngestError(`Zendesk's listing ${what} ends after ${came} of ${total}`, {
      hint: "Run again later; if it stays, please report it.",
    });
}
