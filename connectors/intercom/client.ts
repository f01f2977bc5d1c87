import type { z } from "zod";
import { type Requester, withAuth, withLoginHint } from "../../src/connector-kit/auth.ts";
import type { Io } from "../../src/connector-kit/io.ts";
import { askJson } from "../../src/connector-kit/json.ts";
import { paginate } from "../../src/connector-kit/paginate.ts";
import { FinIngestError, toFailure } from "../../src/errors.ts";
import { HttpError, type Refusal } from "../../src/http/errors.ts";
import { baseUrlOf, type IntercomOptions } from "./options.ts";
import { ErrorList, type Page, pageOf, type Query } from "./schema.ts";

/** Requests to the workspace that is read. Paths are relative to its region's address. */
export interface Client {
  ask<T>(path: string, schema: z.ZodType<T>, signal: AbortSignal, query?: Query): Promise<T>;
  /** All pages of a list. */
  pages<T>(path: string, item: z.ZodType<T>, signal: AbortSignal): AsyncGenerator<Page<T>>;
}

/** A page of articles carries their bodies. */
const MAX_PAGE_BYTES = 64 * 1024 * 1024;

export const loginHint =
  "Check `token` and `region`: an access token of the workspace that is read (Settings → Integrations → Developer Hub → your app → Authentication), with the permission to read and list articles.";

export const permissionHint =
  "Settings → Integrations → Developer Hub → your app → Configure → Authentication → Permissions: allow it to read and list articles; internal articles need a plan that has them.";

export function createClient(options: IntercomOptions, io: Pick<Io, "http">): Client {
  const base = baseUrlOf(options);
  const http = withAuth(reading(io.http), { bearer: options.token }, [new URL(base).origin]);
  const headers = { "intercom-version": options.version };
  async function ask<T>(
    path: string,
    schema: z.ZodType<T>,
    signal: AbortSignal,
    query: Query = {},
  ): Promise<T> {
    const url = new URL(`${base}${path}`);
    for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
    const request = { url, headers, signal, maxBytes: MAX_PAGE_BYTES };
    return (await withHints(() => askJson(http, request, schema))).value;
  }
  return {
    ask,
    pages(path, item, signal) {
      const schema = pageOf(item);
      return paginate({
        what: `Intercom's list ${path}`,
        first: {} as Query,
        read: (place) => ask(path, schema, signal, place),
        itemsOf: ({ items }) => items,
        next: ({ next }) => next,
      });
    },
  };
}

/** Adds to a refusal where it is granted. */
async function withHints<T>(request: () => Promise<T>): Promise<T> {
  try {
    return await withLoginHint(loginHint, request);
  } catch (error) {
    if (!(error instanceof HttpError) || error.status !== 403) throw error;
    throw new FinIngestError(toFailure(error).message, { hint: permissionHint, cause: error });
  }
}

/** Requests whose refusals are read as Intercom writes them, with the id that its support asks for. */
const reading = (http: Requester): Requester => ({
  get: (url, options) => http.get(url, { readRefusal, ...options }),
  post: (url, options) => http.post(url, { readRefusal, ...options }),
});

function readRefusal(_status: number, body: Uint8Array): Refusal | undefined {
  const { request_id: id, errors: [first] = [] } = errorsIn(body) ?? {};
  if (first === undefined) return undefined;
  const said = [first.code, first.message].filter(Boolean).join(": ");
  return { code: first.code ?? undefined, said: id ? `${said} (request ${id})` : said };
}

function errorsIn(body: Uint8Array) {
  try {
    return ErrorList.safeParse(JSON.parse(Buffer.from(body).toString("utf8"))).data;
  } catch {
    return undefined;
  }
}
