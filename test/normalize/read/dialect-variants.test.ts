import { describe, expect, it } from "vitest";
import { processEnv } from "../../../src/config/read/env.ts";
import type { MediaType } from "../../../src/normalize/document.ts";
import { normalizeDocument } from "../../../src/normalize/pipeline.ts";
import { rstProgram } from "../../../src/normalize/read/rst/program.ts";

const program = await rstProgram(processEnv());

async function read(body: string, mediaType: MediaType = "text/markdown", name = "page.md") {
  const [page] = await normalizeDocument({
    body,
    mediaType,
    name,
    url: "https://docs.example.com/guide/page",
  });
  return { html: page?.html ?? "", warnings: page?.warnings.map(({ message }) => message) ?? [] };
}
const front = "---\nlayout: page\n---\n";

describe("Vue in VitePress", () => {
  it.each([
    ["an element that Vue leaves alone", "Write <span v-pre>{{ raw }}</span> so.", "{{ raw }}"],
    [
      "a slot in a component",
      "<Foo>\n<template #header>Words of a slot</template>\n</Foo>",
      "Words of a slot",
    ],
    [
      "a value in raw HTML",
      "---\nlayout: doc\nname: Acme\n---\n<div>Of {{ $frontmatter.name }}{{ other.x }}.</div>",
      "Of Acme.",
    ],
    ["a slot in a sentence", "A <template #x>slot</template> here.", "A slot here."],
  ])("%s is read", async (_, body, words) => {
    expect((await read(body)).html).toContain(words);
  });

  it("notes to the highlighter are accounted for", async () => {
    const code = Array.from({ length: 12 }, (_, n) => `let a${n} // [!code focus]`).join("\n");
    const { html, warnings } = await read(`Words.\n\n\`\`\`js\n${code}\n\`\`\`\n`);
    expect(html).not.toContain("!code");
    expect(warnings.filter((message) => message.includes("no rule says why"))).toEqual([]);
  });
});

describe("comments on lines of their own", () => {
  it("that mark lines are no code, and say what is added and removed", async () => {
    const { html } = await read(
      "```js\n// highlight-start\na\n// highlight-end\n// remove-next-line\nb\n# add-start\nc\nd\n# add-end\ne\n```",
    );
    expect(html).toBe('<pre><code class="language-js">  a\n- b\n+ c\n+ d\n  e</code></pre>');
  });
  it("stay where they say something else", async () => {
    const { html } = await read("```js\n// highlight-next-line is a comment\na\n```");
    expect(html).toContain("highlight-next-line is a comment");
  });
});

it("an icon of Starlight is its label", async () => {
  const { html } = await read(
    'The <Icon name="star" label="Star" /> and <Icon name="x" /> keys.',
    "text/mdx",
  );
  expect(html).toBe("<p>The Star and keys.</p>");
});

it("marks beside footnotes leave these at the page's end", async () => {
  const { html } = await read("H~2~O[^1], ==marked[^2]== and 10^6^.\n\n[^1]: One.\n\n[^2]: Two.");
  expect(html).toBe(
    "<p>H<sub>2</sub>O<sup>[1]</sup>, marked<sup>[2]</sup> and 10<sup>6</sup>.</p>\n<p><strong>Footnotes</strong></p>\n<ol>\n<li>One.</li>\n<li>Two.</li>\n</ol>",
  );
});

it("emoji by name are read in raw HTML, not in its code", async () => {
  const { html } = await read(
    "<table><tr><th>A</th></tr><tr><td>:x: and <code>:x:</code> at 10:30:45</td></tr></table>",
  );
  expect(html).toContain("<td>❌ and <code>:x:</code> at 10:30:45</td>");
});

