import { describe, expect, test } from "vitest";
import { createPacer, type Ticket } from "../../src/intercom/pacer.ts";
import { readRateStatement } from "../../src/intercom/rate-headers.ts";
import { observe } from "../../src/intercom/server-clock.ts";
import { virtualClock } from "./virtual-clock.ts";

const httpDate = (seconds: number) => new Date(seconds * 1000).toUTCString();

function headers(values: Readonly<Record<string, string | number>>) {
  return (name: string) => (values[name] === undefined ? undefined : String(values[name]));
}

const rate = (remaining: number, reset: number, date = 1_000) =>
  headers({
    "x-ratelimit-limit": 100,
    "x-ratelimit-remaining": remaining,
    "x-ratelimit-reset": reset,
    date: httpDate(date),
  });

function setUp() {
  const clock = virtualClock();
  const pauses: number[] = [];
  const pacer = createPacer({ clock, onPause: (ms) => pauses.push(ms) });
  const admitted: Ticket[] = [];
  const ask = (count: number, signal?: AbortSignal) =>
    Array.from({ length: count }, () => {
      const leave = pacer.admit(signal);
      leave.then(
        (ticket) => admitted.push(ticket),
        () => {},
      );
      return leave;
    });
  return { clock, pauses, pacer, admitted, ask };
}

describe("pacer", () => {
  test("begins with a few requests and waits for what they tell", async () => {
    const { clock, admitted, ask } = setUp();
    ask(200);
    await clock.advance(5_000);
    expect(admitted).toHaveLength(4);
    admitted[0]?.answered(200, rate(96, 1_008));
    await clock.advance(0);
    // The server had 96 left, and three may have been counted since.
    expect(admitted).toHaveLength(4 + 93);
  });

  test("an answer of an older window changes nothing, even where no Date says that it is over", async () => {
    const { clock, admitted, ask } = setUp();
    await Promise.all(ask(2));
    const undated = (remaining: number, reset: number) =>
      headers({ "x-ratelimit-limit": 100, "x-ratelimit-remaining": remaining, "x-ratelimit-reset": reset });
    admitted[0]?.answered(200, undated(98, 1_010));
    admitted[1]?.answered(200, undated(0, 1_000));
    ask(50);
    await clock.advance(1);
    expect(admitted).toHaveLength(52);
  });

  test("more left than before is believed of a request that was sent after the earlier answer", async () => {
    const { clock, admitted, ask, pacer } = setUp();
    const early = await pacer.admit();
    (await pacer.admit()).answered(200, rate(3, 1_009));
    await clock.advance(5);
    const later = await pacer.admit();
    early.answered(200, rate(50, 1_009));
    ask(90);
    await clock.advance(5);
    // `early` was counted before the answer that leaves 3, of which `later` and the reserve take their part.
    expect(admitted).toHaveLength(1);
    later.answered(200, rate(80, 1_009));
    await clock.advance(5);
    expect(admitted.length).toBeGreaterThan(70);
  });

  test("a spent window is waited out, measured by the server's clock", async () => {
    const { clock, admitted, ask } = setUp();
    const [first] = ask(1);
    (await first)?.answered(200, rate(0, 1_004));
    ask(3);
    await clock.advance(3_990);
    expect(admitted).toHaveLength(1);
    await clock.advance(20);
    expect(admitted.length).toBeGreaterThan(1);
  });

  test("a Reset far in the future holds everybody for one window at most; one in the past for none", async () => {
    for (const [reset, until] of [
      [1_000_000, 10_000],
      [500, 0],
    ] as const) {
      const { clock, admitted, ask } = setUp();
      const [first] = ask(1);
      (await first)?.answered(200, rate(0, reset));
      ask(1);
      if (until > 0) {
        await clock.advance(until - 10);
        expect(admitted).toHaveLength(1);
      }
      await clock.advance(20);
      expect(admitted).toHaveLength(2);
    }
  });

  test.each([
    ["Retry-After", { "retry-after": 3 }, 3_000],
    ["an absurd Retry-After", { "retry-after": 86_400 }, 60_000],
    [
      "window headers",
      { "x-ratelimit-remaining": 0, "x-ratelimit-reset": 1_006, date: httpDate(1_000) },
      6_000,
    ],
    ["nothing", {}, 1_000],
    ["a Reset in the past", { "x-ratelimit-reset": 900, date: httpDate(1_000) }, 1_000],
  ])("many 429 with %s are one pause", async (_name, said, ms) => {
    const { clock, pauses, admitted, ask } = setUp();
    await Promise.all(ask(4));
    for (const ticket of admitted.slice()) ticket.answered(429, headers(said));
    ask(4);
    await clock.advance(ms - 10);
    expect(admitted).toHaveLength(4);
    await clock.advance(1_020);
    expect(admitted.length).toBeGreaterThan(4);
    expect(pauses).toEqual([ms]);
  });

  test("429s that say nothing, one after the other, double the pause up to a window", async () => {
    const { clock, pauses, pacer } = setUp();
    for (let round = 0; round < 6; round += 1) {
      const leave = pacer.admit();
      await clock.advance(10_000);
      (await leave).answered(429, headers({}));
    }
    expect(pauses).toEqual([1_000, 2_000, 4_000, 8_000, 10_000, 10_000]);
  });

  test("an abort takes a waiting request out of the queue at once and leaves no timer", async () => {
    const { clock, admitted, ask, pacer } = setUp();
    const [first] = ask(1);
    (await first)?.answered(429, headers({ "retry-after": 30 }));
    const controller = new AbortController();
    const [aborted] = ask(1, controller.signal);
    await clock.advance(5);
    controller.abort(new Error("enough"));
    await expect(aborted).rejects.toThrow("enough");
    await expect(pacer.admit(controller.signal)).rejects.toThrow("enough");
    await clock.advance(1);
    expect(clock.sleeping).toBe(0);
    expect(admitted).toHaveLength(1);
  });

  test("a request without an answer makes room, and a ticket counts once", async () => {
    const { clock, admitted, ask } = setUp();
    ask(9);
    await clock.advance(1);
    const [one] = admitted;
    one?.lost();
    one?.lost();
    one?.answered(200, headers({}));
    await clock.advance(10_000);
    expect(admitted.length).toBe(9);
  });
});

