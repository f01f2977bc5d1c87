import { describe, expect, test } from "vitest";
import { ConfigError } from "../../src/errors.ts";
import { errorBody, failure, libraryAt, never, pageBody, serve, sourceBody, token } from "./setup.ts";

const upsert = {
  sourceId: 44,
  externalId: "a.md",
  title: "Title",
  html: "<p>Text</p>",
  locale: "en",
  agent: true,
  copilot: false,
};
const post = "POST /ai/external_pages";
const destroy = (request: { socket: { destroy(): void } }) => request.socket.destroy();

describe("an upsert", () => {
  test("sends the whole state with both availability flags, and reads the echo", async () => {
    const server = await serve({ on: post, body: pageBody() }, { on: post, body: pageBody({ url: null }) });
    const library = libraryAt(server.url);
    const url = "https://docs.example.com/a";
    expect(await library.upsertPage({ ...upsert, url })).toEqual({
      ...upsert,
      url,
      id: "21",
      salesAgent: false,
      updatedAt: 1_734_537_274,
      ingestedAt: 1_734_537_274,
    });
    expect(await library.upsertPage({ ...upsert, agent: false })).not.toHaveProperty("url");
    const [first, second] = server.seen.map(({ body }) => JSON.parse(body));
    expect(first).toEqual({
      source_id: 44,
      external_id: "a.md",
      title: "Title",
      html: "<p>Text</p>",
      url,
      locale: "en",
      ai_agent_availability: true,
      ai_copilot_availability: false,
    });
    expect(second).toMatchObject({ ai_agent_availability: false, ai_copilot_availability: false });
    expect(second).not.toHaveProperty("url");
    expect(server.seen[0]?.headers).toMatchObject({
      authorization: `Bearer ${token}`,
      "intercom-version": "2.15",
      accept: "application/json",
      "content-type": "application/json",
      "user-agent": expect.stringMatching(/^fin-ingest\/\d/),
    });
    expect(library.requests).toEqual({ read: 0, write: 2, retried: 0, rateLimited: 0 });
    server.verify();
  });

  test.each([
    [
      "an HTML page",
      { body: "<!doctype html><p>Sign in</p>", headers: { "content-type": "text/html" } },
      /HTML page/,
    ],
    ["truncated JSON", { body: '{"id": "21", "source_' }, /not complete JSON/],
    ["nothing", { body: "" }, /empty answer/],
    ["204", { status: 204, body: "" }, /empty answer/],
    ["JSON without ids", { body: { type: "external_page" } }, /another shape/],
    ["another page's echo", { body: pageBody({ external_id: "b.md" }) }, /another page.*b\.md/],
    ["another source's echo", { body: pageBody({ source_id: 45 }) }, /another page.*45/],
  ])("answered 2xx with %s is not a success, and ambiguous", async (_name, reply, says) => {
    const server = await serve({ on: post, ...reply }, { on: post, ...reply });
    const library = libraryAt(server.url, { retries: { attempts: 2, backoff: { baseMs: 1, capMs: 1 } } });
    const error = await failure(library.upsertPage(upsert));
    expect(error).toMatchObject({ ambiguous: true, method: "POST", path: "/ai/external_pages" });
    expect(error.message).toMatch(says);
    server.verify();
  });

  test("is repeated after what may pass", async () => {
    const server = await serve(
      { on: post, status: 500, body: errorBody("server_error") },
      { on: post, instead: destroy },
      { on: post, status: 409, body: errorBody("conflict") },
      { on: post, status: 408, body: "" },
      { on: post, body: "<html>" },
      { on: post, body: pageBody() },
    );
    const library = libraryAt(server.url);
    expect((await library.upsertPage(upsert)).id).toBe("21");
    expect(library.requests).toEqual({ read: 0, write: 6, retried: 5, rateLimited: 0 });
    server.verify();
  });

  test("that may have taken effect stays ambiguous, whatever a later attempt says", async () => {
    const server = await serve(
      { on: post, status: 502, body: "" },
      { on: post, status: 401, body: errorBody("unauthorized") },
    );
    expect(await failure(libraryAt(server.url).upsertPage(upsert))).toMatchObject({
      status: 401,
      ambiguous: true,
    });
    server.verify();
  });

  test("waits as long as a 5xx asks, with full jitter otherwise", async () => {
    const waits: number[] = [];
    const clock = { now: () => 0, monotonic: () => 0, sleep: async (ms: number) => void waits.push(ms) };
    const server = await serve(
      { on: post, status: 503, headers: { "retry-after": "4" }, body: "" },
      { on: post, status: 503, body: "" },
      { on: post, status: 503, headers: { "retry-after": "9000" }, body: "" },
    );
    const retries = { backoff: { baseMs: 100, capMs: 1_000 } };
    const error = await failure(
      libraryAt(server.url, { clock, retries, random: () => 0.25 }).upsertPage(upsert),
    );
    expect(waits).toEqual([4_000, 50]);
    expect(error.status).toBe(503);
    server.verify();
  });
});

