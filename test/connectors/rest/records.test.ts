import { describe, expect, test } from "vitest";
import { rest } from "../../../connectors/rest/index.ts";
import type { Listed } from "../../../src/connector-kit/listing.ts";
import type { ApiReply } from "../../../src/connector-kit/testing/index.ts";
import { toFailure } from "../../../src/errors.ts";
import { neverAborted } from "../../setup/time.ts";
import { entriesWith, fields, idsWith, newIo, records, serve } from "./support.ts";

const page = {
  id: 1,
  title: "Fish &amp; <i>Chips</i>",
  slug: "food/fish",
  rev: 3,
  changed: "2025-03-01T08:00:00",
  tags: [{ name: "food" }, { name: "fast" }, { name: "food" }],
  html: "<p>Fresh every day.</p>",
};

const whole = {
  id: "{id}-en",
  title: ["$.headline", "$.title"],
  title_format: "html",
  url: "https://docs.example.com/{+$.slug}",
  version: "{rev}.{changed}",
  labels: "$.tags[*].name",
  path: "$.slug",
  updated_at: "$.changed",
  body: "$.html",
};

async function entriesOfRecords(found: readonly unknown[], options: object) {
  const server = await serve({ "GET /list": () => ({ json: found }) });
  return entriesWith({ list: { url: `${server.url}/list`, records: "$" }, ...options });
}

describe("a record", () => {
  test("becomes a document", async () => {
    const [entry] = await entriesOfRecords([page], { fields: whole });
    expect(entry).toMatchObject({
      kind: "document",
      externalId: "1-en",
      title: "Fish & Chips",
      url: "https://docs.example.com/food/fish",
      version: "3.2025-03-01T08:00:00",
      labels: ["food", "fast"],
      path: "food/fish",
      updatedAt: Date.UTC(2025, 2, 1, 8),
    });
    expect(await (entry as Listed).load(neverAborted)).toEqual({
      body: page.html,
      mediaType: "text/html",
      name: "1-en",
      title: "Fish & Chips",
      url: "https://docs.example.com/food/fish",
    });
  });

  test.each([
    ["1740816000", Date.UTC(2025, 2, 1, 8)],
    [1740816000, Date.UTC(2025, 2, 1, 8)],
    [1740816000123, Date.UTC(2025, 2, 1, 8, 0, 0, 123)],
    ["2025-03-01T10:00:00+02:00", Date.UTC(2025, 2, 1, 8)],
  ])("changed at %s", async (changed, updatedAt) => {
    const found = [{ ...page, changed }];
    expect(await entriesOfRecords(found, { fields: whole })).toMatchObject([{ updatedAt }]);
  });

  test.each([
    [
      "version",
      { rev: undefined },
      /record 1 on page 1 of .*fields\.version: \{rev\}\.\{changed\} leads to nothing/,
    ],
    ["title", { title: null }, /fields\.title: \$\.headline, \$\.title leads to nothing/],
    ["text", { html: 7 }, /fields\.body: \$\.html is not a text/],
    ["time", { changed: "yesterday" }, /fields\.updated_at: "yesterday" is not a time/],
  ])("without its %s is refused alone, by name", async (_, change, message) => {
    const other = { ...page, id: 2 };
    const entries = await entriesOfRecords([{ ...page, ...change }, other], { fields: whole });
    expect(entries).toMatchObject([
      { kind: "unreadable", externalId: "1-en", reason: expect.stringMatching(message) },
      { kind: "document", externalId: "2-en" },
    ]);
  });

  test("with a relative URL is refused, with what to do", async () => {
    const [entry] = await entriesOfRecords([page], { fields: { ...whole, url: "$.slug" } });
    expect(entry).toMatchObject({
      reason: expect.stringMatching(/fields\.url: "food\/fish" is not absolute/),
    });
  });

  test("is named without the keys in the list's address", async () => {
    const server = await serve({ "GET /list": () => ({ json: [{ id: "a" }] }) });
    const list = { url: `${server.url}/list?api_key=k-12345678`, records: "$" };
    const said = JSON.stringify(await entriesWith({ list, fields }));
    expect(said).toContain("record 1 on page 1");
    expect(said).not.toContain("k-12345678");
  });

  test("without an id is a gap; all of them without one end the listing", async () => {
    const entries = await entriesOfRecords([page, { ...page, id: "" }, { ...page, id: 3 }], {
      fields: whole,
    });
    expect(entries.map(({ kind }) => kind)).toEqual(["document", "gap", "document"]);
    const listing = entriesOfRecords([{ ...page, id: "" }], { fields: whole });
    await expect(listing).rejects.toThrow(/record 1 on page 1 of .*: fields\.id: \{id\}-en leads to nothing/);
  });

  test("may be withheld or gone, and is refused where that is not known", async () => {
    const found = ["public", "draft", "trash", undefined].map((status, id) => ({ ...page, id, status }));
    const entries = await entriesOfRecords(found, {
      fields: whole,
      withheld: { path: "$.status", not: "public" },
      gone: { path: "$.status", is: "trash", when_missing: "no-match" },
    });
    expect(entries.map(({ kind }) => kind)).toEqual(["document", "unpublished", "gone", "unreadable"]);
    expect(entries[1]).toMatchObject({ reason: 'withheld: $.status is "draft"', title: "Fish & Chips" });
    expect(entries[3]).toMatchObject({ reason: expect.stringContaining("$.status leads to nothing") });
  });

  test.each([
    ["markdown", "text/markdown"],
    ["textile", "text/x-textile"],
    ["mediawiki", "text/x-wiki"],
    ["text", "text/plain"],
  ])("may be written in %s", async (body_format, mediaType) => {
    const [entry] = await entriesOfRecords([page], { fields: { ...fields, body: "$.html", body_format } });
    expect(await (entry as Listed).load(neverAborted)).toMatchObject({ mediaType });
  });
});

