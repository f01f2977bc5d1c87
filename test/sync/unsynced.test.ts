import { expect, test } from "vitest";
import { unsyncedAfter } from "../../src/sync/unsynced.ts";

const all = () => true;

test.each([
  ["a first wait begins with its run", undefined, ["a"], all, { a: 30 }],
  ["a wait that goes on keeps its beginning", { a: 10 }, ["a", "b"], all, { a: 10, b: 30 }],
  ["what was settled leaves", { a: 10, b: 20 }, ["b"], all, { b: 20 }],
  ["nothing waits any more", { a: 10 }, [], all, undefined],
  ["what this run did not get to see stays", { a: 10, b: 20 }, [], (id: string) => id === "b", { a: 10 }],
])("%s", (_what, before, waiting, knows, expected) => {
  expect(unsyncedAfter(before, { waiting: new Set(waiting), knows, at: 30 })).toEqual(expected);
});

test("of more than 1,000 documents those that wait longest are remembered", () => {
  const old = Object.fromEntries(Array.from({ length: 600 }, (_, n) => [`old${n}`, 10]));
  const fresh = Array.from({ length: 600 }, (_, n) => `new${n}`);
  const waiting = new Set([...fresh, ...Object.keys(old)]);
  const after = unsyncedAfter(old, { waiting, knows: all, at: 30 }) ?? {};
  expect(Object.keys(after)).toHaveLength(1_000);
  expect(after).toMatchObject(old);
});
