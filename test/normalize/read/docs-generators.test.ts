import { describe, expect, it } from "vitest";
import type { Document } from "../../../src/normalize/document.ts";
import { mkdocsConfiguration } from "../../../src/normalize/media-types.ts";
import { references } from "../../../src/normalize/read/document-facts.ts";
import { markdownPage } from "../support/normalized.ts";

/** Each construct is compared with the page that its own generator makes of it. */

describe("PyMdown's marks", () => {
  it.each([
    ["++ctrl+alt+delete++", "<kbd>Ctrl+Alt+Del</kbd>"],
    ['++cmd+shift+"Enter my name"++', "<kbd>Cmd+Shift+Enter my name</kbd>"],
    ["++arrow-up++ ++page-down++ ++caps-lock++", "<kbd>Up</kbd> <kbd>Page Down</kbd> <kbd>Caps Lock</kbd>"],
    ["++num-plus++ ++num5++ ++left-button++", "<kbd>Num +</kbd> <kbd>Num 5</kbd> <kbd>Left Button</kbd>"],
    ["++lctrl+right-shift+underscore++", "<kbd>Left Ctrl+Right Shift+_</kbd>"],
    ["++inserted words++ ++i++", "++inserted words++ <kbd>I</kbd>"],
    ["a {~~old~>new~~} b {~~~>put~~} {~~out~>~~}", "a <del>old</del> new b put <del>out</del>"],
    ["a^10\\ apples^ b~c\\ d~", "a<sup>10 apples</sup> b<sub>c d</sub>"],
    ['[=45% "Forty five"] [= 85/100] [=not] a[=1]', "Forty five 85/100 [=not] a[=1]"],
    [
      "`#!python range(5)` `#!/bin/sh -e` `#!python`",
      "<code>range(5)</code> <code>#!/bin/sh -e</code> <code>#!python</code>",
    ],
    ["[=5%] full", "5% full"],
  ])("%s", async (body, html) => {
    expect((await markdownPage(body)).html).toBe(`<p>${html}</p>`);
  });

  it("count no name of an icon as a word that was lost", async () => {
    const icons = ":material-account-circle: :octicons-heart-fill-24: :fontawesome-brands-github:";
    expect((await markdownPage(`Some ten words are here, so that each one counts. ${icons}`)).codes).toEqual(
      [],
    );
  });
});

describe("references of Python-Markdown and its plug-ins", () => {
  const link = (text: string) => `<a href="https://x.example/y">${text}</a>`;
  it.each([
    [
      "by the id of a heading elsewhere",
      "See [the *second* part][second-part].",
      "<p>See the <em>second</em> part.</p>",
    ],
    ["by an object's name, on two lines", "See [the\nclass] [pkg.Class].", "<p>See the class.</p>"],
    [
      "with a blank before the name",
      "[the text] [name]\n\n[name]: https://x.example/y",
      `<p>${link("the text")}</p>`,
    ],
    [
      "with a footnote behind it",
      "[name][^1]\n\n[name]: https://x.example/y\n\n[^1]: Note",
      `<p>${link("name")}<sup>[1]</sup></p><p><strong>Footnotes</strong></p><ol><li>Note</li></ol>`,
    ],
    [
      "two links apart",
      "[name] [name]\n\n[name]: https://x.example/y",
      `<p>${link("name")} ${link("name")}</p>`,
    ],
    ["no links at all", "rows[i][last-row] and [a] [b]", "<p>rows[i][last-row] and [a] [b]</p>"],
    [
      "in a title above its definition",
      '!!! tip "[Name] first"\n\n    Text\n\n  [Name]: https://x.example/y',
      `<blockquote><p><strong>Tip: ${link("Name")} first</strong></p><p>Text</p></blockquote>`,
    ],
  ])("%s", async (_, body, html) => {
    expect((await markdownPage(body)).html).toBe(html);
  });
});

