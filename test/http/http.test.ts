import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from "node:zlib";
import { afterEach, describe, expect, test } from "vitest";
import { HttpError } from "../../src/http/errors.ts";
import { createHttp, type Http, type HttpOptions } from "../../src/http/http.ts";
import { type Reply, type ScriptedServer, scriptedServer } from "./scripted-server.ts";

const servers: ScriptedServer[] = [];
const clients: Http[] = [];

afterEach(async () => {
  await Promise.all(clients.splice(0).map((client) => client.close()));
  await Promise.all(servers.splice(0).map((server) => server.close()));
});

async function serve(...replies: Reply[]): Promise<ScriptedServer> {
  const server = await scriptedServer(replies);
  servers.push(server);
  return server;
}

function client(options: HttpOptions = {}): Http {
  const http = createHttp({ addresses: "private", backoff: { baseMs: 1, capMs: 2 }, ...options });
  clients.push(http);
  return http;
}

async function failure(promise: Promise<unknown>): Promise<HttpError> {
  const error = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof HttpError)) throw new Error(`no HttpError but ${error}`);
  return error;
}

const text = (body: Uint8Array) => Buffer.from(body).toString();

describe("an answer", () => {
  test("comes with status, headers and final URL; a URL's user goes as basic authentication", async () => {
    const server = await serve({ on: "GET /a?b=1", headers: { etag: '"1"' }, body: "hello" });
    const url = server.url.replace("http://", "http://us%40er:pa%3Ass@");
    const answer = await client().get(`${url}/a?b=1#frag`, { accept: "text/html" });
    expect(answer).toMatchObject({ status: 200, url: `${server.url}/a?b=1` });
    expect(answer.headers.etag).toBe('"1"');
    expect(text(answer.body)).toBe("hello");
    expect(server.seen[0]?.headers).toMatchObject({
      accept: "text/html",
      authorization: `Basic ${Buffer.from("us@er:pa:ss").toString("base64")}`,
      "user-agent": expect.stringMatching(/^fin-ingest\/\d+\.\d+\.\d+/),
    });
    server.verify();
  });

  test.each([
    ["gzip", gzipSync("packed text")],
    ["br", brotliCompressSync("packed text")],
    ["deflate", deflateSync("packed text")],
    ["deflate", deflateRawSync("packed text")],
    ["identity", Buffer.from("packed text")],
    ["gzip, br", brotliCompressSync(gzipSync("packed text"))],
  ])("packed with %s is unpacked", async (encoding, body) => {
    const server = await serve({ on: "GET /", headers: { "content-encoding": encoding }, body });
    expect(text((await client().get(server.url)).body)).toBe("packed text");
  });

  test("304 is an answer to a conditional request only", async () => {
    const server = await serve(
      { on: "GET /", status: 304, body: "" },
      { on: "GET /", status: 304, body: "" },
    );
    const http = client();
    expect((await http.get(server.url, { headers: { "If-None-Match": '"1"' } })).status).toBe(304);
    expect((await failure(http.get(server.url))).status).toBe(304);
  });
});

describe("bodies that are too much", () => {
  const bomb = gzipSync(Buffer.alloc(8 * 1024 * 1024));
  test.each([
    ["plain, over the cap", { body: "x".repeat(2_000) }, 1_000, "too-large"],
    [
      "packed, unpacks over the cap",
      { body: gzipSync("x".repeat(2_000)), headers: { "content-encoding": "gzip" } },
      1_000,
      "too-large",
    ],
    [
      "a bomb under the cap",
      { body: bomb, headers: { "content-encoding": "gzip" } },
      20_000_000,
      "too-large",
    ],
    [
      "a bomb in a bomb",
      { body: gzipSync(bomb), headers: { "content-encoding": "gzip, gzip" } },
      20_000_000,
      "too-large",
    ],
    [
      "packed three times over",
      { body: "x", headers: { "content-encoding": "gzip, gzip, gzip" } },
      1_000,
      "encoding",
    ],
    [
      "packed by something unknown",
      { body: "x", headers: { "content-encoding": "snappy" } },
      1_000,
      "encoding",
    ],
  ] as const)("%s", async (_name, reply, maxBytes, kind) => {
    const server = await serve({ on: "GET /", ...reply });
    const error = await failure(client().get(server.url, { maxBytes }));
    expect(error).toMatchObject({ kind, retryable: false });
    server.verify();
  });

  test("bytes that are not what they say are tried again, then refused", async () => {
    const cut = gzipSync("x".repeat(5_000)).subarray(0, 20);
    const headers = { "content-encoding": "gzip" };
    const server = await serve(
      { on: "GET /", headers, body: cut },
      { on: "GET /", headers, body: "no gzip at all" },
      { on: "GET /", headers, body: gzipSync("whole") },
    );
    expect(text((await client().get(server.url)).body)).toBe("whole");
    server.verify();
  });
});

