import { readFile } from "node:fs/promises";
import { describe, expect, it } from "vitest";
import { isOpenapi, readOpenapi } from "../../../src/normalize/read/openapi/index.ts";
import { startCpuTimer } from "../../setup/time.ts";
import { codes, documentOf, finished } from "./support.ts";

const petshop = await readFile(
  new URL("../../goldens/openapi-petshop/input.openapi.yaml", import.meta.url),
  "utf8",
);

/** A description with these schemas and one operation that answers with `Root`. */
function withSchemas(
  schemas: Record<string, unknown>,
  root: unknown = { $ref: "#/components/schemas/Root" },
): string {
  const responses = { 200: { description: "OK", content: { "application/json": { schema: root } } } };
  return JSON.stringify({
    openapi: "3.1.0",
    info: { title: "T" },
    paths: { "/x": { get: { operationId: "x", responses } } },
    components: { schemas },
  });
}

async function operation(text: string) {
  const pages = await readOpenapi(documentOf(text));
  return { html: finished(pages[1]).html, codes: codes(pages[0]) };
}

function rows(html: string): string[] {
  return [...html.matchAll(/<tr><td>(.*?)<\/td><td>(.*?)<\/td><td>(.*?)<\/td>/g)].map(
    ([, name, type, required]) => `${name} ${type} ${required}`.replaceAll(/<\/?code>/g, ""),
  );
}