describe("Markdown where CommonMark sees HTML or code", () => {
  it.each([
    ["behind a comment", "<!-- md:flag x --> Text in *Markdown*", "<p>Text in <em>Markdown</em></p>"],
    ["behind a comment in an item", "- <!-- a --> <!-- b --> *x*", "<ul><li><em>x</em></li></ul>"],
    [
      "in a definition without a term",
      "<!-- a -->\n\n:   <!-- b --> *What* it does:\n\n    * x",
      "<p><em>What</em> it does:</p><ul><li>x</li></ul>",
    ],
    [
      "what Material's hook makes of comments",
      "Text\n\n#### <!-- md:setting config.enabled --> <!-- md:version 9.1 -->\n\n<!-- md:option social.icon -->\n\n:   <!-- md:version 9.2 --> <!-- md:default `true` --> <!-- md:flag metadata --> Text",
      "<p>Text</p><h2><code>enabled</code></h2><dl><dt><code>icon</code></dt><dd>(minimum version: 9.2) (default: <code>true</code>) Text</dd></dl>",
    ],
    [
      "in details, and their summary",
      "<details markdown><summary>Sum *one*</summary>\nBody **two**\n</details>",
      "<p><strong>Sum <em>one</em></strong></p><p>Body <strong>two</strong></p>",
    ],
    [
      "in a cell with a pipe in code",
      "| a | b |\n|---|---|\n| `x|y` | z |\n| `p | q` |\n",
      "<table><thead><tr><th>a</th><th>b</th></tr></thead><tbody><tr><td><code>x|y</code></td><td>z</td></tr><tr><td>`p</td><td>q`</td></tr></tbody></table>",
    ],
  ])("%s", async (_, body, html) => {
    expect((await markdownPage(body)).html).toBe(html);
  });

  it("without the colours of a terminal", async () => {
    expect((await markdownPage("```ansi\n\u001b[32mok\u001b[0m done\n```")).html).toContain(">ok done<");
  });
});

describe("includes", () => {
  it("count lines from the first of the file", async () => {
    const includes = { "a.md": "---\ntitle: T\n---\nfour\n\nsix\n" };
    expect((await markdownPage("<!--@include: a.md{4,4}-->", { includes })).html).toBe("<p>four</p>");
  });
  it("are examples of themselves in a fence", async () => {
    const { html } = await markdownPage("```md\n<<< @/a.js{2}\n```\n\nText", {
      includes: { "@/a.js": "code" },
    });
    expect(html).toBe('<pre><code class="language-md">&lt;&lt;&lt; @/a.js{2}</code></pre><p>Text</p>');
  });
});

describe("an MkDocs project", () => {
  const configuration = `site_name: Acme
plugins:
  - macros
markdown_extensions:
  - pymdownx.emoji:
      emoji_index: !!python/name:material.extensions.emoji.twemoji
  - pymdownx.snippets:
      auto_append:
        - includes/links.md
extra:
  release: 4.2
  team: {name: Blue}
`;
  const includes = {
    [mkdocsConfiguration]: configuration,
    "includes/links.md": "[home]: https://x.example/home\n\n*[SLA]: Service Level Agreement\n",
  };

  it("defines links, abbreviations and values for every page", async () => {
    const body = "Version {{ release }} of {{ config.site_name }} by {{ team.name }}: [start][home], SLA.";
    expect((await markdownPage(body, { includes })).html).toBe(
      '<p>Version 4.2 of Acme by Blue: <a href="https://x.example/home">start</a>, SLA (Service Level Agreement).</p>',
    );
  });
  it("defines no values without the plug-in", async () => {
    const plain = { [mkdocsConfiguration]: configuration.replace("- macros", "- search") };
    expect((await markdownPage("A {{ release }}.", { includes: plain })).html).toBe(
      "<p>A {{ release }}.</p>",
    );
  });
  it.each([
    ["text/markdown", "See [a][b].", [mkdocsConfiguration]],
    ["text/markdown", "See {{ a }}.", [mkdocsConfiguration]],
    ["text/markdown", "See a.", []],
    ["application/vnd.oai.openapi", configuration, ["includes/links.md"]],
    ["application/vnd.oai.openapi", "x:\n  auto_append: ['a.md', b.md]\n", ["a.md", "b.md"]],
  ] as const)("is asked for: %s %j", (mediaType, text, expected) => {
    expect(references(text, mediaType).includes).toEqual(expected);
  });
});