describe("a refusal", () => {
  test.each([
    [
      400,
      errorBody("parameter_invalid", "locale is invalid", "locale"),
      { code: "parameter_invalid", field: "locale" },
      /takes this value|not take this value/,
    ],
    [401, errorBody("unauthorized", "Access Token Invalid"), { code: "unauthorized" }, /region/],
    [401, errorBody("token_expired"), { code: "token_expired" }, /expired/],
    [401, errorBody("token_revoked"), { code: "token_revoked" }, /revoked/],
    [403, errorBody("api_plan_restricted"), { code: "api_plan_restricted" }, /plan/],
    [403, errorBody("something_new"), { code: "something_new" }, /permission/],
    [
      404,
      errorBody("parameter_invalid", "audience_ids contains unknown audience IDs: 999"),
      { code: "parameter_invalid" },
      /audience/,
    ],
    [413, "<html>too large</html>", { code: undefined }, /too large/],
    [
      422,
      errorBody("parameter_invalid", "html can't be blank"),
      { code: "parameter_invalid" },
      /message says/,
    ],
    [302, "", { code: undefined }, /not from Intercom/],
  ])("%i %j is final, with code, request and hint", async (status, body, fields, hint) => {
    const server = await serve({ on: post, status, body, headers: { "x-request-id": "req-1" } });
    const error = await failure(libraryAt(server.url).upsertPage(upsert));
    expect(error).toMatchObject({
      status,
      requestId: "req-1",
      retryable: false,
      ambiguous: false,
      ...fields,
    });
    expect(error.message).toContain("POST /ai/external_pages");
    expect(error.message).toContain("req-1");
    expect(error.hint).toMatch(hint);
    server.verify();
  });

  test("that repeats the token back shows it nowhere", async () => {
    const server = await serve({
      on: post,
      status: 400,
      body: errorBody("parameter_invalid", `bad: Bearer ${token}`, token),
    });
    const error = await failure(libraryAt(server.url).upsertPage(upsert));
    expect(JSON.stringify(error, Object.getOwnPropertyNames(error))).not.toContain(token);
    server.verify();
  });

  test.each(["to ken", "tok\nen", "tök", ""])(
    "a token that no header can carry is a configuration error: %j",
    (bad) => {
      expect(() => libraryAt("http://127.0.0.1:1", { token: bad })).toThrow(ConfigError);
      try {
        libraryAt("http://127.0.0.1:1", { token: bad });
      } catch (error) {
        if (bad !== "") expect(String(error)).not.toContain(bad);
      }
    },
  );

  test("an invalid base URL is a configuration error; a path before the API is kept", async () => {
    expect(() => libraryAt("ftp://example.com")).toThrow(ConfigError);
    expect(() => libraryAt("example")).toThrow(ConfigError);
    const server = await serve({ on: "GET /proxy/ai/external_pages/21", body: pageBody() });
    expect((await libraryAt(`${server.url}/proxy/`).getPage("21"))?.id).toBe("21");
  });
});

describe("429", () => {
  test("is waited out, without an attempt being lost", async () => {
    const limited = {
      on: post,
      status: 429,
      headers: { "retry-after": "0.05" },
      body: errorBody("rate_limit_exceeded"),
    };
    const server = await serve(limited, limited, limited, { on: post, body: pageBody() });
    const library = libraryAt(server.url, { retries: { attempts: 1 } });
    expect((await library.upsertPage(upsert)).id).toBe("21");
    expect(library.requests).toEqual({ read: 0, write: 4, retried: 3, rateLimited: 3 });
    server.verify();
  });

  test("without end is an error in the end, not ambiguous", async () => {
    const limited = {
      on: post,
      status: 429,
      headers: { "retry-after": "0.01" },
      body: errorBody("too_many_requests"),
    };
    const server = await serve(limited, limited);
    const error = await failure(libraryAt(server.url, { retries: { rateLimited: 2 } }).upsertPage(upsert));
    expect(error).toMatchObject({
      status: 429,
      code: "too_many_requests",
      ambiguous: false,
      retryable: true,
    });
    expect(error.hint).toMatch(/rate limit/);
    server.verify();
  });
});

