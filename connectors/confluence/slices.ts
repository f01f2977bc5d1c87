import { hash } from "node:crypto";
import type { OddItem } from "../../src/connector-kit/items.ts";
import { isServerFault } from "../../src/connector-kit/one-object.ts";
import { FinIngestError, toFailure } from "../../src/errors.ts";
import { parseUrl } from "../../src/http/url.ts";
import type { Query } from "./client.ts";
import type { ListAnswer } from "./schema.ts";

/** One page of a listing. */
export interface Slice<T> {
  readonly results: readonly T[];
  /** What cannot be read: items of another shape, and those on which the server fails. */
  readonly odd: readonly OddItem[];
  /** The site's address for people, where the answer states it. */
  readonly base?: string | undefined;
}

/** How a listing is asked for. */
export interface Slicing<T> {
  /** Names the listing in errors: its path. */
  readonly what: string;
  /** The most items in a slice. */
  readonly limit: number;
  /** Whether a place is a number of items, so that one on which the server fails can be passed by. */
  readonly countable: boolean;
  read(query: Query): Promise<ListAnswer<T>>;
}

type Place = { readonly cursor: string } | { readonly start: number } | undefined;

/** So many slices in a row may hold nothing new, and so many items in a row may fail. */
const MAX_REPEATED = 20;
const MAX_FAILING = 3;

/**
 * A listing, slice by slice, to its end. A slice that the server cannot answer is asked for in halves, down to the item
 * that fails.
 * @throws FinIngestError for a listing that leads back, or elsewhere than to what comes next; what `read` throws
 */
export async function* slices<T>(listing: Slicing<T>): AsyncGenerator<Slice<T>> {
  const guard = repetitionGuard(listing.what);
  let size = listing.limit;
  let failing = 0;
  let place: Place;
  for (;;) {
    let answer: ListAnswer<T>;
    try {
      answer = await listing.read({ ...place, limit: size });
    } catch (error) {
      if (!isServerFault(error)) throw error;
      if (size > 1) {
        size = Math.ceil(size / 2);
        continue;
      }
      const start = startOf(place);
      failing += 1;
      if (!listing.countable || start === undefined || failing > MAX_FAILING) throw error;
      yield { results: [], odd: [{ reason: `item ${start + 1}: ${toFailure(error).message}` }] };
      place = { start: start + 1 };
      continue;
    }
    failing = 0;
    guard(answer, place);
    const { results, _links: links } = answer;
    yield { results: results.items, odd: results.odd, base: links?.base ?? undefined };
    const next = nextPlace(answer, place, { ...listing, size });
    if (next === undefined) return;
    place = next;
    size = Math.min(listing.limit, size * 2);
  }
}

const startOf = (place: Place): number | undefined =>
  place === undefined ? 0 : "start" in place ? place.start : undefined;

/**
 * Where the next slice begins: after the items that came. Data Center may give fewer than asked (a cap of its own, what
 * the account may not see) and name a place that leaves the others out.
 * Of the address only the cursor is used: behind Atlassian's gateway the address lacks the gateway's path.
 * https://developer.atlassian.com/cloud/confluence/rest/v2/intro/#using
 */
export function nextPlace<T>(
  { results, _links: links, limit }: ListAnswer<T>,
  place: Place,
  { size, what, countable }: { readonly size: number } & Pick<Slicing<T>, "what" | "countable">,
): Place {
  const start = startOf(place);
  const came = results.items.length + results.odd.length;
  if (!links?.next) {
    // A full slice may be followed by another one, whether the server says so or not.
    const isFull = came > 0 && came >= Math.min(limit ?? size, size);
    return countable && start !== undefined && isFull ? { start: start + came } : undefined;
  }
  const query = parseUrl(links.next, "http://site")?.searchParams;
  const cursor = query?.get("cursor");
  if (cursor) return { cursor };
  const said = Number(query?.get("start") || Number.NaN);
  if (!Number.isSafeInteger(said) || start === undefined)
    throw new FinIngestError(`Confluence's listing ${what} names a next page without a cursor or start`);
  if (came > 0) return { start: start + came };
  // Nothing of the slice is for this account; the server says how much it looked through.
  if (limit !== undefined && said > start && said <= start + Math.min(limit, size)) return { start: said };
  throw new FinIngestError(
    `Confluence's listing ${what} goes from ${start} to ${said} without what is between`,
    {
      hint: "Run again later; if it stays, please report it with Confluence's version.",
    },
  );
}

/** Refuses a listing that leads back: to a cursor, to what came before, or to another start than was asked for. */
function repetitionGuard(what: string) {
  const cursors = new Set<string>();
  const contents = new Set<string>();
  let repeated = 0;
  const refuse = (why: string) => {
    throw new FinIngestError(`Confluence's listing ${what} ${why}`, {
      hint: "Run again later; if it stays, please report it with Confluence's version.",
    });
  };
  return <T>({ results, start: stated }: ListAnswer<T>, place: Place): void => {
    const asked = startOf(place);
    if (place && "cursor" in place) {
      if (cursors.has(place.cursor)) refuse("leads back to a page that was already read");
      cursors.add(place.cursor);
    } else if (typeof stated === "number" && stated !== asked)
      refuse(`answers from ${stated} when asked from ${asked}`);
    if (results.items.length === 0) return;
    const content = hash("sha256", JSON.stringify(results.items), "base64");
    if (!contents.has(content)) repeated = 0;
    else if (typeof stated !== "number" || ++repeated >= MAX_REPEATED)
      refuse("leads back to a page that was already read");
    contents.add(content);
  };
}
