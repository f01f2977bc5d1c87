import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  firstOf,
  nextLink,
  paginate,
  paginateByCursor,
  paginateByOffset,
  paginateByPageNumber,
  paginateByUrl,
} from "../../src/connector-kit/paginate.ts";

interface Page {
  readonly items: readonly number[];
  readonly next?: string | null;
}

const what = "the listing";
const itemsOf = ({ items }: Page) => items;

async function itemsIn(pages: AsyncIterable<Page>): Promise<number[]> {
  const found: number[] = [];
  for await (const { items } of pages) found.push(...items);
  return found;
}

/** Pages of two numbers, as a system answers them by the way it paginates. */
function pagesOf(count: number) {
  const page = (from: number): Page => ({
    items: [from, from + 1].filter((one) => one < count),
    next: from + 2 < count ? String(from + 2) : null,
  });
  return {
    cursor: () =>
      paginateByCursor<Page>({
        what,
        read: async (cursor) => page(Number(cursor ?? 0)),
        cursorOf: ({ next }) => next,
      }),
    address: () =>
      paginateByUrl<Page>({
        what,
        first: "https://x.example/items?from=0",
        read: async (url) => page(Number(new URL(url).searchParams.get("from"))),
        urlOf: ({ next }) => (next ? `/items?from=${next}` : next),
      }),
    "page number": () =>
      paginateByPageNumber<Page>({ what, itemsOf, read: async (number) => page((number - 1) * 2) }),
    offset: () => paginateByOffset<Page>({ what, itemsOf, read: async (offset) => page(offset) }),
  };
}

describe.each(["cursor", "address", "page number", "offset"] as const)("pages by %s", (kind) => {
  it("are read to the end, each once", async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(20), async (count) => {
        const found = await itemsIn(pagesOf(count)[kind]());
        expect(found).toEqual(Array.from({ length: count }, (_, index) => index));
      }),
    );
  });

  it("are not read on for the first one", async () => {
    expect((await firstOf(pagesOf(5)[kind]()))?.items).toEqual([0, 1]);
  });
});

it("the first of an empty listing is undefined", async () => {
  const none: AsyncIterable<Page> = (async function* () {})();
  expect(await firstOf(none)).toBeUndefined();
});

it.each([
  ["a cursor that comes twice", () => paginateByCursor<Page>({ what, read, cursorOf: () => "a" })],
  ["an address that comes twice", () => paginateByUrl<Page>({ what, first, read, urlOf: () => first })],
  ["a page number that is ignored", () => paginateByPageNumber<Page>({ what, itemsOf, read })],
  ["an offset that is ignored", () => paginateByOffset<Page>({ what, itemsOf, read })],
])("%s is an error, never the end", async (_, pages) => {
  await expect(itemsIn(pages())).rejects.toThrow(
    /^the listing leads back to a page that was already read(?:: https:\/\/x\.example\/)?$/,
  );
});
const first = "https://x.example/";
const read = async (): Promise<Page> => ({ items: [1] });

it("a listing that leads anywhere it was before is an error, wherever it turns back", async () => {
  const lengthAndTarget = fc
    .integer({ min: 1, max: 30 })
    .chain((length) => fc.tuple(fc.constant(length), fc.nat(length - 1)));
  await fc.assert(
    fc.asyncProperty(lengthAndTarget, async ([length, target]) => {
      const seen: number[] = [];
      const listing = paginate<number, number>({
        what,
        first: 0,
        read: async (place) => place,
        next: (place) => (place + 1 < length ? place + 1 : target),
      });
      const reading = (async () => {
        for await (const page of listing) seen.push(page);
      })();
      await expect(reading).rejects.toThrow(/leads back/);
      expect(seen).toEqual(Array.from({ length }, (_, index) => index));
    }),
  );
});

it("an address that is not one is an error", async () => {
  const pages = paginateByUrl<Page>({ what, first, read, urlOf: () => "http://[" });
  await expect(itemsIn(pages)).rejects.toThrow("the listing names a next page that is not a URL");
});

it.each([
  ['<https://x.example/?page=2>; rel="next"', "https://x.example/?page=2"],
  ['<https://x.example/?page=1>; rel="prev", </?page=3>; title="x"; rel="last next"', "/?page=3"],
  ["<b>; REL=Next", "b"],
  ['<b>; rel="nextish"', undefined],
  ["", undefined],
  [undefined, undefined],
])("Link: %s leads to %s", (link, expected) => {
  expect(nextLink({ link })).toBe(expected);
});