describe("creating a source", () => {
  const create = "POST /ai/content_import_sources";
  const url = "https://docs.example.com";

  test("sends audiences from 2.15, and refuses them before", async () => {
    const server = await serve(
      { on: create, body: sourceBody({ audience_ids: [12] }) },
      { on: create, body: sourceBody() },
    );
    const created = await libraryAt(server.url).createSource({ url, audienceIds: [12] });
    expect(created).toEqual({ id: 44, url, syncBehavior: "api", status: "active", audienceIds: [12] });
    await libraryAt(server.url, { version: "2.14" }).createSource({ url });
    expect(server.seen.map(({ body }) => JSON.parse(body))).toEqual([
      { sync_behavior: "api", url, audience_ids: [12] },
      { sync_behavior: "api", url },
    ]);
    const old = libraryAt(server.url, { version: "2.14" });
    await expect(old.createSource({ url, audienceIds: [12] })).rejects.toThrow(/2\.15/);
    await expect(old.updateSource(44, { url, audienceIds: [12] })).rejects.toThrow(ConfigError);
    server.verify();
  });

  test.each([
    ["a 500", { status: 500, body: errorBody("server_error") }],
    ["a cut connection", { instead: destroy }],
    ["an HTML page", { body: "<html>" }],
    ["a source of another kind", { body: sourceBody({ sync_behavior: "automatic" }) }],
  ])("is not repeated after %s, and says that it may have happened", async (_name, reply) => {
    const server = await serve({ on: create, ...reply });
    expect(await failure(libraryAt(server.url).createSource({ url }))).toMatchObject({ ambiguous: true });
    server.verify();
  });

  test("is repeated where it certainly did not happen", async () => {
    const limited = {
      on: create,
      status: 429,
      headers: { "retry-after": "0.01" },
      body: errorBody("rate_limit_exceeded"),
    };
    const server = await serve(limited, { on: create, body: sourceBody() });
    expect((await libraryAt(server.url).createSource({ url })).id).toBe(44);
    server.verify();
    await server.close();
    const down = libraryAt(server.url, { retries: { attempts: 2, backoff: { baseMs: 1, capMs: 1 } } });
    expect(await failure(down.createSource({ url }))).toMatchObject({ ambiguous: false, retryable: true });
    expect(down.requests).toMatchObject({ write: 2, retried: 1 });
  });

  test("an update carries what the API needs, and applies audiences to the pages that are there", async () => {
    const server = await serve(
      { on: "PUT /ai/content_import_sources/44", body: sourceBody({ audience_ids: [1] }) },
      { on: "PUT /ai/content_import_sources/44", body: sourceBody() },
    );
    const library = libraryAt(server.url);
    await library.updateSource(44, { url, audienceIds: [1] });
    await library.updateSource(44, { url, audienceIds: null });
    expect(server.seen.map(({ body }) => JSON.parse(body))).toEqual([
      { sync_behavior: "api", url, audience_ids: [1], apply_audience_to_existing_content: true },
      { sync_behavior: "api", url, audience_ids: null, apply_audience_to_existing_content: true },
    ]);
    server.verify();
  });
});

