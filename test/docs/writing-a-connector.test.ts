import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { importConnector } from "../../src/config/custom-connectors.ts";
import type { Io } from "../../src/connector-kit/io.ts";
import type { ListingEntry } from "../../src/connector-kit/listing.ts";
import { createHttp } from "../../src/http/http.ts";
import { neverAborted } from "../setup/time.ts";
import { jsonFeed } from "./json-feed/index.ts";

const root = path.resolve(import.meta.dirname, "../..");

test("the page shows the connector that is tested here", () => {
  const page = readFileSync(path.join(root, "docs/writing-a-connector.md"), "utf8");
  const shown = /```ts\n\/\/ connectors\/json-feed\/index\.ts\n([\s\S]*?)```/.exec(page)?.[1];
  const real = readFileSync(path.join(import.meta.dirname, "json-feed/index.ts"), "utf8");
  expect(shown).toBe(real.replaceAll("../../../src/", "../../src/"));
});

test("the page's module runs by its path, as it stands", async () => {
  const page = readFileSync(path.join(root, "docs/writing-a-connector.md"), "utf8");
  const shown = /```ts\n\/\/ my-connector\.ts\n([\s\S]*?)```/.exec(page)?.[1] ?? "";
  const dir = mkdtempSync(path.join(tmpdir(), "fin-ingest-connector-"));
  onTestFinished(() => rmSync(dir, { recursive: true }));
  const module = shown.replace('"zod"', JSON.stringify(import.meta.resolve("zod")));
  writeFileSync(path.join(dir, "my-connector.ts"), module);
  const connector = await importConnector("./my-connector.ts", dir, "the page");
  const options = connector.options.parse({ notes: { Refunds: "Within 30 days." } });
  expect(await all(connector.list(options, io()))).toEqual(["Refunds"]);
  expect(await connector.check(options, io())).toMatchObject([{ result: "ok" }]);
});

const article = (id: string) => ({
  id,
  content_html: `<p>${id}</p>`,
  date_modified: "2025-01-01",
  tags: ["news"],
});

async function feedServer(fails: { second?: number; loop?: boolean } = {}) {
  const seen: { path: string; authorization: string | undefined }[] = [];
  const server = createServer((request, response) => {
    seen.push({ path: request.url ?? "", authorization: request.headers.authorization });
    const second = request.url === "/second";
    response.statusCode = second ? (fails.second ?? 200) : 200;
    const next = second ? (fails.loop ? { next_url: `${url}/feed` } : {}) : { next_url: `${url}/second` };
    response.end(JSON.stringify({ items: second ? [article("c")] : [article("a"), article("b")], ...next }));
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => {
    server.close();
  });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { feed: `${url}/feed`, seen };
}

const quiet = { debug() {}, info() {}, warn() {} };
const io = (): Io => ({
  signal: neverAborted,
  log: quiet,
  audienceOf: () => "customers",
  cache: new Map<string, string>(),
  baseDir: root,
  cacheDir: root,
  http: createHttp({ addresses: "private", backoff: { baseMs: 1, capMs: 2 } }),
});

async function all(entries: AsyncIterable<ListingEntry>) {
  const ids: string[] = [];
  for await (const entry of entries) ids.push(entry.kind === "document" ? entry.externalId : entry.kind);
  return ids;
}

test("it lists every page of a feed, with its token", async () => {
  const { feed, seen } = await feedServer();
  const options = jsonFeed.options.parse({ feed, token: "t-1" });
  expect(await all(jsonFeed.list(options, io()))).toEqual(["a", "b", "c"]);
  expect(seen).toEqual([
    { path: "/feed", authorization: "Bearer t-1" },
    { path: "/second", authorization: "Bearer t-1" },
  ]);
  expect(await jsonFeed.check(options, io())).toMatchObject([{ result: "ok" }]);
});

test.each([
  ["fails", { second: 500 }, /answered 500/],
  ["leads back to the first", { loop: true }, /leads back/],
])("a second page that %s makes the listing throw, never end early", async (_, fails, message) => {
  const { feed } = await feedServer(fails);
  await expect(all(jsonFeed.list({ feed }, io()))).rejects.toThrow(message);
});