/** Its sleepers do not wait. */
function leapingClock() {
  const waits: number[] = [];
  let now = 0;
  const sleep = async (ms: number) => {
    waits.push(ms);
    now += ms;
  };
  return { waits, clock: { now: () => now, monotonic: () => now, sleep } };
}

describe("retries", () => {
  test("passing faults are tried again; Retry-After is honoured", async () => {
    const { clock, waits } = leapingClock();
    const server = await serve(
      { on: "GET /", status: 503, body: "" },
      { on: "GET /", status: 429, headers: { "retry-after": "7" }, body: "" },
      { on: "GET /", instead: (request) => request.socket.destroy() },
      { on: "GET /", body: "at last" },
    );
    const http = client({ clock, random: () => 0.5, backoff: { baseMs: 100, capMs: 1_000 } });
    expect(text((await http.get(server.url)).body)).toBe("at last");
    expect(waits).toEqual([50, 7_000, 100]);
    server.verify();
  });

  test("attempts that are used up end it", async () => {
    const down = await serve({ on: "GET /", status: 502, body: "" }, { on: "GET /", status: 502, body: "" });
    expect((await failure(client({ attempts: 2 }).get(down.url))).status).toBe(502);
    down.verify();
  });

  test.each([400, 401, 403, 404, 410, 501])(
    "%i is final, and says what was answered without secrets",
    async (status) => {
      const server = await serve({
        on: "GET /x?token=s3cret",
        status,
        headers: { "content-type": "text/html" },
        body: "<h1>No</h1> for Bearer key-s3cret",
      });
      const headers = { authorization: "Bearer key-s3cret" };
      const error = await failure(client().get(`${server.url}/x?token=s3cret`, { headers }));
      expect(error).toMatchObject({ kind: "status", status, excerpt: "No for ***", retryable: false });
      expect(`${error.message} ${error.url} ${error.hint}`).not.toContain("s3cret");
      server.verify();
    },
  );

  test("a server that is not there", async () => {
    const server = await serve();
    await server.close();
    expect(await failure(client().get(server.url))).toMatchObject({ kind: "network", retryable: true });
  });
});

describe("time", () => {
  const dripping: Reply["instead"] = (_request, response) => {
    response.writeHead(200);
    const timer = setInterval(() => response.write("x"), 20);
    response.on("close", () => clearInterval(timer));
  };
  test.each([
    ["no headers", { headers: 60 }, () => {}, "no answer in time"],
    [
      "a body that stops",
      { idle: 60 },
      (_q, response) => void response.writeHead(200).write("x"),
      "stopped coming",
    ],
    ["a body that drips for ever", { total: 150 }, dripping, "no complete answer within 0.15 s"],
  ] as [string, object, NonNullable<Reply["instead"]>, string][])(
    "%s",
    async (_name, timeouts, instead, says) => {
      const server = await serve({ on: "GET /", instead });
      const error = await failure(client({ attempts: 1, timeouts }).get(server.url));
      expect(error.message).toContain(says);
      expect(error).toMatchObject({ kind: "network", retryable: true });
    },
  );

  test("an abort ends a request and a wait, with its own reason", async () => {
    const hanging = await serve({ on: "GET /", instead: () => {} });
    const reason = new Error("enough");
    const soon = new AbortController();
    const given = expect(client().get(hanging.url, { signal: soon.signal })).rejects.toBe(reason);
    await expect.poll(() => hanging.seen.length).toBe(1);
    soon.abort(reason);
    await given;
    const waiting = await serve({ on: "GET /", status: 503, headers: { "retry-after": "30" }, body: "" });
    const controller = new AbortController();
    const first = expect(client().get(waiting.url, { signal: controller.signal })).rejects.toBe(reason);
    await expect.poll(() => waiting.seen.length).toBe(1);
    controller.abort(reason);
    await first;
    await expect(client().get(waiting.url, { signal: controller.signal })).rejects.toBe(reason);
    waiting.verify();
  });
});