describe("an OpenAPI description", () => {
  it("says which operation may follow a response, and with which values", async () => {
    const links = {
      next: { operationRef: "#/paths/~1pets~1{id}/get", parameters: { id: "$response.body#/id" } },
      own: { operationId: "list", description: "All of *them*." },
    };
    const { html } = await operation(
      JSON.stringify({
        openapi: "3.1.0",
        info: { title: "T" },
        paths: { "/x": { get: { responses: { 200: { description: "OK", links } } } } },
      }),
    );
    expect(html).toContain(
      "<code>next</code> leads to <code>GET /pets/{id}</code>, where <code>id</code> is <code>$response.body#/id</code>.",
    );
    expect(html).toMatch(/<code>own<\/code> leads to <code>list<\/code>\.[\s\S]*All of <em>them<\/em>\./);
  });

  it("becomes an overview and a page for each operation, with stable ids", async () => {
    const pages = await readOpenapi(documentOf(petshop));
    expect(pages.map(({ title, part }) => [title, part?.id, part?.title])).toEqual([
      ["Pet Shop API", undefined, undefined],
      ["List all pets", "list-pets", "Pet Shop API › pets › List all pets"],
      ["Add a pet", "create-pet", "Pet Shop API › pets › Add a pet"],
      ["DELETE /pets/{petId}", "delete-pets-pet-id", "Pet Shop API › pets › DELETE /pets/{petId}"],
      ["Place an order", "post-orders", "Pet Shop API › orders › Place an order"],
    ]);
    expect(codes(pages[0])).toEqual(["operation-internal"]);
    const overview = finished(pages[0]).html;
    for (const words of [
      "Version: 1.4.0",
      "find <strong>pets</strong>",
      "Bearer token (JWT)",
      "<code>GET /pets</code>: List all pets",
      "(deprecated)",
      "<h3>pets</h3>",
    ]) {
      expect(overview).toContain(words);
    }
    expect(overview).not.toContain("flush");
  });

  it("describes parameters, bodies, responses and security of an operation", async () => {
    const pages = await readOpenapi(documentOf(petshop));
    const [, list, create, remove, order] = pages.map((one) => finished(one).html);
    expect(list).toContain("<p><code>GET /pets</code></p>");
    expect(list).toContain(
      "<tr><td><code>limit</code></td><td>query</td><td>integer (int32)</td><td>no</td><td><code>20</code></td><td></td><td><p>How many at most</p><p>Maximum: <code>100</code>.</p></td></tr>",
    );
    expect(list).toContain("<code>X-Trace</code>");
    expect(list).toContain("<h3>Default response: Something went wrong</h3>");
    expect(list).toContain('<p><strong>Example: One pet</strong></p>\n<pre><code class="language-json">[');
    expect(create).toContain("<p>Required.</p>\n<p>The pet to add</p>");
    expect(rows(create ?? "")).toContain("owner.address.city string no");
    expect(remove).toContain("<strong>Warning: Deprecated</strong>");
    expect(remove).toContain("Authentication: oauth with <code>pets:write</code>, or no authentication.");
    expect(order).toContain("Type: Gift or NewPet.");
    expect(rows(order ?? "")).toEqual(expect.arrayContaining(["wrapped boolean no", "name string yes"]));
  });

  it("gives the same from JSON", async () => {
    const { parse } = await import("yaml");
    const fromJson = await readOpenapi(documentOf(JSON.stringify(parse(petshop))));
    expect(fromJson).toEqual(await readOpenapi(documentOf(petshop)));
  });

  it("merges allOf and names a cycle once", async () => {
    const [, list] = await readOpenapi(documentOf(petshop));
    const names = rows(finished(list).html).filter((row) => row.startsWith("[]."));
    expect(names).toEqual(
      expect.arrayContaining(["[].id integer (int64) yes", "[].name string yes", "[].parent Pet no"]),
    );
    expect(names.filter((row) => row.startsWith("[].parent"))).toHaveLength(1);
  });

  it("names references that lead out of the document", async () => {
    const { html, codes: warned } = await operation(
      withSchemas({
        Root: {
          type: "object",
          properties: { a: { $ref: "other.yaml#/A" }, b: { $ref: "#/components/schemas/None" } },
        },
      }),
    );
    expect(rows(html)).toEqual(["a A no", "b None no"]);
    expect(warned).toEqual(["openapi-reference", "openapi-reference"]);
  });

  it.each([
    ["type lists", { type: ["string", "null"] }, "Type: string or null."],
    ["nullable", { type: "string", nullable: true }, "Type: string or null."],
    ["enum", { type: "string", enum: ["a", "b"] }, "Allowed values: <code>a</code>, <code>b</code>."],
    ["const", { const: 1 }, "Always: <code>1</code>."],
    ["a map", { type: "object", additionalProperties: { type: "integer" } }, "Type: map of integer."],
    [
      "an array of arrays",
      { type: "array", items: { type: "array", items: { type: "number" } } },
      "Type: array of array of number.",
    ],
    [
      "bounds",
      { type: "integer", minimum: 1, exclusiveMaximum: 9 },
      "Minimum: <code>1</code>. Less than: <code>9</code>.",
    ],
    ["markup in names", { type: "<b>x</b>" }, "Type: &lt;b&gt;x&lt;/b&gt;."],
    ["anything", true, "Type: any."],
  ])("says %s in words", async (_name, schema, words) => {
    expect((await operation(withSchemas({}, schema))).html).toContain(words);
  });

  it("gives operations of one name ids of their own, whatever stands around them", async () => {
    const get = (operationId: string) => ({ get: { operationId, responses: {} } });
    const text = JSON.stringify({
      openapi: "3.0.0",
      info: {},
      paths: {
        "/a": get("same"),
        "/b": get("same"),
        "/ü": get("日本"),
        "/{x}": { get: {} },
        "/x": { get: {} },
      },
    });
    const pages = await readOpenapi(documentOf(text, { name: "api.yaml" }));
    const ids = pages.slice(1).map(({ part }) => part?.id);
    expect(ids).toEqual(["same", "same-get-b", "get-u", "get-x", "get-x-2"]);
    expect(pages[0]?.title).toBe("api.yaml");
  });
});

describe("a Swagger 2 description", () => {
  it("describes bodies, forms and host as in version 3", async () => {
    const text = await readFile(
      new URL("../../goldens/openapi-swagger2/input.openapi.yaml", import.meta.url),
      "utf8",
    );
    const [overview, get, put, upload] = (await readOpenapi(documentOf(text))).map(
      (one) => finished(one).html,
    );
    expect(overview).toContain("<code>https://api.example.com/v2</code>");
    expect(overview).toContain("API key in the header <code>X-Key</code>.");
    expect(get).toContain("Type: User.");
    expect(get).toContain('"name": "Ann"');
    expect(put).toContain("<h2>Request body</h2>\n<p>Required.</p>\n<p>The whole user</p>");
    expect(upload).toContain("<code>multipart/form-data</code>");
    expect(rows(upload ?? "")).toEqual(["file file yes", "title string no"]);
  });
});

