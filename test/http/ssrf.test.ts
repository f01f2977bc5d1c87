import type { LookupAddress } from "node:dns";
import { createServer } from "node:http";
import { isIP } from "node:net";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { ConfigError } from "../../src/errors.ts";
import { HttpError } from "../../src/http/errors.ts";
import { createHttp, type HttpOptions } from "../../src/http/http.ts";
import type { Resolve } from "../../src/http/lookup.ts";
import { sourceHttp } from "../../src/http/source-http.ts";
import { privateAnswers, privateHosts } from "./private-addresses.ts";
import { reroute, restore } from "./reroute.ts";

/** The listener that everything which passes the rules ends at. */
const server = createServer((request, response) => {
  arrived.push(request.url ?? "");
  const to = new URL(request.url ?? "/", "http://x").searchParams.get("to");
  response.setHeader("connection", "close");
  response
    .writeHead(to === null ? 200 : 302, to === null ? {} : { location: Buffer.from(to).toString("latin1") })
    .end("here");
});
const arrived: string[] = [];
const dialled: string[] = [];
let port = 0;

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  port = typeof address === "object" && address ? address.port : 0;
});
afterAll(() => {
  server.closeAllConnections();
  return new Promise((resolve) => server.close(resolve));
});
beforeEach(() => {
  arrived.length = 0;
  dialled.length = 0;
  reroute(dialled);
});
afterEach(restore);

const docs = "docs.example.com";
const publicAddress = "93.184.215.14";
const one = (address: string): LookupAddress => ({
  address,
  family: isIP(address.split("%")[0] ?? "") === 6 ? 6 : 4,
});

/** Names of this machine and of its clouds as they resolve there; every other name is a public host's. */
const inside: Resolve = async (host) => {
  if (isIP(host) !== 0) return [one(host)];
  if (/localhost|nip\.io|docker/i.test(host)) return [one("127.0.0.1")];
  if (/metadata|instance-data/i.test(host)) return [one("169.254.169.254")];
  return [one(/kubernetes/.test(host) ? "10.96.0.1" : publicAddress)];
};

const quick: HttpOptions = { attempts: 2, backoff: { baseMs: 1, capMs: 2 }, timeouts: { total: 300_000 } };

/** How one request ended: an answer's status, or why there is none. */
async function ending(url: string, options: HttpOptions): Promise<string> {
  const http = createHttp({ ...quick, ...options });
  try {
    return `answered ${(await http.get(url)).status}`;
  } catch (error) {
    if (error instanceof ConfigError) return "refused";
    return error instanceof HttpError ? error.kind : String(error);
  } finally {
    await http.close();
  }
}

