import { describe, expect, it } from "vitest";
import { expandIncludes } from "../../../src/normalize/read/includes/expand.ts";
import { Warnings } from "../../../src/normalize/warnings.ts";

function expand(text: string, includes: Record<string, string> = {}) {
  const warnings = new Warnings();
  return { text: expandIncludes(text, includes, warnings), codes: warnings.all().map(({ code }) => code) };
}

describe("expandIncludes", () => {
  it.each([
    ['{{< readfile file="a.py" code="true" lang="python" >}}', "python"],
    ["{{% readfile file=a.py code=true %}}", ""],
  ])("%s shows the file as code", (directive, language) => {
    const { text } = expand(`before\n\n${directive}\n\nafter`, { "a.py": "def f():\n    return 1\n" });
    expect(text).toBe(`before\n\n\`\`\`${language}\ndef f():\n    return 1\n\`\`\`\n\nafter`);
  });

  it.each([
    ["Microsoft Learn", "[!INCLUDE [title](../includes/a.md)]", "../includes/a.md"],
    ["Microsoft Learn without a blank", "[!INCLUDE[my title](a.md)]", "a.md"],
    ["Microsoft Learn in lower case", "[!include [](a.md)]", "a.md"],
    ["snippets", '--8<-- "docs/a.md"', "docs/a.md"],
    ["snippets in single quotes", "--8<-- 'docs/a.md'", "docs/a.md"],
    ["snippets as a block", "--8<--\na.md\n--8<--", "a.md"],
    ["mkdocs-include-markdown", '{% include-markdown "../a.md" %}', "../a.md"],
    [
      "mkdocs-include-markdown over lines",
      '{%\n  include-markdown "../a.md"\n  heading-offset=1\n%}',
      "../a.md",
    ],
    ["Jekyll", "{% include note.html %}", "note.html"],
    ["Jekyll with parameters", '{% include note.html text="x" %}', "note.html"],
    ["Jekyll, relative", "{% include_relative a.md %}", "a.md"],
    ["Hugo", '{{% include "a.md" %}}', "a.md"],
    ["Docsy", '{{< readfile file="a.md" >}}', "a.md"],
    ["Docsy, not as code", '{{< readfile file="a.md" code="false" >}}', "a.md"],
    ["mdBook", "{{#include ../a.md}}", "../a.md"],
    ["VitePress", "<!--@include: ./a.md-->", "./a.md"],
  ])("%s", (_name, directive, target) => {
    expect(expand(`before\n\n${directive}\n\nafter`, { [target]: "INSIDE\n" })).toEqual({
      text: "before\n\nINSIDE\n\nafter",
      codes: [],
    });
    expect(expand(`before\n\n${directive}\n\nafter`)).toEqual({
      text: "before\n\n\n\nafter",
      codes: ["include-missing"],
    });
  });

  it.each([
    ["inside a sentence", "See [!INCLUDE [x](a.md)] now.", "See one now."],
    ["in a list, indented as its item", "- item\n\n  [!INCLUDE [x](b.md)]", "- item\n\n  one\n  two"],
    ["in a quote", "> [!INCLUDE [x](b.md)]", "> one\n> two"],
    ["in a code span: shown", "`[!INCLUDE [x](a.md)]`", "`[!INCLUDE [x](a.md)]`"],
    ["snippets in a code fence: included", '```js\n--8<-- "code.js"\n```', "```js\nlet a;\n```"],
    ["escaped snippets: shown", ';--8<-- "a.md"', '--8<-- "a.md"'],
    ["without the file's front matter", "[!INCLUDE [x](front.md)]", "kept"],
    ["a section", '--8<-- "section.md:s"', "wanted"],
    ["lines", '--8<-- "lines.md:2:3"', "2\n3"],
    ["between two texts", '{% include-markdown "marks.md" start="<s>" end="<e>" %}', "wanted"],
    ["code", ':::code language="js" source="code.js":::', "```js\nlet a;\n```"],
    ["lines of code", ':::code language="txt" source="lines.md" range="2-3":::', "```txt\n2\n3\n```"],
    ["code in brackets", "[!code-js[Main](code.js)]", "```js\nlet a;\n```"],
    ["code that holds fences", ':::code language="md" source="fence.md":::', "````md\n```\nx\n```\n````"],
  ])("%s", (_name, text, expected) => {
    const files = {
      "a.md": "one\n",
      "b.md": "one\ntwo\n",
      "code.js": "let a;\n",
      "front.md": "---\ntitle: t\n---\nkept\n",
      "section.md": "a\n--8<-- [start:s]\nwanted\n--8<-- [end:s]\nb",
      "lines.md": "1\n2\n3\n4",
      "marks.md": "a<s>wanted<e>b",
      "fence.md": "```\nx\n```\n",
    };
    expect(expand(text, files)).toEqual({ text: expected, codes: [] });
  });

  it("follows includes of includes, and stops at a cycle", () => {
    const files = { "a.md": "A [!INCLUDE [b](b.md)]", "b.md": "B [!INCLUDE [a](a.md)]" };
    expect(expand("[!INCLUDE [a](a.md)]", files)).toEqual({ text: "A B", codes: ["include-cycle"] });
  });

  it("includes a file as often as it is asked for", () => {
    expect(expand("[!INCLUDE [a](a.md)] [!INCLUDE [a](a.md)]", { "a.md": "x" })).toEqual({
      text: "x x",
      codes: [],
    });
  });

  it("stops before includes that multiply fill the memory", () => {
    const files = Object.fromEntries(
      Array.from({ length: 8 }, (_, i) => [`${i}.md`, `${i} ${`[!INCLUDE [x](${i + 1}.md)]\n`.repeat(50)}`]),
    );
    const { text, codes } = expand("[!INCLUDE [x](0.md)]", files);
    expect(text.length).toBeLessThan(5_000_000);
    expect(codes).toContain("include-too-large");
  });

  it("does not take a property of Object for a file", () => {
    expect(expand("[!INCLUDE [x](constructor)]").codes).toEqual(["include-missing"]);
  });
});

