import { expect, test } from "vitest";
import { derivedCache } from "../../src/connector-kit/derived-cache.ts";
import type { ConnectorCache } from "../../src/connector-kit/io.ts";

function memory(): ConnectorCache & { readonly kept: Map<string, string> } {
  const kept = new Map<string, string>();
  const known = (keys: readonly string[]) =>
    keys.flatMap((key): [string, string][] => (kept.has(key) ? [[key, kept.get(key) ?? ""]] : []));
  return {
    kept,
    get: (key) => kept.get(key),
    getAll: (keys) => new Map(known(keys)),
    set: (key, value) => void kept.set(key, value),
  };
}

test("what was made of an answer is known to the revision that made it, and written over by the next", () => {
  const cache = memory();
  const [old, now] = [derivedCache({ cache, revision: "r1" }), derivedCache({ cache, revision: "r12" })];
  old.set("a", "A");
  now.set("b", "B");
  expect([old.get("a"), old.get("b"), now.get("a"), now.get("b")]).toEqual(["A", undefined, undefined, "B"]);
  expect([...(now.getAll?.(["a", "b", "c"]) ?? [])]).toEqual([["b", "B"]]);
  now.set("a", "");
  expect([now.get("a"), old.get("a"), cache.kept.size]).toEqual(["", undefined, 2]);
});

test("without a revision it is the cache itself, and what that cannot do, it cannot", () => {
  const cache = new Map<string, string>();
  const derived = derivedCache({ cache });
  derived.set("a", "A");
  expect(cache.get("a")).toBe("A");
  expect(derivedCache({ cache, revision: "r1" }).getAll).toBeUndefined();
});
