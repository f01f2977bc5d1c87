import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { durationMs } from "../../src/clock.ts";
import { editDistance, suggest } from "../../src/config/errors/suggest.ts";

describe("the word that was meant", () => {
  const known = ["connector", "url", "visible_to", "removals", "audience_ids", "locale", "rules"];
  test.each([
    ["visble_to", "visible_to"],
    ["visibleTo", "visible_to"],
    ["visible-to", "visible_to"],
    ["URL", "url"],
    ["ulr", "url"],
    ["rule", "rules"],
    ["audience_id", "audience_ids"],
    ["colour", undefined],
    ["xyz", undefined],
    ["", undefined],
  ])("%s → %s", (word, meant) => {
    expect(suggest(word, known)).toBe(meant);
  });

  test("a distance is symmetric, zero for equals only, and at most the longer word", () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 12 }), fc.string({ maxLength: 12 }), (a, b) => {
        const distance = editDistance(a, b);
        expect(distance).toBe(editDistance(b, a));
        expect(distance === 0).toBe(a === b);
        expect(distance).toBeLessThanOrEqual(Math.max(a.length, b.length));
        expect(distance).toBeGreaterThanOrEqual(Math.abs(a.length - b.length));
      }),
    );
  });
});

test.each([
  ["7d", 604_800_000],
  ["12h", 43_200_000],
  ["30m", 1_800_000],
  ["45s", 45_000],
  ["0s", 0],
  ["7", undefined],
  ["7 d", undefined],
  ["-7d", undefined],
  ["1.5h", undefined],
  ["7w", undefined],
  ["9999999d", undefined],
])("a duration of %s is %s ms", (text, ms) => {
  expect(durationMs(text)).toBe(ms);
});
