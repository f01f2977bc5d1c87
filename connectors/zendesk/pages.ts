import { z } from "zod";
import { FinIngestError } from "../../src/errors.ts";
import { HttpError } from "../../src/http/errors.ts";
import { parseUrl } from "../../src/http/url.ts";

export type Query = Readonly<Record<string, string>>;

/** One page of a listing and where the next one begins. */
export interface Slice<T> {
  readonly items: readonly T[];
  /** Absent: it was the last one. */
  readonly next?: Query;
}

const Paging = z.looseObject({
  meta: z.object({ has_more: z.boolean(), after_cursor: z.string().nullish() }).optional(),
  links: z.object({ next: z.string().nullish() }).nullish(),
  next_page: z.string().nullish(),
});

/**
 * A page as the API answers it: by cursor, or by number where an endpoint knows no cursors. Of the next page's address
 * only its place is taken, so that credentials go nowhere else.
 * https://developer.zendesk.com/api-reference/introduction/pagination/
 */
export function sliceOf<T>(key: string, item: z.ZodType<T>): z.ZodType<Slice<T>> {
  return Paging.transform((answer, context): Slice<T> => {
    const items = z.array(item).safeParse(answer[key]);
    if (!items.success) {
      for (const { path, message } of items.error.issues)
        context.addIssue({ code: "custom", path: [key, ...path], message });
      return z.NEVER;
    }
    const { meta, next_page } = answer;
    if (meta === undefined && next_page === undefined) {
      context.addIssue({ code: "custom", path: ["meta"], message: "does not say whether there is more" });
      return z.NEVER;
    }
    const more = meta ? meta.has_more : next_page !== null;
    if (!more) return { items: items.data };
    const next = meta
      ? place("page[after]", meta.after_cursor ?? parameter(answer.links?.next, "page[after]"))
      : place("page", parameter(next_page, "page"));
    if (next) return { items: items.data, next };
    context.addIssue({ code: "custom", path: ["meta"], message: "says that there is more, but not where" });
    return z.NEVER;
  });
}

const place = (name: string, value: string | undefined): Query | undefined =>
  value ? { [name]: value } : undefined;

function parameter(address: string | null | undefined, name: string): string | undefined {
  if (!address || !parseUrl(address, "https://site")) return undefined;
  return new URL(address, "https://site").searchParams.get(name) ?? undefined;
}

const mostPerPage = 100;

/**
 * Reads a listing to its end. Pages that are too large are asked for again in smaller ones.
 * @param ask asks for one page with the query's additions
 * @throws FinIngestError where the next page was read already
 */
export async function* readPages<T>(
  what: string,
  ask: (query: Query) => Promise<Slice<T>>,
): AsyncGenerator<readonly T[]> {
  const read = new Set<string>();
  let size = mostPerPage;
  let at: Query = {};
  for (;;) {
    let slice: Slice<T>;
    try {
      slice = await ask({ "page[size]": String(size), ...at });
    } catch (error) {
      const mayShrink = error instanceof HttpError && error.kind === "too-large" && size > 1;
      if (!mayShrink || "page" in at) throw error;
      size = Math.ceil(size / 5);
      continue;
    }
    yield slice.items;
    if (slice.next === undefined) return;
    at = slice.next;
    const key = JSON.stringify(at);
    if (read.has(key))
      throw new FinIngestError(`Zendesk's listing ${what} leads back to a page of it that was read`, {
        hint: "Run again; if it stays, please report it.",
      });
    read.add(key);
  }
}
