import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer as createSecureServer } from "node:https";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { type ProxyServer, startProxy } from "../http/proxy-server.ts";
import { ownAuthority } from "../setup/own-authority.ts";
import { failure, libraryAt, serve } from "./setup.ts";

const closing: (() => void)[] = [];
let proxy: ProxyServer;
/** What the proxy refuses with. */
let refusal: number | undefined;

beforeEach(async () => {
  const dir = mkdtempSync(path.join(tmpdir(), "fin-ingest-proxy-"));
  const intercom = createSecureServer(ownAuthority(dir), (_, answer) => {
    answer.setHeader("content-type", "application/json");
    answer.end(
      JSON.stringify({ type: "list", data: [], total_count: 0, page: 1, per_page: 50, total_pages: 1 }),
    );
  });
  await once(intercom.listen(0, "127.0.0.1"), "listening");
  const { port } = intercom.address() as AddressInfo; // It listens on a port.
  proxy = await startProxy({ target: port, refuse: () => refusal });
  closing.push(
    () => proxy.close(),
    () => intercom.close(),
    () => rmSync(dir, { recursive: true }),
  );
  vi.stubEnv("HTTPS_PROXY", `http://127.0.0.1:${proxy.port}`);
  for (const name of ["https_proxy", "NO_PROXY", "no_proxy"]) vi.stubEnv(name, undefined);
  vi.stubEnv("NODE_TLS_REJECT_UNAUTHORIZED", "0");
});

afterEach(() => {
  for (const close of closing.splice(0)) close();
  vi.unstubAllEnvs();
  refusal = undefined;
});

async function sources(baseUrl: string): Promise<unknown[]> {
  const found: unknown[] = [];
  for await (const source of libraryAt(baseUrl).listSources()) found.push(source);
  return found;
}

test("Intercom is asked through the proxy of the environment", async () => {
  expect(await sources("https://intercom.invalid")).toEqual([]);
  expect(proxy.asked.map(({ line }) => line)).toEqual(["CONNECT intercom.invalid:443"]);
});

test("but for hosts that need none, and what is on this machine", async () => {
  vi.stubEnv("NO_PROXY", ".invalid");
  expect((await failure(sources("https://intercom.invalid"))).message).toMatch(
    /reached for the network: intercom\.invalid/,
  );
  const server = await serve({ on: "GET /ai/content_import_sources", status: 403, body: "" });
  vi.stubEnv("HTTP_PROXY", process.env.HTTPS_PROXY);
  expect((await failure(sources(server.url))).status).toBe(403);
  expect(proxy.asked).toEqual([]);
});

test("a proxy that refuses, and one that has no address, are named", async () => {
  refusal = 407;
  expect((await failure(sources("https://intercom.invalid"))).message).toContain(
    "the proxy refused the connection (HTTP 407)",
  );
  vi.stubEnv("HTTPS_PROXY", "socks://hush:secret@proxy.example.com:3128");
  const { message } = await failure(sources("https://intercom.invalid"));
  expect(message).toContain("HTTPS_PROXY is not the address of a proxy");
  expect(message).not.toContain("secret");
});
