import { describe, expect, test } from "vitest";
import { Faults } from "../../src/emulator/fault-rules.ts";
import type { Emulator, FaultRuleInput } from "../../src/emulator/index.ts";
import { call, pageOf, started, stillClock, withSource } from "./support.ts";

const pages = "/ai/external_pages";
const onPost = { method: "POST", path: pages };

async function prepared(fault: FaultRuleInput["fault"], match: FaultRuleInput["match"] = onPost) {
  const clock = stillClock();
  const emulator = await started({ clock, perPage: 2 });
  const source = await withSource(emulator);
  emulator.faults.set([{ match, fault }]);
  const post = (id = "a", signal?: AbortSignal) =>
    call(emulator, "POST", pages, pageOf(source, id), signal ? { signal } : {});
  return { emulator, source, post, clock };
}

const lastOf = (emulator: Emulator) => emulator.log.all().at(-1);

describe("an injected fault", () => {
  test.each([
    ["before", 0, undefined],
    ["after", 1, "created"],
  ] as const)("status %s the effect", async (when, count, effect) => {
    const { emulator, post } = await prepared({ kind: "status", status: 502, when });
    const answer = await post();
    expect([answer.status, emulator.state.pageCount]).toEqual([502, count]);
    expect(answer.json).toMatchObject({ type: "error.list", errors: [{ code: "server_error" }] });
    expect(lastOf(emulator)).toMatchObject({ status: 502, fault: "status", effect, externalId: "a" });
  });

  test("429 with and without headers, with Reset past and far off", async () => {
    const rates = async (fault: object) => {
      const { post } = await prepared({ kind: "status", status: 429, ...fault });
      const { headers, json } = await post();
      expect(json.errors[0].code).toBe("rate_limit_exceeded");
      return [
        headers.get("x-ratelimit-remaining"),
        headers.get("x-ratelimit-reset"),
        headers.get("retry-after"),
      ];
    };
    const now = Math.round(stillClock().time / 1000);
    expect(await rates({})).toEqual(["1665", String(now + 9), null]);
    expect(await rates({ rate: "none" })).toEqual([null, null, null]);
    expect(await rates({ rate: { resetIn: -60 } })).toEqual(["0", String(now - 60), null]);
    expect(await rates({ rate: { resetIn: 86_400, remaining: 3 } })).toEqual([
      "3",
      String(now + 86_400),
      null,
    ]);
    expect(await rates({ rate: "none", retryAfter: 2 })).toEqual([null, null, "2"]);
    expect(await rates({ headers: { "x-ratelimit-reset": null, "Retry-After": "soon" } })).toEqual([
      "1665",
      null,
      "soon",
    ]);
  });

  test.each([
    ["before", 0],
    ["after", 1],
    ["mid-answer", 1],
  ] as const)("reset %s", async (when, count) => {
    const { emulator, post } = await prepared({ kind: "reset", when });
    await expect(post()).rejects.toThrow();
    expect(emulator.state.pageCount).toBe(count);
    expect(lastOf(emulator)).toMatchObject({ status: null, fault: "reset", externalId: "a" });
  });

  test.each([
    ["before", 0],
    ["after", 1],
  ] as const)("hang %s", async (when, count) => {
    const { emulator, post } = await prepared({ kind: "hang", when });
    const stop = new AbortController();
    const pending = expect(post("a", stop.signal)).rejects.toThrow("aborted");
    await expect.poll(() => emulator.faults.list()[0]?.fired).toBe(1);
    await expect.poll(() => emulator.state.pageCount).toBe(count);
    stop.abort();
    await pending;
    await expect.poll(() => lastOf(emulator)?.fault).toBe("hang");
    expect(emulator.state.pageCount).toBe(count);
    expect(lastOf(emulator)).toMatchObject({ status: null, fault: "hang" });
  });

  test("delay and slow bytes take their time and say the truth", async () => {
    const slow = await prepared({ kind: "slow", bytesPerSecond: 1 });
    const { json, text } = await slow.post();
    expect(json.external_id).toBe("a");
    expect(slow.clock.slept).toEqual(Array(text.length).fill(1000));
    const late = await prepared({ kind: "delay", ms: 1234 });
    expect((await late.post()).status).toBe(200);
    expect(late.clock.slept).toEqual([1234]);
  });

  test("truncated JSON is a complete message of broken JSON", async () => {
    const { emulator, post } = await prepared({ kind: "truncated" });
    const answer = await post();
    expect(answer.status).toBe(200);
    expect(() => JSON.parse(answer.text)).toThrow();
    expect(Number(answer.headers.get("content-length"))).toBe(answer.text.length);
    expect(lastOf(emulator)).toMatchObject({ status: 200, effect: "created", answer: undefined });
  });

  test("HTML answered as 200, without effect unless asked", async () => {
    const { emulator, post } = await prepared({ kind: "html" });
    const answer = await post();
    expect([answer.status, answer.headers.get("content-type")]).toEqual([200, "text/html; charset=utf-8"]);
    expect(answer.text).toContain("sign in");
    expect(emulator.state.pageCount).toBe(0);
  });

  test("a wrong echo", async () => {
    const { post } = await prepared({ kind: "echo", fields: { external_id: "b" } });
    expect((await post()).json).toMatchObject({ external_id: "b", title: "Title of a" });
  });

  test("next pointing elsewhere", async () => {
    const url = "https://evil.example/ai/external_pages?page=2";
    const { emulator } = await prepared({ kind: "next", url }, { method: "GET" });
    const { json } = await call(emulator, "GET", pages);
    expect(json.pages).toMatchObject({ type: "pages", page: 1, next: url });
  });

  test.each([
    [1, ["d", "c", "c", "b"]],
    [-1, ["d", "c", "a"]],
  ])("a listing that shifts by %d while it is read", async (by, expected) => {
    const { emulator, post } = await prepared({ kind: "shift", by }, { method: "GET", nth: 2 });
    for (const id of ["a", "b", "c", "d"]) await post(id);
    const lists = [await call(emulator, "GET", pages), await call(emulator, "GET", `${pages}?page=2`)];
    expect(
      lists.flatMap((list) => list.json.data.map((page: { external_id: string }) => page.external_id)),
    ).toEqual(expected);
  });

  test("the source deleted mid-run", async () => {
    const { emulator, post } = await prepared({ kind: "source-deleted" }, { ...onPost, from: 2 });
    expect((await post("a")).status).toBe(200);
    expect((await post("b")).status).toBe(404);
    expect([emulator.state.sources(), emulator.state.pageCount]).toEqual([[], 0]);
  });
});

