import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Document } from "../../../src/normalize/document.ts";
import { mdxPage } from "../../../src/normalize/read/mdx/index.ts";
import { anyCharacter, runs } from "../../setup/properties.ts";
import { startCpuTimer } from "../../setup/time.ts";

const document: Document = { body: "", mediaType: "text/mdx", name: "page.mdx" };

function render(text: string, more: Partial<Document> = {}) {
  const { html, warnings, title } = mdxPage({ ...document, ...more, body: text });
  return {
    html: html.replaceAll(/\s*\n\s*/g, "\n").trim(),
    codes: warnings.map(({ code }) => code),
    warnings,
    title,
  };
}

const quote = (lead: string, body: string) =>
  `<blockquote>\n<p><strong>${lead}</strong></p>\n${body}\n</blockquote>`;
const lead = (text: string) => `<p><strong>${text}</strong></p>`;

describe("what is Markdown in MDX", () => {
  it.each([
    [
      "text",
      "a **b** *c* ~~d~~ `e` f\\\ng",
      "<p>a <strong>b</strong> <em>c</em> <del>d</del> <code>e</code> f<br>\ng</p>",
    ],
    ["characters of HTML", "a & b \\< c", "<p>a &amp; b &lt; c</p>"],
    [
      "headings with ids",
      "## A {#a}\n\n### B [#b]\n\n# C",
      '<h2 id="a">A</h2>\n<h3 id="b">B</h3>\n<h1>C</h1>',
    ],
    [
      "lists",
      "1. a\n2. b\n\n- [ ] c\n- [x] d",
      "<ol>\n<li>a</li>\n<li>b</li>\n</ol>\n<ul>\n<li>☐ c</li>\n<li>☑ d</li>\n</ul>",
    ],
    ["a list that starts later", "3. a\n\n   b", '<ol start="3">\n<li><p>a</p>\n<p>b</p>\n</li>\n</ol>'],
    [
      "tables",
      "| a | b |\n|---|---|\n| 1 | `2` |",
      "<table>\n<thead>\n<tr>\n<th>a</th>\n<th>b</th>\n</tr>\n</thead>\n<tbody>\n<tr>\n<td>1</td>\n<td><code>2</code></td>\n</tr>\n</tbody>\n</table>",
    ],
    [
      "code",
      '```js {1} title="a.js"\nx\n```',
      `${lead("a.js")}\n<pre><code class="language-js">x\n</code></pre>`,
    ],
    [
      "links and images",
      "[a](../b c) ![x](y.png) [r]\n\n[r]: ./r.mdx",
      '<p>[a](../b c) <img src="y.png" alt="x"> <a href="./r.mdx">r</a></p>',
    ],
    [
      "footnotes",
      "a[^x] b[^x]\n\n[^x]: note *y*",
      "<p>a<sup>[1]</sup> b<sup>[1]</sup></p>\n<p><strong>Footnotes</strong></p>\n<ol>\n<li>note <em>y</em></li>\n</ol>",
    ],
    ["alerts", "> [!WARNING]\n> a *b*", quote("Warning", "<p>a <em>b</em></p>")],
    ["colons in prose", "astro:content and 12:30pm", "<p>astro:content and 12:30pm</p>"],
    ["rules", "a\n\n---\n\nb", "<p>a</p>\n<hr>\n<p>b</p>"],
  ])("%s", (_name, text, expected) => {
    expect(render(text)).toMatchObject({ html: expected, codes: [] });
  });

  it.each([
    [":::note\ntext\n:::", quote("Note", "<p>text</p>")],
    [":::note[A *t*]\ntext\n:::", quote("Note: A <em>t</em>", "<p>text</p>")],
    [":::danger Take [care]\ntext\n:::", quote("Danger: Take [care]", "<p>text</p>")],
    ['::: tip[T]{icon="x"}\ntext\n::: ', quote("Tip: T", "<p>text</p>")],
    ["1. one\n   :::note\n   text\n   :::", `<ol>\n<li>one\n${quote("Note", "<p>text</p>")}\n</li>\n</ol>`],
    ["::::note\n:::tip\ntext\n:::\n::::", quote("Note", quote("Tip", "<p>text</p>"))],
  ])("directive %j", (text, expected) => {
    expect(render(text)).toMatchObject({ html: expected, codes: [] });
  });
});

