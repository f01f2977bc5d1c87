import fs from "node:fs";
import path from "node:path";
import fc from "fast-check";
import MarkdownIt from "markdown-it";
import { describe, expect, test } from "vitest";
import { toMarkdown } from "../../../src/normalize/pipeline.ts";
import { createTurndown } from "../../../src/normalize/write/markdown/to-markdown.ts";
import { runs } from "../../setup/properties.ts";
import { tagSoup } from "../support/html-arbitrary.ts";
import { normalizedHtml } from "../support/normalized.ts";

test.each<[name: string, html: string, markdown: string]>([
  [
    "headings and emphasis",
    "<h2>A</h2><p><strong>b</strong> <em>c</em> <del>d</del> <code>e`f</code></p>",
    "## A\n\n**b** *c* ~~d~~ ``e`f``",
  ],
  ["link", '<p><a href="https://e.com/a_(b)">x [y]</a></p>', "[x \\[y\\]](https://e.com/a_\\(b\\))"],
  ["script link", '<p><a href="javascript:alert(1)">x</a></p>', "x"],
  ["break", "<p>a<br>b</p>", "a  \nb"],
  [
    "nested lists",
    "<ul><li>a<ol start=3><li>b</li><li>c</li></ol></li><li>d</li></ul>",
    "- a\n  3. b\n  4. c\n- d",
  ],
  [
    "blocks in items",
    '<ol><li><p>a</p><pre><code class="language-sh">b\n\nc</code></pre></li></ol>',
    "1. a\n\n   ```sh\n   b\n\n   c\n   ```",
  ],
  ["tasks", "<ul><li>[x] a</li><li>[ ] b</li></ul>", "- [x] a\n- [ ] b"],
  ["bare pre", "<pre>a\n  b</pre>", "```\na\n  b\n```"],
  ["code with fences in it", "<pre>```js\nx\n````\n</pre>", "`````\n```js\nx\n````\n`````"],
  ["quotation", "<blockquote><p><strong>Note</strong></p><p>x</p></blockquote>", "> **Note**\n> \n> x"],
  [
    "definitions",
    "<dl><dt><code>-a</code></dt><dd>all</dd><dt>b</dt><dd><p>c</p><pre>d</pre></dd></dl>",
    "- `-a`\n\n  all\n\n- b\n\n  c\n\n  ```\n  d\n  ```",
  ],
  [
    "table",
    "<table><thead><tr><th>a</th><th>b</th></tr></thead><tbody><tr><td>1 | 2</td><td></td></tr></tbody></table>",
    "| a | b |\n| --- | --- |\n| 1 \\| 2 |  |",
  ],
  [
    "table without a head",
    "<table><tbody><tr><td>1</td><td>2</td></tr></tbody></table>",
    "|  |  |\n| --- | --- |\n| 1 | 2 |",
  ],
  [
    "table with two head rows and a caption",
    "<table><caption>C</caption><thead><tr><th>a</th></tr><tr><th>b</th></tr></thead><tbody><tr><td>1</td></tr></tbody></table>",
    "**C**\n\n| a |\n| --- |\n| b |\n| 1 |",
  ],
  [
    "blocks in cells",
    "<table><tr><th>a</th><th>b</th></tr><tr><td><ul><li>x</li><li>y</li></ul></td><td><p>p</p><pre>q|\nr</pre></td></tr></table>",
    "| a | b |\n| --- | --- |\n| - x<br>- y | p<br>`q\\|`<br>`r` |",
  ],
  [
    "text that looks like markup",
    "<p>List&lt;String&gt; &amp;amp; a*b snake_case _x_ ~y~</p><p># no</p><p>1. no</p><p>- no</p><p>&gt; no</p>",
    "List\\<String> \\&amp; a\\*b snake_case \\_x\\_ \\~y\\~\n\n\\# no\n\n1\\. no\n\n\\- no\n\n\\> no",
  ],
  ["nothing", "", ""],
])("%s", (_name, html, markdown) => expect(toMarkdown(html)).toBe(markdown));

const renderer = new MarkdownIt({ html: false });
/** Markdown has no spelling of its own for `<sup>` and `<sub>`. */
const withTags = new MarkdownIt({ html: true });
const words = (html: string) =>
  html
    .replaceAll(/<\/?(?:a|strong|em|code|kbd|del|s|ins|sub|sup|mark)(?: [^>]*)?>/g, "")
    .replaceAll(/<[^>]*>/g, " ")
    .replaceAll(
      /&(lt|gt|amp|quot);/g,
      (_all, name: string) => ({ lt: "<", gt: ">", amp: "&", quot: '"' })[name] ?? "",
    )
    .match(/[\p{L}\p{N}]+/gu) ?? [];

