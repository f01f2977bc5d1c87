import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { droppedWords } from "../../../src/normalize/check/account/dropped-words.ts";
import { htmlWords, markdownWords } from "../../../src/normalize/check/account/visible-text.ts";
import type { MediaType } from "../../../src/normalize/document.ts";
import { normalize } from "../../../src/normalize/pipeline.ts";
import { startCpuTimer } from "../../setup/time.ts";

const missing = (text: string, mediaType: MediaType, html: string, title = "") => {
  const found = droppedWords(text, mediaType, [{ title, html }]);
  return found?.parts.map(({ marks }) => marks.map(({ start, end }) => text.slice(start, end)).join(" | "));
};

describe("what is left out", () => {
  test.each<[what: string, text: string, type: MediaType, html: string, expected: string[]]>([
    ["nothing", "# Hi\n\nAll *here*.", "text/markdown", "<h1>Hi</h1><p>All <em>here</em>.</p>", []],
    ["navigation", "<nav>Home News</nav><p>Text</p>", "text/html", "<p>Text</p>", ["Home News"]],
    ["tags between", "<nav><a>Home</a> <a>News</a></nav><p>T</p>", "text/html", "<p>T</p>", ["Home | News"]],
    ["half a sentence", "one two, three four", "text/plain", "<p>one four</p>", ["two, three"]],
    ["scripts and heads are not seen", "<title>x</title><script>y</script>z", "text/html", "<p>z</p>", []],
    ["a word in two colours", "<b>de</b><i>fine</i> it", "text/html", "<pre>define it</pre>", []],
    ["references", "<p>caf&eacute; &amp; bar</p>", "text/html", "<p>caf\u00e9</p>", ["bar"]],
    ["a word with a reference", "<p>caf&eacute; bar</p>", "text/html", "<p>bar</p>", ["caf&eacute;"]],
    ["blocks end words", "<p>a</p><p>b</p>", "text/html", "<p>a</p>", ["b"]],
    ["what moved", "note one here\n\nlast words", "text/plain", "<p>last words</p><p>note one here</p>", []],
    [
      "front matter and addresses",
      "---\na: b\n---\nSee [it](x.md 'y').",
      "text/markdown",
      "<p>See it.</p>",
      [],
    ],
    ["code stays", "```js title=x\nlet a;\n```\n", "text/markdown", "<p></p>", ["let a"]],
    ["components", 'import A from "a"\n\n<A b="c">Kept</A>', "text/mdx", "<p>Kept</p>", []],
    ["comments", "<!-- a\nb -->c {/* d */}", "text/mdx", "<p>c</p>", []],
    [
      "an address below its name",
      "[A][] b\n\n[a]:\n  https://x.example/y#z\n\nc",
      "text/markdown",
      "<p>A b c</p>",
      [],
    ],
    ["instructions", '<?code-excerpt path="a/b"?>\n\nc', "text/markdown", "<p>c</p>", []],
    ["a long shortcode", '{{< img\n  src="a.jpg"\n  alt="b" >}}\n\nc', "text/markdown", "<p>c</p>", []],
  ])("%s", (_, text, type, html, expected) => {
    expect(missing(text, type, html)).toEqual(expected);
  });

  test("a footnote's text is text, an address by name is none", () => {
    const words = markdownWords("a[^1] [b][c]\n\n[^1]: why\n[c]: https://x.example 'no'\n").map(
      ({ word }) => word,
    );
    expect(words).toEqual(["a", "1", "b", "1", "why"]);
  });

  test("says where, how much, and of how much", () => {
    const text = "first\nsecond gone\nthird\nfourth";
    expect(droppedWords(text, "text/plain", [{ title: "First", html: "<p>third</p>" }])).toEqual({
      words: 3,
      of: 5,
      parts: [
        { start: 6, end: 17, words: 2, line: 2, marks: [{ start: 6, end: 17 }] },
        { start: 24, end: 30, words: 1, line: 4, marks: [{ start: 24, end: 30 }] },
      ],
    });
  });

  test("several pages of one document are one text", () => {
    const pages = [
      { title: "A", html: "<p>one</p>" },
      { title: "B", html: "<p>two</p>" },
    ];
    expect(droppedWords("A one B two three", "text/plain", pages)?.words).toBe(1);
  });

  test("texts without anything in common are compared in few steps", () => {
    const text = (word: string) => Array.from({ length: 20_000 }, (_, n) => `${word}${n}`).join(" ");
    const spent = startCpuTimer();
    expect(droppedWords(text("a"), "text/plain", [{ title: "", html: text("b") }])?.words).toBe(20_000);
    expect(spent()).toBeLessThan(10_000);
  });

  test.each(["<div>", "<b><p>x", "<a", "&a", "](", "<!--", "<svg>", "[a]: ", "```\n", "{#", "<p a=b "])(
    "%j without end takes few steps",
    (piece) => {
      const text = piece.repeat(200_000 / piece.length);
      const spent = startCpuTimer();
      htmlWords(text);
      markdownWords(text);
      expect(spent()).toBeLessThan(3_000);
    },
  );

  test("what the normaliser keeps whole is not left out", async () => {
    const text =
      "# Title\n\nSome `code` and a [link](https://a.example/b).\n\n| A | B |\n|---|---|\n| 1 | 2 |\n\n- [x] done\n";
    const page = await normalize({ body: text, mediaType: "text/markdown", name: "a.md" });
    expect(missing(text, "text/markdown", page.html, page.title)?.filter((part) => part !== "x")).toEqual([]);
  });

  test("places lie within the text, whatever it is", () => {
    const markup = fc.string({
      unit: fc.constantFrom(
        "<",
        ">",
        "/",
        "p",
        "b",
        "&",
        "amp;",
        "[",
        "]",
        "(",
        ")",
        "`",
        "~",
        "\n",
        "-",
        " ",
        "é",
        "{",
        "}",
      ),
      maxLength: 60,
    });
    fc.assert(
      fc.property(markup, (text) => {
        for (const words of [htmlWords(text), markdownWords(text)])
          for (const { start, end } of words) {
            expect(start).toBeGreaterThanOrEqual(0);
            expect(end).toBeGreaterThan(start);
            expect(end).toBeLessThanOrEqual(text.length);
          }
      }),
    );
  });
});

test("a soft hyphen does not end a word", () => {
  for (const text of ["An own\u00ader.", "An own&shy;er.", "An own&#173;er."])
    for (const words of [htmlWords(text), markdownWords(text.replace(/&.*?;/, "\u00ad"))])
      expect(words.map(({ word }) => word)).toEqual(["an", "owner"]);
});
