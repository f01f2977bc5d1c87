import { afterEach, beforeEach, expect, it } from "vitest";
import { type Company, startCompany } from "./company.ts";

let company: Company;
const description = (file: string) =>
  `openapi: 3.1.0\ninfo: {title: Shop API, version: "1"}\npaths:\n  /orders:\n    get:\n      operationId: listOrders\n      summary: List orders of a customer\n      responses: {"200": {description: ok, content: {application/json: {schema: {$ref: "${file}#/Order"}}}}}\n`;
const schema = (name: string) =>
  `Order: {type: object, properties: {${name}: {type: string, description: How it is counted}}}\n`;
const page = () =>
  company.emulator.state.pages().find(({ externalId }) => externalId.includes("#part:"))?.html;

beforeEach(async () => {
  company = await startCompany({ inProcess: true });
  company.configure((text) =>
    text.replace("    path: ./docs\n", '    path: ./docs\n    include: ["**/*.md", "**/*.openapi.yaml"]\n'),
  );
});
afterEach(() => company.close());

it("a description in several files is one page an operation, and is sent again when one of them changes", async () => {
  company.write("docs/shop.openapi.yaml", description("./schemas/order.yaml"));
  company.write("docs/schemas/order.yaml", schema("amount"));
  await company.run("nightly");
  expect(page()).toContain("<code>amount</code>");
  company.writes();
  company.write("docs/schemas/order.yaml", schema("total"));
  await company.run("nightly");
  expect(page()).toContain("<code>total</code>");
  await company.run("nightly");
  expect(company.writes()).toHaveLength(1);
});

it.each([
  ["is for fewer people", "./internal/order.yaml"],
  ["is outside of the source", "../outside.yaml"],
])("what a file says that %s is not in the page", async (_, file) => {
  company.write("docs/shop.openapi.yaml", description(file));
  company.write("docs/internal/order.yaml", schema("zebracanary"));
  company.write("outside.yaml", schema("zebracanary"));
  const { report } = await company.report("nightly");
  expect(page()).toContain("GET /orders");
  expect(JSON.stringify(company.emulator.state.pages())).not.toContain("zebracanary");
  const codes = report.sources[0]?.changes;
  expect(JSON.stringify([...(codes ?? [])])).toContain("openapi-reference");
});
