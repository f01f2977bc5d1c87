import http from "node:http";
import { expect, test } from "vitest";
import { type Answer, call, pageOf, type Sent, started, stillClock, withSource } from "./support.ts";

const sources = "/ai/content_import_sources";
const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

function expectError(answer: Answer, status: number, code: string) {
  expect(answer.status).toBe(status);
  expect(answer.json).toMatchObject({ type: "error.list", errors: [{ code }] });
  expect(answer.json.request_id).toMatch(uuid);
}

test.each<[string, number, string, Sent]>([
  ["no token", 401, "unauthorized", { token: null }],
  ["a wrong token", 401, "unauthorized", { token: "other" }],
  ["an unknown version", 400, "intercom_version_invalid", { version: "2.99" }],
  ["an old version", 400, "intercom_version_invalid", { version: "2.3" }],
  ["a bad Accept", 406, "media_type_not_acceptable", { headers: { Accept: "text/html" } }],
])("%s: %d %s", async (_name, status, code, sent) => {
  const emulator = await started();
  expectError(await call(emulator, "GET", sources, undefined, sent), status, code);
  expect(emulator.log.all()).toMatchObject([{ status, method: "GET", path: sources }]);
});

test.each<[string, number, string, Sent]>([
  ["no JSON", 400, "bad_request", { raw: "{" }],
  ["an array", 400, "bad_request", { raw: "[]" }],
  ["broken UTF-8", 400, "bad_request", { raw: new Uint8Array([0x7b, 0xff, 0x7d]) }],
  ["a form", 415, "media_type_not_acceptable", { raw: "a=b", headers: { "Content-Type": "text/plain" } }],
  ["over 5 MB", 413, "payload_too_large", { raw: JSON.stringify({ html: "x".repeat(5 * 1024 * 1024) }) }],
])("a body that is %s: %d %s", async (_name, status, code, sent) => {
  const emulator = await started();
  expectError(await call(emulator, "POST", sources, undefined, sent), status, code);
  expect(emulator.state.sources()).toEqual([]);
});

test.each([
  ["GET", "/ai/nothing", 404],
  ["GET", "/ai/constructor", 404],
  ["GET", "/articles", 404],
  ["GET", `${sources}/`, 404],
  ["GET", `${sources}/x`, 404],
  ["DELETE", sources, 405],
  ["PATCH", `${sources}/1`, 405],
])("%s %s: %d", async (method, path, status) => {
  const emulator = await started();
  expect((await call(emulator, method, path)).status).toBe(status);
});

test("the version asked for is the version answered; without one, the app's", async () => {
  const emulator = await started({ appVersion: "2.16" });
  const versionOf = async (version: string | null) =>
    (await call(emulator, "GET", sources, undefined, { version })).headers.get("intercom-version");
  expect(await versionOf("2.15")).toBe("2.15");
  expect(await versionOf("preview")).toBe("Preview");
  expect(await versionOf("Unstable")).toBe("Preview");
  expect(await versionOf(null)).toBe("2.16");
  expect(emulator.log.all().at(-1)?.notes).toEqual(["no Intercom-Version header"]);
});

test("the allowance is metered in windows of ten seconds", async () => {
  const clock = stillClock(Date.UTC(2026, 0, 5, 12, 0, 3));
  const emulator = await started({ ratePer10s: 2, clock });
  const end = Date.UTC(2026, 0, 5, 12, 0, 10) / 1000;
  const get = () => call(emulator, "GET", sources);
  const rate = ({ headers }: Answer) =>
    ["limit", "remaining", "reset"].map((name) => Number(headers.get(`x-ratelimit-${name}`)));
  expect(rate(await get())).toEqual([2, 1, end]);
  expect(rate(await get())).toEqual([2, 0, end]);
  const refused = await get();
  expectError(refused, 429, "rate_limit_exceeded");
  expect(rate(refused)).toEqual([2, 0, end]);
  expect(refused.headers.get("date")).toBe("Mon, 05 Jan 2026 12:00:03 GMT");
  expect(refused.headers.get("retry-after")).toBeNull();
  clock.time += 7000;
  expect(rate(await get())).toEqual([2, 1, end + 10]);
  emulator.rate.per10s = 5;
  emulator.rate.spend(3, clock.now());
  expect(rate(await get())).toEqual([5, 0, end + 10]);
});

test("a request refused for its token is not metered; unmetered answers carry no rate headers", async () => {
  const metered = await started({ ratePer10s: 1 });
  const refused = await call(metered, "GET", sources, undefined, { token: "x" });
  expect(refused.headers.get("x-ratelimit-limit")).toBeNull();
  expect((await call(metered, "GET", sources)).status).toBe(200);
  const free = await started({ ratePer10s: Number.POSITIVE_INFINITY });
  expect((await call(free, "GET", sources)).headers.get("x-ratelimit-limit")).toBeNull();
});

test("only a loopback name is answered to", async () => {
  const emulator = await started();
  const status = await new Promise((resolve, reject) => {
    http
      .get(emulator.url, { headers: { Host: "rebound.example" } }, (response) => {
        response.resume();
        resolve(response.statusCode);
      })
      .on("error", reject);
  });
  expect(status).toBe(421);
});

test("a client that goes away while sending leaves a trace and no page", async () => {
  const emulator = await started();
  const source = await withSource(emulator);
  const body = JSON.stringify(pageOf(source, "a"));
  await new Promise<void>((resolve) => {
    const request = http.request(`${emulator.url}/ai/external_pages`, {
      method: "POST",
      headers: {
        Authorization: `Bearer ${emulator.token}`,
        "Content-Type": "application/json",
        "Content-Length": body.length,
      },
    });
    request.on("error", () => resolve());
    request.write(body.slice(0, 20), () => setTimeout(() => request.destroy(), 20));
  });
  await expect.poll(() => emulator.log.last).toBe(2);
  expect(emulator.log.all()[1]).toMatchObject({
    status: null,
    notes: ["the client went away while sending"],
  });
  expect(emulator.state.pageCount).toBe(0);
});

test("a port that is taken is said so", async () => {
  const emulator = await started();
  const port = Number(new URL(emulator.url).port);
  await expect(started({ port })).rejects.toMatchObject({
    name: "FinIngestError",
    message: expect.stringContaining(String(port)),
    hint: expect.stringContaining("--port"),
  });
});
