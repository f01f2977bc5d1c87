import { describe, expect, it } from "vitest";
import { referencedFiles } from "../../../src/normalize/read/openapi/files.ts";
import { readOpenapi } from "../../../src/normalize/read/openapi/index.ts";
import { codes, documentOf, finished } from "./support.ts";

const answer = (schema: string) =>
  `{get: {operationId: x, responses: {"200": {description: ok, content: {application/json: {schema: {$ref: "${schema}"}}}}}}}`;
const description = (path: string) =>
  `openapi: 3.1.0\ninfo: {title: Shop}\npaths:\n  /x: ${path}\ncomponents: {schemas: {Own: {type: object, properties: {own: {type: string}}}}}\n`;
const read = async (text: string, includes: Record<string, string>) => {
  const pages = await readOpenapi({ ...documentOf(text), name: "docs/shop.openapi.yaml", includes });
  return { html: pages[1] ? finished(pages[1]).html : "", codes: codes(pages[0]) };
};
const named = (...names: readonly string[]) => names.map((name) => `<code>${name}</code>`);

describe("the files that a description refers to", () => {
  it.each([
    ["$ref: ./a.yaml", ["./a.yaml"]],
    ["$ref: 'a b.yaml#/X'", ["a b.yaml"]],
    ['{"$ref": "sub/a.json#/X/Y"}', ["sub/a.json"]],
    ["{$ref: ../a.yml, x: 1}", ["../a.yml"]],
    ["$ref: '#/components/schemas/A'", []],
    ["$ref: https://api.example.com/a.yaml", []],
    ["$ref: //api.example.com/a.yaml", []],
    ["$ref: ./a.yaml\n$ref: ./a.yaml#/B", ["./a.yaml"]],
    ["schema: ./a.yaml", []],
  ])("%j", (text, files) => {
    expect(referencedFiles(text)).toEqual(files);
  });

  it("are named in linear time, and at most 200", () => {
    const text = Array.from({ length: 50_000 }, (_, n) => `$ref: "./f${n}.yaml#/X"`).join("\n");
    expect(referencedFiles(text)).toHaveLength(200);
    expect(referencedFiles(`$ref: "${"a".repeat(1_000_000)}`)).toEqual([]);
  });
});

describe("a description in several files", () => {
  it("is read as one: path items, schemas, references between files, and back", async () => {
    const { html, codes } = await read(description("{$ref: ./paths/x.yaml}"), {
      "paths/x.yaml": answer("../schemas/order.yaml#/Order"),
      "schemas/order.yaml":
        "Order: {type: object, properties: {lines: {$ref: '#/Line'}, buyer: {$ref: ./people/buyer.yaml}}}\nLine: {type: object, properties: {amount: {type: integer}}}\n",
      "schemas/people/buyer.yaml":
        "type: object\nproperties: {email: {type: string}, shop: {$ref: '../../shop.openapi.yaml#/components/schemas/Own'}}\n",
    });
    for (const name of named("lines.amount", "buyer.email", "buyer.shop.own")) expect(html).toContain(name);
    expect(codes).toEqual([]);
  });

  it("tells files of the same name in two folders apart", async () => {
    const { html } = await read(description(answer("a/one.yaml")), {
      "a/one.yaml": "type: object\nproperties: {left: {$ref: ./common.yaml}, right: {$ref: ../b/two.yaml}}\n",
      "b/two.yaml": "type: object\nproperties: {deep: {$ref: ./common.yaml}}\n",
      "a/common.yaml": "type: object\nproperties: {fromA: {type: string}}\n",
      "b/common.yaml": "type: object\nproperties: {fromB: {type: string}}\n",
    });
    for (const name of named("left.fromA", "right.deep.fromB")) expect(html).toContain(name);
  });

  it("ends where files refer to each other in a circle", async () => {
    const { html } = await read(description(answer("a.yaml")), {
      "a.yaml": "type: object\nproperties: {b: {$ref: b.yaml}}\n",
      "b.yaml": "type: object\nproperties: {a: {$ref: a.yaml}, name: {type: string}}\n",
    });
    expect(html).toContain("<code>b.name</code>");
  });

  it.each([
    ["is not there", {}],
    ["may not stand in the page", { "a.yaml": "" }],
    ["is not YAML", { "a.yaml": "{a: [" }],
    ["repeats itself without end", { "a.yaml": "a: &a {b: *a}" }],
  ])("a file that %s is named, and nothing else is lost", async (_, files) => {
    const { html, codes } = await read(description(answer("a.yaml#/A")), files);
    expect(html).toContain("<code>GET /x</code>");
    expect(codes.every((code) => code === "openapi-reference")).toBe(true);
    expect(codes.length).toBeGreaterThan(0);
  });

  it("leaves out what another file marks as internal", async () => {
    const { html } = await read(description(answer("a.yaml")), {
      "a.yaml":
        "type: object\nproperties: {open: {type: string}, secret: {type: string, x-internal: true}}\n",
    });
    expect(html).toContain("<code>open</code>");
    expect(html).not.toContain("secret");
  });

  it("names with a tilde, a slash and a blank lead where they should", async () => {
    const { html } = await read(description(answer("a%20b/c~d.yaml#/components/schemas/A~1B")), {
      "a b/c~d.yaml": "components: {schemas: {A/B: {type: object, properties: {found: {type: string}}}}}\n",
    });
    expect(html).toContain("<code>found</code>");
  });
});