describe("Material for MkDocs", () => {
  it.each([
    ["a key of its own", 'Press ++"Any key"++.', "<p>Press <kbd>Any key</kbd>.</p>"],
    ["inserted text", "It is ^^new^^ here, x^2^.", "<p>It is new here, x<sup>2</sup>.</p>"],
    [
      "an icon with a hint",
      'Open :material-account:{ .lg title="Account" } now.',
      "<p>Open Account now.</p>",
    ],
    ["a paragraph with Markdown", '<p markdown="span">*em* in p</p>', "<p><em>em</em> in p</p>"],
    [
      "a reference that is its own text",
      "See [Foo.bar][] and [`a.b`][].",
      "<p>See <code>Foo.bar</code> and <code>a.b</code>.</p>",
    ],
    [
      "an annotation in code",
      "```py\na = 1  # (1)!\n```",
      '<pre><code class="language-py">a = 1  # (1)</code></pre>',
    ],
  ])("%s", async (_, body, html) => {
    expect((await read(body)).html).toBe(html);
  });

  it("what mkdocstrings writes is named, with its line", async () => {
    const { html, warnings } = await read(
      "Before.\n\n::: package.module.Class\n    options:\n      show_source: false\n\nBehind.",
    );
    expect(html).toBe("<p>Before.</p>\n<p>Behind.</p>");
    expect(warnings.join()).toMatch(/package\.module\.Class is left out.*\(line 3\)/);
  });
});

describe("MyST", () => {
  const fence = (name: string, body: string) => `\`\`\`{${name}\n${body}\n\`\`\``;
  it.each([
    ["only", fence("only} html", "Words."), "<p>Words.</p>"],
    ["an index's words", "An {index}`entry` here.", "<p>An entry here.</p>"],
    [
      "a quotation's author",
      '{attribution="Ada, Notes"}\n> Words.',
      "<blockquote>\n<p>Words.</p>\n<p>— Ada, Notes</p>\n</blockquote>",
    ],
    [
      "a list of letters",
      "{style=lower-alpha}\n1. one\n2. two",
      "<ul>\n<li>a. one</li>\n<li>b. two</li>\n</ul>",
    ],
    ["only for print", `A.\n\n${fence("only} latex", "Words.")}`, "<p>A.</p>"],
    ["raw", fence("raw} html", "<p>Words.</p>"), "<p>Words.</p>"],
    [
      "a button",
      fence("button-link} https://e.example/a", "Press"),
      '<p><a href="https://e.example/a">Press</a></p>',
    ],
    [
      "a function",
      fence("py:function} foo(a, b=1)", ":async:\n\nWords."),
      "<dl>\n<dt><code>foo(a, b=1)</code></dt>\n<dd>Words.</dd>\n</dl>",
    ],
    ["a sidebar", fence("sidebar} Beside", "Words."), "<p><strong>Beside</strong></p>\n<p>Words.</p>"],
    [
      "roles with numbers of others",
      "{pep}`8` {rfc}`1` {numref}`Figure %s <x>` {bdg-primary}`New`",
      "<p>PEP 8 RFC 1 Figure New</p>",
    ],
  ])("%s", async (_, body, html) => {
    const page = await read(`(top)=\n\n${body}`);
    expect(page.html).toBe(html);
    expect(page.warnings.filter((message) => /not (?:a )?known/.test(message))).toEqual([]);
  });

  it("a directive that nothing defines keeps its words as Markdown, and is named with its line", async () => {
    const { html, warnings } = await read(
      `First.\n\n${fence("my-directive} Title", ":opt: v\n\nSome **words**.")}`,
    );
    expect(html).toBe("<p>First.</p>\n<p><strong>Title</strong></p>\n<p>Some <strong>words</strong>.</p>");
    expect(warnings.join()).toMatch(/"my-directive" is not a known directive.*\(line 3\)/);
  });

  it("but code that runs is code", async () => {
    expect((await read("```{python}\nx = 1\n```")).html).toContain("<pre><code");
    expect((await read("```{r}\nx <- 1\n```")).html).toContain("<pre><code");
  });

  it("references show their target's title, and lead there", async () => {
    const { html } = await read("(my-target)=\n# Head\n\n## Other\n\n[](my-target), <project:#my-target>");
    expect(html).toContain(
      '<a href="https://docs.example.com/guide/page#my-target">Head</a>, <a href="https://docs.example.com/guide/page#my-target">Head</a>',
    );
  });
});

