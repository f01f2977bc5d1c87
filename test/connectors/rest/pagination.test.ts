import { describe, expect, test } from "vitest";
import type { ApiReply, ApiRequest } from "../../../src/connector-kit/testing/index.ts";
import { entriesWith, fields, idsWith, records, serve } from "./support.ts";

const all = ["a", "b", "c", "d", "e"];
const number = ({ query }: ApiRequest, name: string, fallback: number) => Number(query.get(name) ?? fallback);

/** Five records, two a page, in the manner of a kind of system. */
const systems = {
  pages(request: ApiRequest): ApiReply {
    const page = number(request, "page", 1);
    const shown = all.slice((page - 1) * 2, page * 2);
    return {
      headers: { "X-Pages": "3" },
      json: { items: records(...shown), more: page < 3, total: "5", pages: 3 },
    };
  },
  offsets(request: ApiRequest): ApiReply {
    const offset = number(request, "offset", 0);
    return { json: { items: records(...all.slice(offset, offset + 2)), total: 5 } };
  },
  cursors({ query }: ApiRequest): ApiReply {
    const at = all.indexOf(query.get("after") ?? "a");
    const next = all[at + 2] ?? null;
    return { json: { items: records(...all.slice(at, at + 2)), next, more: next !== null } };
  },
  mappings({ query }: ApiRequest): ApiReply {
    const at = all.indexOf(query.get("from") ?? "a");
    const next = all[at + 2];
    if (at > 0 && query.get("step") !== "next||") return { status: 400, json: {} };
    return {
      json: {
        items: records(...all.slice(at, at + 2)),
        ...(next ? { continue: { from: next, step: "next||" } } : {}),
      },
    };
  },
  posted({ body }: ApiRequest): ApiReply {
    const asked: { size: number; variables?: { after?: string } } = JSON.parse(body);
    const at = all.indexOf(asked.variables?.after ?? "a");
    return {
      json: { items: records(...all.slice(at, at + asked.size)), next: all[at + asked.size] ?? null },
    };
  },
  urls(request: ApiRequest): ApiReply {
    const page = number(request, "p", 1);
    const next = page < 3 ? `/list?p=${page + 1}` : null;
    return { json: { items: records(...all.slice((page - 1) * 2, page * 2)), next } };
  },
  links(request: ApiRequest): ApiReply {
    const page = number(request, "p", 1);
    const first = '<http://elsewhere.example.com/>; rel="first", ';
    return {
      ...(page < 3 ? { headers: { link: `${first}</list?p=${page + 1}>; title="x"; rel="last next"` } } : {}),
      json: { items: records(...all.slice((page - 1) * 2, page * 2)) },
    };
  },
  ownLinks(request: ApiRequest): ApiReply {
    const page = number(request, "p", 1);
    return {
      ...(page < 3 ? { headers: { link: `< /list?p=${page + 1} >; rel="next-page"` } } : {}),
      json: { items: records(...all.slice((page - 1) * 2, page * 2)) },
    };
  },
};

const kinds: readonly [string, keyof typeof systems, object, requests: number, more?: object][] = [
  ["pages until an empty one", "pages", { kind: "page" }, 4],
  ["pages while there are more", "pages", { kind: "page", until: { has_more: "$.more" } }, 3],
  ["as many pages as stated", "pages", { kind: "page", until: { pages: "$.pages" } }, 3],
  ["as many pages as a header states", "pages", { kind: "page", until: { pages: { header: "X-Pages" } } }, 3],
  ["pages until all are there", "pages", { kind: "page", until: "total" }, 3, { total: "$.total" }],
  ["pages until a short one", "pages", { kind: "page", until: { fewer_than: 2 } }, 3],
  ["offsets until an empty page", "offsets", { kind: "offset" }, 4],
  ["offsets until all are there", "offsets", { kind: "offset", until: "total" }, 3, { total: "$.total" }],
  ["cursors", "cursors", { kind: "cursor", parameter: "after", cursor: "$.next" }, 3],
  [
    "cursors while there are more",
    "cursors",
    { kind: "cursor", parameter: "after", cursor: "$.next", has_more: "$.more" },
    3,
  ],
  ["cursors that are mappings", "mappings", { kind: "cursor", cursor: "$.continue" }, 3],
  [
    "cursors inside a posted JSON",
    "posted",
    { kind: "cursor", cursor: "$.next", parameter: "variables.after", send: "json" },
    3,
    { json: { size: 2, variables: { q: "x" } } },
  ],
  ["addresses of next pages", "urls", { kind: "next-url", next: "$.next" }, 3],
  ["Link headers", "links", { kind: "link-header" }, 3],
  ["Link headers of another relation", "ownLinks", { kind: "link-header", rel: "next-page" }, 3],
];

