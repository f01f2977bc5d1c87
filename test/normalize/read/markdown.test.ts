import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Document } from "../../../src/normalize/document.ts";
import { markdownPage, readMarkdown } from "../../../src/normalize/read/markdown/index.ts";
import { anyCharacter, runs } from "../../setup/properties.ts";
import { startCpuTimer } from "../../setup/time.ts";

const document: Document = { body: "", mediaType: "text/markdown", name: "page.md" };

const page = (body: string) => markdownPage({ ...document, body });

function html(text: string): string {
  return page(text)
    .html.replaceAll(/\s*\n\s*/g, "\n")
    .trim();
}

function codes(text: string): string[] {
  return page(text).warnings.map(({ code }) => code);
}

const quote = (lead: string, body: string) =>
  `<blockquote>\n<p><strong>${lead}</strong></p>\n${body}\n</blockquote>`;

describe("callouts", () => {
  it.each([
    ["GitHub", "> [!NOTE]\n> text", quote("Note", "<p>text</p>")],
    ["GitHub, with paragraphs", "> [!TIP]\n>\n> one\n>\n> two", quote("Tip", "<p>one</p>\n<p>two</p>")],
    ["Microsoft", "> [!CAUTION]\n> text", quote("Caution", "<p>text</p>")],
    [
      "Obsidian, titled and folded",
      "> [!tip]- My *title*\n> text",
      quote("Tip: My <em>title</em>", "<p>text</p>"),
    ],
    ["Docusaurus", ":::note\n\ntext\n\n:::", quote("Note", "<p>text</p>")],
    [
      "Docusaurus, titled",
      ":::note[My **title**]\ntext\n:::",
      quote("Note: My <strong>title</strong>", "<p>text</p>"),
    ],
    ["Docusaurus, old title", ":::danger Take care\ntext\n:::", quote("Danger: Take care", "<p>text</p>")],
    ["Starlight, with an icon", ':::tip[T]{icon="heart"}\ntext\n:::', quote("Tip: T", "<p>text</p>")],
    ["VitePress", "::: warning STOP\ntext\n:::", quote("Warning: STOP", "<p>text</p>")],
    ["MyST", ":::{note} T\ntext\n:::", quote("Note: T", "<p>text</p>")],
    ["MyST, fenced", "```{warning} T\n*text*\n```", quote("Warning: T", "<p><em>text</em></p>")],
    ["Pandoc", "::: {.note}\ntext\n:::", quote("Note", "<p>text</p>")],
    ["PyMdown blocks", "/// note | T\ntext\n///", quote("Note: T", "<p>text</p>")],
    ["MkDocs", '!!! note "T"\n    text', quote("Note: T", "<p>text</p>")],
    [
      "MkDocs, without a title",
      "!!! warning\n\n    one\n\n    two\n\nafter",
      `${quote("Warning", "<p>one</p>\n<p>two</p>")}\n<p>after</p>`,
    ],
    ["MkDocs, folded", '???+ tip "T"\n    text', quote("Tip: T", "<p>text</p>")],
    ["MkDocs, beside the text", '!!! info inline end "T"\n    text', quote("Info: T", "<p>text</p>")],
    ["GitBook", '{% hint style="warning" %}\ntext\n{% endhint %}', quote("Warning", "<p>text</p>")],
    ["Hugo", '{{< callout type="info" >}}\n*text*\n{{< /callout >}}', quote("Info", "<p><em>text</em></p>")],
    ["Hugo, positional", "{{% notice tip %}}\ntext\n{{% /notice %}}", quote("Tip", "<p>text</p>")],
    ["a title that repeats the kind", ":::note[Note]\ntext\n:::", quote("Note", "<p>text</p>")],
    [
      "after a paragraph, without a blank line",
      "para\n:::note\ntext\n:::",
      `<p>para</p>\n${quote("Note", "<p>text</p>")}`,
    ],
    [
      "a plain quote stays one",
      "> [link](a.md) text",
      '<blockquote>\n<p><a href="a.md">link</a> text</p>\n</blockquote>',
    ],
  ])("%s", (_name, text, expected) => {
    expect(html(text)).toBe(expected);
    expect(codes(text)).toEqual([]);
  });

  it("keep Microsoft's other quotes as they are", () => {
    expect(html('> [!div class="nextstepaction"]\n> [Next](b.md)')).toBe(
      '<blockquote>\n<p><a href="b.md">Next</a></p>\n</blockquote>',
    );
    expect(html("> [!VIDEO https://v.example/1]")).toBe(
      '<blockquote>\n<p><strong><a href="https://v.example/1">Video</a></strong></p>\n</blockquote>',
    );
  });

  it("nest, with more colons outside or with as many", () => {
    const inner = quote("Tip", "<p>inner</p>");
    const expected = quote("Note", `<p>a</p>\n${inner}\n<p>b</p>`);
    expect(html("::::note\na\n:::tip\ninner\n:::\nb\n::::")).toBe(expected);
    expect(html(":::note\na\n:::tip\ninner\n:::\nb\n:::")).toBe(expected);
  });

  it("stand in lists, and hold lists and code", () => {
    expect(html("1. one\n\n   :::note\n   text\n   :::\n\n2. two")).toBe(
      `<ol>\n<li>\n<p>one</p>\n${quote("Note", "<p>text</p>")}\n</li>\n<li>\n<p>two</p>\n</li>\n</ol>`,
    );
    expect(html(":::note\n```txt\n:::\n```\n:::\nafter")).toBe(
      `${quote("Note", '<pre><code class="language-txt">:::\n</code></pre>')}\n<p>after</p>`,
    );
  });

  it("warn when they are not closed, not open, or unknown", () => {
    expect(codes(":::note\ntext")).toEqual(["directive-unclosed"]);
    expect(codes("text\n\n:::\n")).toEqual(["stray-directive"]);
    expect(codes(":::wizardry\ntext\n:::")).toEqual(["unknown-directive"]);
    expect(html(":::wizardry[T]\ntext\n:::")).toBe("<p><strong>T</strong></p>\n<p>text</p>");
  });
});

