import fc from "fast-check";
import { expect, test } from "vitest";
import { text } from "../../../src/html/dom.ts";
import { countWords } from "../../../src/normalize/check/words.ts";
import { runs } from "../../setup/properties.ts";

test("words of ASCII are counted as the pattern for all scripts counts them", () => {
  const word = /[\p{L}\p{N}](?:[\p{M}'’._-]?[\p{L}\p{N}])*/gu;
  const parts = fc.constantFrom(..."a Z 0 ' . _ - ( , é ’".split(" "), " ", "\n", "\u00a0");
  fc.assert(
    fc.property(fc.array(parts, { maxLength: 40 }), (some) => {
      const line = some.join("");
      expect(countWords([text(line)])).toBe(line.match(word)?.length ?? 0);
    }),
    { numRuns: runs(500) },
  );
});
