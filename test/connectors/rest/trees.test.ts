import { describe, expect, test } from "vitest";
import { rest } from "../../../connectors/rest/index.ts";
import { documentsOf } from "../../../src/connector-kit/testing/index.ts";
import { entriesWith, idsWith, newIo, serve } from "./support.ts";

const page = (id: string, ...pages: readonly object[]) => ({
  id,
  type: "page",
  v: 1,
  b: `<p>${id}</p>`,
  pages,
});
const fields = { id: "$.id", version: "$.v", body: "$.b" };
const childless = { path: "$.type", is: "link" };

async function optionsOver(json: unknown, list: object = {}) {
  const server = await serve({ "GET /a": () => ({ json }) });
  return {
    list: { url: `${server.url}/a`, records: "$.pages", children: "pages", childless, ...list },
    fields,
  };
}

describe("a tree in one answer", () => {
  test("every record of it is one, in order, with the record above", async () => {
    const tree = { pages: [page("1", page("1.1", page("1.1.1")), page("1.2")), page("2")] };
    const options = await optionsOver(tree);
    expect(await idsWith(options)).toEqual(["1", "1.1", "1.1.1", "1.2", "2"]);
    const path = ["{parent.parent.id}/{parent.id}/{id}", "{parent.id}/{id}", "{id}"];
    const entries = documentsOf(await entriesWith({ ...options, fields: { ...fields, path } }));
    expect(entries.map((entry) => entry.path)).toEqual(["1", "1/1.1", "1/1.1/1.1.1", "1/1.2", "2"]);
  });

  test("as deep as anybody nests", async () => {
    let deep = page("0");
    for (let level = 1; level < 500; level += 1) deep = page(String(level), deep);
    expect(await idsWith(await optionsOver({ pages: [deep] }))).toHaveLength(500);
  });

  test.each([[undefined], [null], ["none"]])(
    "a record whose children are %j is a gap, and the others stand",
    async (pages) => {
      const entries = await entriesWith(
        await optionsOver({ pages: [{ ...page("1"), pages }, page("2", page("2.1"))] }),
      );
      expect(documentsOf(entries).map(({ externalId }) => externalId)).toEqual(["1", "2", "2.1"]);
      expect(entries.filter(({ kind }) => kind === "gap")).toHaveLength(1);
    },
  );

  test("a link has none, and is no document", async () => {
    const link = { id: "l", type: "link" };
    const options = { ...(await optionsOver({ pages: [page("1", link), link] })), ignored: childless };
    expect(await entriesWith(options)).toEqual([
      expect.objectContaining({ kind: "document", externalId: "1" }),
    ]);
  });

  test("its number is not that of a level", async () => {
    const options = await optionsOver({ pages: [], total: 0 }, { total: "$.total" });
    expect(() => rest.options.parse(options)).toThrow(/does not go with `children`/);
  });
});

describe("documents that lie in the records of a tree", () => {
  const shelf = (name: string, books: unknown, ...shelves: readonly unknown[]) => ({ name, books, shelves });
  const book = (id: string) => ({ id, v: 1, b: `<p>${id}</p>` });
  async function optionsOf(shelves: readonly unknown[], list: object = {}) {
    const server = await serve({ "GET /a": () => ({ json: { shelves } }) });
    const request = {
      url: `${server.url}/a`,
      records: "$.shelves",
      children: "shelves",
      leaves: "books",
      ...list,
    };
    const path = ["{parent.parent.name}/{parent.name}/{id}", "{parent.name}/{id}"];
    return { list: request, fields: { ...fields, path } };
  }

  test("have the record that lists them as their parent, and those above it", async () => {
    const options = await optionsOf([
      shelf("A", [book("1"), book("2")], shelf("B", [book("3")])),
      shelf("C", []),
    ]);
    const entries = await entriesWith(options);
    expect(documentsOf(entries).map((entry) => entry.path)).toEqual(["A/1", "A/2", "A/B/3"]);
    expect(entries).toHaveLength(3);
  });

  test("need no tree", async () => {
    const options = await optionsOf([shelf("A", [book("1")]), shelf("B", [book("2")])], {
      children: undefined,
    });
    expect(await idsWith(options)).toEqual(["1", "2"]);
  });

  test.each([
    ["books", { name: "B", books: null, shelves: [] }],
    ["shelves", { name: "B", books: [], shelves: null }],
    ["anything", "B"],
  ])("a record without %s is a gap, and the others stand", async (_, odd) => {
    const entries = await entriesWith(
      await optionsOf([shelf("A", [book("1")]), odd, shelf("C", [book("2")])]),
    );
    expect(documentsOf(entries).map(({ externalId }) => externalId)).toEqual(["1", "2"]);
    expect(entries.filter(({ kind }) => kind === "gap").length).toBeGreaterThan(0);
  });

  test("a document that is none is a gap of its own", async () => {
    const entries = await entriesWith(await optionsOf([shelf("A", [null, book("1")])]));
    expect(entries.map(({ kind }) => kind)).toEqual(["gap", "document"]);
  });

  test.each([
    [{ total: "$.total" }, /does not go with `leaves`|does not go with `children`/],
    [{ leaves: "shelves" }, /another member than `children`/],
  ])("%j is refused", async (list, message) => {
    const options = await optionsOf([], list);
    expect(() => rest.options.parse(options)).toThrow(message);
  });
});