describe("tabs, details and zones", () => {
  it.each([
    [
      "MkDocs tabs",
      '=== "A"\n    one\n\n=== "B"\n\n    two',
      "<p><strong>A</strong></p>\n<p>one</p>\n<p><strong>B</strong></p>\n<p>two</p>",
    ],
    [
      "GitBook tabs",
      '{% tabs %}\n{% tab title="A" %}\none\n{% endtab %}\n{% endtabs %}',
      "<p><strong>A</strong></p>\n<p>one</p>",
    ],
    [
      "Hugo tabs",
      '{{< tabs >}}\n{{< tab "A" >}}\none\n{{< /tab >}}\n{{< /tabs >}}',
      "<p><strong>A</strong></p>\n<p>one</p>",
    ],
    [
      "VitePress code group",
      "::: code-group\n```sh [npm]\nnpm i\n```\n:::",
      '<p><strong>npm</strong></p>\n<pre><code class="language-sh">npm i\n</code></pre>',
    ],
    ["VitePress details", "::: details Show me\ntext\n:::", "<p><strong>Show me</strong></p>\n<p>text</p>"],
  ])("%s", (_name, text, expected) => {
    expect(html(text)).toBe(expected);
    expect(codes(text)).toEqual([]);
  });

  it("keep Microsoft's zones and versions under their names, with a warning", () => {
    const text =
      '::: zone pivot="windows"\none\n::: zone-end\n::: moniker range=">= v2"\ntwo\n::: moniker-end';
    expect(html(text)).toBe(
      "<p><strong>For windows</strong></p>\n<p>one</p>\n<p><strong>For &gt;= v2</strong></p>\n<p>two</p>",
    );
    expect(codes(text)).toEqual(["zones-merged"]);
  });

  it("read Microsoft's images and terms", () => {
    expect(html(':::image type="content" source="a b.png" alt-text="The dialog":::')).toBe(
      '<p><img src="a b.png" alt="The dialog"></p>',
    );
    expect(html('The :::no-loc text="Contoso"::: app')).toBe("<p>The Contoso app</p>");
    expect(html(":::row:::\n:::column:::\none\n:::column-end:::\n:::row-end:::")).toBe("<p>one</p>");
  });
});

