import { describe, expect, test } from "vitest";
import { rest } from "../../../connectors/rest/index.ts";
import type { ApiReply, ApiRequest } from "../../../src/connector-kit/testing/index.ts";
import { entriesWith, fields, idsWith, newIo, serve } from "./support.ts";

interface Space {
  readonly id: string;
  readonly docs: number;
}

const spaces: readonly Space[] = [
  { id: "a", docs: 5 },
  { id: "b/c", docs: 0 },
  { id: "d", docs: 3 },
];

/** A system of spaces and documents; `refused` says what one space's list answers instead. */
function system(refused: Readonly<Record<string, ApiReply>> = {}) {
  const paged = (all: readonly unknown[], { query }: ApiRequest): ApiReply => {
    const from = Number(query.get("offset"));
    return { json: { items: all.slice(from, from + 2), total: all.length } };
  };
  return serve({
    "GET /spaces": (request) => paged(spaces, request),
    "GET /docs": (request) => {
      const space = request.query.get("space") ?? "";
      const found = spaces.find(({ id }) => id === space);
      const docs = Array.from({ length: found?.docs ?? 0 }, (_, nth) => ({
        id: `${space}-${nth}`,
        text: "<p>x</p>",
      }));
      return refused[space] ?? paged(docs, request);
    },
  });
}

const paging = { records: "$.items", total: "$.total", pagination: { kind: "offset", until: "total" } };
const lists = (url: string) => ({
  url: `${url}/spaces`,
  ...paging,
  each: [{ name: "documents", url: `${url}/docs?space={parent.id}`, ...paging }],
});
const all = ["a-0", "a-1", "a-2", "a-3", "a-4", "d-0", "d-1", "d-2"];

describe("a list of lists", () => {
  test("is read page by page at each level, and its totals add up", async () => {
    const server = await system();
    const entries = await entriesWith({ list: lists(server.url), fields });
    expect(entries.flatMap((entry) => (entry.kind === "document" ? [entry.externalId] : []))).toEqual(all);
    expect(entries.at(-1)).toEqual({ kind: "total", documents: 8 });
    expect(server.unknown).toEqual([]);
  });

  test.each([400, 403, 404, 500])(
    "names the parent whose list answers %i, and reads the others",
    async (status) => {
      const server = await system({ a: { status, json: {} } });
      const entries = await entriesWith({ list: lists(server.url), fields });
      expect(entries).toMatchObject([
        { kind: "gap", part: `documents (${server.url}/docs?space=a)` },
        { externalId: "d-0" },
        { externalId: "d-1" },
        { externalId: "d-2" },
      ]);
    },
  );

  test("stops where the credentials are refused", async () => {
    const server = await system({ d: { status: 401, json: {} } });
    await expect(entriesWith({ list: lists(server.url), fields })).rejects.toThrow("list.each[0]");
  });

  test.each([
    ["the parent's id is missing", [{ name: "x" }, { id: "d" }], "record 1 on page 1"],
    ["the outer list states another total", [{ id: "d" }], "/spaces"],
  ])("is a gap where %s", async (_, items, part) => {
    const server = await serve({
      "GET /spaces": () => ({ json: { items, total: 2 } }),
      "GET /docs": () => ({ json: [{ id: "d-0", text: "x" }] }),
    });
    const list = {
      url: `${server.url}/spaces`,
      records: "$.items",
      total: "$.total",
      each: [{ url: `${server.url}/docs?space={parent.id}`, records: "$" }],
    };
    const entries = await entriesWith({ list, fields });
    expect(entries.filter(({ kind }) => kind === "document")).toHaveLength(1);
    expect(entries.find(({ kind }) => kind === "gap")).toMatchObject({ part: expect.stringContaining(part) });
    expect(entries.some(({ kind }) => kind === "total")).toBe(false);
  });

  test("goes four levels deep, with the values of each", async () => {
    const server = await serve({
      "GET /1": () => ({ json: [{ id: 1, name: "one" }] }),
      "GET /2/:a": ({ params }) => ({ json: [{ id: `${params.a}.2`, parent: "its own" }] }),
      "POST /3": ({ body }) => ({ json: [{ id: `${JSON.parse(body).of}.3` }] }),
      "GET /4/:a/:b": ({ params }) => ({ json: [{ id: `${params.a}.4`, text: params.b }] }),
    });
    const list = {
      url: `${server.url}/1`,
      records: "$",
      each: [
        { url: `${server.url}/2/{parent.id}`, records: "$" },
        { url: `${server.url}/3?{parent.id}`, json: { of: "{parent.id}" }, records: "$" },
        { url: `${server.url}/4/{parent.id}/{parent.parent.parent.name}`, records: "$" },
      ],
    };
    const path = "{parent.parent.parent.name}/{parent.id}";
    expect(await entriesWith({ list, fields: { ...fields, path } })).toMatchObject([
      { externalId: "1.2.3.4", path: "one/1.2.3" },
    ]);
    const tooDeep = { ...list, each: [...list.each, { url: `${server.url}/5/{parent.id}`, records: "$" }] };
    expect(rest.options.safeParse({ list: tooDeep, fields }).success).toBe(false);
  });

  test("asks once for the list of a parent that comes twice", async () => {
    const server = await serve({
      "GET /spaces": ({ query }) => ({
        json: [[{ id: "a" }, { id: "b" }], [{ id: "b" }, { id: "c" }], []][Number(query.get("page")) - 1],
      }),
      "GET /docs": ({ query }) => ({ json: [{ id: `of ${query.get("of")}`, text: "x" }] }),
    });
    const list = {
      url: `${server.url}/spaces`,
      records: "$",
      pagination: { kind: "page" },
      each: [{ url: `${server.url}/docs?of={parent.id}`, records: "$" }],
    };
    expect(await idsWith({ list, fields })).toEqual(["of a", "of b", "of c"]);
    expect(server.requests.filter(({ path }) => path === "/docs")).toHaveLength(3);
  });

  test("is checked down to the first document", async () => {
    const server = await system();
    const options = rest.options.parse({ list: lists(server.url), fields });
    expect(await rest.check(options, newIo())).toMatchObject([
      { what: "list", result: "ok", detail: expect.stringContaining("the first document is a-0") },
      { what: "text", result: "ok" },
    ]);
  });
});