describe("rate headers", () => {
  test.each([
    [{}, {}],
    [
      { "x-ratelimit-limit": "1667", "x-ratelimit-remaining": "0" },
      { limit: 1_667, remaining: 0 },
    ],
    [{ "x-ratelimit-limit": "0", "x-ratelimit-remaining": "-1", "x-ratelimit-reset": "soon" }, {}],
    [{ "x-ratelimit-reset": "1700000000" }, { reset: 1_700_000_000_000 }],
    [
      { date: "Thu, 01 Jan 1970 00:00:10 GMT", "retry-after": "2" },
      { date: 10_000, retryAfterMs: 2_000 },
    ],
    [{ date: "yesterday" }, {}],
  ])("%j", (values, expected) => {
    expect(readRateStatement(headers(values as Record<string, string>))).toEqual(expected);
  });
});

describe("the server's clock", () => {
  test("many answers narrow a second of doubt to the travel time", () => {
    const offset = 7_654_321;
    let clock = observe(undefined, { date: Math.floor(offset / 1000) * 1000, sentAt: -10, receivedAt: 10 });
    expect(clock.high - clock.low).toBe(1_020);
    for (let now = 0; now < 3_000; now += 7) {
      const date = Math.floor((now + offset) / 1000) * 1000;
      clock = observe(clock, { date, sentAt: now - 10, receivedAt: now + 10 });
      expect(clock.low).toBeLessThanOrEqual(offset);
      expect(clock.high).toBeGreaterThanOrEqual(offset);
    }
    expect(clock.high - clock.low).toBeLessThan(40);
  });

  test("a clock that was set again is believed", () => {
    const before = observe(undefined, { date: 5_000_000, sentAt: 0, receivedAt: 10 });
    const after = observe(before, { date: 1_000_000, sentAt: 100, receivedAt: 110 });
    expect(after.low).toBe(1_000_000 - 110);
  });
});
