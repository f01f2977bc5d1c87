import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import http from "node:http";
import https from "node:https";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { HttpError } from "../../src/http/errors.ts";
import { createHttp, type Http, type HttpOptions } from "../../src/http/http.ts";
import { type OwnAuthority, ownAuthority } from "../setup/own-authority.ts";
import { type ProxyServer, startProxy } from "./proxy-server.ts";

const dir = mkdtempSync(path.join(tmpdir(), "fin-ingest-proxy-"));
const opened: Http[] = [];
const arrived: http.IncomingMessage[] = [];
/** Where `/?to=` leads. */
const site: http.RequestListener = (request, response) => {
  arrived.push(request);
  const to = new URL(request.url ?? "/", "http://x").searchParams.get("to");
  response.writeHead(to === null ? 200 : 302, to === null ? {} : { location: to }).end("here");
};
let authority: OwnAuthority;
let plain: http.Server;
let secure: https.Server;
let forPlain: ProxyServer;
let forSecure: ProxyServer;
let refusal: number | undefined;

const portOf = (server: http.Server | https.Server) => (server.address() as AddressInfo).port; // It listens on a port.

beforeAll(async () => {
  authority = ownAuthority(dir, ["docs.example.com", "wiki.example.com"]);
  plain = http.createServer(site);
  secure = https.createServer(authority, site);
  for (const server of [plain, secure]) await once(server.listen(0, "127.0.0.1"), "listening");
  forPlain = await startProxy({ target: portOf(plain), refuse: () => refusal });
  forSecure = await startProxy({ target: portOf(secure), refuse: () => refusal });
});
afterAll(() => {
  for (const server of [plain, secure, forPlain, forSecure]) server.close();
  rmSync(dir, { recursive: true });
});

beforeEach(() => {
  for (const name of ["http_proxy", "https_proxy", "no_proxy", "NO_PROXY"]) vi.stubEnv(name, undefined);
  vi.stubEnv("HTTP_PROXY", `http://127.0.0.1:${forPlain.port}`);
  vi.stubEnv("HTTPS_PROXY", `http://127.0.0.1:${forSecure.port}`);
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await Promise.all(opened.splice(0).map((client) => client.close()));
  arrived.length = 0;
  refusal = undefined;
  for (const proxy of [forPlain, forSecure]) (proxy.asked as unknown[]).length = 0; // Ours.
});

const nobody = () => Promise.reject(Object.assign(new Error("no such name"), { code: "ENOTFOUND" }));

function client(options: HttpOptions = {}): Http {
  const made = createHttp({
    attempts: 2,
    backoff: { baseMs: 1, capMs: 2 },
    resolve: nobody,
    trusted: async () => [authority.ca],
    ...options,
  });
  opened.push(made);
  return made;
}

async function failure(answer: Promise<unknown>): Promise<HttpError> {
  const error = await answer.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (error instanceof HttpError) return error;
  throw new Error(`no HttpError: ${String(error)}`);
}

const lines = (proxy: ProxyServer) => proxy.asked.map(({ line }) => line);

describe("a source's requests", () => {
  test("https goes through a tunnel: the proxy sees the host and no header of ours", async () => {
    const source = client();
    const headers = { authorization: "Bearer hush" };
    for (const page of ["a", "b", "c"])
      expect((await source.get(`https://docs.example.com/${page}`, { headers })).status).toBe(200);
    const body = "{}";
    await source.post("https://docs.example.com/q", { body, contentType: "application/json", headers });
    expect(new Set(lines(forSecure))).toEqual(new Set(["CONNECT docs.example.com:443"]));
    // As without a proxy: undici opens a second one while the first is not yet free.
    expect(forSecure.asked.length).toBeLessThanOrEqual(2);
    expect(JSON.stringify(forSecure.asked)).not.toContain("hush");
    expect(arrived.map(({ url, headers: { host } }) => [url, host])).toEqual(
      ["/a", "/b", "/c", "/q"].map((page) => [page, "docs.example.com"]),
    );
    expect(arrived.every((request) => request.headers.authorization === "Bearer hush")).toBe(true);
    expect(forPlain.asked).toEqual([]);
  });

  test("plain http is asked of the proxy by its whole address, as many allow no tunnel to port 80", async () => {
    expect((await client().get("http://docs.example.com/a?b=c")).status).toBe(200);
    expect(lines(forPlain)).toEqual(["GET http://docs.example.com/a?b=c"]);
    expect(arrived[0]?.headers.host).toBe("docs.example.com");
  });

  test("the name and password of the proxy go to the proxy alone", async () => {
    vi.stubEnv("HTTP_PROXY", `http://me:p%40ss@127.0.0.1:${forPlain.port}`);
    vi.stubEnv("HTTPS_PROXY", `me:p%40ss@127.0.0.1:${forSecure.port}`);
    const basic = `Basic ${Buffer.from("me:p@ss").toString("base64")}`;
    const source = client();
    await source.get("https://docs.example.com/");
    await source.get("http://docs.example.com/");
    const sent = [...forSecure.asked, ...forPlain.asked].map(({ headers }) => headers["proxy-authorization"]);
    expect(sent).toEqual([basic, basic]);
    expect(arrived[0]?.headers).not.toHaveProperty("proxy-authorization");
  });

  test("no more connections than allowed, and each is kept", async () => {
    for (const [scheme, proxy] of [
      ["https", forSecure],
      ["http", forPlain],
    ] as const) {
      const source = client({ connections: 3 });
      await Promise.all(
        Array.from({ length: 30 }, (_, at) => source.get(`${scheme}://docs.example.com/${at}`)),
      );
      const used = arrived.splice(0).map(({ socket }) => socket);
      expect(used).toHaveLength(30);
      if (scheme === "https") expect(new Set(used).size).toBe(3);
      expect(proxy.asked).toHaveLength(scheme === "https" ? 3 : 30);
    }
  });

  test("a redirect to another host carries that host's name, and no credentials", async () => {
    const source = client({ otherOrigins: true });
    const headers = { authorization: "Bearer hush" };
    const to = encodeURIComponent("https://wiki.example.com/there");
    await source.get(`https://docs.example.com/?to=${to}`, { headers });
    expect(lines(forSecure)).toEqual(["CONNECT docs.example.com:443", "CONNECT wiki.example.com:443"]);
    expect(arrived[1]?.headers).toMatchObject({ host: "wiki.example.com" });
    expect(arrived[1]?.headers).not.toHaveProperty("authorization");
  });

  test("this machine, and what NO_PROXY names, is asked without it", async () => {
    vi.stubEnv("NO_PROXY", "wiki.example.com");
    const source = client({
      addresses: "private",
      resolve: async () => [{ address: "127.0.0.1", family: 4 }],
    });
    await source.get(`http://127.0.0.1:${portOf(plain)}/`);
    await source.get(`http://localhost:${portOf(plain)}/`);
    expect(arrived).toHaveLength(2);
    const reached = await failure(source.get("https://wiki.example.com/"));
    expect(reached.message).toContain("reached for the network: wiki.example.com");
    expect([...forPlain.asked, ...forSecure.asked]).toEqual([]);
  });
});

