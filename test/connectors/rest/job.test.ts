import { describe, expect, test } from "vitest";
import { createClient } from "../../../connectors/rest/client.ts";
import { rest } from "../../../connectors/rest/index.ts";
import { downloaded, finished } from "../../../connectors/rest/job.ts";
import { restOptions } from "../../../connectors/rest/options.ts";
import { type ApiReply, documentsOf } from "../../../src/connector-kit/testing/index.ts";
import { toFailure } from "../../../src/errors.ts";
import { steppedClock } from "../../intercom/virtual-clock.ts";
import { neverAborted } from "../../setup/time.ts";
import { entriesWith, newIo, serve } from "./support.ts";

const signal = neverAborted;

/** A system that makes texts on demand; each answer to "is it done?" comes once, the last one again and again. */
async function system(answers: readonly ApiReply[], job: object = {}) {
  let asked = 0;
  const server = await serve({
    "GET /list": () => ({ json: { items: [{ id: "a", title: "of the list" }] } }),
    "POST /make/a": () => ({ status: 202, json: { href: "/jobs/1" } }),
    "GET /jobs/1": () => {
      asked += 1;
      return answers[Math.min(asked, answers.length) - 1] ?? {};
    },
    "GET /files/1": () => ({ headers: { "content-type": "text/html" }, body: "<p>made</p>" }),
  });
  const options = {
    auth: { bearer: "t-1" },
    list: { url: `${server.url}/list`, records: "$.items" },
    fields: { id: "$.id", title: "$.title" },
    detail: {
      url: `${server.url}/make/{id}`,
      json: { format: "html" },
      job: {
        status: "$.href",
        done: { path: "$.status", is: "complete" },
        failed: { path: "$.status", is: "failed" },
        every: "0s",
        ...job,
      },
      ...("download" in job ? {} : { body: "$.text", title: "$.title" }),
    },
  };
  const load = async () => {
    const [document] = documentsOf(await entriesWith(options));
    return document?.load(signal);
  };
  return { server, options, load, asked: () => asked };
}

const running = { json: { status: "inProgress" } };
const complete = { json: { status: "complete", text: "<p>made</p>", title: "as made", file: "/files/1" } };

describe("a text that is made on demand", () => {
  test("is in the answer that says that it is done", async () => {
    const { load, asked } = await system([running, running, complete]);
    expect(await load()).toMatchObject({ body: "<p>made</p>", title: "as made" });
    expect(asked()).toBe(3);
  });

  test("lies where that answer says", async () => {
    const { load } = await system([complete], { download: "$.file" });
    expect(await load()).toMatchObject({ body: "<p>made</p>", title: "of the list" });
  });

  test("may not be known at first", async () => {
    const { load } = await system([{ status: 404, json: {} }, complete]);
    expect(await load()).toMatchObject({ body: "<p>made</p>" });
  });

  test.each([
    ["failed", { json: { status: "failed" } }, /could not make the text: \$\.status is "failed"/],
    ["refused", { status: 403, json: {} }, /403/],
    ["of no known state", { json: {} }, /\$\.status leads to nothing/],
  ])("that is %s fails alone", async (_, answer, message) => {
    const { load } = await system([answer]);
    await expect(load()).rejects.toThrow(message);
  });

  test.each([
    ["is no address", { href: 1 }],
    ["is missing", {}],
  ])("whose state %s fails", async (_, json) => {
    const server = await serve({
      "GET /list": () => ({ json: [{ id: "a" }] }),
      "POST /make": () => ({ json }),
    });
    const job = { status: "$.href", done: { path: "$.done" } };
    const detail = { url: `${server.url}/make`, json: {}, body: "$.text", job };
    const list = { url: `${server.url}/list`, records: "$" };
    const [document] = documentsOf(await entriesWith({ list, fields: { id: "$.id" }, detail }));
    await expect(document?.load(signal)).rejects.toThrow(/detail\.job\.status: \$\.href is no address/);
  });

  test("is waited for as long as max_wait says", async () => {
    const { options, server } = await system([running], { every: "2s", max_wait: "1m" });
    const parsed = restOptions.parse(options);
    const client = createClient(parsed, newIo());
    const clock = steppedClock();
    const waiting = { ...clock, sleep: async (ms: number) => clock.advance(ms) };
    const started = await client.ask({ url: new URL(`${server.url}/make/a`), json: {} }, "detail", signal);
    const job = parsed.detail?.job;
    if (!job) throw new Error("no job");
    const failure = await finished(job, started, client, signal, waiting).catch(toFailure);
    expect(failure).toMatchObject({
      message: expect.stringMatching(/is not done after 60 s/),
      hint: expect.any(String),
    });
    expect(server.requests.filter(({ path }) => path === "/jobs/1")).toHaveLength(31);
  });
});

describe("the address of a made text", () => {
  const from = {
    json: { file: "/files/1" },
    http: { status: 200, headers: {}, body: new Uint8Array(), setCookies: [] },
  };

  test("on a host that the options do not name is not asked", async () => {
    const files = await serve({ "GET /files/1": () => ({ body: "x" }) });
    const { options } = await system([complete], { download: "$.file" });
    const client = createClient(restOptions.parse(options), newIo());
    const answer = { ...from, http: { ...from.http, url: files.url } };
    await expect(downloaded("$.file", answer, client, signal, undefined)).rejects.toThrow(/on another host/);
    expect(files.requests).toEqual([]);
  });

  test("on a host of `hosts` gets no credentials", async () => {
    const files = await serve({ "GET /files/1": () => ({ body: "é" }) });
    const { options } = await system([complete], { download: "$.file", hosts: [files.url] });
    const client = createClient(restOptions.parse(options), newIo());
    const answer = { ...from, http: { ...from.http, url: files.url } };
    expect(await downloaded("$.file", answer, client, signal, undefined)).toBe("é");
    expect(files.requests.map(({ headers }) => headers.authorization)).toEqual([undefined]);
  });
});

test.each([
  [{ body: undefined }, /body/],
  [{ job: { download: "$.file" } }, /does not go with job\.download/],
  [{ job: { hosts: ["https://files.example.com/x"] } }, /a scheme and a host alone/],
  [{ job: { every: "2" } }, /a whole number with its unit/],
])("detail with %j is refused", async (change, message) => {
  const { options } = await system([complete]);
  const { job, ...detail } = { ...options.detail, ...change };
  const merged = { ...options, detail: { ...detail, job: { ...options.detail.job, ...job } } };
  expect(() => rest.options.parse(merged)).toThrow(message);
});