describe("code", () => {
  const block = (language: string, title = "") =>
    `${title === "" ? "" : `<p><strong>${title}</strong></p>\n`}<pre><code${language === "" ? "" : ` class="language-${language}"`}>x\n</code></pre>`;
  it.each([
    ["js", block("js")],
    [" PowerShell ", block("powershell")],
    ["", block("")],
    ['js {1,3} title="a.js"', block("js", "a.js")],
    ["js title='My file' showLineNumbers", block("js", "My file")],
    ["ts [src/a.ts]", block("ts", "src/a.ts")],
    ["js filename=a.js", block("js", "a.js")],
    ["ts src/pages/[slug].ts", block("ts", "src/pages/[slug].ts")],
    ["js{1,3}", block("js")],
    ["rust,ignore", block("rust")],
    ["{.python .numberLines}", block("python")],
    ["c++", block("c++")],
    ["js showLineNumbers", block("js")],
    ['js "client:load" ins={2}', block("js")],
  ])("```%s", (info, expected) => {
    expect(html(`~~~${info}\nx\n~~~`)).toBe(expected);
  });

  it("is left alone: no directive, shortcode or placeholder in it is touched", () => {
    const code = ":::note\n{% raw %}\n{{< x >}}\n<Tabs>\n[!INCLUDE [a](b.md)]\nimport x from 'y'";
    expect(page(`\`\`\`\n${code}\n\`\`\``)).toMatchObject({
      html: `<pre><code>${code.replaceAll("<", "&lt;").replaceAll(">", "&gt;")}\n</code></pre>\n`,
      warnings: [],
    });
    expect(html("`{% raw %} <Tabs>`")).toBe("<p><code>{% raw %} &lt;Tabs&gt;</code></p>");
  });
});

