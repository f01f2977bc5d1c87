import type { z } from "zod";
import { systemClock } from "../../src/clock.ts";
import { withLoginHint, withToken } from "../../src/connector-kit/auth.ts";
import type { Io } from "../../src/connector-kit/io.ts";
import type { Items } from "../../src/connector-kit/items.ts";
import { askJson, type JsonRequest } from "../../src/connector-kit/json.ts";
import { isAboutOneObject } from "../../src/connector-kit/one-object.ts";
import { paginate } from "../../src/connector-kit/paginate.ts";
import { FinIngestError } from "../../src/errors.ts";
import { sleep } from "../../src/http/backoff.ts";
import { HttpError } from "../../src/http/errors.ts";
import { parseUrl } from "../../src/http/url.ts";
import { graphTokens, loginHint } from "./login.ts";
import type { SharepointOptions } from "./options.ts";
import { BatchAnswer, collectionOf, DeltaPage } from "./schema.ts";

/** Requests to Microsoft Graph with the app's token. Paths are below `/v1.0`. */
export interface Graph {
  /** Proves the login. @throws where it is refused */
  login(signal: AbortSignal): Promise<void>;
  ask<T>(path: string, schema: z.ZodType<T>, signal: AbortSignal): Promise<T>;
  /** A whole collection. */
  all<T>(what: string, path: string, item: z.ZodType<T>, signal: AbortSignal): Promise<Items<T>>;
  /** Pages of a drive's changes, from a path or from the link that ended the last ones. */
  delta(what: string, from: string, signal: AbortSignal): AsyncGenerator<DeltaPage>;
  /** Answers to several requests by their paths, as far as they were answered: what is missing is to be asked by itself. */
  batch(paths: readonly string[], signal: AbortSignal): Promise<ReadonlyMap<string, unknown>>;
  /** A file's bytes. They come from a pre-authenticated address, which is asked without credentials and never shown. */
  content(path: string, signal: AbortSignal, maxBytes: number): Promise<Uint8Array>;
}

/** https://learn.microsoft.com/graph/json-batching#batch-size-limitations */
export const BATCH_SIZE = 20;

/**
 * Permission changes come with these only, and Graph wants Sites.FullControl.All for them; a folder is named only where
 * it changed itself. https://learn.microsoft.com/graph/api/driveitem-delta#scanning-permissions-hierarchies
 */
const sharingChanges = {
  prefer:
    "hierarchicalsharing, deltashowremovedasdeleted, deltatraversepermissiongaps, deltashowsharingchanges",
};