describe("MDX", () => {
  const mdx = async (body: string, more: Partial<Document> = {}) =>
    markdownPage(body, { mediaType: "text/mdx", name: "page.mdx", ...more });

  it("imports a part and what it exports", async () => {
    const body = 'import Part, { toc as partToc } from "./_part.mdx";\n\n<Part who="Ada" />';
    expect(references(body, "text/mdx").includes).toEqual(["./_part.mdx"]);
    const includes = { "./_part.mdx": "Hello {props.who}." };
    expect((await mdx(body, { includes })).html).toBe("<p>Hello Ada.</p>");
  });

  const names =
    "export const list = ['red', 'blue'];\nexport const rows = [{ n: 'One', v: 1 }];\nexport const on = true;\n\n";
  it.each([
    ["{on ? 'yes' : 'no'} {on && <b>bold</b>} {!on || 'off'}", "<p>yes <strong>bold</strong> off</p>"],
    ["{list.map((one) => <li>Colour {one}</li>)}", "<p>Colour red</p><p>Colour blue</p>"],
    ["{rows.map(({ n, v }) => { return <p key={n}>{n}: {v}</p>; })}", "<p>One: 1</p>"],
    ["{rows.map(({ n, more }) => <p>{n}{more}</p>)}", "<p>One</p>"],
    ["a {1 + 2} {2 > 1 ? 'more' : 'less'} {`t${3 * 2}`}", "<p>a 3 more t6</p>"],
    ["a {on && <b style={{ display: 'none' }}>hidden</b>}", "<p>a</p>"],
    ["<BrowserOnly>{() => <i>seen</i>}</BrowserOnly>", "<p><em>seen</em></p>"],
    ['<Translate id="a" description="For translators">Words</Translate>', "<p>Words</p>"],
    [
      '<LinkCard title="A" href="/x" description="Learn <em>how</em>" />',
      '<p><strong><a href="https://docs.example.com/x">A</a></strong></p><p>Learn <em>how</em></p>',
    ],
  ])("shows what is known of %s", async (body, html) => {
    expect((await mdx(names + body)).html).toBe(html);
  });
  it("writes no lists that multiply", async () => {
    const many = `export const many = [${"1,".repeat(100)}];\n\n{many.map((a) => many.map((b) => many.map((c) => c)))}`;
    expect((await mdx(many)).codes).toContain("expression-dropped");
  });
  it.each(["{unknown ? 'a' : 'b'}", "{list.map((x) => <Card x={x} />)}", "{list.map(f)}", "{load()}"])(
    "names what is not: %s",
    async (body) => {
      const { html, codes } = await mdx(`${names}Text ${body}`);
      expect(html).toBe("<p>Text</p>");
      expect(codes).toContain("expression-dropped");
    },
  );
  it("names a list of cards that only the generator can write", async () => {
    expect((await mdx("Text\n\n<DocCardList />")).codes).toContain("unknown-component");
  });
});

