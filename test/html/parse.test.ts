import fc from "fast-check";
import { parse } from "parse5";
import { adapter as stock } from "parse5-htmlparser2-tree-adapter";
import { expect, test } from "vitest";
import { $, parseHtml } from "../../src/html/parse.ts";
import { runs } from "../setup/properties.ts";

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

test("the tree is the one that parse5 builds with its own adapter", () => {
  fc.assert(
    fc.property(pages, (html) => {
      const own = $.html(parseHtml(html).tree);
      const theirs = $.html(parse(html, { treeAdapter: stock }));
      expect(own).toBe(theirs);
    }),
    { numRuns: runs(1000) },
  );
});

test("a tag keeps its first 300 attributes", () => {
  const names = Array.from({ length: 1_000 }, (_, at) => `a${at}`);
  const { tree } = parseHtml(`<p ${names.join(" ")}>x</p>`);
  expect(Object.keys($(tree).find("p").attr() ?? {})).toEqual(names.slice(0, 300));
});