describe("requests", () => {
  const detailOf = (host: string) => ({ url: `${host}/pages/{id}`, body: "$.html" });

  test("carry credentials and headers to all hosts of the options, and to no others", async () => {
    const other = await serve({ "GET /pages/:id": () => ({ json: { html: "<p>x</p>" } }) });
    const server = await serve({ "GET /list": () => ({ json: records("a") }) });
    const options = {
      auth: { bearer: "token-12345" },
      headers: { "X-Version": "2" },
      list: { url: `${server.url}/list`, records: "$" },
      fields: { id: "$.id" },
      detail: detailOf(other.url),
    };
    const [entry] = await entriesWith(options);
    await (entry as Listed).load(neverAborted);
    for (const { requests } of [server, other])
      expect(requests[0]?.headers).toMatchObject({ authorization: "Bearer token-12345", "x-version": "2" });
  });

  test("are renewed with OAuth client credentials", async () => {
    let given = 0;
    const server = await serve({
      "POST /token": () => ({ json: { access_token: `t${++given}`, token_type: "Bearer" } }),
      "GET /list": ({ headers }): ApiReply =>
        headers.authorization === "Bearer t2" ? { json: records("a") } : { status: 401, json: {} },
    });
    const oauth = { token_url: `${server.url}/token`, client_id: "c", client_secret: "s-12345678" };
    const list = { url: `${server.url}/list`, records: "$" };
    expect(await idsWith({ auth: { oauth }, list, fields })).toEqual(["a"]);
  });

  test.each([
    [401, /^list: GET .*answered 401/, /`auth`/],
    [404, /^list: GET .*answered 404/, /`list\.url`/],
  ])("that are answered %i name the option", async (status, message, hint) => {
    const server = await serve({ "GET /list": () => ({ status, json: {} }) });
    const failure = await idsWith({ list: { url: `${server.url}/list`, records: "$" }, fields }).catch(
      toFailure,
    );
    expect(failure).toMatchObject({
      message: expect.stringMatching(message),
      hint: expect.stringMatching(hint),
    });
  });
});