describe("rules", () => {
  const fault = { kind: "hang" } as const;
  const request = (externalId: string, method = "POST") => ({ method, path: pages, externalId, sourceId: 1 });
  const fired = (rules: FaultRuleInput[], ids: string[]) => {
    const faults = new Faults();
    faults.set(rules);
    return ids.filter((id) => faults.pick(request(id)));
  };
  const ids = ["a", "b", "c", "d", "e"];

  test.each<[string, Omit<FaultRuleInput, "fault">, string[]]>([
    ["nothing stated", {}, ids],
    ["method", { match: { method: "GET" } }, []],
    ["path", { match: { path: pages } }, ids],
    ["path's beginning", { match: { path: "/ai/*" } }, ids],
    ["another path", { match: { path: "/ai" } }, []],
    ["external id", { match: { externalId: "c" } }, ["c"]],
    ["another source", { match: { sourceId: 2 } }, []],
    ["nth", { match: { nth: 2 } }, ["b"]],
    ["several nth", { match: { nth: [1, 4] } }, ["a", "d"]],
    ["from", { match: { from: 4 } }, ["d", "e"]],
    ["times", { times: 2 }, ["a", "b"]],
    ["no share", { match: { fraction: 0 } }, []],
    ["all of them", { match: { fraction: 1 } }, ids],
  ])("match by %s", (_name, rule, expected) => {
    expect(fired([{ ...rule, fault }], ids)).toEqual(expected);
  });

  test("are tried in order; those passed over count all the same", () => {
    const faults = new Faults();
    faults.set([
      { name: "first", match: { nth: 1 }, fault },
      { name: "second", match: { nth: 2 }, fault },
    ]);
    expect(ids.map((id) => faults.pick(request(id))?.name)).toEqual([
      "first",
      "second",
      undefined,
      undefined,
      undefined,
    ]);
    expect(faults.list().map(({ seen, fired: times }) => [seen, times])).toEqual([
      [5, 1],
      [5, 1],
    ]);
  });

  test("draw a share by seed, whatever the order, and again for each attempt", () => {
    const many = Array.from({ length: 2000 }, (_, n) => `p${n}`);
    const rule = (seed: number): FaultRuleInput[] => [{ match: { fraction: 0.2, seed }, fault }];
    const drawn = fired(rule(1), many);
    expect(drawn.length / many.length).toBeCloseTo(0.2, 1);
    expect(fired(rule(1), many.toReversed()).toReversed()).toEqual(drawn);
    expect(fired(rule(2), many)).not.toEqual(drawn);
    const attempts = fired(rule(1), Array<string>(100).fill("same"));
    expect(attempts.length).toBeGreaterThan(5);
    expect(attempts.length).toBeLessThan(50);
  });

  test("that make no sense are refused", () => {
    const faults = new Faults();
    const wrong: unknown[] = [
      { fault: { kind: "explode" } },
      { fault, match: { nht: 1 } },
      { fault: { kind: "status", status: 42 } },
    ];
    for (const rule of wrong) expect(() => faults.set([rule as FaultRuleInput])).toThrow();
  });
});
