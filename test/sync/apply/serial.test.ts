import fc from "fast-check";
import { expect, it } from "vitest";
import { Serial } from "../../../src/sync/concurrency.ts";

it("never runs two of one key at once, keeps their order, and survives failures", async () => {
  const task = fc.record({ key: fc.constantFrom("a", "b", "c"), turns: fc.nat(3), fails: fc.boolean() });
  await fc.assert(
    fc.asyncProperty(fc.array(task, { maxLength: 30 }), async (tasks) => {
      const serial = new Serial();
      const underWay = new Map<string, number>();
      const finished: Record<string, number[]> = { a: [], b: [], c: [] };
      const runs = tasks.map(({ key, turns, fails }, index) =>
        serial.run(key, async () => {
          underWay.set(key, (underWay.get(key) ?? 0) + 1);
          expect(underWay.get(key)).toBe(1);
          for (let turn = 0; turn < turns; turn++) await Promise.resolve();
          underWay.set(key, 0);
          finished[key]?.push(index);
          if (fails) throw new Error("its own");
        }),
      );
      const results = await Promise.allSettled(runs);
      expect(results.map(({ status }) => status === "rejected")).toEqual(tasks.map(({ fails }) => fails));
      for (const order of Object.values(finished)) expect(order).toEqual([...order].sort((x, y) => x - y));
    }),
  );
});

it("different keys do not wait for each other", async () => {
  const serial = new Serial();
  let release = () => {};
  const slow = serial.run("a", () => new Promise<void>((resolve) => (release = resolve)));
  await serial.run("b", async () => {});
  release();
  await slow;
});