describe("modules and expressions", () => {
  it("removes imports and exports, and knows the constants they define", () => {
    const text =
      'import A from "a"\nexport const version = "1.2"\nexport const all = {name: `x`}\n\nVersion {version} of {all.name}{/* a comment */}{" "}!';
    expect(render(text)).toMatchObject({ html: "<p>Version 1.2 of x !</p>", codes: [] });
  });

  it("shows front matter, and takes a title from it or from exported metadata", () => {
    expect(render("---\ntitle: T\nn: 3\n---\n{frontmatter.title} {frontMatter.n}")).toMatchObject({
      html: "<p>T 3</p>",
      title: "T",
    });
    expect(render("export const metadata = {title: 'M'}\n\ntext").title).toBe("M");
  });

  it("drops what would have to be run, with a warning", () => {
    const { html, warnings } = render("a {f(1)} b\n\n{list.map((x) => <b>{x}</b>)}");
    expect(html).toBe("<p>a  b</p>");
    expect(warnings).toEqual([
      { code: "expression-dropped", message: "The expression {f(1)} was dropped (line 1)." },
      {
        code: "expression-dropped",
        message: "The expression {list.map((x) => <b>{x}</b>)} was dropped (line 3).",
      },
    ]);
  });

  it("runs nothing", () => {
    render(
      "{globalThis.ran = true}\n\nexport const x = (globalThis.ran = true)\n\n<A b={(globalThis.ran = true)}/>",
    );
    expect("ran" in globalThis).toBe(false);
  });
});

describe("partials", () => {
  const text = 'import Note from "./_note.mdx";\n\n<Note who="Ada" n={2}>*child*</Note>';
  it("stand for their component, with its props and children", () => {
    const includes = { "./_note.mdx": "---\ntitle: x\n---\nHi {props.who}, {props.n}.\n\n{props.children}" };
    expect(render(text, { includes })).toMatchObject({
      html: "<p>Hi Ada, 2.</p>\n<p><em>child</em></p>",
      codes: [],
    });
  });

  it("import further ones", () => {
    const includes = { "./_note.mdx": "import B from './b.md'\n\n<B/>", "./b.md": "deep :::" };
    expect(render(text, { includes })).toMatchObject({ html: "<p>deep :::</p>" });
  });

  it("keep the children, with a warning when they are missing or never end", () => {
    expect(render(text)).toMatchObject({ html: "<p><em>child</em></p>", codes: ["include-missing"] });
    const includes = { "./_note.mdx": 'import Note from "./_note.mdx"\n\nonce\n\n<Note/>' };
    expect(render(text, { includes })).toMatchObject({ html: "<p>once</p>", codes: ["include-cycle"] });
  });
});

describe("files whose text is imported", () => {
  const includes = { "./a.js": "const a = `1`;\n" };
  it.each([
    [
      "Docusaurus",
      "import Code from '@theme/CodeBlock';\nimport src from '!!raw-loader!./a.js';\n\n<CodeBlock language=\"js\">{src}</CodeBlock>",
    ],
    [
      "Astro",
      "import { Code } from '@astrojs/starlight/components';\nimport src from './a.js?raw';\n\n<Code code={src} lang=\"js\" />",
    ],
  ])("%s", (_, text) => {
    expect(render(text, { includes })).toMatchObject({
      html: '<pre><code class="language-js">const a = `1`;\n</code></pre>',
      codes: [],
    });
    expect(render(text).codes).toContain("include-missing");
  });
});

describe("HTML elements", () => {
  it.each([
    ['<div className="x" onClick={() => 1}>\n\n**a**\n\n</div>', '<div class="x"><strong>a</strong></div>'],
    ["a <kbd>K</kbd><br/>b", "<p>a <kbd>K</kbd><br>b</p>"],
    ['<img src="/a.png" alt="A" />', '<p><img src="/a.png" alt="A"></p>'],
    ["<p>\n  a\n</p>", "<p>a</p>"],
    ["<td colSpan={2}>a</td>", '<td colspan="2">a</td>'],
    ["<details>\n<summary>S *x*</summary>\n\ntext\n</details>", `${lead("S <em>x</em>")}\n<p>text</p>`],
    ["<style>{`.a{}`}</style>\n\ntext", "<p><style>.a{}</style></p>\n<p>text</p>"],
    ["<>a</>", "<p>a</p>"],
  ])("%j", (text, expected) => {
    expect(render(text)).toMatchObject({ html: expected, codes: [] });
  });
});