describe("reading and deleting a page", () => {
  test("404 not_found means that the page is not there", async () => {
    const missing = { status: 404, body: errorBody("not_found") };
    const server = await serve(
      { on: "GET /ai/external_pages/a%2Fb", ...missing },
      { on: "DELETE /ai/external_pages/7", ...missing },
      { on: "DELETE /ai/external_pages/21", body: pageBody({ html: "" }) },
      { on: "DELETE /ai/external_pages/21", status: 500, body: "" },
      { on: "DELETE /ai/external_pages/21", ...missing },
    );
    const library = libraryAt(server.url);
    expect(await library.getPage("a/b")).toBeUndefined();
    await library.deletePage("7");
    await library.deletePage("21");
    await library.deletePage("21");
    server.verify();
  });

  test.each([
    ["another code", errorBody("parameter_invalid")],
    ["an HTML page", "<html>no such page</html>"],
    ["nothing", ""],
  ])("404 with %s is an error", async (_name, body) => {
    const server = await serve(
      { on: "GET /ai/external_pages/1", status: 404, body },
      { on: "DELETE /ai/external_pages/1", status: 404, body },
    );
    const library = libraryAt(server.url);
    expect((await failure(library.getPage("1"))).status).toBe(404);
    expect((await failure(library.deletePage("1"))).status).toBe(404);
    server.verify();
  });

  test("404 for the list of sources is no API of Intercom, whatever envelope it has", async () => {
    const server = await serve({
      on: "GET /ai/content_import_sources",
      status: 404,
      body: errorBody("not_found"),
    });
    const listing = (async () => {
      for await (const _ of libraryAt(server.url).listSources()) break;
    })();
    expect((await failure(listing)).hint).toContain("intercom.base_url");
  });

  test("an answer about another page is an error", async () => {
    const on = "DELETE /ai/external_pages/22";
    const server = await serve({ on, body: pageBody() }, { on, body: "<html>" });
    const retries = { attempts: 1 };
    expect(await failure(libraryAt(server.url, { retries }).deletePage("22"))).toMatchObject({
      ambiguous: true,
    });
    expect(await failure(libraryAt(server.url, { retries }).deletePage("22"))).toMatchObject({
      ambiguous: true,
    });
    server.verify();
  });
});

describe("bounds", () => {
  test("every part of a request has a deadline; a stalled write is ambiguous", async () => {
    const once = { attempts: 1 };
    for (const [timeouts, instead] of [
      [{ headers: 60 }, () => {}],
      [{ total: 80 }, () => {}],
    ] as const) {
      const server = await serve({ on: post, instead });
      const error = await failure(libraryAt(server.url, { timeouts, retries: once }).upsertPage(upsert));
      expect(error).toMatchObject({ ambiguous: true, retryable: true, status: undefined });
    }
  });

  test("an answer larger than the cap is refused", async () => {
    const server = await serve({
      on: "GET /ai/external_pages/21",
      body: pageBody({ html: "x".repeat(5_000) }),
    });
    const error = await failure(libraryAt(server.url, { maxBytes: 1_000 }).getPage("21"));
    expect(error.message).toContain("larger than 1,000 bytes");
    server.verify();
  });

  test("an abort ends everything at once with its own reason", async () => {
    const reason = new Error("enough");
    const server = await serve({ on: post, instead: () => {} });
    const library = libraryAt(server.url, { timeouts: never });
    const controller = new AbortController();
    const pending = library.upsertPage(upsert, controller.signal);
    const rejected = expect(pending).rejects.toBe(reason);
    await expect.poll(() => server.seen.length).toBe(1);
    controller.abort(reason);
    await rejected;
    await expect(library.getPage("1", controller.signal)).rejects.toBe(reason);
    expect(server.seen).toHaveLength(1);
  });

  test("a call that was given up while it waited for a connection is not sent any more", async () => {
    let answer = () => {};
    const server = await serve(
      {
        on: post,
        instead: (_, response) => {
          answer = () =>
            response.end(
              JSON.stringify(pageBody({ external_id: upsert.externalId, source_id: upsert.sourceId })),
            );
        },
      },
      { on: "GET /ai/external_pages/21", body: pageBody() },
    );
    const library = libraryAt(server.url, { concurrency: 1 });
    const first = library.upsertPage(upsert);
    const controller = new AbortController();
    const second = library.getPage("20", controller.signal);
    await expect.poll(() => server.seen.length).toBe(1);
    controller.abort(new Error("enough"));
    await expect(second).rejects.toThrow("enough");
    answer();
    await first;
    await library.getPage("21");
    server.verify();
  });
});

describe("a run that may not write any more", () => {
  test("sends nothing, not even again what was refused, and still reads", async () => {
    const server = await serve(
      { on: post, status: 503, body: "" },
      { on: "GET /ai/external_pages/21", body: pageBody() },
    );
    let left = 1;
    const gone = new Error("the lease is gone");
    const mayWrite = () => {
      left -= 1;
      if (left < 0) throw gone;
    };
    const library = libraryAt(server.url, { mayWrite });
    await expect(library.upsertPage(upsert)).rejects.toBe(gone);
    await expect(library.upsertPage(upsert)).rejects.toBe(gone);
    await expect(library.deletePage("21")).rejects.toBe(gone);
    expect(await library.getPage("21")).toMatchObject({ id: "21" });
    expect(server.seen.map(({ method }) => method)).toEqual(["POST", "GET"]);
    expect(library.requests).toMatchObject({ write: 1, read: 1 });
  });
});
