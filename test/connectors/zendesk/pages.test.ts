import { expect, it } from "vitest";
import { z } from "zod";
import { readPages } from "../../../connectors/zendesk/client.ts";
import { type Query, type Slice, sliceOf } from "../../../connectors/zendesk/schema.ts";
import { HttpError } from "../../../src/http/errors.ts";

const numbers = sliceOf("items", z.number());
const next = (answer: object) => numbers.parse({ items: [1], ...answer }).next;

it.each<[object, Query | undefined]>([
  [{ meta: { has_more: false, after_cursor: "x" } }, undefined],
  [{ meta: { has_more: true, after_cursor: "x" } }, { "page[after]": "x" }],
  [
    { meta: { has_more: true }, links: { next: "https://elsewhere.example/?page%5Bafter%5D=y" } },
    { "page[after]": "y" },
  ],
  [{ next_page: null, count: 1 }, undefined],
  [
    { next_page: "https://acme.zendesk.com/api/v2/help_center/sections.json?page=2&per_page=30" },
    { page: "2" },
  ],
])("%j leads to %j", (answer, expected) => {
  expect(next(answer)).toEqual(expected);
});

it.each([
  {},
  { items: [1] },
  { items: [1], meta: {} },
  { items: [1], meta: { has_more: true } },
  {
    items: [1],
    meta: { has_more: true, after_cursor: "" },
    links: { next: "https://acme.zendesk.com/?page=1" },
  },
  { items: [1], next_page: "https://acme.zendesk.com/" },
  { meta: { has_more: false } },
])("%j is no page of a listing", (answer) => {
  expect(numbers.safeParse(answer).success).toBe(false);
});

it("reads each item by itself", () => {
  const answer = { items: ["one", 2, { id: 7 }], meta: { has_more: false } };
  expect(numbers.parse(answer)).toMatchObject({ items: [2], odd: [{ id: undefined }, { id: "7" }] });
});

async function read(ask: (query: Query) => Omit<Slice<number>, "odd">): Promise<number[]> {
  const found: number[] = [];
  for await (const { items } of readPages("things", async (query) => ({ ...ask(query), odd: [] })))
    found.push(...items);
  return found;
}

it("asks for smaller pages where one is too large, at the same place", async () => {
  const tooLarge = new HttpError("too large", {
    kind: "too-large",
    url: "https://acme.zendesk.com/",
    retryable: false,
  });
  const sizes: number[] = [];
  const found = await read((query) => {
    const from = Number(query["page[after]"] ?? 0);
    const size = Number(query["page[size]"]);
    sizes.push(size);
    const to = Math.min(from + size, 30);
    if (from <= 20 && to > 20 && to - from > 4) throw tooLarge;
    const items = Array.from({ length: to - from }, (_, index) => from + index);
    return to < 30 ? { items, next: { "page[after]": String(to) } } : { items };
  });
  expect(found).toEqual(Array.from({ length: 30 }, (_, index) => index));
  expect(sizes.slice(0, 3)).toEqual([100, 50, 25]);
  await expect(
    read(() => {
      throw tooLarge;
    }),
  ).rejects.toBe(tooLarge);
});

it("asks for a page on which Zendesk fails in halves, down to the item", async () => {
  const found: number[] = [];
  const failure = new HttpError("answered 500", {
    kind: "status",
    status: 500,
    url: "https://acme.zendesk.com/",
    retryable: true,
  });
  const listing = readPages("things", async (query) => {
    const from = Number(query["page[after]"] ?? 0);
    const to = Math.min(from + Number(query["page[size]"]), 300);
    if (from <= 130 && to > 130) throw failure;
    const items = Array.from({ length: to - from }, (_, index) => from + index);
    return { items, odd: [], next: { "page[after]": String(to) } };
  });
  await expect(
    (async () => {
      for await (const { items } of listing) found.push(...items);
    })(),
  ).rejects.toBe(failure);
  expect(found).toEqual(Array.from({ length: 130 }, (_, index) => index));
});

it.each<[string, Omit<Slice<number>, "odd">, Omit<Slice<number>, "odd">]>([
  ["repeats a page", { items: [1, 2], next: { page: "2" } }, { items: [1, 2] }],
  ["ends before its total", { items: [1, 2], next: { page: "2" }, total: 5 }, { items: [3, 4], total: 5 }],
])("a listing that %s is refused", async (_, first, second) => {
  await expect(read((query) => (query.page === "2" ? second : first))).rejects.toThrow(
    /leads back|ends after 4 of 5/,
  );
});

it("goes over an empty page that is not the last", async () => {
  const pages = [{ items: [1], next: { page: "2" } }, { items: [], next: { page: "3" } }, { items: [2] }];
  expect(await read(() => pages.shift() ?? { items: [] })).toEqual([1, 2]);
});

it("refuses a listing that leads back to where it was", async () => {
  const places = ["a", "b", "a"];
  await expect(read(() => ({ items: [1], next: { "page[after]": places.shift() ?? "" } }))).rejects.toThrow(
    /leads back/,
  );
});