describe("shortcodes of Hugo and tags of Liquid", () => {
  it.each([
    [
      "a callout on one line",
      '{{< alert color="warning" title="Careful" >}}Some **words**{{< /alert >}}',
      "<blockquote>\n<p><strong>Warning: Careful</strong></p>\n<p>Some <strong>words</strong></p>\n</blockquote>",
    ],
    [
      "one of Liquid",
      "{% tip %}Words{% endtip %}",
      "<blockquote>\n<p><strong>Tip</strong></p>\n<p>Words</p>\n</blockquote>",
    ],
    [
      "folded text on one line",
      '{{% details "Summary" %}}Words{{% /details %}}',
      "<p><strong>Summary</strong></p>\n<p>Words</p>",
    ],
    [
      "tabs of text",
      '{{< tabpane text=true >}}\n{{% tab header="**One**" lang="en" %}}\nWords *here*\n{{% /tab %}}\n{{< /tabpane >}}',
      "<p><strong>One</strong></p>\n<p>Words <em>here</em></p>",
    ],
    [
      "a diagram",
      "{{< mermaid >}}\nA-->B\n{{< /mermaid >}}",
      '<pre><code class="language-mermaid">A--&gt;B</code></pre>',
    ],
    [
      "a picture with its caption",
      '{{< figure src="a.png" alt="A key" caption="The key" >}}',
      "<p><em>Image: A key</em></p>\n<p>The key</p>",
    ],
    ["columns", "{{< columns >}}\nLeft\n<--->\nRight\n{{< /columns >}}", "<p>Left</p>\n<p>Right</p>"],
    ["branches", "{% if a %}One{% elsif b %}Two{% else %}Three{% endif %}", "<p>One Two Three</p>"],
    ["the ending of a word", "page{% if many %}s{% endif %}", "<p>pages</p>"],
    [
      "tabs on one line each",
      '{{< tabs >}}\n{{< tab "One" >}}Words 1{{< /tab >}}\n{{< tab header="Two" codelang="sh" >}}ls{{< /tab >}}\n{{< /tabs >}}',
      '<p><strong>One</strong></p>\n<p>Words 1</p>\n<p><strong>Two</strong></p>\n<pre><code class="language-sh">ls</code></pre>',
    ],
    [
      "tabs of jekyll-tabs",
      "{% tabs log %}\n{% tab log php %}\nWords\n{% endtab %}\n{% endtabs %}",
      "<p><strong>php</strong></p>\n<p>Words</p>",
    ],
    [
      "a callout's title in second place",
      '{{% notice tip "My title" %}}\nWords\n{{% /notice %}}',
      "<blockquote>\n<p><strong>Tip: My title</strong></p>\n<p>Words</p>\n</blockquote>",
    ],
    ["a card's second line", '{{< card title="One" subtitle="Two" >}}', "<p>One: Two</p>"],
    ["a formula", "So {{< math >}}x_{1}*y*{{< /math >}} it is.", "<p>So $x_{1}*y*$ it is.</p>"],
    ["attributes behind a tag", '{{% list-of-pages %}}{class="x"}\n\nWords', "<p>Words</p>"],
    [
      "values that a text names itself",
      '{% assign product = "Acme" | append: " Pro" %}\n{% capture note %}Some **words**.{% endcapture %}\n{{ product | upcase }} {{ page.none | default: "-" }} {{ note }}',
      "<p>ACME PRO - Some <strong>words</strong>.</p>",
    ],
    [
      "a table of kramdown",
      "|----+----|\n| a | b |\n|----+----|\n| 1 | 2 |\n|====+====|\n| 3 | 4 |",
      "<table>\n<thead>\n<tr><th>a</th><th>b</th></tr>\n</thead>\n<tbody>\n<tr><td>1</td><td>2</td></tr>\n<tr><td>3</td><td>4</td></tr>\n</tbody>\n</table>",
    ],
    [
      "contents in an element",
      '<details markdown="block">\n  <summary>\n    Contents\n  </summary>\n  {: .text-delta }\n- TOC\n{:toc}\n</details>\n\nWords',
      "<p><strong>Contents</strong></p>\n<p>Words</p>",
    ],
    [
      "links from the site's root, which nothing here resolves",
      "[one]({% link a/b.md %}) and [two]({% post_url 2020-01-01-x %})",
      "<p>one and two</p>",
    ],
    [
      "what nothing defines",
      '{{< own a="b" >}}One{{< /own >}}two{{< other "x" >}}three',
      "<p>One two three</p>",
    ],
    [
      "tools to choose from",
      "{% webui %}\n\nWords\n\n{% endwebui %}\n{% mac %}On a Mac{% endmac %}",
      "<p><strong>Web browser</strong></p>\n<p>Words</p>\n<p><strong>Mac</strong></p>\n<p>On a Mac</p>",
    ],
    [
      "a title that GitHub fills in",
      "See [AUTOTITLE](/start/some-page).",
      '<p>See <a href="https://docs.example.com/start/some-page">Some page</a>.</p>',
    ],
    [
      "marks of raw text in code",
      "{% note %}\n\nN\n\n{% endnote %}\n\n```yaml\n{% raw %}\na: ${{ x }}\n{% endraw %}\n```",
      '<blockquote>\n<p><strong>Note</strong></p>\n<p>N</p>\n</blockquote>\n<pre><code class="language-yaml">a: ${{ x }}</code></pre>',
    ],
  ])("%s", async (_, body, html) => {
    expect((await read(front + body)).html).toBe(html);
  });

  it("a title has what its generator fills in, or a warning", async () => {
    const [page] = await normalizeDocument({
      body: "---\ntitle: About {% data variables.p.name %}, {{ x.y }}\n---\nWords",
      mediaType: "text/markdown",
      name: "a.md",
      includes: { "/data/variables/p.yml": "name: Acme" },
    });
    expect(page?.title).toBe("About Acme,");
    expect(page?.warnings.map(({ code }) => code)).toContain("template-value");
  });

  it("marks of raw text stay in code that shows them", async () => {
    expect((await read("```liquid\n{% raw %}\n{{ x }}\n{% endraw %}\n```")).html).toContain("{% raw %}");
  });

  it("a parameter is filled in from the front matter", async () => {
    const { html, warnings } = await read(
      '+++\n[params]\nversion = "1.2"\n+++\nIt is {{< param version >}}, not {{< param "other" >}}.',
    );
    expect(html).toBe("<p>It is 1.2, not .</p>");
    expect(warnings.join()).toMatch(/"param" was removed.*line 5/);
  });
});

