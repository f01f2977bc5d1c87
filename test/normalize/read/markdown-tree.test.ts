import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { normalize, type TextDocument } from "../../../src/normalize/index.ts";
import { finishHtml } from "../../../src/normalize/pipeline.ts";
import { readMarkdown, renderMarkdown } from "../../../src/normalize/read/markdown/index.ts";
import { markdownFiles, markdownTexts } from "../support/markdown-texts.ts";

const documentOf = (body: string, name = "page.md"): TextDocument => ({
  body,
  name,
  mediaType: "text/markdown",
  url: "https://docs.example.com/guide/page",
});

/** The page by way of HTML that is parsed again. */
function parsedAgain(document: TextDocument) {
  const text = typeof document.body === "string" ? document.body : "";
  return finishHtml({ ...renderMarkdown(text, document), mayBePage: false }, document);
}

const isTree = (text: string) => "tree" in readMarkdown(text, documentOf(text));

describe("a page from Markdown's own tree", () => {
  it("is the page that its HTML would become: real files", { timeout: 180_000 }, () => {
    const files = markdownFiles();
    for (const { name, body } of files) {
      const document = documentOf(body.replaceAll("\r\n", "\n").replace(/^\ufeff/, ""), name);
      expect(normalize(document), name).toEqual(parsedAgain(document));
    }
    expect(files.length).toBeGreaterThan(20);
  });

  it("is the page that its HTML would become: everything beside everything", () => {
    let trees = 0;
    fc.assert(
      fc.property(markdownTexts, (text) => {
        if (isTree(text)) trees += 1;
        const document = documentOf(text);
        expect(normalize(document)).toEqual(parsedAgain(document));
      }),
      { numRuns: 1_500 },
    );
    expect(trees).toBeGreaterThan(300);
  });

  it.each([
    ["prose", "# T\n\n*a* **b** `c` ~~d~~ [e](f 'g') ![h](i.png)  \nj\n\n---\n"],
    ["lists and quotes", "- a\n  1. b\n\n     c\n- [x] d\n\n> e\n>\n> > f\n"],
    ["a table", "| a | b |\n|---|:-:|\n| **c** | `d` |\n"],
    ["code", "```js title=a.js\nx < 1 && y\n```\n\n    indented\n"],
    ["callouts", "> [!NOTE]\n> a\n\n:::tip T & U\nb\n:::\n\n!!! warning\n    c\n"],
    ["footnotes", "a[^1] b^[c]\n\n[^1]: d\n"],
    ["comments, keys and placeholders", "<!-- a -->\n\n<kbd>Ctrl</kbd> b <!-- c --> d<br>e <your-name>\n"],
    ["definitions", "term\n: definition\n"],
  ])("is made of %s without the parser of HTML", (_what, text) => {
    expect(isTree(text)).toBe(true);
    expect(normalize(documentOf(text))).toEqual(parsedAgain(documentOf(text)));
  });

  it.each([
    ["what may be hidden", "<p hidden>a</p>\n"],
    ["what has a class", 'a <b class="hidden">b</b>\n'],
    ["what is not closed", "<blockquote>\n\na\n"],
    ["what is closed in a wrong place", "**a <kbd>b** c</kbd>\n"],
    ["a link in a link", "[a <https://b.example> c](d)\n"],
    ["a paragraph in a paragraph", "a <p>b</p> c\n"],
    ["a comment with an odd end", "<!--> a -->\n"],
    ["a character reference", "<kbd>&nbsp;</kbd> <kbd>a &copy; b</kbd><b\n title='&copy;'>c</b>\n"],
    ["other elements", "<details><summary>a</summary>b</details>\n"],
    ["a carriage return by reference", "a&#13;b\n"],
    ["deep formatting", `${"<b>".repeat(20)}a${"</b>".repeat(20)}\n`],
  ])("leaves %s to the parser of HTML", (_what, text) => {
    expect(isTree(text)).toBe(false);
    expect(normalize(documentOf(text))).toEqual(parsedAgain(documentOf(text)));
  });
});
