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
  { items: ["one"], meta: { has_more: false } },
])("%j is no page of a listing", (answer) => {
  expect(numbers.safeParse(answer).success).toBe(false);
});

async function read(ask: (query: Query) => Slice<number>): Promise<number[]> {
  const found: number[] = [];
  for await (const items of readPages("things", async (query) => ask(query))) found.push(...items);
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
  expect(sizes.slice(0, 3)).toEqual([100, 20, 20]);
  await expect(
    read(() => {
      throw tooLarge;
    }),
  ).rejects.toBe(tooLarge);
});

it("refuses a listing that leads back to where it was", async () => {
  const places = ["a", "b", "a"];
  await expect(read(() => ({ items: [1], next: { "page[after]": places.shift() ?? "" } }))).rejects.toThrow(
    /leads back/,
  );
});
