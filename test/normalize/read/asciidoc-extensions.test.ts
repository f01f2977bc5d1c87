import { describe, expect, it } from "vitest";
import { readAsciidoc } from "../../../src/normalize/read/asciidoc/index.ts";
import { startCpuTimer } from "../../setup/time.ts";
import { documentOf, finished } from "./support.ts";

async function read(text: string) {
  const [one] = await readAsciidoc(documentOf(text));
  return { html: finished(one).html, warnings: (one?.warnings ?? []).map(({ message }) => message) };
}

describe("macros that nothing defines", () => {
  it.each([
    ["a target alone", "See jira:ABC-123[].", "<p>See ABC-123.</p>"],
    ["a number alone", "See issue:45[].", "<p>See issue 45.</p>"],
    ["a text", "See issue:45[the *issue*, and why].", "<p>See the <strong>issue</strong>, and why.</p>"],
    ["a text and attributes", "It is badge:new[New, role=x].", "<p>It is New.</p>"],
    ["a quoted text", 'It is term:x["a, b", role=x].', "<p>It is a, b.</p>"],
    ["a named text", "It is badge:x[role=y,text=New].", "<p>It is New.</p>"],
    ["attributes alone", "See chart:sales[width=100].", "<p>See sales.</p>"],
    ["a path", "Open path:/etc/a.conf[].", "<p>Open /etc/a.conf.</p>"],
    ["brackets", "See ref:x[array[0\\]].", "<p>See array[0].</p>"],
    ["a block with a title", "chart::data/a.csv[Sales by month,600,400]", "<p>Sales by month</p>"],
    ["a block without words", "A.\n\nplantuml::a.puml[format=svg]\n\nB.", "<p>A.</p>\n<p>B.</p>"],
  ])("%s", async (_, text, html) => {
    const page = await read(text);
    expect(page.html).toBe(html);
    expect(page.warnings).toHaveLength(1);
    expect(page.warnings[0]).toMatch(/nothing defines the macro .*\(line \d\)\.$/);
  });

  it.each([
    ["escaped", "\\foo:bar[x]", "<p>foo:bar[x]</p>"],
    ["code", "`array:get[0]` and +foo:bar[x]+", "<p><code>array:get[0]</code> and foo:bar[x]</p>"],
    [
      "a block of code",
      "----\nfoo:bar[x]\nchart::x[y]\n----",
      "<pre><code>foo:bar[x]\nchart::x[y]</code></pre>",
    ],
    ["names of C++", "std::vector[int] and a:b", "<p>std::vector[int] and a:b</p>"],
    ["times and notes", "At 10:30[x], note: see [1].", "<p>At 10:30[x], note: see [1].</p>"],
    [
      "the language's own",
      "https://e.example/a[A] kbd:[F1] link:https://e.example/b[B]",
      '<p><a href="https://e.example/a">A</a> <kbd>F1</kbd> <a href="https://e.example/b">B</a></p>',
    ],
  ])("but not %s", async (_, text, html) => {
    expect(await read(text)).toEqual({ html, warnings: [] });
  });

  it("take time that grows with the text", async () => {
    const ms = startCpuTimer();
    await read("foo:bar ".repeat(5000) + "a:".repeat(20_000) + "x:y[".repeat(5000));
    expect(ms()).toBeLessThan(5000);
  });
});

it.each([
  ["mermaid", "[mermaid]\n----\nA-->B\n----", '<pre><code class="language-mermaid">A--&gt;B</code></pre>'],
  [
    "plantuml",
    "[plantuml,name,svg]\n....\nA -> B\n....",
    '<pre><code class="language-plantuml">A -&gt; B</code></pre>',
  ],
])("a diagram in %s is code, without a warning", async (_, text, html) => {
  expect(await read(text)).toEqual({ html, warnings: [] });
});

describe("attributes that nothing defines", () => {
  it.each([
    [
      "where a link begins with one, its text stays",
      "The {api-url}org/Hall.html[`Hall` class].",
      "<p>The <code>Hall</code> class.</p>",
      "of links that begin with it the text is kept",
    ],
    [
      "what Antora fills in is left out",
      "Of {page-component-version} now.",
      "<p>Of now.</p>",
      "the site's build fills it in",
    ],
    [
      "others are as written",
      "The {id} of it.",
      "<p>The {id} of it.</p>",
      "stands on the page as it is written",
    ],
  ])("%s", async (_, text, html, said) => {
    const page = await read(text);
    expect(page.html).toBe(html);
    expect(page.warnings).toEqual([expect.stringContaining(said)]);
  });

  it("and an attribute of the text itself is no such one", async () => {
    const page = await read(":api-url: https://e.example/\n\nThe {api-url}a[class].");
    expect(page).toEqual({ html: '<p>The <a href="https://e.example/a">class</a>.</p>', warnings: [] });
  });
});

describe("blocks that nothing defines", () => {
  it.each([
    ["quiz", "[quiz]\n====\nWhy?\n====", "<p>Why?</p>"],
    ["custom", "[custom]\nWords.", "<p>Words.</p>"],
  ])("%s keeps its content", async (name, text, html) => {
    const page = await read(`First.\n\n${text}`);
    expect(page.html).toBe(`<p>First.</p>\n${html}`);
    expect(page.warnings).toEqual([
      expect.stringMatching(new RegExp(`nothing defines the block \\[${name}\\].*\\(line 3\\)`)),
    ]);
  });

  it.each([
    "[source,ruby]\n----\na\n----",
    "[NOTE]\nA.",
    "[quote, Ann]\nA.",
    "[horizontal]\na:: b",
    "[lead]\nA.",
    "[discrete]\n== A",
    "[.role]\nA.",
    "[%collapsible]\n====\nA.\n====",
    "[stem]\n++++\nx\n++++",
    "[appendix]\n== A",
    "[tabs]\n====\nA::\n+\nB.\n====",
    "[glossary]\na:: b",
  ])("%j is defined", async (text) => {
    expect((await read(text)).warnings).toEqual([]);
  });
});
