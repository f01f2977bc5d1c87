import { FinIngestError } from "../errors.ts";
import { sha256 } from "../hash.ts";
import { parseUrl } from "../http/url.ts";
import type { ListPage, Next } from "./schemas.ts";

interface Walk<T> {
  /** Path of the listing on the API. */
  readonly path: string;
  /** Scheme, host and port that requests may go to. */
  readonly origin: string;
  /** Reads one page; `path` is relative to the origin, with its query. */
  readonly read: (path: string) => Promise<ListPage<T>>;
  readonly idOf: (item: T) => string | number;
}

/** A listing that still goes on after so many empty pages in a row is broken. */
const MAX_EMPTY_PAGES = 20;

/**
 * Every item of a paginated listing, each id once. Complete, or it throws: a short or empty page is not the
 * end, a page that was read before is an error, and the stated total is ignored, because it may count deleted items.
 *
 * @throws FinIngestError when the listing repeats itself, leads to another host, or does not say whether it goes on
 */
export async function* walkListing<T>({ path, origin, read, idOf }: Walk<T>): AsyncGenerator<T> {
  const ids = new Set<string | number>();
  const asked = new Set<string>();
  const pagesSeen = new Set<string>();
  let empty = 0;
  let at: string | undefined = path;
  for (let number = 1; at !== undefined; number += 1) {
    if (asked.has(at)) throw broken(path, `leads back to ${at}`);
    asked.add(at);
    const page: ListPage<T> = await read(at);
    const signature = sha256(page.data.map(idOf).join(" "));
    if (page.data.length > 0 && pagesSeen.has(signature)) throw broken(path, `repeats itself at ${at}`);
    pagesSeen.add(signature);
    empty = page.data.length === 0 ? empty + 1 : 0;
    if (empty > MAX_EMPTY_PAGES) throw broken(path, `goes on for ${empty} empty pages`);
    for (const item of page.data) {
      const id = compact(idOf(item));
      if (ids.has(id)) continue;
      ids.add(id);
      yield item;
    }
    at = following(page, number, { path, origin });
  }
}

/** All ids of a listing are held: a small number takes no memory of its own, as the text of its digits does. */
const compact = (id: string | number): string | number =>
  typeof id === "string" && /^[1-9]\d{0,8}$/.test(id) ? Number(id) : id;

/** The path of the next page; undefined at the end. */
export function following(
  { data, pages }: ListPage<unknown>,
  number: number,
  { path, origin }: { path: string; origin: string },
): string | undefined {
  if (!pages) {
    if (data.length === 0) return undefined;
    throw broken(path, "does not say whether it is complete");
  }
  if (pages.next !== undefined && pages.next !== null) return pathOf(pages.next, path, origin);
  const current = pages.page ?? number;
  return pages.totalPages !== undefined && current < pages.totalPages
    ? `${path}?page=${current + 1}`
    : undefined;
}

function pathOf(next: NonNullable<Next>, path: string, origin: string): string {
  if (typeof next !== "string") return `${path}?${cursorQuery(next)}`;
  if (!parseUrl(next, `${origin}${path}`)) throw broken(path, "names a next page that is not a URL");
  const url = new URL(next, `${origin}${path}`);
  if (url.origin !== origin) {
    throw new FinIngestError(
      `Intercom's listing ${path} leads to another host, ${url.origin}; the token is not sent there`,
      { hint: `Requests go to ${origin}. Check that intercom.region (or base_url) is the workspace's own.` },
    );
  }
  return `${url.pathname}${url.search}`;
}

function cursorQuery(next: Exclude<NonNullable<Next>, string>): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(next)) {
    if (value !== undefined && value !== null) query.set(name, String(value));
  }
  return query.toString();
}

function broken(path: string, what: string): FinIngestError {
  return new FinIngestError(`Intercom's listing ${path} ${what}; it cannot be trusted to be complete`, {
    hint: "Run again. If it stays so, tell Intercom's support.",
  });
}
