import type { z } from "zod";
import { withAuth } from "../../src/connector-kit/auth.ts";
import type { Items } from "../../src/connector-kit/items.ts";
import { askJson } from "../../src/connector-kit/json.ts";
import { paginateByCursor } from "../../src/connector-kit/paginate.ts";
import { inSmallerPages } from "../../src/connector-kit/smaller-pages.ts";
import { FinIngestError } from "../../src/errors.ts";
import { HttpError } from "../../src/http/errors.ts";
import type { Http } from "../../src/http/http.ts";
import type { NotionOptions } from "./options.ts";
import { Block, Blocks, Database, DataSource, Found, Page, Self } from "./schema.ts";

/** The version with data sources and one field for the trash, https://developers.notion.com/guides/get-started/upgrade-guide-2026-03-11 */
export const notionVersion = "2026-03-11";

/** The most results in one answer, https://developers.notion.com/reference/intro#pagination */
export const MAX_PAGE_SIZE = 100;

/** What Notion answered, and when by Notion's clock (epoch milliseconds). */
export interface Answered<T> {
  readonly value: T;
  readonly at: number;
}

/** The requests that the connector makes; all of them are read-only. */
export interface NotionApi {
  self(): Promise<z.output<typeof Self>>;
  page(id: string): Promise<Answered<Page>>;
  block(id: string): Promise<Block>;
  database(id: string): Promise<Database>;
  dataSource(id: string): Promise<DataSource>;
  /** Blocks directly below a page or block, in order, one answer at a time. */
  children(id: string): AsyncIterable<Items<Block>>;
  /** One query's rows, oldest first; `complete` is false where Notion cut the whole query off. */
  query(id: string, since: string | undefined): AsyncIterable<FoundPart>;
  /** All that a search without words finds, one answer at a time; it is not complete. */
  search(limit?: number): AsyncIterable<FoundPart>;
  /** A file at an address that Notion gave. */
  file(address: string, maxBytes: number): Promise<Uint8Array>;
}

export interface FoundPart extends Items<Page | DataSource> {
  readonly at: number;
  readonly complete: boolean;
}

/** The API with the integration's token; `signal` ends every request. */
export function notionApi(
  { token, base_url }: Pick<NotionOptions, "token" | "base_url">,
  http: Pick<Http, "get" | "post">,
  signal: AbortSignal,
): NotionApi {
  const authorized = withAuth(http, { bearer: token }, [new URL(base_url).origin]);
  const base = base_url.replace(/\/+$/, "");

  async function ask<T>(place: string, schema: z.ZodType<T>, json?: unknown): Promise<Answered<T>> {
    signal.throwIfAborted();
    const headers = { "notion-version": notionVersion };
    const request = { url: `${base}/v1/${place}`, headers, signal, json };
    try {
      const { value, answer } = await askJson(authorized, request, schema);
      const date = Date.parse(answer.headers.date ?? "");
      return { value, at: Number.isNaN(date) ? Date.now() : date };
    } catch (error) {
      throw withHint(error);
    }
  }

  async function* pages(
    what: string,
    size: number,
    next: (cursor: string | undefined, size: number) => Promise<Answered<z.output<typeof Found>>>,
  ): AsyncIterable<FoundPart> {
    for await (const { value, at } of toTheEnd(what, inSmallerPages(size, next))) {
      yield { ...value.results, at, complete: value.request_status?.type !== "incomplete" };
    }
  }
  const path = (id: string) => encodeURIComponent(id);

  return {
    self: async () => (await ask("users/me", Self)).value,
    page: (id) => ask(`pages/${path(id)}`, Page),
    block: async (id) => (await ask(`blocks/${path(id)}`, Block)).value,
    database: async (id) => (await ask(`databases/${path(id)}`, Database)).value,
    dataSource: async (id) => (await ask(`data_sources/${path(id)}`, DataSource)).value,
    async *children(id) {
      const next = (cursor: string | undefined, size: number) => {
        const query = new URLSearchParams({ page_size: String(size) });
        if (cursor !== undefined) query.set("start_cursor", cursor);
        return ask(`blocks/${path(id)}/children?${query}`, Blocks);
      };
      for await (const { value } of toTheEnd(`the blocks of ${id}`, inSmallerPages(MAX_PAGE_SIZE, next)))
        yield value.results;
    },
    query: (id, since) =>
      pages(`the rows of ${id}`, MAX_PAGE_SIZE, (cursor, size) =>
        ask(`data_sources/${path(id)}/query`, Found, {
          page_size: size,
          sorts: [{ timestamp: "created_time", direction: "ascending" }],
          filter: since && { timestamp: "created_time", created_time: { on_or_after: since } },
          start_cursor: cursor,
        }),
      ),
    search: (limit = MAX_PAGE_SIZE) =>
      pages("what the search finds", limit, (cursor, size) =>
        ask("search", Found, {
          page_size: size,
          sort: { timestamp: "last_edited_time", direction: "ascending" },
          start_cursor: cursor,
        }),
      ),
    // Without the token: the address is another host's and contains its own permission.
    file: async (address, maxBytes) => (await http.get(address, { signal, maxBytes })).body,
  };
}

