import { describe, expect, it } from "vitest";
import { readOpenapi } from "../../../src/normalize/read/openapi/index.ts";

const description = (mark: string) => `
openapi: 3.1.0
info: {title: Orders, version: "1"}
paths:
  /orders:
    get:
      summary: List orders
      parameters:
        - {name: limit, in: query, schema: {type: integer}}
        - {name: danaTrace, in: query, ${mark}: true, schema: {type: string}}
        - $ref: '#/components/parameters/DanaToken'
      responses:
        '200':
          description: The orders.
          headers: {X-Dana: {${mark}: true, schema: {type: string}}}
          content: {application/json: {schema: {$ref: '#/components/schemas/Order'}}}
        '418': {description: Dana is a teapot., ${mark}: true}
  /dana:
    post: {summary: Dana only, ${mark}: true, responses: {'200': {description: ok}}}
components:
  parameters:
    DanaToken: {name: danaToken, in: header, ${mark}: true, schema: {type: string}}
  schemas:
    DanaNote: {type: object, ${mark}: true, properties: {text: {type: string}}}
    Order:
      type: object
      required: [id, danaCost]
      example: {id: 1, danaCost: 5}
      properties:
        id: {type: integer, description: The number.}
        danaCost: {type: number, ${mark}: true}
        note: {$ref: '#/components/schemas/DanaNote'}
        address:
          type: object
          properties:
            city: {type: string}
            danaZone: {type: string, ${mark}: "true"}
        payment:
          oneOf:
            - {type: object, title: Card, properties: {expires: {type: string}}}
            - {type: object, title: Invoice, properties: {due: {type: string}}}
            - {type: string, title: Dana pays, ${mark}: true}
`;

describe.each(["x-internal", "x-excluded"])("%s", (mark) => {
  it("keeps parameters, properties, variants and operations from readers, and says so", async () => {
    const pages = await readOpenapi({
      body: description(mark),
      mediaType: "application/vnd.oai.openapi",
      name: "orders.openapi.yaml",
    });
    const html = pages.map((page) => page.html).join("\n");
    expect(html.toLowerCase()).not.toContain("dana");
    for (const word of ["limit", "The orders", "id", "city", "expires", "due"]) expect(html).toContain(word);
    const warnings = pages.flatMap((page) => page.warnings.map(({ code }) => code));
    expect(warnings.sort()).toEqual(["openapi-internal", "operation-internal"]);
  });
});

it("a description without such marks is read as it is", async () => {
  const [overview] = await readOpenapi({
    body: description("x-other"),
    mediaType: "application/vnd.oai.openapi",
    name: "orders.openapi.yaml",
  });
  expect(overview?.warnings).toEqual([]);
});
