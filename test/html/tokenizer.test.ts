import fc from "fast-check";
import { parse, Token, type TokenHandler, Tokenizer } from "parse5";
import { adapter as stock } from "parse5-htmlparser2-tree-adapter";
import { expect, test } from "vitest";
import { text } from "../../src/html/dom.ts";
import { $, parseHtml } from "../../src/html/parse.ts";
import { CappedTokenizer } from "../../src/html/tokenizer.ts";
import { countWords } from "../../src/normalize/check/words.ts";

/** What a tokenizer says of a text, neighbouring pieces of one text put together again. */
function tokensBy(Kind: typeof Tokenizer, html: string): unknown[] {
  const said: Token.Token[] = [];
  const keep = (token: Token.Token) => void said.push(structuredClone(token));
  const keepText = (token: Token.CharacterToken) => {
    const last = said.at(-1);
    const goesOn = last && "chars" in last && (last.type === token.type || last.type === CHARACTER);
    if (goesOn && token.type !== NULL_CHARACTER) last.chars += token.chars;
    else keep(token);
  };
  const handler: TokenHandler = {
    onStartTag: keep,
    onEndTag: keep,
    onComment: keep,
    onDoctype: keep,
    onEof: keep,
    onCharacter: keepText,
    onNullCharacter: keepText,
    onWhitespaceCharacter: keepText,
    onParseError: null,
  };
  new Kind({ sourceCodeLocationInfo: false }, handler).write(html, true);
  return said;
}

const { CHARACTER, NULL_CHARACTER } = Token.TokenType;

const pieces = fc.constantFrom(
  ..."< > & \" ' = / ! - a B é 漢 😀 \ud83d \0 \t \f \r".split(" "),
  ...[" ", "   ", "\n", "\r\n", "\n    ", "word", "&amp;", "&lt", "&#0;", "<p>", "</p>", "<!--", "-->"],
  ...['<a href="', "<a title='x y", '">', "'>", "<script>", "</script>", "<style>", "<title>", "</title>"],
);

const tags = fc.constantFrom(
  ...'<p> </p> <br> <br/> <br /> <P> <a href="x"> <a href="x" href="y"> <a href="x" > <a  href="x"> </a> </a > </a href="x">'
    .split(/(?<=>) (?=<)/)
    .concat(
      '<a href="x"id="y">',
      '<a href="x&amp;y">',
      '<a href="x\ny">',
      '<a href="x\ry">',
      '<a b="é漢😀">',
      '<a b="\ud83d">',
    )
    .concat(
      '<my-tag data-x="1">',
      "<a b>",
      "<a b='c'>",
      "<a b=c>",
      '<a b="c',
      "<a",
      "<1>",
      "</",
      '<a\nb="c">',
      '<a/b="c">',
    ),
);
const structure = fc.constantFrom(
  ..."<table> <tr> <td> </table> <caption> <col> <select> <option> </select> <pre> </pre> <template> </template> <svg> <math> <mi> </svg> <b> </b> <li> <h1> </h1> <body> </body> </html> <head> </head> <title> </title> <style> </style> <script> </script> <textarea> <noscript>".split(
    " ",
  ),
);
const pages = fc.array(fc.oneof(pieces, tags, structure), { maxLength: 60 }).map((parts) => parts.join(""));

test("texts, values and tags taken in pieces give the tokens that single characters give", () => {
  fc.assert(
    fc.property(pages, (html) => {
      expect(tokensBy(CappedTokenizer, html)).toEqual(tokensBy(Tokenizer, html));
    }),
    { numRuns: 1000 },
  );
});

test("and the tree that parse5 builds of them", () => {
  fc.assert(
    fc.property(pages, (html) => {
      const own = $.html(parseHtml(html).tree);
      const theirs = $.html(parse(html, { treeAdapter: stock }));
      expect(own).toBe(theirs);
    }),
    { numRuns: 1000 },
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