describe("the rules of addresses hold before a proxy is asked", () => {
  const at = (address: string) => async () => [{ address, family: 4 }];
  test.each<[string, string, HttpOptions]>([
    ["an address", "https://10.0.0.1/", {}],
    ["one of a cloud's own", "http://169.254.169.254/latest", { addresses: "private" }],
    ["a name that is private here", "https://docs.example.com/", { resolve: at("10.0.0.1") }],
    [
      "a name of the cloud",
      "http://docs.example.com/",
      { resolve: at("169.254.169.254"), addresses: "private" },
    ],
    ["a name without a dot that nobody here knows", "https://wiki/", {}],
    ["a name of a network's own that nobody here knows", "http://metadata.google.internal/", {}],
    ["a host that the owner did not list", "https://docs.example.com/", { hosts: ["wiki.example.com"] }],
  ])("%s", async (_, url, options) => {
    const error = await failure(client(options).get(url));
    expect(error.kind).toBe("refused");
    expect([...forPlain.asked, ...forSecure.asked]).toEqual([]);
  });

  test("a redirect to one of them is not followed", async () => {
    const to = encodeURIComponent("http://10.0.0.1/");
    const error = await failure(client({ otherOrigins: true }).get(`http://docs.example.com/?to=${to}`));
    expect(error.kind).toBe("refused");
    expect(forPlain.asked).toHaveLength(1);
  });

  test("what is allowed goes through, and each name is looked up once", async () => {
    const resolve = vi.fn(at("93.184.215.14"));
    const source = client({ resolve });
    for (const page of ["a", "b"]) await source.get(`https://docs.example.com/${page}`);
    expect(resolve).toHaveBeenCalledTimes(1);
    await client({ addresses: "private" }).get("http://wiki/");
    expect(arrived).toHaveLength(3);
  });
});

describe("a proxy that does not do it is named", () => {
  test("it refuses", async () => {
    refusal = 407;
    const asks = await failure(client().get("https://docs.example.com/"));
    expect(asks.message).toContain("the proxy refused the connection (HTTP 407)");
    expect(asks.hint).toContain("name:password@");
    const plainly = await failure(client().get("http://docs.example.com/"));
    expect(plainly.message).toContain("407");
    expect(plainly.hint).toContain("name:password@");
    refusal = 403;
    const refuses = await failure(client().get("https://docs.example.com/"));
    expect(refuses).toMatchObject({ retryable: false, unsent: true });
    expect(refuses.hint).toContain("NO_PROXY");
  });

  test("it is not there", async () => {
    const gone = await startProxy({ target: 9 });
    gone.close();
    for (const name of ["HTTP_PROXY", "HTTPS_PROXY"])
      vi.stubEnv(name, `http://me:hush@127.0.0.1:${gone.port}`);
    for (const scheme of ["http", "https"]) {
      const { message, hint, unsent } = await failure(client().get(`${scheme}://docs.example.com/`));
      expect(message).toBe(
        `GET ${scheme}://docs.example.com/: the proxy 127.0.0.1:${gone.port} cannot be reached: the connection was refused (ECONNREFUSED)`,
      );
      expect(hint).toContain("HTTPS_PROXY");
      expect(unsent).toBe(true);
    }
  });
});
