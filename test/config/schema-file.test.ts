// biome-ignore-all lint/suspicious/noTemplateCurlyInString: ${…} is the syntax under test.
import { readFileSync, writeFileSync } from "node:fs";
import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { connectors as builtIn } from "../../connectors/index.ts";
import { exampleConfig } from "../../src/config/init-template.ts";
import { loadConfig } from "../../src/config/load.ts";
import { jsonSchema } from "../../src/config/schema/json-schema.ts";
import { optionDocs } from "../../src/config/schema/option-docs.ts";
import { sourceSchema } from "../../src/config/schema/source.ts";
import { config, connectors, load, write } from "./support.ts";

const root = (name: string) => new URL(`../../${name}`, import.meta.url);
const schemaFile = root("config.schema.json");

const validator = (schema: object) =>
  new Ajv2020({ strict: false, allErrors: true, validateFormats: false }).compile(schema);
const published = jsonSchema(builtIn);
const satisfiesPublished = validator(published);

test("config.schema.json is current", () => {
  const text = `${JSON.stringify(published, null, 2)}\n`;
  if (process.env.UPDATE === "1") writeFileSync(schemaFile, text);
  // A comparison of the texts themselves would fill pages.
  const isCurrent = readFileSync(schemaFile, "utf8") === text;
  expect(isCurrent, "config.schema.json is out of date: `npm run schema` writes it").toBe(true);
});

test("no connector has an option of a common key's name", () => {
  const reserved = Object.keys(sourceSchema.shape);
  for (const { options } of builtIn.values()) {
    expect(optionDocs(options).filter(({ name }) => reserved.includes(name))).toEqual([]);
  }
});

describe("config.example.yaml", () => {
  const file = root("config.example.yaml");
  const text = readFileSync(file, "utf8");

  test("loads", () => {
    const env = { INTERCOM_ACCESS_TOKEN: "t-0", RUNBOOKS_GIT_TOKEN: "t-1" };
    const loaded = loadConfig(file.pathname, { intercom: "required", env, connectors: builtIn });
    expect(loaded.sources.map(({ name }) => name)).toEqual(["handbook", "runbooks"]);
    expect(loaded.secrets).toEqual(["t-0", "t-1"]);
  });

  test("satisfies the schema its first line names", () => {
    expect(text.split("\n")[0]).toBe("# yaml-language-server: $schema=./config.schema.json");
    expect(satisfiesPublished(parse(text)), JSON.stringify(satisfiesPublished.errors)).toBe(true);
  });

  test("shows every common key", () => {
    for (const key of [
      "token",
      "region",
      "base_url",
      "version",
      "state",
      "connector",
      "url",
      "visible_to",
      "rules",
      "removals",
      "grace",
      "audience_ids",
      "locale",
    ]) {
      expect(text).toMatch(new RegExp(`^[ #{a-z:,]*\\b${key}:`, "m"));
    }
  });
});

test("what init writes loads and satisfies the schema once visible_to is chosen, and not before", () => {
  const written = exampleConfig("./schema.json");
  const text = written.replace(/visible_to:$/m, "visible_to: customers");
  const file = write("init.yaml", text);
  const env = { INTERCOM_ACCESS_TOKEN: "t-0" };
  const [source] = loadConfig(file, { intercom: "required", env, connectors: builtIn }).sources;
  expect(source).toMatchObject({ name: "docs", visibleTo: "customers", options: { path: "./docs" } });
  expect(satisfiesPublished(parse(text)), JSON.stringify(satisfiesPublished.errors)).toBe(true);
  expect(satisfiesPublished(parse(written))).toBe(false);
  const withRules = text.replace("# rules:", "rules:").replaceAll("#   - {", "  - {");
  expect(satisfiesPublished(parse(withRules)), JSON.stringify(satisfiesPublished.errors)).toBe(true);
  const unchosen = write("unchosen.yaml", written);
  expect(() => loadConfig(unchosen, { intercom: "required", env, connectors: builtIn })).toThrow(
    "sources.docs.visible_to: is empty; it must be customers or teammates",
  );
});

describe("the schema and the loader agree", () => {
  const validate = validator(jsonSchema(connectors));
  const withSource = (source: string) => config({ source });

  test.each([
    config(),
    withSource("pages: ${PAGES}\narchived: ${B}"),
    withSource("auth: {type: basic, user: me, password: pw}"),
    withSource(
      "removals: {mode: keep, grace: 1h}\naudience_ids: [1]\nlocale: pt-BR\nmax_document_bytes: 1000",
    ),
    withSource("rules:\n  - {path: a, visible_to: teammates}\n  - {label: b, exclude: true}"),
    config({ intercom: "region: eu", top: "state: x" }),
  ])("accepted: %#", (text) => {
    expect(validate(parse(text)), JSON.stringify(validate.errors)).toBe(true);
    expect(load(text, { env: { TOKEN: "t", PAGES: "7", B: "false" } }).sources).toHaveLength(1);
  });

  test.each([
    config().replace("visible_to", "visble_to"),
    config().replace(/.*visible_to.*\n/, ""),
    config().replace("wiki", "wikki"),
    config().replace("customers", "everyone"),
    config().replace("team", "My Team"),
    withSource("pages: many"),
    withSource("pages: 0"),
    withSource("colour: red"),
    withSource("limits: {dept: 1}"),
    withSource("auth: {type: basic, token: x}"),
    withSource("removals: {grace: 7}"),
    withSource("removals: later"),
    withSource("rules:\n  - {path: a}"),
    withSource("rules:\n  - {path: a, label: b, exclude: true}"),
    config({ intercom: "region: uk" }),
    config({ top: "source: x" }),
  ])("refused: %#", (text) => {
    expect(validate(parse(text))).toBe(false);
    expect(() => load(text)).toThrow();
  });
});

test("secrets are write-only in the schema, and descriptions and defaults are there", () => {
  const text = JSON.stringify(jsonSchema(connectors));
  expect(text).toContain('"writeOnly":true');
  expect(text).not.toContain('"secret"');
  expect(text).toContain('"description":"pages per request"');
  expect(text).toContain('"default":50');
});