/** With the port where the host's spelling ends, which tricks with `#` and `?` hide. */
const urlOf = (host: string, path: string) =>
  /[#?/\\]@|\\/.test(host)
    ? `http://${host.replace(/([#?/\\]?@|\\)/, `:${port}$1`)}${path}`
    : `http://${host}:${port}${path}`;

/** Tricks that really lead to a public host, by the URL standard: asking that is right. */
const isPublicTrick = (host: string) =>
  URL.canParse(urlOf(host, "/")) && new URL(urlOf(host, "/")).hostname === docs;
const trap = privateHosts.filter((host) => !isPublicTrick(host));

describe(`${trap.length} spellings of private places`, () => {
  test("there are enough of them", () => expect(trap.length).toBeGreaterThanOrEqual(300));

  test("are not asked", async () => {
    const asked: string[] = [];
    for (const host of trap) {
      const end = await ending(urlOf(host, "/direct"), { resolve: inside });
      if (end !== "refused") asked.push(`${host}: ${end}`);
    }
    expect({ asked, arrived, dialled }).toEqual({ asked: [], arrived: [], dialled: [] });
  });

  test("are not gone to by a redirect", async () => {
    const followed: string[] = [];
    for (const host of trap) {
      const to = encodeURIComponent(urlOf(host, "/redirected"));
      const end = await ending(`http://${docs}:${port}/?to=${to}`, { resolve: inside, otherOrigins: true });
      if (end !== "refused") followed.push(`${host}: ${end}`);
    }
    expect(followed).toEqual([]);
    expect(arrived.filter((path) => !path.startsWith("/?to="))).toEqual([]);
    // Each redirect was really served: the rules were asked about its target.
    expect(arrived.length).toBe(trap.length);
    expect(new Set(dialled)).toEqual(new Set([publicAddress]));
  });
});

test("a name that becomes private after its first answer is not asked again, 300 names", async () => {
  const followed: string[] = [];
  const names = Array.from({ length: 300 }, (_, n) => `rebind-${n}.example.com`);
  for (const [n, name] of names.entries()) {
    const target = privateAnswers[n % privateAnswers.length] ?? "";
    let asked = 0;
    const resolve: Resolve = async () => [one(asked++ === 0 ? publicAddress : target)];
    const http = createHttp({ ...quick, resolve });
    await http.get(`http://${name}:${port}/first`);
    const end = await http.get(`http://${name}:${port}/second`).then(
      () => "answered",
      (error: unknown) => (error instanceof HttpError ? error.kind : String(error)),
    );
    await http.close();
    if (end !== "refused") followed.push(`${name} at ${target}: ${end}`);
    const mixed = await ending(`http://${name}:${port}/mixed`, {
      resolve: async () => [one(publicAddress), one(target)],
    });
    if (mixed !== "refused") followed.push(`${name} at both: ${mixed}`);
  }
  expect(followed).toEqual([]);
  expect(arrived).toEqual(names.map(() => "/first"));
  expect(new Set(dialled)).toEqual(new Set([publicAddress]));
});

test("the listener does see what is allowed", async () => {
  expect(await ending(`http://127.0.0.1:${port}/own`, { addresses: "private" })).toBe("answered 200");
  expect(await ending(`http://${docs}:${port}/public`, { resolve: inside })).toBe("answered 200");
  expect({ arrived, dialled }).toEqual({
    arrived: ["/own", "/public"],
    dialled: ["127.0.0.1", publicAddress],
  });
});

describe("allow_hosts", () => {
  const listed = ["docs.example.com", "*.cdn.example.com", "[::1]"];
  test.each([
    ["docs.example.com", "answered 200"],
    ["DOCS.example.com.", "answered 200"],
    ["a.b.cdn.example.com", "answered 200"],
    ["cdn.example.com", "refused"],
    ["evilcdn.example.com", "refused"],
    ["docs.example.com.evil.com", "refused"],
    ["example.com", "refused"],
    ["docs.example.com@evil.com", "refused"],
    [publicAddress, "refused"],
  ])("%s: %s", async (host, end) => {
    expect(await ending(`http://${host}:${port}/`, { resolve: inside, hosts: listed })).toBe(end);
    expect(arrived.length).toBe(end === "refused" ? 0 : 1);
  });

  test("redirects too, and the address rules still hold", async () => {
    const options = { resolve: inside, hosts: [...listed, "localhost"], otherOrigins: true };
    const via = (to: string) => ending(`http://${docs}:${port}/?to=${encodeURIComponent(to)}`, options);
    expect(await via(`http://x.cdn.example.com:${port}/in`)).toBe("answered 200");
    expect(await via(`http://evil.com:${port}/out`)).toBe("refused");
    expect(await via(`http://localhost:${port}/out`)).toBe("refused");
    expect(await via(`http://[::1]:${port}/out`)).toBe("refused");
    expect(arrived.filter((path) => !path.startsWith("/?"))).toEqual(["/in"]);
  });

  test("a source's client keeps its rules; its own network only when it says so", async () => {
    const get = async (network: Parameters<typeof sourceHttp>[0]["network"]) => {
      const http = sourceHttp(network ? { network } : {});
      const end = await http.get(`http://127.0.0.1:${port}/`).then(
        () => "answered",
        (error: unknown) => String(error),
      );
      await http.close();
      return end;
    };
    expect(await get(undefined)).toContain("not a public address");
    expect(await get({ privateAddresses: true })).toBe("answered");
    expect(await get({ privateAddresses: true, allowHosts: ["docs.example.com"] })).toContain("allow_hosts");
    expect(await get({ privateAddresses: true, allowHosts: ["127.0.0.1"] })).toBe("answered");
  });
});
