import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import { createServer as createSecureServer } from "node:https";
import { type AddressInfo, connect, type Socket } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { ownAuthority } from "../setup/own-authority.ts";
import { failure, libraryAt, serve } from "./setup.ts";

const sockets = new Set<Socket>();
const closing: (() => void)[] = [];
const asked: string[] = [];
/** What the proxy answers; 200: it connects to our Intercom, whatever host is asked for. */
let status = 200;

beforeEach(async () => {
  const dir = mkdtempSync(path.join(tmpdir(), "fin-ingest-proxy-"));
  const intercom = createSecureServer(ownAuthority(dir), (_, answer) => {
    answer.setHeader("content-type", "application/json");
    answer.end(
      JSON.stringify({ type: "list", data: [], total_count: 0, page: 1, per_page: 50, total_pages: 1 }),
    );
  });
  const proxy = createServer();
  proxy.on("connect", ({ url = "" }, client: Socket) => {
    asked.push(url);
    if (status !== 200) return void client.end(`HTTP/1.1 ${status} No\r\n\r\n`);
    const { port } = intercom.address() as AddressInfo; // It listens on a port.
    const upstream = connect(port, "127.0.0.1");
    for (const socket of [client, upstream]) sockets.add(socket.on("error", () => {}));
    client.write("HTTP/1.1 200 OK\r\n\r\n");
    upstream.pipe(client).pipe(upstream);
  });
  for (const server of [intercom, proxy]) {
    await once(server.listen(0, "127.0.0.1"), "listening");
    closing.push(() => server.close());
  }
  closing.push(() => rmSync(dir, { recursive: true }));
  const { port } = proxy.address() as AddressInfo; // It listens on a port.
  vi.stubEnv("HTTPS_PROXY", `http://127.0.0.1:${port}`);
  for (const name of ["https_proxy", "NO_PROXY", "no_proxy"]) vi.stubEnv(name, undefined);
  vi.stubEnv("NODE_TLS_REJECT_UNAUTHORIZED", "0");
});

afterEach(() => {
  for (const socket of sockets) socket.destroy();
  for (const close of closing.splice(0)) close();
  vi.unstubAllEnvs();
  asked.length = 0;
  status = 200;
});

async function sources(baseUrl: string): Promise<unknown[]> {
  const found: unknown[] = [];
  for await (const source of libraryAt(baseUrl).listSources()) found.push(source);
  return found;
}

test("Intercom is asked through the proxy of the environment", async () => {
  expect(await sources("https://intercom.invalid")).toEqual([]);
  expect(asked).toEqual(["intercom.invalid:443"]);
});

test("but for hosts that need none, and what is on this machine", async () => {
  vi.stubEnv("NO_PROXY", ".invalid");
  expect((await failure(sources("https://intercom.invalid"))).message).toMatch(
    /reached for the network: intercom\.invalid/,
  );
  const server = await serve({ on: "GET /ai/content_import_sources", status: 403, body: "" });
  vi.stubEnv("HTTP_PROXY", process.env.HTTPS_PROXY);
  expect((await failure(sources(server.url))).status).toBe(403);
  expect(asked).toEqual([]);
});

test("a proxy that refuses, and one that has no address, are named", async () => {
  status = 407;
  expect((await failure(sources("https://intercom.invalid"))).message).toContain(
    "the proxy refused the connection (HTTP 407)",
  );
  vi.stubEnv("HTTPS_PROXY", "hush:secret@proxy.example.com:3128");
  const { message } = await failure(sources("https://intercom.invalid"));
  expect(message).toContain("HTTPS_PROXY or HTTP_PROXY is not the address of a proxy");
  expect(message).not.toContain("secret");
});
