import { afterEach, describe, expect, test } from "vitest";
import { type ApiReply, type ApiServer, startApiServer } from "../../src/connector-kit/testing/index.ts";
import { exitCode, TryLaterError } from "../../src/errors.ts";
import { createHttp, type HttpOptions } from "../../src/http/http.ts";
import { virtualClock } from "../intercom/virtual-clock.ts";

let server: ApiServer | undefined;
let close: (() => Promise<void>) | undefined;
afterEach(async () => {
  await close?.();
  await server?.close();
});

/** A server, a client and the client's own time. */
async function start(answer: (nth: number, path: string) => ApiReply, options: HttpOptions = {}) {
  let nth = 0;
  const reply = ({ path }: { path: string }) => {
    nth += 1;
    return answer(nth, path);
  };
  const opened = await startApiServer({ "GET /:page": reply });
  server = opened;
  const clock = virtualClock();
  const http = createHttp({ addresses: "private", clock, random: () => 0.5, ...options });
  close = () => http.close();
  const get = (page: string) =>
    http.get(`${opened.url}/${page}`).then(
      ({ status }) => status,
      (error: unknown) => error,
    );
  /** Lets requests under way be answered. */
  const settle = () => new Promise((resolve) => setTimeout(resolve, 30));
  return { clock, http, url: opened.url, get, settle, requests: opened.requests };
}

const told = (status: number, seconds?: number): ApiReply => ({
  status,
  json: {},
  ...(seconds === undefined ? {} : { headers: { "retry-after": String(seconds) } }),
});
const fine: ApiReply = { json: {} };

test("a refusal whose body says later is waited for, and one that is meant is not", async () => {
  const because = (reason: string): ApiReply => ({
    status: 403,
    json: { reason },
    headers: { "retry-after": "0" },
  });
  const { clock, http, url, requests } = await start((nth, path) =>
    nth === 1 ? because("too fast") : path === "/meant" ? because("not for you") : fine,
  );
  const readRefusal = (_status: number, body: Uint8Array) => {
    const { reason } = JSON.parse(Buffer.from(body).toString("utf8"));
    return { code: reason, said: `it said ${reason}`, saysLater: reason === "too fast" };
  };
  const first = http.get(`${url}/a`, { readRefusal });
  await expect.poll(() => clock.sleeping).toBeGreaterThan(0);
  await clock.advance(9_000);
  expect((await first).status).toBe(200);
  expect(requests).toHaveLength(2);
  const error = await http.get(`${url}/meant`, { readRefusal }).catch((failure: unknown) => failure);
  expect(error).toMatchObject({ status: 403, code: "not for you", saysLater: false });
  expect(String(error)).toContain("answered 403: it said not for you");
  expect(requests).toHaveLength(3);
});

describe("a source that says later", () => {
  test.each([
    ["429 with Retry-After", told(429, 900)],
    ["503 with Retry-After", told(503, 900)],
    ["529 with Retry-After", told(529, 900)],
  ])("%s: no request is sent before that time, by anybody", async (_, refusal) => {
    let until = 0;
    const { clock, get, settle, requests } = await start((nth) => (nth === 1 ? refusal : fine));
    const first = get("a");
    await expect.poll(() => clock.sleeping).toBeGreaterThan(0);
    const others = [get("b"), get("c")];
    for (; until < 899; until += 100) await clock.advance(Math.min(100, 899 - until) * 1000);
    await settle();
    expect(requests).toHaveLength(1);
    await clock.advance(1_000);
    await settle();
    expect(await Promise.all([first, ...others])).toEqual([200, 200, 200]);
    expect(requests).toHaveLength(4);
  });

  test("requests under way together wait once, and count once against max_wait", async () => {
    const { clock, get, settle } = await start((nth) => (nth <= 5 ? told(429, 100) : fine), {
      maxWaitMs: 150_000,
    });
    const all = ["a", "b", "c", "d", "e"].map(get);
    await expect.poll(() => clock.sleeping).toBe(5);
    await clock.advance(101_000);
    await settle();
    expect(await Promise.all(all)).toEqual([200, 200, 200, 200, 200]);
  });

  test("429 and 529 without a time are waited out with growing pauses", async () => {
    const { clock, get, settle } = await start((nth) => (nth <= 4 ? told(nth % 2 ? 529 : 429) : fine));
    const first = get("a");
    for (let step = 0; step < 10; step += 1) {
      await settle();
      await clock.advance(20_000);
    }
    expect(await first).toBe(200);
  });

  test.each<[string, HttpOptions, number]>([
    ["max_wait", { maxWaitMs: 60_000 }, 61],
    ["an hour where nothing is stated", {}, 3_601],
    ["the run's time budget", { maxWaitMs: Number.POSITIVE_INFINITY, deadline: 30_000 }, 31],
  ])("longer than %s ends with exit code 5 and the time to come back", async (_, options, seconds) => {
    const { get, requests, clock } = await start(() => told(429, seconds), options);
    const error = await get("a");
    expect(error).toBeInstanceOf(TryLaterError);
    expect(error).toMatchObject({ exitCode: exitCode.tryLater });
    const at = new Date(clock.now() + seconds * 1000).toISOString().slice(0, 19);
    expect(String(error)).toContain(`${at}Z`);
    expect(await get("b")).toBeInstanceOf(TryLaterError);
    expect(requests).toHaveLength(1);
  });

  test("waits add up: one told to wait again and again ends as well", async () => {
    const { clock, get, settle, requests } = await start(() => told(503, 50), { maxWaitMs: 120_000 });
    const first = get("a");
    for (let step = 0; step < 4; step += 1) {
      await settle();
      await clock.advance(51_000);
    }
    expect(await first).toBeInstanceOf(TryLaterError);
    expect(requests).toHaveLength(3);
  });

  test("one that says 0 seconds for ever ends too", async () => {
    const { clock, get, settle, requests } = await start(() => told(429, 0));
    const first = get("a");
    for (let step = 0; step < 14; step += 1) {
      await settle();
      await clock.advance(60_000);
    }
    expect(await first).toBeInstanceOf(TryLaterError);
    expect(requests).toHaveLength(10);
  });
});

describe("a source that is down", () => {
  test("is asked fewer times the longer it is down, and at last only now and then", async () => {
    let down = true;
    const { clock, get, settle, requests } = await start(() => (down ? { status: 500, body: "" } : fine), {
      attempts: 2,
    });
    async function failing(page: string) {
      const answer = get(page);
      for (let ended = false; !ended; ) {
        await settle();
        await clock.advance(1_000);
        ended = await Promise.race([answer.then(() => true), settle().then(() => false)]);
      }
      return answer;
    }
    for (let page = 0; page < 30; page += 1) await failing(`p${page}`);
    expect(requests).toHaveLength(10 * 2 + 15);
    expect(await get("q")).toMatchObject({ unsent: true, kind: "network" });
    down = false;
    await clock.advance(30_000);
    expect(await get("r")).toBe(200);
    expect(await get("s")).toBe(200);
  });
});
