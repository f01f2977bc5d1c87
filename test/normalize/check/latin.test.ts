import fc from "fast-check";
import { francAll } from "franc-min";
import { data } from "franc-min/data.js";
import { expect, test } from "vitest";
import { latinScores } from "../../../src/normalize/check/latin.ts";

/** Texts that resemble the languages, because they consist of their trigrams. */
const trigrams = Object.values(data.Latin ?? {}).map((model) => model.split("|"));
const sample = fc
  .tuple(fc.constantFrom(...trigrams), fc.array(fc.nat(299), { minLength: 30, maxLength: 900 }))
  .map(([model, picks]) => picks.map((pick) => model[pick] ?? "").join(""));
const other = fc.constantFrom(
  "Привет, мир ",
  "こんにちは世界",
  "1,234.5 – ",
  "  \n\t",
  "ÄÖÜ ß ",
  "😀",
  "CamelCase_and ",
);

test("gives the languages and scores of franc, or none where the text may be in another script", () => {
  let compared = 0;
  fc.assert(
    fc.property(fc.array(fc.oneof(sample, other), { minLength: 1, maxLength: 6 }), (parts) => {
      const text = parts.join(" ");
      const scores = latinScores(text);
      if (scores === undefined) return;
      compared += 1;
      const franc = francAll(text);
      expect(new Map(scores)).toEqual(new Map(franc));
      expect(scores.map(([, score]) => score)).toEqual(franc.map(([, score]) => score));
      expect(scores[0]).toEqual(franc[0]);
    }),
    { numRuns: 300 },
  );
  expect(compared).toBeGreaterThan(100);
});

test.each(["Привет, мир. Как дела?", "こんにちは世界", "12345 67890", ""])("%j is not judged", (text) => {
  expect(latinScores(text)).toBeUndefined();
});
