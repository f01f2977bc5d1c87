import os from "node:os";
import { afterEach, expect, it } from "vitest";
import { z } from "zod";
import { createClient } from "../../../connectors/confluence/client.ts";
import { confluenceOptions } from "../../../connectors/confluence/options.ts";
import { pauseFor, quotaIn } from "../../../connectors/confluence/quota.ts";
import { type ApiServer, startApiServer, testIo } from "../../../src/connector-kit/testing/index.ts";

let server: ApiServer | undefined;
afterEach(() => server?.close());

async function clientOver(answers: (cursor: string) => unknown) {
  server = await startApiServer({
    "GET /ex/confluence/1f-2/wiki/api/v2/spaces": ({ query, headers }) =>
      headers.authorization === "Bearer scoped-token"
        ? { json: answers(query.get("cursor") ?? "") }
        : { status: 401, json: {} },
  });
  const options = confluenceOptions.parse({
    base_url: `${server.url}/ex/confluence/1f-2/wiki/`,
    edition: "cloud",
    auth: { bearer: "scoped-token" },
    spaces: ["HB"],
  });
  const io = testIo(os.tmpdir(), os.tmpdir());
  const read = async () => {
    const all: string[] = [];
    const client = createClient(options, io);
    for await (const { results, base } of client.pages("/api/v2/spaces", { limit: 2 }, z.string(), io.signal))
      all.push(...results, base ?? "");
    return all;
  };
  return read;
}

it("follows cursors behind the gateway, whose path the next address lacks", async () => {
  const read = await clientOver((cursor) =>
    cursor === ""
      ? {
          results: ["a", "b"],
          _links: { next: "/wiki/api/v2/spaces?limit=2&cursor=two%3D", base: "https://acme.example/wiki" },
        }
      : { results: [cursor], _links: {} },
  );
  expect(await read()).toEqual(["a", "b", "https://acme.example/wiki", "two=", ""]);
});

it.each([
  ["that has no cursor", "/wiki/api/v2/spaces?limit=2", /without a cursor/],
  ["that was read before", "/wiki/api/v2/spaces?cursor=same", /leads back/],
])("throws for a next page %s", async (_, next, message) => {
  const read = await clientOver(() => ({ results: ["a"], _links: { next } }));
  await expect(read()).rejects.toThrow(message);
});

const now = Date.parse("2026-03-02T10:30:00Z");
it.each([
  [
    {
      "beta-ratelimit": '"global-app-quota";r=12000;t=1800',
      "beta-ratelimit-policy": '"global-app-quota";q=65000;w=3600',
    },
    { points: 12_000, leftMs: 1_800_000, isNearLimit: true },
  ],
  [
    {
      ratelimit: '"global-app-quota";r=60000;t=1800',
      "ratelimit-policy": '"global-app-quota";q=65000;w=3600',
    },
    { points: 60_000, leftMs: 1_800_000, isNearLimit: false },
  ],
  [
    {
      "x-ratelimit-remaining": "90",
      "x-ratelimit-reset": "2026-03-02T11:00:00Z",
      "x-ratelimit-nearlimit": "true",
    },
    { points: 90, leftMs: 1_800_000, isNearLimit: true },
  ],
  [{ "x-ratelimit-remaining": "90" }, undefined],
  [{}, undefined],
])("reads the hour's points from %j", (headers, quota) => {
  expect(quotaIn(headers, now)).toEqual(quota);
});

it.each([
  ["none while there is plenty", { points: 60_000, leftMs: 1_800_000, isNearLimit: false }, undefined, 0],
  ["what is left lasts for the hour", { points: 6_000, leftMs: 1_800_000, isNearLimit: true }, 6_010, 3_000],
  [
    "a point a request before anything is known",
    { points: 6_000, leftMs: 600_000, isNearLimit: true },
    undefined,
    100,
  ],
  ["a minute at most", { points: 2, leftMs: 1_800_000, isNearLimit: true }, 252, 60_000],
  [
    "none where nothing is left: the refusal says how long",
    { points: 0, leftMs: 9_000, isNearLimit: true },
    1,
    0,
  ],
  ["a new hour costs nothing less", { points: 100, leftMs: 1_000, isNearLimit: true }, 5, 10],
])("pauses: %s", (_, quota, before, ms) => {
  expect(pauseFor(quota, before === undefined ? undefined : { ...quota, points: before })).toBe(ms);
});

it("goes on more slowly while few points are left", async () => {
  const times: number[] = [];
  const left = [1_000, 990, 980];
  server = await startApiServer({
    "GET /wiki/api/v2/spaces": ({ query }) => {
      times.push(performance.now());
      const page = Number(query.get("cursor") ?? 0);
      const headers = {
        ratelimit: `"global-app-quota";r=${left[page]};t=20`,
        "ratelimit-policy": '"global-app-quota";q=65000;w=3600',
      };
      const next = page < 2 ? { next: `/wiki/api/v2/spaces?cursor=${page + 1}` } : {};
      return { headers, json: { results: [`s${page}`], _links: next } };
    },
  });
  const options = confluenceOptions.parse({
    base_url: `${server.url}/wiki`,
    edition: "cloud",
    auth: { bearer: "oauth" },
    spaces: ["HB"],
  });
  const io = testIo(os.tmpdir(), os.tmpdir());
  for await (const _ of createClient(options, io).pages(
    "/api/v2/spaces",
    { limit: 1 },
    z.string(),
    io.signal,
  ));
  const [first = 0, second = 0, third = 0] = times;
  // 20 s for 1,000 points: a point at first, ten a request as the second answer shows.
  expect(second - first).toBeGreaterThanOrEqual(15);
  expect(third - second).toBeGreaterThanOrEqual(150);
});
