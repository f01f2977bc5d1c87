import { expect, it } from "vitest";
import { z } from "zod";
import { cached } from "../../src/connector-kit/cached.ts";

const Shape = z.object({ count: z.number() });

it("gives back what was kept, and makes it once", async () => {
  const store = new Map<string, string>();
  const values = cached(store, Shape);
  let made = 0;
  const make = async () => {
    made += 1;
    return { count: made };
  };
  expect(values.get("a")).toBeUndefined();
  expect(await values.getOrMake("a", make)).toEqual({ count: 1 });
  expect(await cached(store, Shape).getOrMake("a", make)).toEqual({ count: 1 });
  expect(values.get("a")).toEqual({ count: 1 });
});

it.each(["", "{", "null", '{"count":"1"}', "[]"])("%j is made anew", async (text) => {
  const values = cached(new Map([["a", text]]), Shape);
  expect(values.get("a")).toBeUndefined();
  expect(await values.getOrMake("a", async () => ({ count: 2 }))).toEqual({ count: 2 });
  expect(values.get("a")).toEqual({ count: 2 });
});

it("does not keep what is too large", () => {
  const store = new Map<string, string>();
  const values = cached(store, Shape, { maxLength: 12 });
  values.set("a", { count: 12 });
  values.set("b", { count: 123 });
  expect([...store.keys()]).toEqual(["a"]);
});