describe("files of dialects", () => {
  const includes = {
    "note.html": "<p>Note: {{ include.content }}{{ include.other }}</p>",
    "a.md": "Part *a*.",
    "a.py": "one\ntwo\nthree",
    "@/a.ts": "let a",
  };
  it.each([
    ["Jekyll's parameters", '{% include note.html content="Read it." %}', "<p>Note: Read it.</p>"],
    ["MyST's text", "```{include} a.md\n:heading-offset: 1\n```", "Part *a*."],
    [
      "MyST's code",
      "```{literalinclude} a.py\n:language: python\n:lines: 2-3\n```",
      "```python\ntwo\nthree\n```",
    ],
    ["MyST with colons", ":::{include} a.md\n:::", "Part *a*."],
    ["VitePress' code", "<<< @/a.ts{1} [title]", "```ts\nlet a\n```"],
    ["MyST shown as code", "````md\n```{include} a.md\n```\n````", "````md\n```{include} a.md\n```\n````"],
  ])("%s", (_name, text, expected) => {
    const warnings = new Warnings();
    expect(expandIncludes(`Before.\n\n${text}\n\nAfter.`, includes, warnings)).toBe(
      `Before.\n\n${expected}\n\nAfter.`,
    );
    expect(warnings.all()).toEqual([]);
  });
  it("that are missing are named, and nothing is left of the directive", () => {
    for (const text of [
      "```{literalinclude} b.py\n:language: python\n```",
      "<<< @/b.ts",
      '{% include b.html x="y" %}',
    ]) {
      const warnings = new Warnings();
      expect(expandIncludes(`Before.\n\n${text}\n\nAfter.`, includes, warnings)).toBe(
        "Before.\n\n\n\nAfter.",
      );
      expect(warnings.all().map(({ code }) => code)).toEqual(["include-missing"]);
    }
  });
});