describe("hostile descriptions", () => {
  it.each([
    ["broken YAML", "openapi: 3.0.0\n  a: : b\n- c"],
    ["no description", "a: 1"],
    ["another version", "openapi: 4.0.0"],
    ["a list", "[]"],
    ["nothing", ""],
    ["deep nesting", `openapi: 3.0.0\nx: ${"[".repeat(100_000)}`],
    ["deep JSON", `{"openapi":"3.0.0","x":${"[".repeat(200_000)}`],
    ["deep JSON that is whole", `{"openapi":"3.0.0","x":${"[".repeat(9_000)}${"]".repeat(9_000)}}`],
    ["deep indentation", `openapi: 3.0.0\n${"- ".repeat(50_000)}a`],
    ["an alias of itself", "openapi: 3.0.0\nx: &a {b: *a}"],
    [
      "billion laughs",
      `openapi: 3.0.0\na: &a [x,x,x,x,x,x,x,x,x]\n${["b", "c", "d", "e", "f", "g", "h", "i"].map((name, at) => `${name}: &${name} [${Array(9).fill(`*${"abcdefgh"[at]}`).join()}]`).join("\n")}`,
    ],
  ])("%s: a clear failure", async (_name, text) => {
    await expect(readOpenapi(documentOf(text))).rejects.toMatchObject({ hint: expect.any(String) });
  });

  it.each([
    ["a reference to itself", { Root: { $ref: "#/components/schemas/Root" } }],
    [
      "allOf of itself",
      { Root: { allOf: [{ $ref: "#/components/schemas/Root" }, { $ref: "#/components/schemas/Root" }] } },
    ],
    [
      "oneOf of itself",
      {
        Root: {
          oneOf: [
            { $ref: "#/components/schemas/Root" },
            { type: "object", properties: { a: { $ref: "#/components/schemas/Root" } } },
          ],
        },
      },
    ],
    ["items of itself", { Root: { type: "array", items: { $ref: "#/components/schemas/Root" } } }],
    ["a map of itself", { Root: { additionalProperties: { $ref: "#/components/schemas/Root" } } }],
    [
      "a chain of doubling schemas",
      Object.fromEntries(
        ["Root", ..."abcdefghijklmnopqrstuvwxyz"].map((name, at) => {
          const next = { $ref: `#/components/schemas/${"abcdefghijklmnopqrstuvwxyz"[at] ?? "end"}` };
          return [name, { allOf: [next, next], properties: { p: next, q: next }, oneOf: [next, next] }];
        }),
      ),
    ],
    [
      "a chain of doubling references with words of their own",
      Object.fromEntries(
        ["Root", ..."abcdefghijklmnopqrstuvwxyz"].map((name, at) => {
          const $ref = `#/components/schemas/${"abcdefghijklmnopqrstuvwxyz"[at] ?? "end"}`;
          return [name, { allOf: ["p", "q"].map((description) => ({ $ref, description })) }];
        }),
      ),
    ],
    [
      "names of JavaScript's own",
      { Root: { properties: { constructor: { $ref: "#/constructor" }, toString: { type: "string" } } } },
    ],
    [
      "values of the wrong kind",
      { Root: { properties: [1], required: "x", enum: 3, items: null, allOf: "y", type: { a: 1 } } },
    ],
  ])("%s has an end", async (_name, schemas) => {
    const spent = startCpuTimer();
    const { html } = await operation(withSchemas(schemas));
    expect(html.length).toBeGreaterThan(10);
    expect(html.length).toBeLessThan(30_000_000);
    expect(spent()).toBeLessThan(8_000);
  });

  it("warns about what it cut", async () => {
    const properties = Object.fromEntries(
      Array.from({ length: 50 }, (_, at) => [`p${at}`, { type: "string" }]),
    );
    const pages = await readOpenapi(documentOf(withSchemas({ Root: { properties } })), { rows: 10 });
    expect(rows(finished(pages[1]).html)).toHaveLength(10);
    expect(codes(pages[0])).toContain("openapi-cut");
  });

  it("does not depend on the content of descriptions", async () => {
    const text = JSON.stringify({
      openapi: "3.0.0",
      info: { title: "T", description: "<script>alert(1)</script> [x](javascript:alert(1))" },
      paths: {},
    });
    const [overview] = await readOpenapi(documentOf(text));
    expect(finished(overview).html).toBe("<p>x</p>");
  });
});

it("is distinguished from other YAML and JSON by its first lines", () => {
  expect(isOpenapi(petshop)).toBe(true);
  expect(isOpenapi('{"swagger":"2.0"}')).toBe(true);
  expect(isOpenapi("# comment\nswagger: '2.0'\n")).toBe(true);
  expect(isOpenapi("title: About openapi: 3")).toBe(false);
  expect(isOpenapi('{"name": "x"}')).toBe(false);
});