/** @throws ConfigError where the certificate's key cannot be read */
export function openGraph(options: SharepointOptions, io: Pick<Io, "http">): Graph {
  const api = `${options.base_url}/v1.0`;
  const tokens = graphTokens(io.http, options);
  const http = withToken(io.http, tokens, [options.base_url]);
  const hint = loginHint(options);
  const deltaHeaders = {
    deltaExcludeParent: "true",
    ...(options.permission_changes === "from_delta" ? sharingChanges : {}),
  };
  let pause = 0;

  /** Slower while little of the minute is left, instead of being refused for the rest of it. */
  async function paced<T>(request: JsonRequest, schema: z.ZodType<T>): Promise<T> {
    if (pause > 0) await sleep(systemClock, pause, request.signal);
    const { value, answer } = await withLoginHint(hint, () => askJson(http, request, schema));
    pause = pauseFor(answer.headers);
    return value;
  }

  /** An address that Graph names is asked with the token: never one of another host or API. */
  function addressOf(place: string, what: string): string {
    if (place.startsWith("/")) return `${api}${place}`;
    const url = parseUrl(place);
    if (url?.origin === options.base_url && url.pathname.startsWith("/v1.0/")) return url.href;
    throw new FinIngestError(`${what} leads away from ${api}`, {
      hint: "Check `base_url`: a proxy may stand in front of Microsoft Graph.",
    });
  }

  async function* pages<Page extends Items<unknown> & { readonly next?: string | null | undefined }>(
    what: string,
    first: string,
    read: (url: string) => Promise<Page>,
  ): AsyncGenerator<Page> {
    yield* paginate<Page, string>({
      what,
      first: addressOf(first, what),
      read,
      itemsOf: ({ items }) => (items.length > 1 ? items : []),
      next: ({ next }) => (next ? addressOf(next, what) : undefined),
      displayOf: () => "its address is the same",
    });
  }

  return {
    async login(signal) {
      await tokens.token(signal);
    },
    ask: (path, schema, signal) => paced({ url: `${api}${path}`, signal }, schema),
    async all(what, path, item, signal) {
      const schema = collectionOf(item);
      const all: { items: z.output<typeof item>[]; odd: Items<unknown>["odd"][number][] } = {
        items: [],
        odd: [],
      };
      for await (const { items, odd } of pages(what, path, (url) => paced({ url, signal }, schema))) {
        all.items.push(...items);
        all.odd.push(...odd);
      }
      return all;
    },
    delta: (what, from, signal) =>
      pages(what, from, (url) => paced({ url, headers: deltaHeaders, signal }, DeltaPage)),
    async batch(paths, signal) {
      const requests = paths.map((url, index) => ({ id: String(index), method: "GET", url }));
      const answers = new Map<string, unknown>();
      try {
        const url = `${api}/$batch`;
        const { responses } = await paced({ url, json: { requests }, signal }, BatchAnswer);
        for (const { id, status, body } of responses.items) {
          const path = paths[Number(id)];
          if (path !== undefined && status === 200) answers.set(path, body);
        }
      } catch (error) {
        signal.throwIfAborted();
        if (!isAboutOneObject(error)) throw error;
      }
      return answers;
    },
    async content(path, signal, maxBytes) {
      const url = `${api}${path}`;
      const answer = await withLoginHint(hint, () =>
        http.get(url, { signal, maxBytes, redirects: "return" }),
      );
      if (answer.status < 300) return answer.body;
      const address = parseUrl(answer.headers.location ?? "", url);
      if (!address)
        throw new FinIngestError("Microsoft Graph does not say where the file is downloaded from");
      return download(io, address, signal, maxBytes);
    },
  };
}

/** @throws HttpError without the address, which is a credential: whoever has it may download the file */
async function download(
  io: Pick<Io, "http">,
  address: URL,
  signal: AbortSignal,
  maxBytes: number,
): Promise<Uint8Array> {
  try {
    return (await io.http.get(address, { signal, maxBytes })).body;
  } catch (error) {
    if (!(error instanceof HttpError)) throw error;
    const { kind, status, retryable, hint } = error;
    const why = kind === "too-large" ? "it is larger than `max_document_bytes`" : (status ?? kind);
    throw new HttpError(`the download failed: ${why}`, {
      kind,
      status,
      retryable,
      hint,
      url: address.origin,
    });
  }
}

/** The longest pause before one request, milliseconds. */
const MAX_PAUSE_MS = 60_000;
/** The most that one of our requests costs: 20 permissions of 5 resource units in a batch. */
const DEAREST_REQUEST = 100;

/**
 * Milliseconds to wait before the next request, from `RateLimit-Limit`, `-Remaining` (resource units) and `-Reset` (seconds),
 * which SharePoint sends from 80 % of the app's minute on. 0 while there is enough for any request.
 * https://learn.microsoft.com/sharepoint/dev/general-development/how-to-avoid-getting-throttled-or-blocked-in-sharepoint-online
 */
export function pauseFor(headers: Readonly<Record<string, string | undefined>>): number {
  const remaining = numberIn(headers["ratelimit-remaining"]);
  const reset = numberIn(headers["ratelimit-reset"]);
  if (remaining === undefined || reset === undefined || remaining >= DEAREST_REQUEST) return 0;
  return Math.min(MAX_PAUSE_MS, reset * 1000);
}

const numberIn = (text: string | undefined): number | undefined =>
  text !== undefined && /^\d{1,9}(?:\.\d+)?$/.test(text.trim()) ? Number(text) : undefined;
