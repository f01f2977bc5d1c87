import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { mapConcurrent, mapInOrder } from "../../src/sync/concurrency.ts";

const collect = async <T>(items: AsyncIterable<T>): Promise<T[]> => {
  const all: T[] = [];
  for await (const item of items) all.push(item);
  return all;
};
const tick = (turns: number) => new Promise<void>((resolve) => setTimeout(resolve, turns));

describe("mapConcurrent", () => {
  it("maps every item once, with at most `concurrency` under way", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.nat(3), { maxLength: 40 }),
        fc.integer({ min: 1, max: 7 }),
        async (delays, concurrency) => {
          let underWay = 0;
          let most = 0;
          const results = await collect(
            mapConcurrent(delays.entries(), concurrency, async ([index, delay]) => {
              most = Math.max(most, ++underWay);
              await tick(delay);
              underWay -= 1;
              return index;
            }),
          );
          expect(results.toSorted((a, b) => a - b)).toEqual([...delays.keys()]);
          expect(most).toBeLessThanOrEqual(concurrency);
        },
      ),
      { numRuns: 40 },
    );
  });

  it("pulls no further than the concurrency allows while nothing is read", async () => {
    let pulled = 0;
    function* endless() {
      for (;;) yield pulled++;
    }
    const results = mapConcurrent(endless(), 3, async (n) => n);
    await results.next();
    await tick(5);
    expect(pulled).toBeLessThanOrEqual(4);
    await results.return(undefined);
  });

  it("begins nothing new after a failure, waits for what is under way, then throws it", async () => {
    const begun: number[] = [];
    const ended: number[] = [];
    const results = mapConcurrent([1, 2, 3, 4, 5], 2, async (n) => {
      begun.push(n);
      if (n === 1) throw new Error("first");
      await tick(5);
      ended.push(n);
      return n;
    });
    await expect(collect(results)).rejects.toThrow("first");
    expect(ended).toEqual(begun.filter((n) => n !== 1));
    expect(begun).not.toContain(5);
  });
});

describe("mapInOrder", () => {
  it("keeps the order whatever takes how long, with at most `concurrency` under way", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.nat(3), { maxLength: 30 }),
        fc.integer({ min: 1, max: 7 }),
        async (delays, concurrency) => {
          let underWay = 0;
          let most = 0;
          const results = await collect(
            mapInOrder(delays.entries(), concurrency, async ([index, delay]) => {
              most = Math.max(most, ++underWay);
              await tick(delay);
              underWay -= 1;
              return index;
            }),
          );
          expect(results).toEqual([...delays.keys()]);
          expect(most).toBeLessThanOrEqual(concurrency);
        },
      ),
      { numRuns: 40 },
    );
  });

  it("throws in its turn what failed, after what was under way has ended", async () => {
    const ended: number[] = [];
    const results = mapInOrder([1, 2, 3, 4], 2, async (n) => {
      await tick(n);
      if (n === 2) throw new Error("second");
      ended.push(n);
      return n;
    });
    expect((await results.next()).value).toBe(1);
    await expect(results.next()).rejects.toThrow("second");
    expect(ended).toEqual([1, 3]);
  });
});