const folder = path.join(import.meta.dirname, "../../fixtures/pages");
const pages = fs.readdirSync(folder).map((name) => ({
  name,
  html: normalizedHtml(fs.readFileSync(path.join(folder, name)), { url: "https://example.com/" }).html,
}));

describe("has the same words as the HTML", () => {
  test.each(pages)("$name", ({ html }) => {
    expect(words(renderer.render(toMarkdown(html)))).toEqual(words(html));
  });

  const text = fc.oneof(
    fc.constantFrom(
      "*",
      "_",
      "a_b",
      "__init__",
      "<b>",
      "</p>",
      "&lt;",
      "&amp;",
      "~~",
      "`",
      "```",
      "[x](y)",
      "![a](b)",
      "|",
      "\\",
    ),
    fc.constantFrom(
      "# a",
      "- a",
      "+ a",
      "1. a",
      "1) a",
      "> a",
      "---",
      "===",
      "a",
      "b c",
      "<!--",
      "***",
      "<https://a.b>",
    ),
  );
  const line = fc
    .tuple(fc.array(text, { minLength: 1, maxLength: 6 }), fc.constantFrom(" ", ""))
    .map(([parts, between]) =>
      parts.join(between).replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;"),
    );
  test("any text in any block", () => {
    const block = fc.constantFrom("p", "h2", "li", "td", "dt", "dd", "blockquote", "pre", "em", "code");
    fc.assert(
      fc.property(fc.array(fc.tuple(block, line), { minLength: 1, maxLength: 4 }), (blocks) => {
        const html = blocks.map(([name, content]) => wrap(name, content)).join("");
        expect(words(renderer.render(toMarkdown(html)))).toEqual(words(html));
      }),
      { numRuns: runs(800) },
    );
  });
});

test("tag soup keeps its words", () => {
  fc.assert(
    fc.property(tagSoup, (soup) => {
      const { html } = normalizedHtml(soup);
      const letters = words(html).join("");
      expect(words(withTags.render(toMarkdown(html))).join("")).toBe(letters);
    }),
    { numRuns: runs(800) },
  );
});

function wrap(name: string, content: string): string {
  const inner = `<${name}>${content}</${name}>`;
  if (name === "li") return `<ul>${inner}<li>x</li></ul>`;
  if (name === "td") return `<table><tr><th>h</th><th>i</th></tr><tr>${inner}<td>x</td></tr></table>`;
  if (name === "dt" || name === "dd") return `<dl><dt>t</dt>${inner}</dl>`;
  return name === "em" || name === "code" ? `<p>a ${inner} b</p>` : inner;
}

/** Compares the light tree with turndown's own parser and DOM, which take a string. */
describe("equals turndown's string path", () => {
  const service = createTurndown();
  test.each(pages)("$name", ({ html }) => {
    expect(toMarkdown(html)).toBe(service.turndown(html));
  });
  test.each([
    ["rows alone", "", 0],
    ["a head and a caption", "<caption>All of <b>them</b></caption>", 1],
    ["a head of two rows", "", 2],
    ["nothing but a head", "", 1000],
  ])("a table of 250 rows: %s", (_name, caption, heads) => {
    const cells = (tag: string, at: number) =>
      `<${tag}>a|${at}</${tag}><${tag}><p>x</p><ul><li>y</li></ul></${tag}><${tag}><pre>p\nq</pre></${tag}>`;
    const rows = Array.from({ length: 250 }, (_, at) => `<tr>${cells(at < heads ? "th" : "td", at)}</tr>`);
    const { html } = normalizedHtml(`<p>before</p><table>${caption}${rows.join("")}</table><p>after</p>`);
    expect(html.match(/<tr>/g)).toHaveLength(250);
    expect(toMarkdown(html)).toBe(service.turndown(html));
  });
  test("any page", () => {
    fc.assert(
      fc.property(tagSoup, (soup) => {
        const { html } = normalizedHtml(soup);
        expect(toMarkdown(html)).toBe(service.turndown(html));
      }),
      { numRuns: runs(800) },
    );
  });
});