describe("what preprocessors and plug-ins make", () => {
  const code = (text: string, language = "rust") =>
    `<pre><code class="language-${language}">${text}</code></pre>`;
  it.each([
    ["a book's title", "{{#title Book}}\n\nText", "<p>Text</p>", []],
    ["what a preprocessor fills in", "A {{#ref x}} b", "<p>A  b</p>".replace("  ", " "), ["template-value"]],
    ["Handlebars' blocks as they are", "A {{#if x}} b", "<p>A {{#if x}} b</p>", []],
    ["a directive that is shown", "A \\{{#include a.rs}} b", "<p>A {{#include a.rs}} b</p>", []],
    [
      "Rust without its hidden lines",
      "```rust,ignore\n# use a;\n#[derive(B)]\n## c\n#\nlet x;\n```",
      code("#[derive(B)]# clet x;"),
      [],
    ],
    ["other languages with theirs", "```sh\n# note\nls\n```", code("# notels", "sh"), []],
    [
      "mdbook-admonish",
      '```admonish warning title="Data *loss*"\nBody **one**\n```',
      "<blockquote><p><strong>Warning: Data <em>loss</em></strong></p><p>Body <strong>one</strong></p></blockquote>",
      [],
    ],
    [
      "Obsidian's Admonition",
      "```ad-tip\ntitle: Own\nBody\n```",
      "<blockquote><p><strong>Tip: Own</strong></p><p>Body</p></blockquote>",
      [],
    ],
    ["a query of Dataview", "```dataview\nTABLE x\n```\n\nText", "<p>Text</p>", ["generated-text"]],
    [
      "GitBook for some visitors only",
      '{% if visitor.claims.plan == "pro" %}\nSecret\n{% elsif visitor.claims.x %}\nTwo\n{% else %}\nText\n{% endif %}',
      "<p>Text</p>",
      ["restricted-left-out", "restricted-left-out"],
    ],
    [
      "GitBook for all but some visitors",
      "{% if !visitor.claims.x %}\nText\n{% else %}\nSecret\n{% endif %}\n{% unless visitor.y %}\nMore\n{% else %}\nOther\n{% endunless %}",
      "<p>Text More</p>",
      ["restricted-left-out"],
    ],
    [
      "GitBook without an end",
      "Text\n\n{% if visitor.a %}\nA\n{% endfor %}\nB",
      "<p>Text</p>",
      ["restricted-left-out"],
    ],
    [
      "GitBook behind what is not known",
      "{% if beta %}\nA\n{% elsif visitor.a %}\nB\n{% endif %}\nText",
      "<p>A</p><p>Text</p>",
      ["restricted-left-out", "template-logic"],
    ],
    [
      "GitBook under mixed conditions",
      "{% if !visitor.a or visitor.b %}\nA\n{% else %}\nB\n{% endif %}\nText",
      "<p>Text</p>",
      ["restricted-left-out", "restricted-left-out"],
    ],
    [
      "marks of a list of contents",
      "## One [!toc]\n\n## Two [toc] [!toc]\n\n## Three [!toc] [#c]",
      "<h2>Two</h2><h2>Three</h2>",
      [],
    ],
    ["a tab of code", '```ts tab="One"\nx\n```', `<p><strong>One</strong></p>${code("x", "ts")}`, []],
  ])("%s", async (_, body, html, codes) => {
    const page = await markdownPage(body);
    expect(page.html).toBe(html);
    expect(page.codes.filter((one) => one !== "nothing-left")).toEqual(codes);
  });

  it.each([
    ["{{#playground a.rs editable}}", "a.rs", "fn a() {}", code("fn a() {}")],
    ["<include>./a.mdx</include>", "./a.mdx", "Part *a*", "<p>Part <em>a</em></p>"],
    ['<include lang="ts">./a.txt</include>', "./a.txt", "let a", code("let a", "ts")],
  ])("%s includes a file", async (body, file, text, html) => {
    expect(references(body, "text/markdown").includes).toContain(file);
    expect((await markdownPage(body, { includes: { [file]: text } })).html).toBe(html);
  });

  it("documents types, and what a line of code is written in", async () => {
    const body =
      "<TypeTable type={{ max: { type: 'number', description: 'The most', default: 2, required: true } }} />\n\n`let x{:js}`";
    const { html } = await markdownPage(body, { mediaType: "text/mdx", name: "page.mdx" });
    expect(html).toBe(
      "<p><strong><code>max</code></strong> (number, required, default: 2)</p><p>The most</p><p><code>let x</code></p>",
    );
  });
});
