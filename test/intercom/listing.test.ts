import { describe, expect, test } from "vitest";
import { following, walkListing } from "../../src/intercom/listing.ts";
import { type ListPage, listSchema, pageSchema } from "../../src/intercom/schemas.ts";
import { libraryAt, pageBody, serve } from "./setup.ts";

const here = { path: "/ai/external_pages", origin: "https://api.intercom.io" };
type Pages = ListPage<unknown>["pages"];

describe("the next page", () => {
  test.each<[string, Pages, string | undefined]>([
    [
      "absolute",
      { next: "https://api.intercom.io/ai/external_pages?page=2&per_page=50" },
      "/ai/external_pages?page=2&per_page=50",
    ],
    ["relative", { next: "/ai/external_pages?page=2" }, "/ai/external_pages?page=2"],
    ["a query alone", { next: "?page=2" }, "/ai/external_pages?page=2"],
    [
      "a cursor object",
      { next: { starting_after: "abc=", per_page: 50 } },
      "/ai/external_pages?starting_after=abc%3D&per_page=50",
    ],
    ["by number, where next is missing", { page: 1, totalPages: 3 }, "/ai/external_pages?page=2"],
    ["the end, by number", { page: 3, totalPages: 3 }, undefined],
    ["the end, with nothing stated", { page: 1 }, undefined],
  ])("%s", (_name, pages, next) => {
    expect(following({ data: [1], pages }, 1, here)).toBe(next);
  });

  test.each([
    "https://api.eu.intercom.io/ai/external_pages?page=2",
    "https://evil.example/ai/external_pages?page=2",
    "http://api.intercom.io/ai/external_pages?page=2",
    "https://api.intercom.io:8443/ai/external_pages",
    "//evil.example/",
    "https://api.intercom.io@evil.example/",
  ])("never at another host: %s", (next) => {
    expect(() => following({ data: [1], pages: { next } }, 1, here)).toThrow(/token is not sent there/);
  });

  test("must be known: a listing that says nothing is complete only when empty", () => {
    expect(following({ data: [], pages: undefined }, 1, here)).toBeUndefined();
    expect(() => following({ data: [1], pages: undefined }, 1, here)).toThrow(/complete/);
    expect(() => following({ data: [1], pages: { next: "http://[" } }, 1, here)).toThrow(/not a URL/);
  });
});

type Item = { readonly id: number };

/** Walks pages of ids; the path of page n is `n`. */
async function walk(pages: readonly (readonly number[])[], next: (at: number) => Pages = () => undefined) {
  const asked: string[] = [];
  const read = async (path: string): Promise<ListPage<Item>> => {
    asked.push(path);
    const at = asked.length - 1;
    const stated = next(at) ?? { page: at + 1, totalPages: pages.length };
    return { data: (pages[at] ?? []).map((id) => ({ id })), pages: stated };
  };
  const ids: number[] = [];
  for await (const { id } of walkListing<Item>({ ...here, read, idOf: (item) => item.id })) ids.push(id);
  return { ids, asked };
}

describe("a walk", () => {
  test("goes on after short and empty pages, and yields each id once although pages shift", async () => {
    const { ids, asked } = await walk([[1, 2, 3], [3, 4], [], [5], [5, 6]]);
    expect(ids).toEqual([1, 2, 3, 4, 5, 6]);
    expect(asked).toHaveLength(5);
  });

  test("that meets the same page again throws", async () => {
    await expect(
      walk([
        [1, 2],
        [3, 4],
        [1, 2],
      ]),
    ).rejects.toThrow(/repeats itself/);
  });

  test("that is led in a circle throws", async () => {
    const circle = walk([[1], [2], [3]], (at) => ({ next: at === 0 ? "?page=2" : "?page=2" }));
    await expect(circle).rejects.toThrow(/leads back/);
  });

  test("that is led through empty pages for ever throws", async () => {
    const endless = walk([[1]], (at) => ({ next: `?page=${at + 2}` }));
    await expect(endless).rejects.toThrow(/empty pages/);
  });
});

describe("the client's listing", () => {
  const list = (data: readonly unknown[], pages: unknown) => ({
    type: "list",
    total_count: 999,
    data,
    pages,
  });

  test("streams every page and reads odd pages of others without failing", async () => {
    const odd = {
      ...pageBody({ id: 5, external_id: null, title: null, html: null, url: null }),
      locale: undefined,
    };
    const server = await serve(
      { on: "GET /ai/external_pages", body: list([pageBody()], { page: 1, total_pages: 2 }) },
      { on: "GET /ai/external_pages?page=2", body: list([odd], { page: 2, total_pages: 2 }) },
    );
    const library = libraryAt(server.url);
    const found = [];
    for await (const page of library.listPages()) found.push(page);
    expect(found.map(({ id, externalId }) => [id, externalId])).toEqual([
      ["21", "a.md"],
      ["5", ""],
    ]);
    expect(library.requests.read).toBe(2);
    server.verify();
  });

  test("sends nothing to another host", async () => {
    const away = await serve();
    const server = await serve({
      on: "GET /ai/external_pages",
      body: list([pageBody()], { next: `${away.url}/ai/external_pages?page=2` }),
    });
    const walked = (async () => {
      for await (const _ of libraryAt(server.url).listPages());
    })();
    await expect(walked).rejects.toThrow(away.url);
    away.verify();
  });

  test("without data is an error, not an empty library", async () => {
    expect(listSchema(pageSchema).safeParse({ type: "list" }).success).toBe(false);
    const reply = { on: "GET /ai/external_pages", body: { type: "list" } };
    const server = await serve(reply, reply);
    const walked = (async () => {
      for await (const _ of libraryAt(server.url, {
        retries: { attempts: 2, backoff: { baseMs: 1, capMs: 1 } },
      }).listPages());
    })();
    await expect(walked).rejects.toThrow(/another shape \(data\)/);
    server.verify();
  });
});