describe("check", () => {
  const checked = async (found: unknown, options: object) => {
    const server = await serve({
      "GET /list": () => ({ json: found }),
      "GET /pages/:id": ({ params }) => ({ json: params.id === "a" ? { html: "<p>x</p>" } : {} }),
      "GET /gone/:id": () => ({ status: 404, json: {} }),
    });
    const text = JSON.stringify({
      list: { url: "HOST/list", records: "$" },
      fields: { id: "$.id" },
      ...options,
    });
    return rest.check(rest.options.parse(JSON.parse(text.replaceAll("HOST", server.url))), newIo());
  };
  const detail = { url: "HOST/pages/{id}", body: "$.html" };

  test("reads a page and a text, and says what it found", async () => {
    expect(await checked(records("a", "b"), { detail })).toEqual([
      { what: "list", result: "ok", detail: "2 records on the first page; the first document is a" },
      { what: "text", result: "ok", detail: "8 characters of a" },
    ]);
  });

  test.each([
    ["fields.version", records("a"), { detail, fields: { id: "$.id", version: "$.rev" } }],
    ["detail.body", records("b"), { detail }],
    ["list.records", {}, { detail }],
    ["confirm says", records("a"), { detail, confirm: { url: "HOST/gone/{id}", gone_status: [404] } }],
  ])("names %s where it does not fit", async (option, found, options) => {
    const failed = (await checked(found, options)).filter(({ result }) => result === "failed");
    expect(failed).toMatchObject([{ detail: expect.stringContaining(option), hint: expect.any(String) }]);
  });
});

describe("confirm", () => {
  const presence = async (reply: ApiReply, confirm: object, more: object = {}) => {
    const server = await serve({
      "GET /one/:id": () => reply,
      "GET /other/:id": () => ({ json: { id: 1 } }),
    });
    const text = JSON.stringify({
      list: { url: "HOST/list", records: "$" },
      fields,
      confirm: [confirm].flat().map((one: object) => ({ url: "HOST/one/{id}", ...one })),
      ...more,
    }).replaceAll("HOST", server.url);
    const options = rest.options.parse(JSON.parse(text));
    return rest.confirm?.(options, newIo(), "a/b");
  };
  const status = { gone_status: [404, 410] };
  const missing = { gone: { path: "$.error.code", is: 121 } };
  const error = { error: { code: 121 } };

  test.each<[string, ApiReply, object, string]>([
    ["a status that says so", { status: 410, json: {} }, status, "gone"],
    ["another status", { status: 400, json: {} }, status, "unknown"],
    ["a refusal", { status: 403, json: error }, { ...status, ...missing }, "unknown"],
    ["a failure", { status: 500, json: error }, missing, "unknown"],
    ["an answer", { json: { id: 1 } }, status, "present"],
    ["an answer that says so", { json: error }, missing, "gone"],
    ["an error that says so", { status: 400, json: error }, missing, "gone"],
    ["an error that says something else", { status: 400, json: { error: { code: 5 } } }, missing, "unknown"],
    ["a login page", { body: "<html>", headers: { "content-type": "text/html" } }, status, "unknown"],
    [
      "two that disagree",
      { status: 404, json: {} },
      [status, { ...status, url: "HOST/other/{id}" }],
      "present",
    ],
    ["two that agree", { status: 404, json: {} }, [status, status], "gone"],
  ])("%s", async (_, reply, confirm, expected) => {
    expect(await presence(reply, confirm)).toBe(expected);
  });

  test.each<[string, string, string, string]>([
    ["another record", "5", "/one/7", "gone"],
    ["another record with its title", "5", "/one/7-prices", "gone"],
    ["another name", "Old_name", "/one/New_name", "gone"],
    ["itself with its title", "5", "/one/5-prices", "present"],
    ["a place for everybody", "5", "/one/login", "present"],
    ["the same for a name", "Old_name", "/one/login", "present"],
    ["another kind of record", "5", "/other/7", "present"],
  ])("a redirect to %s", async (_, id, location, expected) => {
    const server = await serve({
      "GET /one/:id": ({ path }) =>
        path === `/one/${id}` ? { status: 301, headers: { location } } : { json: { id: 1 } },
      "GET /other/:id": () => ({ json: { id: 1 } }),
    });
    const options = rest.options.parse({
      list: { url: `${server.url}/list`, records: "$" },
      fields,
      confirm: { url: `${server.url}/one/{id}`, gone_status: [404] },
    });
    expect(await rest.confirm?.(options, newIo(), id)).toBe(expected);
  });

  test("an error by the option `error` that says so, with status 200", async () => {
    expect(await presence({ json: error }, missing, { error: { path: "$.error" } })).toBe("gone");
    expect(await presence({ json: { error: { code: 1 } } }, missing, { error: { path: "$.error" } })).toBe(
      "unknown",
    );
  });
});