describe("reStructuredText and wikis", () => {
  it.skipIf(program?.kind !== "docutils")(
    "a formula with a label is read, and a role that nothing defines is named",
    async () => {
      const { html, warnings } = await read(
        "A :gh:`user` here.\n\n.. math::\n   :label: eq\n\n   x = 1\n",
        "text/x-rst",
        "page.rst",
      );
      expect(html).toContain("x = 1");
      expect(warnings.join()).toMatch(/:gh: is not known.*line 1/);
    },
  );

  it.skipIf(program?.kind !== "docutils")("what Sphinx fills in is left out, with a warning", async () => {
    const { html, warnings } = await read("Version |release| is out.", "text/x-rst", "page.rst");
    expect(html).toContain("Version is out.");
    expect(warnings.join()).toMatch(/\|release\| was left out/);
  });

  it("a wiki's table of contents and Gollum's includes are not words", async () => {
    const { html } = await read("A [[_TOC_]] b\n\n[[_TOSP_]]\n\n[[include:Gone]]");
    expect(html).toBe("<p>A b</p>");
  });

  it("a page of another project of Redmine is called by its own name", async () => {
    expect((await read("See [[proj:Some page]].", "text/x-textile", "p.textile")).html).toBe(
      "<p>See Some page.</p>",
    );
  });

  it("an icon of AsciiDoc is its title", async () => {
    const { html } = await read('Press icon:trash[title="Delete"] now.', "text/asciidoc", "p.adoc");
    expect(html).toBe("<p>Press Delete now.</p>");
  });

  it("tags of a wiki's extensions are read, or named", async () => {
    const { html, warnings } = await read(
      "<tabber>One=Words 1|-|Two=Words 2</tabber>\n\n<own x>kept ''words''</own> <templatedata>{}</templatedata> ~~~~\n\n<b>bold</b> <name>",
      "text/x-wiki",
      "My page.wiki",
    );
    expect(html).toContain(
      "<p><strong>One</strong></p>\n<p>Words 1</p>\n<p><strong>Two</strong></p>\n<p>Words 2</p>",
    );
    expect(html).toContain("<p>kept <em>words</em></p>");
    expect(html).not.toMatch(/templatedata|~~|tabber/);
    expect(warnings.filter((message) => message.startsWith("Nothing here reads"))).toHaveLength(2);
  });

  it("a template that is left out at a line's start makes no code of it, and a page's name is its own", async () => {
    const { html } = await read(
      "{{Note|A.}} {{Own}} text of {{PAGENAME}}",
      "text/x-wiki",
      "my_page.mediawiki",
    );
    expect(html).toContain("<p>text of My page</p>");
  });

  it("a definition of Textile over several lines ends with its sign", async () => {
    const { html } = await read("- term :=\nlong\ntext =:\n- two := short", "text/x-textile", "page.textile");
    expect(html).toContain("<dd>long<br>text</dd>");
    expect(html).toContain("<dd>short</dd>");
  });
});