describe("pagination", () => {
  test.each(kinds)("by %s", async (_, system, pagination, requests, more = {}) => {
    const server = await serve({ "GET /list": systems[system], "POST /list": systems[system] });
    const list = { url: `${server.url}/list`, records: "$.items", pagination, ...more };
    expect(await idsWith({ list, fields })).toEqual(all);
    expect(server.requests).toHaveLength(requests);
  });

  test("a stated total is passed on", async () => {
    const server = await serve({ "GET /list": systems.pages });
    const list = {
      url: `${server.url}/list`,
      records: "$.items",
      total: "$.total",
      pagination: { kind: "page" },
    };
    expect((await entriesWith({ list, fields })).at(-1)).toEqual({ kind: "total", documents: 5 });
    const gone = await entriesWith({ list, fields, gone: { path: "$.id", is: "b" } });
    expect(gone.at(-1)).toEqual({ kind: "total", documents: 4 });
    const two = [list, { ...list, url: `${server.url}/list?x=1`, total: undefined }];
    expect((await entriesWith({ list: two, fields })).map(({ kind }) => kind)).not.toContain("total");
  });
});

const refusals: readonly [string, (request: ApiRequest) => ApiReply, object, RegExp][] = [
  [
    "a cursor that comes twice",
    ({ query }) => ({ json: { items: records(query.get("cursor") ?? "a"), next: "again" } }),
    { kind: "cursor", cursor: "$.next" },
    /^list\.pagination leads back to a page that was already read: http/,
  ],
  [
    "a system that does not know the parameter",
    () => ({ json: { items: records("a", "b") } }),
    { kind: "page", parameter: "seite" },
    /leads back to a page that was already read/,
  ],
  [
    "too many pages",
    (request) => ({ json: { items: records(`n${number(request, "page", 1)}`) } }),
    { kind: "page", max_pages: 3 },
    /list: there are more than 3 pages/,
  ],
  [
    "a next page on another host",
    () => ({ json: { items: records("a"), next: "https://evil.example.com/list?p=2" } }),
    { kind: "next-url", next: "$.next" },
    /another host: https:\/\/evil\.example\.com/,
  ],
  [
    "a Link to another host",
    () => ({ headers: { link: '<//evil.example.com/>; rel="next"' }, json: { items: records("a") } }),
    { kind: "link-header" },
    /another host/,
  ],
  [
    "a flag that is missing",
    () => ({ json: { items: records("a") } }),
    { kind: "page", until: { has_more: "$.more" } },
    /list\.pagination\.until\.has_more: \$\.more is neither true nor false/,
  ],
  [
    "a header that is missing",
    () => ({ json: { items: records("a") } }),
    { kind: "page", until: { pages: { header: "X-Pages" } } },
    /until\.pages: the header X-Pages is not a number/,
  ],
  [
    "a cursor that is missing though there is more",
    () => ({ json: { items: records("a"), more: true } }),
    { kind: "cursor", cursor: "$.next", has_more: "$.more" },
    /list\.pagination\.cursor: \$\.next is missing/,
  ],
];

describe("a listing is an error, never short, with", () => {
  test.each(refusals)("%s", async (_, answer, pagination, message) => {
    const server = await serve({ "GET /list": answer });
    const list = { url: `${server.url}/list`, records: "$.items", pagination };
    // After a second page it is a gap with the same words.
    const told = entriesWith({ list, fields }).then(
      (entries) => entries.flatMap((entry) => (entry.kind === "gap" ? [entry.reason] : [])).join(),
      String,
    );
    expect(await told).toMatch(message);
  });

  test("a next page that no option asks for", async () => {
    const server = await serve({ "GET /list": systems.links });
    const list = { url: `${server.url}/list`, records: "$.items" };
    await expect(idsWith({ list, fields })).rejects.toThrow(
      /names a next page, but there is no `pagination`/,
    );
  });

  test("an error in an answer with status 200", async () => {
    const server = await serve({ "GET /list": () => ({ json: { items: [], error: { code: 7 } } }) });
    const list = { url: `${server.url}/list`, records: "$.items" };
    expect(await idsWith({ list, fields })).toEqual([]);
    await expect(idsWith({ list, fields, error: { path: "$.error" } })).rejects.toThrow(
      /list: .* answered with an error: \{"code":7\}/,
    );
  });

  test("an answer without records, unless it says that it is empty", async () => {
    const server = await serve({
      "GET /list": ({ query }) => ({ json: query.has("done") ? { done: true } : {} }),
    });
    const list = { url: `${server.url}/list`, records: "$.query.items", empty_if: { path: "$.done" } };
    await expect(idsWith({ list, fields })).rejects.toThrow(/does not lead to a list/);
    expect(await idsWith({ list: { ...list, url: `${list.url}?done=1` }, fields })).toEqual([]);
  });
});

