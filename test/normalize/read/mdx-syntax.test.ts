import remarkDirective from "remark-directive";
import remarkGfm from "remark-gfm";
import remarkMdx from "remark-mdx";
import remarkParse from "remark-parse";
import { unified } from "unified";
import { expect, test } from "vitest";
import { parseMdx } from "../../../src/normalize/read/mdx/parse.ts";

const withAllSyntax = unified().use(remarkParse).use(remarkGfm).use(remarkDirective).use(remarkMdx);

test.each([
  "plain *text* without anything",
  "jane.doe+news@example.com, x_y@sub.example.org",
  "see Www.example.com and HTTPS://example.com/a?b=c",
  "mailto:jane@example.com",
  "~~gone~~ and ~one~",
  "a note[^1]\n\n[^1]: its text",
  "| a | b |\n| - | - |\n| 1 | 2 |",
  "a\n:-\n1",
  "- [ ] open\n- [x] done",
  ":::note[Title]{.wide}\n\ntext\n\n:::",
  "::leaf\n\n:über[text] at 12:30",
  'import A from "@scope/a"\n\n<A name={1 + 1}>text</A>',
])("%j is read as with all syntax that there is", (text) => {
  expect(plain(parseMdx(text))).toEqual(plain(withAllSyntax.parse(text)));
});

/** acorn's nodes have a class. */
const plain = (tree: object): unknown => JSON.parse(JSON.stringify(tree));
