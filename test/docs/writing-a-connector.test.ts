import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { describe, expect, it, onTestFinished, test } from "vitest";
import { jsonFeed } from "../../examples/connector/index.ts";
import { importConnector } from "../../src/config/custom-connectors.ts";
import { sourceSchema } from "../../src/config/schema/source.ts";
import type { Connector } from "../../src/connector-kit/connector.ts";
import * as kit from "../../src/connector-kit/index.ts";
import type { Io } from "../../src/connector-kit/io.ts";
import { documentsOf, entriesOf, startApiServer, testIo } from "../../src/connector-kit/testing/index.ts";
import { shapeFaults } from "../connectors/shape.ts";

// Its tests run here.
import "../../examples/connector/contract.test.ts";

const root = path.resolve(import.meta.dirname, "../..");
const page = readFileSync(path.join(root, "docs/writing-a-connector.md"), "utf8");

/** The code block of the page whose first line names the file. */
function block(file: string): string {
  const start = `\`\`\`ts\n// ${file}\n`;
  const from = page.indexOf(start);
  if (from < 0) throw new Error(`the page has no block ${file}`);
  return page.slice(from + start.length, page.indexOf("```\n", from + start.length));
}

/** A file's import statements in one order, then the rest. */
function sorted(text: string): string[] {
  const end = text.indexOf("\n\n");
  return [...text.slice(0, end).split(/;\n?/).sort(), text.slice(end)];
}

describe("the page shows the connector that is tested here", () => {
  const template = path.join(root, "examples/connector");

  it.each(["index", "options", "schema", "client", "list", "load", "check"])("%s.ts", (name) => {
    const real = readFileSync(path.join(template, `${name}.ts`), "utf8");
    expect(block(`connectors/json-feed/${name}.ts`)).toBe(real);
  });

  it.each(["contract.test.ts", "system.ts"])("%s", (name) => {
    const real = readFileSync(path.join(template, name), "utf8");
    const inPlace = real
      .replaceAll('"../../src/', '"../../../src/')
      .replaceAll('"./feed.json"', '"../../fixtures/connectors/json-feed/feed.json"')
      .replaceAll(/"\.\/(index|schema)\.ts"/g, '"../../../connectors/json-feed/$1.ts"');
    // Biome sorts imports by their paths, which differ here.
    expect(sorted(block(`test/connectors/json-feed/${name}`))).toEqual(sorted(inPlace));
  });

  it("its fixture", () => {
    const real = readFileSync(path.join(template, "feed.json"), "utf8");
    expect(page).toContain(`\`\`\`json\n${real}\`\`\`\n`);
  });

  it("in the shape that the registry demands", () => {
    expect(shapeFaults(template, jsonFeed)).toEqual([]);
  });
});

/** A module of the page in a folder of its own, with `fin-ingest` and zod where npm would have put them. */
async function moduleOf(file: string): Promise<{ connector: Connector; io: Io; dir: string }> {
  const dir = mkdtempSync(path.join(tmpdir(), "fin-ingest-connector-"));
  onTestFinished(() => rmSync(dir, { recursive: true }));
  const tools = pathToFileURL(path.join(root, "src/connector-kit/index.ts")).href;
  const module = block(file)
    .replace('from "zod"', `from ${JSON.stringify(import.meta.resolve("zod"))}`)
    .replace('from "fin-ingest"', `from ${JSON.stringify(tools)}`);
  writeFileSync(path.join(dir, file), module);
  const connector = await importConnector(`./${file}`, dir, "the page");
  return { connector, io: testIo(dir, path.join(dir, "cache")), dir };
}

test("the page's module runs by its path, as it stands", async () => {
  const { connector, io } = await moduleOf("my-connector.ts");
  const options = connector.options.parse({ notes: { Refunds: "Within 30 days." } });
  const [document] = documentsOf(await entriesOf(connector.list(options, io)));
  expect(document).toMatchObject({ externalId: "Refunds" });
  expect(await document?.load(io.signal)).toMatchObject({ body: "Within 30 days." });
  expect(await connector.check(options, io)).toMatchObject([{ result: "ok" }]);
});

describe("the page's connector of a folder", () => {
  async function setUp() {
    const { connector, io, dir } = await moduleOf("my-folder.ts");
    const files = path.join(dir, "texts");
    mkdirSync(path.join(files, "folder.txt"), { recursive: true });
    writeFileSync(path.join(dir, "secret.txt"), "outside");
    return { connector, io, files, options: connector.options.parse({ folder: "./texts" }) };
  }

  it("reads the files in it, and no link out of it", async () => {
    const { connector, io, files, options } = await setUp();
    writeFileSync(path.join(files, "a.txt"), "A");
    symlinkSync(path.join(files, "..", "secret.txt"), path.join(files, "link.txt"));
    const documents = documentsOf(await entriesOf(connector.list(options, io)));
    expect(documents.map(({ externalId }) => externalId)).toEqual(["a.txt"]);
    expect(String((await documents[0]?.load(io.signal))?.body)).toBe("A");
    expect(await connector.check(options, io)).toMatchObject([{ result: "ok" }]);
  });

  it("refuses a file over the source's limit, an empty folder and a missing one", async () => {
    const { connector, io, files, options } = await setUp();
    rmSync(path.join(files, "folder.txt"), { recursive: true });
    await expect(entriesOf(connector.list(options, io))).rejects.toThrow(/no \.txt files/);
    writeFileSync(path.join(files, "a.txt"), "12345");
    const [document] = documentsOf(await entriesOf(connector.list(options, { ...io, maxDocumentBytes: 4 })));
    await expect(document?.load(io.signal)).rejects.toThrow(/larger than max_document_bytes \(4\)/);
    const missing = connector.options.parse({ folder: "./none" });
    await expect(entriesOf(connector.list(missing, io))).rejects.toThrow(/^folder: .* does not exist$/);
  });
});

/** The words in backticks in a part of the page. */
function namesIn(heading: string): Set<string> {
  const part = page.split(/^## /m).find((text) => text.startsWith(heading)) ?? "";
  return new Set([...part.matchAll(/`([\w.]+)`/g)].map(([, name = ""]) => name));
}

describe("the page is complete", () => {
  it("names every key that options cannot have", () => {
    const names = namesIn("Options");
    expect(Object.keys(sourceSchema.shape).filter((key) => !names.has(key))).toEqual([]);
  });

  it("names every member of io", () => {
    const text = readFileSync(path.join(root, "src/connector-kit/io.ts"), "utf8");
    const body = /export interface Io \{([\s\S]*?)\n\}/.exec(text)?.[1] ?? "";
    const members = [...body.matchAll(/^ {2}readonly (\w+)\??:/gm)].map(([, name]) => `io.${name}`);
    expect(members.length).toBeGreaterThan(6);
    const names = namesIn("What `io` provides");
    expect(members.filter((member) => !names.has(member))).toEqual([]);
  });

  it("names every tool that the package exports", () => {
    const names = namesIn("The tools");
    expect(Object.keys(kit).filter((name) => !names.has(name))).toEqual([]);
  });
});

test("a second page of the feed that leads back is an error, never the end", async () => {
  const server = await startApiServer({
    "GET /feed": () => ({ json: { items: [], next_url: `${server.url}/second` } }),
    "GET /second": () => ({ json: { items: [], next_url: `${server.url}/feed` } }),
  });
  onTestFinished(() => server.close());
  const options = jsonFeed.options.parse({ feed: `${server.url}/feed` });
  const listing = entriesOf(jsonFeed.list(options, testIo(root, root)));
  await expect(listing).rejects.toThrow(/the feed leads back to a page that was already read/);
});