describe("redirects", () => {
  const secret = { authorization: "Bearer s3cret", "x-api-key": "s3cret", cookie: "a=s3cret" };

  test("within the origin keep credentials", async () => {
    const server = await serve(
      { on: "GET /a", status: 302, headers: { location: "/b" }, body: "moved" },
      { on: "GET /b", status: 308, headers: { location: "c?x=1" }, body: "" },
      { on: "GET /c?x=1", body: "here" },
    );
    const answer = await client().get(`${server.url}/a`, { headers: secret });
    expect(answer.url).toBe(`${server.url}/c?x=1`);
    expect(server.seen.map(({ headers }) => headers["x-api-key"])).toEqual(["s3cret", "s3cret", "s3cret"]);
    server.verify();
  });

  test("to another origin are refused, or followed without credentials, for good", async () => {
    const home = await serve(
      { on: "GET /", instead: (_q, response) => response.writeHead(302, { location: `${away.url}/` }).end() },
      { on: "GET /", instead: (_q, response) => response.writeHead(302, { location: `${away.url}/` }).end() },
      { on: "GET /back", body: "home again" },
    );
    const away = await serve({
      on: "GET /",
      instead: (_q, response) => response.writeHead(302, { location: `${home.url}/back` }).end(),
    });
    const refused = await failure(client().get(home.url, { headers: secret }));
    expect(refused).toMatchObject({ kind: "refused", retryable: false });
    expect(away.seen).toHaveLength(0);
    const answer = await client({ otherOrigins: true }).get(home.url, { headers: secret });
    expect(text(answer.body)).toBe("home again");
    const sent = JSON.stringify([away.seen[0]?.headers, home.seen[2]?.headers]);
    expect(sent).not.toContain("s3cret");
    home.verify();
    away.verify();
  });

  test("five are followed, not six", async () => {
    const chain = (length: number): Reply[] => [
      ...Array.from({ length }, (_, at) => ({
        on: `GET /${at}`,
        status: 302,
        headers: { location: `/${at + 1}` },
        body: "",
      })),
    ];
    const five = await serve(...chain(5), { on: "GET /5", body: "end" });
    expect(text((await client().get(`${five.url}/0`)).body)).toBe("end");
    five.verify();
    const six = await serve(...chain(6));
    expect((await failure(client().get(`${six.url}/0`))).message).toContain("redirects too often");
    six.verify();
  });
});

describe("addresses", () => {
  const at = (...addresses: string[]) => ({
    resolve: async () => addresses.map((address) => ({ address, family: address.includes(":") ? 6 : 4 })),
  });

  test.each([
    ["a literal", "127.0.0.1", {}],
    ["a name at loopback", "localhost", at("127.0.0.1")],
    ["one bad address among good ones", "localhost", at("93.184.216.34", "127.0.0.1")],
    ["IPv6 loopback, mapped", "localhost", at("::ffff:127.0.0.1")],
  ])("not connected to: %s", async (_name, host, options) => {
    const server = await serve();
    const url = server.url.replace("127.0.0.1", host);
    const error = await failure(client({ addresses: "public", ...options }).get(url));
    expect(error).toMatchObject({ kind: "refused", retryable: false });
    expect(error.message).toMatch(/not a public address/);
    server.verify();
  });

  test("a redirect to a forbidden address is refused where redirects may leave, and private sources are allowed", async () => {
    for (const location of [
      "http://169.254.169.254/latest/",
      "http://[::ffff:a9fe:a9fe]/",
      "http://0xa9fea9fe/",
    ]) {
      const server = await serve({ on: "GET /", status: 302, headers: { location }, body: "" });
      const error = await failure(client({ otherOrigins: true }).get(server.url));
      expect(error.message).toMatch(/not a public address/);
      server.verify();
    }
  });

  test("a name that changes its address between two connections is checked at each", async () => {
    const server = await serve({ on: "GET /", headers: { connection: "close" }, body: "one" });
    const answers = ["127.0.0.1", "169.254.169.254"];
    const resolve = async () => [{ address: answers.shift() ?? "", family: 4 }];
    const http = client({ resolve });
    const url = server.url.replace("127.0.0.1", "localhost");
    expect(text((await http.get(url)).body)).toBe("one");
    expect((await failure(http.get(url))).message).toContain("169.254.169.254");
    expect(answers).toEqual([]);
    server.verify();
  });
});
