import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { runs } from "../setup/properties.ts";
import { seeded, simulate } from "./simulation.ts";

const between = (random: () => number, low: number, high: number) => () => low + random() * (high - low);

const shape = fc.record({
  seed: fc.integer({ min: 1, max: 2 ** 31 }),
  limit: fc.integer({ min: 1, max: 400 }),
  concurrency: fc.integer({ min: 1, max: 60 }),
  skew: fc.double({ min: -1e6, max: 1e9, noNaN: true }),
  fastest: fc.integer({ min: 1, max: 80 }),
  spread: fc.integer({ min: 0, max: 600 }),
});

describe("against a server with fixed windows", () => {
  test("sends not one request that is refused, once the limit is known, and uses every window up", () => {
    fc.assert(
      fc.property(shape, ({ seed, limit, concurrency, skew, fastest, spread }) => {
        const travel = between(seeded(seed), fastest, fastest + spread);
        const jobs = Math.min(limit * 5, 1_200);
        const run = simulate({ jobs, concurrency, limit: () => limit, skew, travel });
        expect(run.stuck).toBe(false);
        const firstAnswers = 2 * (fastest + spread);
        expect(run.refusedAt.filter((at) => at > firstAnswers)).toEqual([]);
        const inner = [...run.counted.keys()].sort((a, b) => a - b).slice(1, -1);
        const latencyBound = (concurrency * 10_000) / (2 * fastest + spread);
        for (const window of inner) {
          const most = Math.min(limit, latencyBound * 0.7 - concurrency);
          expect(run.counted.get(window) ?? 0).toBeGreaterThanOrEqual(Math.floor(most * 0.98));
        }
      }),
      { numRuns: runs(150) },
    );
  });

  test("with Intercom's own figures: at least 98 % of the allowance, no 429", () => {
    const random = seeded(7);
    for (const [limit, concurrency, rtt] of [
      [1_667, 10, 20],
      [1_667, 50, 150],
      [416, 25, 150],
      [3_334, 50, 40],
    ] as const) {
      const travel = between(random, rtt * 0.3, rtt * 0.7);
      const run = simulate({ jobs: limit * 6, concurrency, limit: () => limit, skew: 123_456.7, travel });
      expect(run.refusedAt).toEqual([]);
      const inner = [...run.counted.values()].slice(1, -1);
      expect(inner.length).toBeGreaterThanOrEqual(4);
      for (const used of inner) expect(used / limit).toBeGreaterThanOrEqual(0.98);
    }
  });

  test("other traffic that takes half costs no 429 and leaves nothing of our half unused", () => {
    for (const others of [5, 83]) {
      const travel = between(seeded(others), 10, 60);
      const run = simulate({
        jobs: 5_000,
        concurrency: 25,
        limit: () => 1_667,
        skew: 5e8 + 321,
        travel,
        others,
      });
      expect(run.refusedAt).toEqual([]);
      for (const used of [...run.counted.values()].slice(1, -1)) {
        expect(used).toBeGreaterThanOrEqual(0.98 * (1_667 - others * 10));
      }
    }
  });

  test.each([
    ["half, answers late", 1_667, 83, 100],
    ["most, answers late", 1_667, 120, 100],
    ["a quarter, answers later still", 1_667, 42, 180],
    ["half of little", 417, 21, 100],
  ])(
    "the window that others and we use up together in a third of its time costs no 429: %s",
    (_, limit, others, rtt) => {
      for (const seed of [1, 8, 15, 22]) {
        const random = seeded(seed);
        // Counted on arrival, answered as much later: by then others took what the answer says is left.
        let leg = 0;
        const travel = () => (leg++ % 2 === 0 ? 1 : rtt) + random() * 5;
        const run = simulate({
          jobs: limit * 4,
          concurrency: 50,
          limit: () => limit,
          skew: seed * 1_237,
          travel,
          others,
        });
        expect(run.refusedAt.filter((at) => at > 20_000)).toEqual([]);
        for (const used of [...run.taken.values()].slice(2, -1))
          expect(used).toBeGreaterThanOrEqual(0.98 * limit);
      }
    },
  );

  test("an allowance that is halved costs at most what was under way", () => {
    const travel = between(seeded(3), 10, 60);
    const limit = (start: number) => (start < 30_000 ? 1_667 : 833);
    const run = simulate({ jobs: 8_000, concurrency: 25, limit, skew: 4_321, travel });
    expect(run.refusedAt.length).toBeLessThanOrEqual(25);
    for (const used of [...run.counted.values()].slice(4, -1)) expect(used).toBeGreaterThanOrEqual(816);
  });

  test("a server whose windows end after their rounded Reset is understood after one window", () => {
    const travel = between(seeded(4), 5, 25);
    const run = simulate({ jobs: 3_000, concurrency: 10, limit: () => 500, skew: 1_234, travel, late: 700 });
    expect(run.stuck).toBe(false);
    expect(run.refusedAt.filter((at) => at > 25_000)).toEqual([]);
    expect(run.refusedAt.length).toBeLessThanOrEqual(20);
    expect(run.ms).toBeLessThanOrEqual(65_000);
  });
});

describe("against servers that say less, or nonsense", () => {
  test("without headers the default pace never exceeds a window's allowance, wherever windows begin", () => {
    fc.assert(
      fc.property(shape, ({ seed, concurrency, skew, fastest, spread }) => {
        const travel = between(seeded(seed), fastest, fastest + Math.min(spread, 200));
        const run = simulate({
          jobs: 500,
          concurrency,
          limit: () => 100,
          skew,
          travel,
          settings: { limit: 100 },
          headers: () => ({}),
        });
        expect(run.stuck).toBe(false);
        expect(run.refusedAt).toEqual([]);
      }),
      { numRuns: runs(60) },
    );
  });

  test("whatever the headers say, everything is sent in the end", () => {
    const header = fc.option(
      fc.oneof(fc.constant(0), fc.integer({ min: -20_000, max: 20_000 }), fc.maxSafeNat()),
      {
        nil: undefined,
      },
    );
    const lies = fc.array(
      fc.record({ limit: header, remaining: header, reset: header, date: header, retry: header }),
      {
        minLength: 1,
        maxLength: 7,
      },
    );
    fc.assert(
      fc.property(shape, lies, (base, told) => {
        let answers = 0;
        const run = simulate({
          jobs: 60,
          concurrency: base.concurrency,
          limit: () => Math.max(5, base.limit),
          skew: base.skew,
          travel: between(seeded(base.seed), base.fastest, base.fastest + base.spread),
          losses: (job) => job % 17 === 3,
          headers: (honest) => {
            const lie = told[answers++ % told.length];
            const near = (value: number | undefined, of: number | undefined) =>
              value === undefined || of === undefined
                ? undefined
                : Math.abs(value) <= 20_000
                  ? of + value
                  : value;
            const limit = near(lie?.limit, honest.limit);
            const remaining = near(lie?.remaining, honest.remaining);
            return {
              ...(limit !== undefined && limit > 0 ? { limit } : {}),
              ...(remaining !== undefined && remaining >= 0 ? { remaining } : {}),
              ...opt("reset", near(lie?.reset, honest.reset)),
              ...opt("date", near(lie?.date, honest.date)),
              ...opt("retryAfterMs", lie?.retry === undefined ? undefined : Math.abs(lie.retry)),
            };
          },
        });
        expect(run.stuck).toBe(false);
      }),
      { numRuns: runs(150) },
    );
  });
});

const opt = (name: string, value: number | undefined) => (value === undefined ? {} : { [name]: value });
