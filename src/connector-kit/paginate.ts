import { hash } from "node:crypto";
import { FinIngestError } from "../errors.ts";
import { displayUrl, parseUrl } from "../http/url.ts";

/** A listing that comes in pages. `Place` says where a page is: a cursor, a number, an address, a query. */
export interface Pages<Page, Place> {
  /** Names the listing in errors: "Notion's search". */
  readonly what: string;
  readonly first: Place;
  read(place: Place): Promise<Page>;
  /** The place of the next page; undefined after the last one. */
  next(page: Page, place: Place): Place | undefined;
  /** What a page holds, for a system that may ignore the parameter and answer its first page again and again. */
  itemsOf?(page: Page): readonly unknown[];
  /** Names a place in errors. */
  displayOf?(place: Place): string;
  /** What to do when a page comes twice. */
  readonly hint?: string;
}

/**
 * Reads a listing page by page, to its end. A listing that leads back to a page is an error and never an end: a
 * shorter listing would look like deletions.
 * @throws FinIngestError for a place that was read before, and for a page that holds what an earlier one held
 */
export async function* paginate<Page, Place>(pages: Pages<Page, Place>): AsyncGenerator<Page> {
  const seen = new Set<string>();
  const refuseRepeated = (key: string, place: Place) => {
    if (seen.has(key)) throw repeated(pages, place);
    seen.add(key);
  };
  let at: { readonly place: Place } | undefined = { place: pages.first };
  while (at !== undefined) {
    const { place }: { readonly place: Place } = at;
    refuseRepeated(`place ${JSON.stringify(place)}`, place);
    const page = await pages.read(place);
    const items = pages.itemsOf?.(page) ?? [];
    if (items.length > 0) refuseRepeated(`items ${hash("sha256", JSON.stringify(items), "base64")}`, place);
    yield page;
    const next = pages.next(page, place);
    at = next === undefined ? undefined : { place: next };
  }
}

function repeated<Place>(pages: Omit<Pages<never, Place>, "read" | "next">, place: Place): FinIngestError {
  const where = pages.displayOf ? `: ${pages.displayOf(place)}` : "";
  return new FinIngestError(`${pages.what} leads back to a page that was already read${where}`, {
    hint: pages.hint ?? "Run again later; if it stays, please report it with the system's version.",
  });
}

/** Pages by cursor: each answer holds the key of the next page; the first page has none. */
export function paginateByCursor<Page>(
  pages: Pick<Pages<Page, string | undefined>, "what" | "read" | "itemsOf" | "hint"> & {
    /** Null, undefined or empty after the last page. */
    cursorOf(page: Page): string | null | undefined;
  },
): AsyncGenerator<Page> {
  return paginate<Page, string | undefined>({
    ...pages,
    first: undefined,
    next: (page) => pages.cursorOf(page) || undefined,
  });
}

/**
 * Pages by address: each answer names the next page's URL, in its JSON or in a `Link` header (`nextLink`). A relative
 * one counts from the page that names it.
 * @throws FinIngestError also for what is not a URL
 */
export function paginateByUrl<Page>(
  pages: Pick<Pages<Page, string>, "what" | "first" | "read" | "itemsOf" | "hint"> & {
    /** Null, undefined or empty after the last page. */
    urlOf(page: Page): string | null | undefined;
  },
): AsyncGenerator<Page> {
  return paginate<Page, string>({
    displayOf: displayUrl,
    ...pages,
    next(page, place) {
      const written = pages.urlOf(page);
      if (!written) return undefined;
      const url = parseUrl(written, place);
      if (!url) throw new FinIngestError(`${pages.what} names a next page that is not a URL`);
      return url.href;
    },
  });
}

type Counted<Page> = Pick<Pages<Page, number>, "what" | "read" | "hint"> & {
  /** The number or offset of the first page; 1 for pages and 0 for offsets unless stated. */
  readonly start?: number;
  itemsOf(page: Page): readonly unknown[];
};

/** Pages by number; the first empty one is the end. */
export function paginateByPageNumber<Page>(pages: Counted<Page>): AsyncGenerator<Page> {
  return paginate<Page, number>({
    ...pages,
    first: pages.start ?? 1,
    next: (page, number) => (pages.itemsOf(page).length === 0 ? undefined : number + 1),
  });
}

/** Pages by the number of items before them; the first empty one is the end. */
export function paginateByOffset<Page>(pages: Counted<Page>): AsyncGenerator<Page> {
  return paginate<Page, number>({
    ...pages,
    first: pages.start ?? 0,
    next(page, offset) {
      const { length } = pages.itemsOf(page);
      return length === 0 ? undefined : offset + length;
    },
  });
}

/** The first item of a listing, without reading on; undefined where it is empty. */
export async function firstOf<T>(items: AsyncIterable<T>): Promise<T | undefined> {
  for await (const item of items) return item;
  return undefined;
}

/**
 * The target of `Link: <…>; rel="next"`, https://www.rfc-editor.org/rfc/rfc8288
 * @param next the relation that the system gives to its next page, where it is another word
 */
export function nextLink(
  headers: Readonly<Record<string, string | undefined>>,
  next = "next",
): string | undefined {
  for (const [, target, parameters = ""] of (headers.link ?? "").matchAll(/<([^<>]*)>([^<]*)/g)) {
    const relation = /;\s*rel\s*=\s*(?:"([^"]*)"|([^\s;,"]+))/i.exec(parameters);
    const relations = (relation?.[1] ?? relation?.[2] ?? "").toLowerCase().split(/\s+/);
    if (relations.includes(next.toLowerCase())) return target?.trim();
  }
  return undefined;
}
