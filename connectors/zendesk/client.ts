import type { z } from "zod";
import { withAuth } from "../../src/connector-kit/auth.ts";
import type { Io } from "../../src/connector-kit/io.ts";
import { askJson } from "../../src/connector-kit/json.ts";
import { FinIngestError, toFailure } from "../../src/errors.ts";
import { HttpError } from "../../src/http/errors.ts";
import { authOf, originsOf, type ZendeskOptions } from "./options.ts";
import { type Query, readPages, sliceOf } from "./pages.ts";

/** Requests to one help center, under the source's identity. Paths count from its address. */
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
  ): AsyncGenerator<readonly T[]>;
  /** A file; credentials go to help centers of this source only. */
  file(url: string, signal: AbortSignal, maxBytes: number): Promise<Uint8Array>;
}

/** One client for each help center; they share one identity, and with OAuth one token. */
export function createClients(options: ZendeskOptions, io: Io): Client[] {
  const origins = originsOf(options);
  const http = withAuth(io.http, authOf(options), origins);
  return origins.map((origin) => {
    async function ask<T>(path: string, schema: z.ZodType<T>, signal: AbortSignal, query: Query = {}) {
      const url = new URL(path, origin);
      for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
      return (await known(() => askJson(http, { url, signal }, schema))).value;
    }
    return {
      origin,
      ask,
      pages: (path, key, item, signal, query = {}) => {
        const schema = sliceOf(key, item);
        return readPages(path, (place) => ask(path, schema, signal, { ...query, ...place }));
      },
      async file(url, signal, maxBytes) {
        const { body, headers } = await known(() => http.get(url, { signal, maxBytes }));
        if (!/^text\/html\b/i.test(headers["content-type"] ?? "")) return body;
        throw new FinIngestError(`${new URL(url).pathname} answered a web page instead of the file`, {
          hint: "The help center may ask for a login to download it.",
        });
      },
    };
  });
}

export const loginHint =
  "Check `auth`: an API token with the e-mail address of its user (Admin Center → Apps and integrations → APIs → API tokens; token access must be on), or an OAuth access token with the scope read (Admin Center → Apps and integrations → APIs → OAuth clients), which may have expired.";

async function known<T>(act: () => Promise<T>): Promise<T> {
  try {
    return await act();
  } catch (error) {
    if (!(error instanceof HttpError) || error.status !== 401) throw error;
    throw new FinIngestError(toFailure(error).message, { hint: loginHint, cause: error });
  }
}

/** Answers by which Zendesk says that something is not for this user, or not there at all. */
export function isRefusal(error: unknown): error is HttpError {
  return error instanceof HttpError && [403, 404, 410].includes(error.status ?? 0);
}