describe("small things", () => {
  it.each([
    ["tasks", "- [ ] a\n- [x] b", "<ul>\n<li>☐ a</li>\n<li>☑ b</li>\n</ul>"],
    ["a heading's id", "## Install {#setup}", '<h2 id="setup">Install</h2>'],
    ["a heading's id, kramdown", "## Install {: #setup .x}", '<h2 id="setup">Install</h2>'],
    ["braces that are not an id", "## The set {a}", "<h2>The set {a}</h2>"],
    ["marks behind a link", '[a](b.md){target=_blank rel="x"} c', '<p><a href="b.md">a</a> c</p>'],
    ["a line of marks", "text\n{: .class}\n\nmore", "<p>text</p>\n<p>more</p>"],
    ["placeholders", "Set <your-name> to <string>.", "<p>Set &lt;your-name&gt; to &lt;string&gt;.</p>"],
    ["HTML", "Press <kbd>K</kbd><br>now", "<p>Press <kbd>K</kbd><br>now</p>"],
    ["file names are not links", "see README.md", "<p>see README.md</p>"],
    [
      "addresses are links",
      "see https://a.example/b",
      '<p>see <a href="https://a.example/b">https://a.example/b</a></p>',
    ],
    [
      "targets stay as written",
      "[a](../b c.md) [d](<../b c.md#ä>)",
      '<p>[a](../b c.md) <a href="../b c.md#ä">d</a></p>',
    ],
    ["Hugo's links", '[a]({{< ref "b.md" >}})', '<p><a href="b.md">a</a></p>'],
    [
      "Jekyll's links",
      "[a]({% link b.md %}) [c]({{ site.baseurl }}/d)",
      '<p><a href="site:b.md">a</a> <a href="/d">c</a></p>',
    ],
    [
      "definitions",
      "Term\n: one\n: two",
      "<dl>\n<dt>Term</dt>\n<dd>\n<p>one</p>\n</dd>\n<dd>\n<p>two</p>\n</dd>\n</dl>",
    ],
    [
      "footnotes",
      "a[^1]\n\n[^1]: note",
      "<p>a<sup>[1]</sup></p>\n<p><strong>Footnotes</strong></p>\n<ol>\n<li><p>note</p>\n</li>\n</ol>",
    ],
    ["strikethrough", "~~a~~", "<p><s>a</s></p>"],
    [
      "highlighted source",
      "{% highlight ruby %}\nputs *x*\n{% endhighlight %}",
      '<pre><code class="language-ruby">puts *x*\n</code></pre>',
    ],
  ])("%s", (_name, text, expected) => {
    expect(html(text)).toBe(expected);
  });

  it("removes shortcodes, keeps their content and the text of their arguments", () => {
    const text =
      'a {{< badge text="New" >}} b {% unknown x %} c\n\n{{< youtube id="1" title="A film" >}}\n\n{% if x %}\nkept\n{% endif %}';
    expect(html(text)).toBe("<p>a New b  c</p>\n<p>A film</p>\n<p>kept</p>");
    expect(codes(text)).toEqual([
      "shortcode-dropped",
      "template-logic",
      "shortcode-dropped",
      "shortcode-dropped",
    ]);
    expect(html("{% comment %}\nsecret\n{% endcomment %}\n\nshown")).toBe("<p>shown</p>");
  });

  it("keeps the text of components", () => {
    const text =
      '# A <Badge type="tip" text="new"/>\n\n<Card title="T" href="/x">\n\n*body*\n\n</Card>\n\n<Warning>\n\ntext\n\n</Warning>\n\n<Wizard label="L"/>';
    expect(html(text)).toBe(
      `<h1>A new</h1>\n<p><strong><a href="/x">T</a></strong></p>\n<p><em>body</em></p>\n${quote("Warning", "<p>text</p>")}\n<p><strong>L</strong></p>`,
    );
    expect(codes(text)).toEqual(["unknown-component"]);
  });

  it("reads a Markdown file that imports components as MDX", async () => {
    const text = "import Tabs from '@theme/Tabs';\n\n<Tabs>\n<TabItem label=\"A\">one</TabItem>\n</Tabs>";
    const [read] = await readMarkdown({ ...document, body: text });
    expect(read?.html).toBe("<p><strong>A</strong></p>\n<p>one</p>\n");
  });

  it("takes the title from the front matter", () => {
    expect(page("---\ntitle: 404\n---\n# H")).toMatchObject({
      title: "404",
      html: "<h1>H</h1>\n",
    });
    expect(page("# H").title).toBeUndefined();
  });
});

describe("any text", () => {
  const unit = fc.constantFrom(
    ..."::: /// {% %} {{< >}} {{ }} !!! ??? === > - 1. ``` ~~~ ` [! ] ( ) { } # * _ | : < > note tab a details [^1] \\ & -->".split(
      " ",
    ),
    ...'{% a %}|{% enda %}|<!--|[!INCLUDE [a](a.md)]|:::note|> [!NOTE]|--8<-- "a.md"|    |\t|\n|\n\n|\r\n|\u0000|<A x="|</A>'.split(
      "|",
    ),
  );
  const text = fc.array(unit, { maxLength: 60 }).map((parts) => parts.join(""));

  it("renders without throwing", () => {
    const including: Document = { ...document, includes: { "a.md": ":::note\n[!INCLUDE [a](a.md)]" } };
    fc.assert(
      fc.property(fc.oneof(text, fc.string({ unit: anyCharacter, maxLength: 200 })), (written) => {
        expect(typeof markdownPage({ ...including, body: written }).html).toBe("string");
      }),
      { numRuns: runs(1500) },
    );
  });

  it.each([
    ":::note\n",
    "/// a\n",
    "{% a %}\n",
    "{% a %}",
    "[!INCLUDE [",
    "-8<-",
    "<A>\n",
    "<x>",
    "`<!--",
    "a\n: b\n",
    "> ",
    "{: .a}\n",
    '<a "',
  ])("takes time in proportion to its length: %j", (part) => {
    const time = (length: number) => {
      const spent = startCpuTimer();
      page(part.repeat(Math.ceil(length / part.length)));
      return spent();
    };
    time(5_000);
    expect(time(100_000)).toBeLessThan(3_000);
  });
});