describe("text that is not MDX", () => {
  it("is repaired where that is enough", () => {
    const text =
      "import A from 'a'\n\n# T\n\n<!-- a\ncomment -->\n\n<https://a.example> a<br>b `<!-- c -->` 1 < 2\n\n<A x='y'>*z*</A>";
    const { html, codes } = render(text);
    expect(html).toBe(
      '<h1>T</h1>\n<p><a href="https://a.example">https://a.example</a> a<br>b <code>&lt;!-- c --&gt;</code> 1 &lt; 2</p>\n<p><em>z</em></p>',
    );
    expect(codes).not.toContain("mdx-read-as-markdown");
  });

  it("still has its long props read", () => {
    const rows = Array.from({ length: 150 }, (_, i) => `  {name: "row ${i}", value: {n: ${i}}},`).join("\n");
    expect(render(`<Chart data={[\n${rows}\n]} title="T" />`)).toMatchObject({
      html: lead("T"),
      codes: ["unknown-component"],
    });
  });

  it("is otherwise read as Markdown, without module lines and tags", () => {
    const text =
      "import A from 'a'\nexport const b = 1\n\n# T\n\n<Card title=\"C\">\n\nan {unclosed *brace*\n\n</Card>\n\nimport duty is a tax";
    const { html, codes } = render(text);
    expect(html).toBe(
      `<h1>T</h1>\n${lead("C")}\n<p>an {unclosed <em>brace</em></p>\n<p>import duty is a tax</p>`,
    );
    expect(codes).toEqual(["mdx-read-as-markdown"]);
  });
});

describe("any text", () => {
  const unit = fc.constantFrom(
    ..."{|}|<|>|</|/>|<A>|</A>|<A b='|={|`|```|~~~|:::|:::note|[|](|)|*|**|_|# |> |- |1. |---|$|import a from 'a.mdx'|export const b = 1|{/*|*/}|<!--|-->|a|text| |\n|\n\n|\r\n|\u0000|\t|    |<br>|&|\\|{#id}|[^1]|[^1]: |props.children".split(
      "|",
    ),
  );
  const text = fc.array(unit, { maxLength: 40 }).map((parts) => parts.join(""));

  it("renders without throwing, as MDX or as Markdown", () => {
    fc.assert(
      fc.property(fc.oneof(text, fc.string({ unit: anyCharacter, maxLength: 100 })), (written) => {
        expect(typeof render(written, { includes: { "a.mdx": "<A/> {props.x}" } }).html).toBe("string");
      }),
      { numRuns: runs(600) },
    );
  });

  it("leaves no import line that a module has", () => {
    const word = fc.constantFrom("one", "two *b*", "{x}", "<A/>", "<A>c</A>", "- d", "{broken", "# e");
    const statement = fc.constantFrom(
      "import A from 'a'",
      'import { b,\n  c } from "d";',
      "import * as e from 'e';",
      "import 'f.css'",
      "export const g = {\n  h: 1,\n};",
      "export default function i() {\n  return 1;\n}",
    );
    fc.assert(
      fc.property(fc.array(fc.oneof(word, statement), { maxLength: 12 }), (blocks) => {
        expect(render(blocks.join("\n\n")).html).not.toMatch(/^(?:<p>)?\s*(?:import|export) /m);
      }),
      { numRuns: runs(300) },
    );
  });

  it.each(["> ", ":::note\n", "{% a %}\n", "{a b}\n", "<a>", "{[", "*a **b ", "![", "a\n|-\n", "[^1]", "{`"])(
    "takes bounded time and depth: %j",
    (part) => {
      const spent = startCpuTimer();
      render(part.repeat(Math.ceil(20_000 / part.length)));
      expect(spent()).toBeLessThan(4_000);
    },
  );
});