it("a tuple of an API is the types of its places", async () => {
  const api = (items: string) =>
    `openapi: 3.1.0\ninfo: {title: A, version: "1"}\npaths: {/a: {get: {responses: {"200": {description: ok, content: {application/json: {schema: {type: object, properties: {t: {type: array, prefixItems: [{type: string}, {type: integer}]${items}}}}}}}}}}}`;
  const html = async (items: string) =>
    (
      await normalizeDocument({
        body: api(items),
        mediaType: "application/vnd.oai.openapi",
        name: "openapi.yaml",
      })
    )
      .map((page) => page.html)
      .join();
  expect(await html(", items: false")).toContain("array of string, integer<");
  expect(await html(", items: {type: boolean}")).toContain("array of string, integer, then boolean");
});

describe("a Markdown file is MDX where it says so", () => {
  const imports = "import Tabs from '@theme/Tabs';\nimport limits from '@site/limits';";
  it.each([
    ["by imports that nothing uses", `${imports}\n\nWords.`, "<p>Words.</p>"],
    ["also below its first words", `First.\n\n${imports}\n\nWords.`, "<p>First.</p>\n<p>Words.</p>"],
    [
      "by attributes of JSX",
      'Words.\n\n<img src="/a.png" alt="Door" width={283} />',
      "<p>Words.</p>\n<p><em>Image: Door</em></p>",
    ],
  ])("%s", async (_, body, html) => {
    expect(await read(body)).toMatchObject({ html });
  });
  it.each([
    ["a sentence", "import goods from 'abroad' if you can; then wait."],
    ["code in a span", "Write `<Box width={20} />` here."],
    ["Liquid's own blocks of code", "{% highlight js %}\n\nimport a from 'b';\n{% endhighlight %}"],
    ["Vue's objects", `<div :style="{ color: 'red' }">Words</div>`],
  ])("but not by %s", async (_, body) => {
    const { html, warnings } = await read(body);
    expect(html).not.toBe("");
    expect(warnings.join()).not.toContain("MDX");
  });
});

describe("Pandoc's tables are not", () => {
  it.each([
    ["a heading", "First.\n\nTitle\n-----\n\nWords", "<p>First.</p>\n<h2>Title</h2>\n<p>Words</p>"],
    ["a rule", "Words\n\n---\n\nMore", "<p>Words</p>\n<hr>\n<p>More</p>"],
    ["an addition", "+ 1\n+ 2", "<ul>\n<li>1</li>\n<li>2</li>\n</ul>"],
    ["a line without an end", "+---+---+\n| a | b |", "<p>+---+---+ | a | b |</p>"],
    ["one bar", "| alone", "<p>| alone</p>"],
    ["a definition behind words", "Term\n: Meaning", "<dl>\n<dt>Term</dt>\n<dd>Meaning</dd>\n</dl>"],
  ])("%s", async (_, body, html) => {
    expect((await read(body)).html).toBe(html);
  });
  it("and reading them takes time that grows with the text", async () => {
    const rows = "+---+---+\n| a | b |\n".repeat(4000);
    const dashes = `${"--- ---\n".repeat(4000)}\n${"----------\n".repeat(4000)}`;
    const { html } = await read(`${rows}\n\n${dashes}`);
    expect(html).toContain("<td>");
  });
});
