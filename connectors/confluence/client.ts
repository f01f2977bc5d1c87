import { z } from "zod";
import { type Asking, withAuth } from "../../src/connector-kit/auth.ts";
import type { Io } from "../../src/connector-kit/io.ts";
import { askJson } from "../../src/connector-kit/json.ts";
import { FinIngestError, toFailure } from "../../src/errors.ts";
import { HttpError } from "../../src/http/errors.ts";
import type { HttpAnswer } from "../../src/http/http.ts";
import { parseUrl } from "../../src/http/url.ts";
import { type ConfluenceOptions, editionOf, siteOf } from "./options.ts";

export type Query = Readonly<Record<string, string | number>>;

/** One page of a listing. */
export interface Slice<T> {
  readonly results: readonly T[];
  /** The site's address as people know it, where the answer states it. */
  readonly base?: string;
}

/** Requests to one site, under its identity. Paths count from the site's address. */
export interface Client {
  readonly site: string;
  ask<T>(
    path: string,
    query: Query,
    schema: z.ZodType<T>,
    signal: AbortSignal,
    maxBytes?: number,
  ): Promise<T>;
  /** All pages of a listing. Where the next one leads back to one that was read, it throws. */
  pages<T>(path: string, query: Query, item: z.ZodType<T>, signal: AbortSignal): AsyncGenerator<Slice<T>>;
  /** A file. Where the site sends elsewhere for it, that place is asked without credentials. */
  file(path: string, signal: AbortSignal, maxBytes: number): Promise<Uint8Array>;
}

/** @throws nothing before the first request; then 401 as FinIngestError with where to mend it, else HttpError */
export function createClient(options: ConfluenceOptions, io: Io): Client {
  const site = siteOf(options);
  const http: Asking = withAuth(io.http, options.auth, [new URL(site).origin]);
  const address = (path: string, query: Query) => {
    const url = new URL(`${site}${path}`);
    for (const [name, value] of Object.entries(query)) url.searchParams.set(name, String(value));
    return url;
  };

  async function ask<T>(
    path: string,
    query: Query,
    schema: z.ZodType<T>,
    signal: AbortSignal,
    maxBytes?: number,
  ): Promise<T> {
    const request = { url: address(path, query), signal, ...(maxBytes === undefined ? {} : { maxBytes }) };
    return (await known(options, () => askJson(http, request, schema))).value;
  }

  async function* pages<T>(path: string, query: Query, item: z.ZodType<T>, signal: AbortSignal) {
    const schema = z.object({
      results: z.array(item),
      _links: z.object({ next: z.string().optional(), base: z.string().optional() }).optional(),
    });
    const read = new Set<string>();
    let place: Query = {};
    for (;;) {
      const { results, _links: links } = await ask(path, { ...query, ...place }, schema, signal);
      yield { results, ...(links?.base === undefined ? {} : { base: links.base }) };
      if (links?.next === undefined) return;
      place = placeOf(links.next, path);
      const key = JSON.stringify(place);
      if (read.has(key))
        throw new FinIngestError(`Confluence's listing ${path} leads back to a page of it that was read`, {
          hint: "Run again; if it stays, please report it with Confluence's version.",
        });
      read.add(key);
    }
  }

  async function file(path: string, signal: AbortSignal, maxBytes: number): Promise<Uint8Array> {
    const wishes = { signal, maxBytes, redirects: "return" } as const;
    const answer = await known(options, () => http.get(address(path, {}), wishes));
    const location = redirectOf(answer);
    if (location === undefined) return answer.body;
    const own = location.origin === new URL(site).origin;
    return (await (own ? http : io.http).get(location, { signal, maxBytes })).body;
  }

  return { site, ask, pages, file };
}

function redirectOf({ status, headers, url }: HttpAnswer): URL | undefined {
  const { location } = headers;
  if (status < 300 || status > 399 || location === undefined) return undefined;
  return parseUrl(location, url);
}

/**
 * What the address of the next page says beyond the question. Only that is taken: behind Atlassian's gateway the
 * address itself lacks the gateway's path. https://developer.atlassian.com/cloud/confluence/rest/v2/intro/#using
 */
function placeOf(next: string, path: string): Query {
  const query = parseUrl(next, "http://site")?.searchParams;
  const place = ["cursor", "start"].flatMap((name) => {
    const value = query?.get(name);
    return value ? [[name, value] as const] : [];
  });
  if (place.length === 0)
    throw new FinIngestError(`Confluence's listing ${path} names a next page without a cursor or start`);
  return Object.fromEntries(place);
}

async function known<T>(options: ConfluenceOptions, act: () => Promise<T>): Promise<T> {
  try {
    return await act();
  } catch (error) {
    if (!(error instanceof HttpError) || error.status !== 401) throw error;
    throw new FinIngestError(toFailure(error).message, { hint: loginHint(options), cause: error });
  }
}

/** Where credentials are made, by edition. */
export function loginHint(options: Pick<ConfluenceOptions, "base_url" | "edition">): string {
  return editionOf(options) === "cloud"
    ? "Check `auth`: `basic` with the account's e-mail address and an API token (https://id.atlassian.com/manage-profile/security/api-tokens). A token with scopes needs base_url https://api.atlassian.com/ex/confluence/CLOUD_ID/wiki and the scopes that the connector's README lists."
    : "Check `auth`: `bearer` with a personal access token (profile picture → Settings → Personal access tokens), which may have expired, or `basic` with user name and password.";
}

/** Statuses by which Confluence says that something is not for this account, or not there at all. */
export function isRefusal(error: unknown): error is HttpError {
  return error instanceof HttpError && [403, 404, 410].includes(error.status ?? 0);
}
