import fc from "fast-check";
import { expect, test } from "vitest";
import { distance, simhash } from "../../../src/sync/plan/simhash.ts";

const text = fc.array(fc.stringMatching(/^[a-z]{4,9}$/), { minLength: 300, maxLength: 600 });
const hashOf = (words: readonly string[]) => simhash(words.join(" ")) ?? "";

test("the same text has the same hash, whatever its case and marks", () => {
  fc.assert(
    fc.property(text, (words) => {
      expect(distance(hashOf(words), simhash(words.join(", ").toUpperCase()) ?? "")).toBe(0);
    }),
    { numRuns: 30 },
  );
});

test("one word more in a long text changes few bits; another text changes many", () => {
  fc.assert(
    fc.property(text, text, (words, others) => {
      const edited = [...words.slice(0, 150), "inserted", ...words.slice(150)];
      expect(distance(hashOf(words), hashOf(edited))).toBeLessThanOrEqual(10);
      expect(distance(hashOf(words), hashOf(others))).toBeGreaterThan(10);
    }),
    { numRuns: 50 },
  );
});

test("a text of too few words has none", () => {
  expect(simhash("one two")).toBeUndefined();
  expect(simhash("one two three four", 5)).toBeUndefined();
});

test.each([
  ["one two three", "df70237c0446bd7e"],
  [Array.from({ length: 700 }, (_, n) => `step ${n} 日本 Straße`).join(" "), "8afc60b52fb7264b"],
])("what ledgers remember stays comparable: %.20s…", (words, hash) => {
  expect(simhash(words)).toBe(hash);
});