interface Cursored {
  readonly results: Items<unknown>;
  readonly has_more: boolean;
  readonly next_cursor?: string | null | undefined;
}

/** @throws FinIngestError for a cursor that is missing or comes twice: a shorter listing would look like deletions */
function toTheEnd<T extends Cursored>(
  what: string,
  read: (cursor: string | undefined) => Promise<Answered<T>>,
): AsyncIterable<Answered<T>> {
  return paginateByCursor({
    what: `Notion's list of ${what}`,
    read,
    itemsOf: ({ value }) => value.results.items,
    cursorOf({ value: { has_more: hasMore, next_cursor: cursor } }) {
      if (hasMore && !cursor)
        throw new FinIngestError(`Notion's list of ${what} has more, but the cursor is missing`, {
          hint: "Run again later.",
        });
      return hasMore ? cursor : undefined;
    },
  });
}

/** The error's name in Notion's own words, https://developers.notion.com/reference/status-codes */
function codeOf(error: HttpError): string | undefined {
  return /"code"\s*:\s*"(\w+)"/.exec(error.excerpt ?? "")?.[1];
}

/**
 * Whether Notion said that the integration has no such object: it was deleted for good, or is not (or no longer)
 * shared. A 404 with another code is a proxy's and proves nothing.
 */
export function isNotShared(error: unknown): error is HttpError {
  return error instanceof HttpError && error.status === 404 && codeOf(error) === "object_not_found";
}

/** Whether the integration lacks the permission. */
export function isForbidden(error: unknown): error is HttpError {
  return error instanceof HttpError && error.status === 403;
}

/** Whether an id belongs to another kind of object, or to a linked view, which has no rows of its own. */
export function isOtherKind(error: unknown): error is HttpError {
  return error instanceof HttpError && error.status === 400 && codeOf(error) === "validation_error";
}

const INTEGRATIONS_URL = "https://www.notion.so/profile/integrations";

/** The same error with a hint that names the option or setting to fix. */
function withHint(error: unknown): unknown {
  if (!(error instanceof HttpError)) return error;
  const hint = hintFor(error);
  if (hint === undefined) return error;
  const { kind, url, status, excerpt, retryable } = error;
  const details = excerpt === undefined ? "" : `: ${excerpt}`;
  const [method = "GET"] = error.message.split(" ", 1);
  return new HttpError(`answered ${status}${details}`, {
    kind,
    method,
    url,
    status,
    excerpt,
    hint,
    retryable,
    cause: error,
  });
}

function hintFor({ status }: HttpError): string | undefined {
  if (status === 401)
    return `Notion does not accept \`token\`: copy the integration's secret again from ${INTEGRATIONS_URL}.`;
  if (status === 403)
    return `Give the integration the capability "Read content" at ${INTEGRATIONS_URL}, tab Configuration.`;
  if (status === 404)
    return "Share it with the integration: open it in Notion, menu •••, Connections. Check `base_url` if it is set.";
  return undefined;
}
