import { expect, test } from "vitest";
import type { ApiReply } from "../../../src/connector-kit/testing/index.ts";
import { entriesWith, fields, records, serve } from "./support.ts";

const all = ["a", "b", "c", "d", "e"];

/** What a system answers from a place in the list on. */
type Answer = (offset: number) => { readonly ids: readonly string[]; readonly total: number };

const systems: Readonly<Record<string, Answer>> = {
  "pages overlap": (offset) => ({ ids: all.slice(Math.max(0, offset - 1), offset + 2), total: 5 }),
  "a page is empty before the end": (offset) => ({
    ids: offset === 2 ? [] : all.slice(offset, offset + 2),
    total: 5,
  }),
  "the total is larger than the list": (offset) => ({ ids: all.slice(offset, offset + 2), total: 7 }),
  "the total is smaller than the list": (offset) => ({ ids: all.slice(offset, offset + 2), total: 3 }),
  "the total shrinks while pages are read": (offset) => ({
    ids: all.slice(offset, offset + 2),
    total: offset === 0 ? 5 : 2,
  }),
  "the first page comes again": () => ({ ids: all.slice(0, 2), total: 5 }),
  "pages are smaller than asked for": (offset) => ({ ids: all.slice(offset, offset + 1), total: 5 }),
  "pages are of changing size": (offset) => ({ ids: all.slice(offset, offset + (offset % 2) + 1), total: 5 }),
};

const ends: readonly [string, object][] = [
  ["an empty page", {}],
  ["the total", { until: "total" }],
  ["a page of fewer than 2", { until: { fewer_than: 2 } }],
];

const cases = Object.entries(systems).flatMap(([name, answer]) =>
  ends.map(([end, until]) => [name, end, answer, until] as const),
);

test.each(cases)(
  "where %s, a list until %s is whole or says that it is not",
  async (_, __, answer, until) => {
    const reply = (offset: number): ApiReply => {
      const { ids, total } = answer(offset);
      return { json: { items: records(...ids), total } };
    };
    const server = await serve({ "GET /list": ({ query }) => reply(Number(query.get("offset"))) });
    const list = {
      url: `${server.url}/list?limit=2`,
      records: "$.items",
      total: "$.total",
      pagination: { kind: "offset", ...until },
    };
    const entries = await entriesWith({ list, fields }).catch(() => undefined);
    if (!entries) return;
    const ids = entries.flatMap((entry) => (entry.kind === "document" ? [entry.externalId] : []));
    expect(new Set(ids).size, "each once").toBe(ids.length);
    const isWhole = all.every((id) => ids.includes(id));
    const isNoticed = entries.some(
      (entry) => entry.kind === "gap" || (entry.kind === "total" && entry.documents !== ids.length),
    );
    expect(isWhole || isNoticed, JSON.stringify(entries)).toBe(true);
  },
);

test.each(["next-url", "link-header"])("a %s that leads elsewhere is never followed", async (kind) => {
  const other = await serve({ "GET /list": () => ({ json: { items: records("evil") } }) });
  const next = `${other.url}/list?page=2`;
  const server = await serve({
    "GET /list": ({ query }) =>
      query.has("page")
        ? { headers: { link: `<${next}>; rel="next"` }, json: { items: records("c"), next } }
        : {
            headers: { link: '</list?page=2>; rel="next"' },
            json: { items: records("a", "b"), next: "/list?page=2" },
          },
  });
  const pagination = kind === "next-url" ? { kind, next: "$.next" } : { kind };
  const entries = await entriesWith({
    list: { url: `${server.url}/list`, records: "$.items", pagination },
    fields,
  });
  expect(entries.map(({ kind: one }) => one)).toEqual(["document", "document", "document", "gap"]);
  expect(JSON.stringify(entries.at(-1))).toContain("another host");
  expect(other.requests).toEqual([]);
});
