import type { z } from "zod";
import { withAuth } from "../../src/connector-kit/auth.ts";
import { askJson } from "../../src/connector-kit/json.ts";
import { FinIngestError } from "../../src/errors.ts";
import { HttpError } from "../../src/http/errors.ts";
import type { Http } from "../../src/http/http.ts";
import type { Options } from "./options.ts";
import { Block, Blocks, Database, DataSource, Found, Page, Self } from "./schema.ts";

/** The version with data sources and one word for the trash, https://developers.notion.com/guides/get-started/upgrade-guide-2026-03-11 */
export const notionVersion = "2026-03-11";

/** The most that one answer holds, https://developers.notion.com/reference/intro#pagination */
const pageSize = 100;

/** What Notion answered, and when by Notion's own clock (epoch milliseconds). */
export interface At<T> {
  readonly value: T;
  readonly at: number;
}

/** The requests that the connector makes; all of them only read. */
export interface NotionApi {
  self(): Promise<z.output<typeof Self>>;
  page(id: string): Promise<At<Page>>;
  block(id: string): Promise<Block>;
  database(id: string): Promise<Database>;
  dataSource(id: string): Promise<DataSource>;
  /** Blocks directly below a page or block, in order, one answer at a time. */
  children(id: string): AsyncIterable<readonly Block[]>;
  /** One query's rows, oldest first; `complete` is false where Notion cut the whole query off. */
  query(id: string, since: string | undefined): AsyncIterable<FoundPart>;
  /** All that a search without words finds, one answer at a time; not everything there is. */
  search(limit?: number): AsyncIterable<FoundPart>;
}

export interface FoundPart {
  readonly results: z.output<typeof Found>["results"];
  readonly at: number;
  readonly complete: boolean;
}

/** Asks Notion under the integration's token; `signal` ends every wait. */
export function notionApi(
  { token, base_url }: Pick<Options, "token" | "base_url">,
  http: Pick<Http, "get" | "post">,
  signal: AbortSignal,
): NotionApi {
  const asking = withAuth(http, { bearer: token }, [new URL(base_url).origin]);
  const base = base_url.replace(/\/+$/, "");

  async function ask<T>(place: string, schema: z.ZodType<T>, json?: unknown): Promise<At<T>> {
    signal.throwIfAborted();
    const headers = { "notion-version": notionVersion };
    const request = { url: `${base}/v1/${place}`, headers, signal, ...(json === undefined ? {} : { json }) };
    try {
      const { value, answer } = await askJson(asking, request, schema);
      const said = Date.parse(answer.headers.date ?? "");
      return { value, at: Number.isNaN(said) ? Date.now() : said };
    } catch (error) {
      throw explained(error);
    }
  }

  async function* pages(
    what: string,
    next: (cursor: string | undefined) => Promise<At<z.output<typeof Found>>>,
  ): AsyncIterable<FoundPart> {
    for await (const { value, at } of following(what, next)) {
      yield { results: value.results, at, complete: value.request_status?.type !== "incomplete" };
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
      const next = (cursor: string | undefined) => {
        const query = new URLSearchParams({ page_size: String(pageSize) });
        if (cursor !== undefined) query.set("start_cursor", cursor);
        return ask(`blocks/${path(id)}/children?${query}`, Blocks);
      };
      for await (const { value } of following(`the blocks of ${id}`, next)) yield value.results;
    },
    query: (id, since) =>
      pages(`the rows of ${id}`, (cursor) =>
        ask(`data_sources/${path(id)}/query`, Found, {
          page_size: pageSize,
          sorts: [{ timestamp: "created_time", direction: "ascending" }],
          ...(since === undefined
            ? {}
            : { filter: { timestamp: "created_time", created_time: { on_or_after: since } } }),
          ...(cursor === undefined ? {} : { start_cursor: cursor }),
        }),
      ),
    search: (limit = pageSize) =>
      pages("the search", (cursor) =>
        ask("search", Found, {
          page_size: limit,
          sort: { timestamp: "last_edited_time", direction: "ascending" },
          ...(cursor === undefined ? {} : { start_cursor: cursor }),
        }),
      ),
  };
}

interface Cursored {
  readonly has_more: boolean;
  readonly next_cursor: string | null;
}

/** Follows cursors to the end. @throws FinIngestError for a cursor that comes twice, or is missing */
async function* following<T extends Cursored>(
  what: string,
  next: (cursor: string | undefined) => Promise<At<T>>,
): AsyncIterable<At<T>> {
  const seen = new Set<string>();
  for (let cursor: string | undefined; ; ) {
    const part: At<T> = await next(cursor);
    yield part;
    const { has_more: more, next_cursor: following } = part.value;
    if (!more) return;
    if (following === null || seen.has(following))
      throw new FinIngestError(`Notion lists ${what} without end: a cursor is missing or came twice`, {
        hint: "Run again later; a shorter listing would look like deletions.",
      });
    seen.add(following);
    cursor = following;
  }
}

/** The error's name in Notion's own words, https://developers.notion.com/reference/status-codes */
function codeOf(error: HttpError): string | undefined {
  return /"code"\s*:\s*"(\w+)"/.exec(error.excerpt ?? "")?.[1];
}

/**
 * Whether Notion said that there is no such thing for this integration: it was deleted for good, or is not (or no
 * longer) shared. A 404 in other words is a proxy's and says nothing.
 */
export function isNotShared(error: unknown): error is HttpError {
  return error instanceof HttpError && error.status === 404 && codeOf(error) === "object_not_found";
}

/** Whether the integration may not do this at all. */
export function isForbidden(error: unknown): error is HttpError {
  return error instanceof HttpError && error.status === 403;
}

/** Whether an id is refused as another kind of object's, or as a linked view's, which has no rows of its own. */
export function isOtherKind(error: unknown): error is HttpError {
  return error instanceof HttpError && error.status === 400 && codeOf(error) === "validation_error";
}

const integrations = "https://www.notion.so/profile/integrations";

/** The same error with a hint that names the option or setting to mend. */
function explained(error: unknown): unknown {
  if (!(error instanceof HttpError)) return error;
  const hint = hintFor(error);
  if (hint === undefined) return error;
  const { kind, url, status, excerpt, retryable } = error;
  const said = excerpt === undefined ? "" : `: ${excerpt}`;
  const [method = "GET"] = error.message.split(" ", 1);
  return new HttpError(`answered ${status}${said}`, {
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
    return `Notion does not accept \`token\`: copy the integration's secret anew from ${integrations}.`;
  if (status === 403)
    return `Give the integration the capability "Read content" at ${integrations}, tab Configuration.`;
  if (status === 404)
    return "Share it with the integration: open it in Notion, menu •••, Connections. Check `base_url` if it is set.";
  return undefined;
}
