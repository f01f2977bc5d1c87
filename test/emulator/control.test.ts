import { expect, test } from "vitest";
import { call, pageOf, started, withSource } from "./support.ts";

const control = (name: string) => `/_emulator/${name}`;

test("the request log is read as JSON Lines, without a token and without leaving a trace", async () => {
  const emulator = await started();
  const source = await withSource(emulator);
  await call(emulator, "POST", "/ai/external_pages", pageOf(source, "a"));
  const read = async (query = "") => {
    const { text, headers } = await call(emulator, "GET", control(`requests${query}`), undefined, {
      token: null,
    });
    expect(headers.get("content-type")).toContain("application/x-ndjson");
    return text
      .split("\n")
      .filter(Boolean)
      .map((line) => JSON.parse(line));
  };
  expect(await read()).toEqual(JSON.parse(JSON.stringify(emulator.log.all())));
  expect(await read("?since=1")).toMatchObject([
    { seq: 2, externalId: "a", effect: "created", version: "2.15" },
  ]);
  await call(emulator, "DELETE", control("requests"));
  expect(await read()).toEqual([]);
  expect(JSON.stringify(emulator.log.all())).not.toContain(emulator.token);
});

test("faults are set, listed and removed", async () => {
  const emulator = await started();
  const rules = [{ name: "down", match: { method: "GET" }, fault: { kind: "status", status: 503 } }];
  expect((await call(emulator, "PUT", control("faults"), rules)).status).toBe(204);
  expect((await call(emulator, "GET", "/ai/external_pages")).status).toBe(503);
  expect((await call(emulator, "GET", control("faults"))).json).toMatchObject([
    { seen: 1, fired: 1, rule: rules[0] },
  ]);
  await call(emulator, "DELETE", control("faults"));
  expect((await call(emulator, "GET", "/ai/external_pages")).status).toBe(200);
});

test("rate and library are changed", async () => {
  const emulator = await started();
  await withSource(emulator);
  await call(emulator, "PUT", control("rate"), { per10s: 3 });
  await call(emulator, "PUT", control("rate"), { spend: 3 });
  const statuses = [(await call(emulator, "GET", "/ai/external_pages")).status];
  await call(emulator, "PUT", control("rate"), { per10s: 0 });
  statuses.push((await call(emulator, "GET", "/ai/external_pages")).status);
  expect(statuses).toEqual([429, 200]);
  await call(emulator, "DELETE", control("library"));
  expect(emulator.state.sources()).toEqual([]);
});

test.each<[string, string, unknown, number]>([
  ["PUT", "faults", [{ fault: { kind: "explode" } }], 400],
  ["PUT", "faults", {}, 400],
  ["PUT", "rate", { per10s: -1 }, 400],
  ["POST", "faults", [], 404],
  ["GET", "nothing", undefined, 404],
])("%s %s %j: %d, with a reason", async (method, name, body, status) => {
  const emulator = await started();
  const answer = await call(emulator, method, control(name), body);
  expect([answer.status, typeof answer.json.error]).toEqual([status, "string"]);
});

test("a body that is not JSON is refused", async () => {
  const emulator = await started();
  expect((await call(emulator, "PUT", control("faults"), undefined, { raw: "{" })).status).toBe(400);
});