describe("a page that cannot be had", () => {
  const faults: readonly [string, ApiReply][] = [
    ["400", { status: 400, json: {} }],
    ["403", { status: 403, json: {} }],
    ["404", { status: 404, json: {} }],
    ["500", { status: 500, body: "" }],
    ["no records", { json: { error: "busy" } }],
    ["no JSON", { body: "<html>" }],
  ];
  test.each(faults)("(%s) is a gap; what came before it is listed", async (_, fault) => {
    const server = await serve({
      "GET /list": ({ query }) =>
        query.get("page") === "1" ? { json: { items: records("a", "b") } } : fault,
    });
    const list = { url: `${server.url}/list`, records: "$.items", pagination: { kind: "page" } };
    const entries = await entriesWith({ list, fields });
    expect(entries.map(({ kind }) => kind)).toEqual(["document", "document", "gap"]);
  });

  test.each<[string, (page: number) => object, RegExp]>([
    ["a flag that is missing", (page) => (page < 3 ? { more: true } : {}), /is neither true nor false/],
    ["a page that comes again", (page) => ({ more: true, again: page > 2 }), /leads back/],
  ])("after two good ones, for %s, is a gap as well", async (_, answer, reason) => {
    const server = await serve({
      "GET /list": (request) => {
        const page = number(request, "page", 1);
        const { again = false, ...rest } = { again: false, ...answer(page) };
        return { json: { items: records(`d${again ? 2 : page}`), ...rest } };
      },
    });
    const pagination = { kind: "page", until: { has_more: "$.more" } };
    const entries = await entriesWith({
      list: { url: `${server.url}/list`, records: "$.items", pagination },
      fields,
    });
    expect(entries.at(-1)).toMatchObject({ kind: "gap", reason: expect.stringMatching(reason) });
    expect(entries.filter(({ kind }) => kind === "document").length).toBeGreaterThanOrEqual(2);
  });

  test.each(faults)("(%s) that is the first one ends the listing", async (_, fault) => {
    const server = await serve({ "GET /list": () => fault });
    const list = { url: `${server.url}/list`, records: "$.items", pagination: { kind: "page" } };
    await expect(entriesWith({ list, fields })).rejects.toThrow(/list/);
  });
});

describe("a list until a short page", () => {
  const until = { kind: "offset", until: { fewer_than: 4 } };
  const answer = (total: number, cap: number, beyond: ApiReply) => (request: ApiRequest) => {
    const offset = number(request, "offset", 0);
    const ids = Array.from({ length: total }, (_, id) => `d${id}`).slice(offset, offset + cap);
    return ids.length === 0 && offset > 0 ? beyond : { json: { items: records(...ids) } };
  };
  const empty = { json: { items: [] } };
  test.each<[string, number, number, ApiReply, requests: number]>([
    ["of a server that gives fewer than asked for", 10, 2, empty, 6],
    ["that is the only one", 2, 4, empty, 2],
    ["that is the only one, where there is nothing beyond it", 2, 4, { status: 404, json: {} }, 2],
    ["after full ones", 10, 4, empty, 3],
  ])("is complete: %s", async (_, total, cap, beyond, requests) => {
    const server = await serve({ "GET /list": answer(total, cap, beyond) });
    const list = { url: `${server.url}/list`, records: "$.items", pagination: until };
    const entries = await entriesWith({ list, fields });
    expect(entries.map(({ kind }) => kind)).toEqual(Array.from({ length: total }, () => "document"));
    expect(server.requests).toHaveLength(requests);
  });

  test("that overlaps with the one before gives each record once", async () => {
    const server = await serve({
      "GET /list": ({ query }) => {
        const pages: Record<string, string[]> = { "1": ["a", "b"], "2": ["b", "c"] };
        return { json: { items: records(...(pages[query.get("page") ?? ""] ?? [])) } };
      },
    });
    const list = { url: `${server.url}/list`, records: "$.items", pagination: { kind: "page" } };
    expect(await idsWith({ list, fields })).toEqual(["a", "b", "c"]);
  });
});

describe("of several lists", () => {
  test("one that answers 403 is a gap, and all of them an error", async () => {
    const server = await serve({
      "GET /one": () => ({ json: records("a") }),
      "GET /two": () => ({ status: 403, json: {} }),
    });
    const one = { url: `${server.url}/one`, records: "$" };
    const two = { url: `${server.url}/two`, records: "$", name: "secret space" };
    const entries = await entriesWith({ list: [one, two], fields });
    expect(entries.map(({ kind }) => kind)).toEqual(["document", "gap"]);
    expect(entries[1]).toMatchObject({ part: "secret space" });
    await expect(idsWith({ list: [two, { ...two, name: "b" }], fields })).rejects.toThrow(/403/);
    await expect(idsWith({ list: two, fields })).rejects.toThrow(/list: .*403/);
  });
});
