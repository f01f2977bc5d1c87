import type { z } from "zod";
import { systemClock } from "../../src/clock.ts";
import { type Requester, withAuth, withLoginHint } from "../../src/connector-kit/auth.ts";
import type { Io } from "../../src/connector-kit/io.ts";
import { askJson, type JsonRequest } from "../../src/connector-kit/json.ts";
import { sleep } from "../../src/http/backoff.ts";
import type { HttpAnswer } from "../../src/http/http.ts";
import { parseUrl } from "../../src/http/url.ts";
import { type ConfluenceOptions, editionOf, siteOf } from "./options.ts";
import { pauseFor, type Quota, quotaIn } from "./quota.ts";
import { listOf } from "./schema.ts";
import { type Slice, slices } from "./slices.ts";

export type Query = Readonly<Record<string, string | number>>;

/** Requests to one site with its credentials. Paths are relative to the site's address. */
export interface Client {
  readonly site: string;
  ask<T>(
    path: string,
    query: Query,
    schema: z.ZodType<T>,
    signal: AbortSignal,
    maxBytes?: number,
  ): Promise<T>;
  /** A question that is a POST: it changes nothing. */
  post<T>(
    path: string,
    question: { readonly query: Query; readonly json: unknown; readonly maxBytes?: number },
    schema: z.ZodType<T>,
    signal: AbortSignal,
  ): Promise<T>;
  /** All pages of a listing. @throws FinIngestError where it leads back, or leaves something out */
  pages<T>(
    path: string,
    query: Query & { readonly limit: number },
    item: z.ZodType<T>,
    signal: AbortSignal,
  ): AsyncGenerator<Slice<T>>;
  /** A file. Where the site redirects to another origin, that one is asked without credentials. */
  file(path: string, signal: AbortSignal, maxBytes: number): Promise<Uint8Array>;
}

/** Its requests throw a FinIngestError with a hint for 401, and else an HttpError. */
export function createClient(options: ConfluenceOptions, io: Io): Client {
  const site = siteOf(options);
  const http: Requester = withAuth(io.http, options.auth, [new URL(site).origin]);
  const address = (path: string, query: Query) => {
    const url = new URL(`${site}${path}`);
    for (const [name, value] of Object.entries(query)) url.searchParams.set(name, String(value));
    return url;
  };

  let quota: Quota | undefined;
  let pause = 0;
  /** Slower while few of the hour's points are left, instead of being refused for the rest of it. */
  async function paced<T>(request: JsonRequest, schema: z.ZodType<T>): Promise<T> {
    if (pause > 0) await sleep(systemClock, pause, request.signal);
    const { value, answer } = await withLoginHint(loginHint(options), () => askJson(http, request, schema));
    const now = Date.parse(answer.headers.date ?? "");
    const stated = quotaIn(answer.headers, Number.isNaN(now) ? Date.now() : now);
    pause = stated ? pauseFor(stated, quota) : 0;
    quota = stated;
    return value;
  }

  async function ask<T>(
    path: string,
    query: Query,
    schema: z.ZodType<T>,
    signal: AbortSignal,
    maxBytes?: number,
  ): Promise<T> {
    return paced({ url: address(path, query), signal, maxBytes }, schema);
  }

  async function post<T>(
    path: string,
    { query, json, maxBytes }: Parameters<Client["post"]>[1],
    schema: z.ZodType<T>,
    signal: AbortSignal,
  ): Promise<T> {
    return paced({ url: address(path, query), json, signal, maxBytes }, schema);
  }

  function pages<T>(
    path: string,
    query: Query & { readonly limit: number },
    item: z.ZodType<T>,
    signal: AbortSignal,
  ): AsyncGenerator<Slice<T>> {
    const countable = editionOf(options) === "data-center";
    const schema = listOf(item, countable);
    const read = (place: Query) => ask(path, { ...query, ...place }, schema, signal);
    return slices({ what: path, limit: query.limit, countable, read });
  }

  async function file(path: string, signal: AbortSignal, maxBytes: number): Promise<Uint8Array> {
    const request = { signal, maxBytes, redirects: "return" } as const;
    const answer = await withLoginHint(loginHint(options), () => http.get(address(path, {}), request));
    const location = redirectOf(answer);
    if (location === undefined) return answer.body;
    const isOwn = location.origin === new URL(site).origin;
    return (await (isOwn ? http : io.http).get(location, { signal, maxBytes })).body;
  }

  return { site, ask, post, pages, file };
}

function redirectOf({ status, headers, url }: HttpAnswer): URL | undefined {
  const { location } = headers;
  if (status < 300 || status > 399 || location === undefined) return undefined;
  return parseUrl(location, url);
}

/** Where credentials are made, by edition. */
export function loginHint(options: Pick<ConfluenceOptions, "base_url" | "edition">): string {
  return editionOf(options) === "cloud"
    ? "Check `auth`: `basic` with the account's e-mail address and an API token (https://id.atlassian.com/manage-profile/security/api-tokens). A token with scopes needs base_url https://api.atlassian.com/ex/confluence/CLOUD_ID/wiki and the scopes that the connector's README lists."
    : "Check `auth`: `bearer` with a personal access token (profile picture → Settings → Personal access tokens), which may have expired, or `basic` with user name and password.";
}