describe("a single record", () => {
  const list = { records: "$.it", single: true };

  test("is a list of one, or the parent of lists", async () => {
    const server = await serve({ "GET /a": () => ({ json: { it: { id: 1, v: 1, b: "x" } } }) });
    expect(await idsWith({ list: { ...list, url: `${server.url}/a` }, fields })).toEqual(["1"]);
  });

  test.each([[{}], [{ it: null }], [{ it: [] }], [{ it: "x" }]])(
    "%j has none, which is an error",
    async (json) => {
      const server = await serve({ "GET /a": () => ({ json }) });
      const listing = entriesWith({ list: { ...list, url: `${server.url}/a` }, fields });
      await expect(listing).rejects.toThrow(/does not lead to a record/);
    },
  );

  test.each([[{ records: "$.it[*]" }], [{ pagination: { kind: "page" } }]])("with %j is refused", (more) => {
    const options = { list: { ...list, url: "https://x.example.com/a", ...more }, fields };
    expect(() => rest.options.parse(options)).toThrow(/goes with a plain path/);
  });
});

test("no content is an empty page where the options say so, and an error where they do not", async () => {
  const server = await serve({
    "GET /a": ({ query }) =>
      query.get("page") === "1" ? { json: { items: [{ id: 1, v: 1, b: "x" }] } } : { status: 204, body: "" },
  });
  const list = { url: `${server.url}/a`, records: "$.items", pagination: { kind: "page" } };
  const kinds = async (more: object) =>
    (await entriesWith({ list: { ...list, ...more }, fields })).map(({ kind }) => kind);
  expect(await kinds({ empty_if: { path: "$", missing: true } })).toEqual(["document"]);
  expect(await kinds({})).toEqual(["document", "gap"]);
});

test("what is ignored is not counted among the documents", async () => {
  const server = await serve({
    "GET /a": () => ({
      json: {
        total: 2,
        items: [
          { id: 1, v: 1, b: "x" },
          { id: 2, v: 1, b: "x", folder: true },
        ],
      },
    }),
  });
  const list = { url: `${server.url}/a`, records: "$.items", total: "$.total" };
  const entries = await entriesWith({ list, fields, ignored: { path: "$.folder" } });
  expect(entries.map(({ kind }) => kind)).toEqual(["document", "total"]);
  expect(entries.at(-1)).toEqual({ kind: "total", documents: 1 });
});

test("of several lists, one that cannot be read is a gap; of all of them, an error", async () => {
  const server = await serve({
    "GET /a": () => ({ json: { items: [{ id: 1, v: 1, b: "x" }] } }),
    "GET /b": () => ({ json: { elements: [] } }),
  });
  const list = (path: string) => ({ url: `${server.url}/${path}`, records: "$.items" });
  const entries = await entriesWith({ list: [list("b"), list("a")], fields });
  expect(entries.map(({ kind }) => kind)).toEqual(["gap", "document"]);
  await expect(entriesWith({ list: [list("b"), list("b")], fields })).rejects.toThrow(
    "does not lead to a list",
  );
});

test("a list for one record that cannot be read to its end is a gap; without any other, an error", async () => {
  const pages: Record<string, unknown> = {
    a: { pages: 1, items: [{ id: 1, v: 1, b: "x" }] },
    b: { items: [] },
  };
  const folders = [{ id: "b" }, { id: "a" }];
  const server = await serve({
    "GET /folders": () => ({ json: folders }),
    "GET /folders/:id": ({ params }) => ({ json: pages[params.id ?? ""] }),
  });
  const until = { pages: "$.pages" };
  const inner = {
    url: `${server.url}/folders/{parent.id}`,
    records: "$.items",
    pagination: { kind: "page", until },
  };
  const list = { url: `${server.url}/folders`, records: "$", each: [inner] };
  expect((await entriesWith({ list, fields })).map(({ kind }) => kind)).toEqual(["gap", "document"]);
  folders.pop();
  await expect(entriesWith({ list, fields })).rejects.toThrow("$.pages is not a number");
});

test("a `total` that is no number is a gap, and takes nothing of what came", async () => {
  const server = await serve({
    "GET /a": () => ({ json: { total: null, items: [{ id: 1, v: 1, b: "x" }] } }),
  });
  const entries = await entriesWith({
    list: { url: `${server.url}/a`, records: "$.items", total: "$.total" },
    fields,
  });
  expect(entries.map(({ kind }) => kind)).toEqual(["document", "gap"]);
});

test("members that a list adds, blanks that a title writes as underscores, and an absent date", async () => {
  const server = await serve({
    "GET /a": () => ({
      json: [
        { t: "Install_guide", v: 1, b: "x", published: "2025-01-01" },
        { t: "Draft", v: 1, b: "x", published: null },
        { t: "New", v: 1, b: "x" },
      ],
    }),
  });
  const entries = await entriesWith({
    list: { url: `${server.url}/a`, records: "$", constants: { wiki: "ours" } },
    fields: { ...fields, id: "{wiki}/{t}", title: "$.t", title_format: "underscores" },
    withheld: { path: "$.published", missing: true },
  });
  expect(entries).toMatchObject([
    { kind: "document", externalId: "ours/Install_guide", title: "Install guide" },
    { kind: "unpublished", externalId: "ours/Draft" },
    { kind: "unpublished", externalId: "ours/New" },
  ]);
});

test.each([
  ["number", 7],
  ["text", "7"],
])("a probe asks by the id as a %s", async (id_is, id) => {
  const asked: unknown[] = [];
  const server = await serve({
    "POST /one": ({ body }) => {
      asked.push(JSON.parse(body));
      return { json: { gone: true } };
    },
  });
  const confirm = { url: `${server.url}/one`, json: { id: "{id}" }, id_is, gone: { path: "$.gone" } };
  const options = rest.options.parse({ list: { url: `${server.url}/a`, records: "$" }, fields, confirm });
  expect(await rest.confirm?.(options, newIo(), "7")).toBe("gone");
  expect(asked).toEqual([{ id }]);
});
