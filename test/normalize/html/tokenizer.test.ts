import fc from "fast-check";
import { type Token, type TokenHandler, Tokenizer } from "parse5";
import { expect, test } from "vitest";
import { text } from "../../../src/normalize/html/dom.ts";
import { CappedTokenizer } from "../../../src/normalize/html/tokenizer.ts";
import { countWords } from "../../../src/normalize/html/words.ts";

/** All that a tokenizer says of a text, places included. */
function tokensBy(Kind: typeof Tokenizer, html: string): string {
  const said: Token.Token[] = [];
  const keep = (token: Token.Token) => void said.push(structuredClone(token));
  const handler: TokenHandler = {
    onStartTag: keep,
    onEndTag: keep,
    onComment: keep,
    onDoctype: keep,
    onEof: keep,
    onCharacter: keep,
    onNullCharacter: keep,
    onWhitespaceCharacter: keep,
    onParseError: null,
  };
  new Kind({ sourceCodeLocationInfo: true }, handler).write(html, true);
  return JSON.stringify(said);
}

const pieces = fc.constantFrom(
  ..."< > & \" ' = / ! - a B é 漢 😀 \ud83d \0 \t \f \r".split(" "),
  ...[" ", "   ", "\n", "\r\n", "\n    ", "word", "&amp;", "&lt", "&#0;", "<p>", "</p>", "<!--", "-->"],
  ...['<a href="', "<a title='x y", '">', "'>", "<script>", "</script>", "<style>", "<title>", "</title>"],
);

test("words and values taken in pieces give the tokens that single characters give", () => {
  fc.assert(
    fc.property(fc.array(pieces, { maxLength: 60 }), (parts) => {
      const html = parts.join("");
      expect(tokensBy(CappedTokenizer, html)).toBe(tokensBy(Tokenizer, html));
    }),
    { numRuns: 500 },
  );
});

test("words of ASCII are counted as the pattern for all scripts counts them", () => {
  const word = /[\p{L}\p{N}](?:[\p{M}'’._-]?[\p{L}\p{N}])*/gu;
  const parts = fc.constantFrom(..."a Z 0 ' . _ - ( , é ’".split(" "), " ", "\n", "\u00a0");
  fc.assert(
    fc.property(fc.array(parts, { maxLength: 40 }), (some) => {
      const line = some.join("");
      expect(countWords([text(line)])).toBe(line.match(word)?.length ?? 0);
    }),
    { numRuns: 500 },
  );
});
