import { describe, expect, it } from "vitest";
import type { MediaType } from "../../../src/normalize/document.ts";
import { normalizeDocument } from "../../../src/normalize/pipeline.ts";

async function read(body: string, name = "page.md", mediaType: MediaType = "text/markdown") {
  const [page] = await normalizeDocument({
    body,
    mediaType,
    name,
    url: "https://docs.example.com/guide/page",
  });
  return {
    html: page?.html.replaceAll("\n", "") ?? "",
    warnings: page?.warnings.map(({ message }) => message).join("\n") ?? "",
  };
}

describe("GitBook's icons show no name", () => {
  it.each([
    ["in a sentence", '<i class="fa-gear">:gear:</i> Settings', "<p>Settings</p>"],
    ["in a heading", 'Words.\n\n## <i class="fa-gear">:gear:</i> Settings', "<p>Words.</p><h2>Settings</h2>"],
    [
      "in a table's cell, where it says yes",
      '<table><tr><th>A</th></tr><tr><td><i class="fa-circle-check">:circle-check:</i></td></tr></table>',
      "<table><thead><tr><th>A</th></tr></thead><tbody><tr><td>✓</td></tr></tbody></table>",
    ],
    ["but words in an icon stay", '<i class="fa-gear">gear</i> Settings', "<p><em>gear</em> Settings</p>"],
  ])("%s", async (_, body, html) => {
    expect((await read(body)).html).toBe(html);
  });
});

it("a value that is all of a tab of MkDocs is the generator's, and named", async () => {
  const { html, warnings } = await read('=== "All"\n{{ table_all }}\n\n=== "Some"\n    Words.');
  expect(html).toBe("<p><strong>All</strong></p><p><strong>Some</strong></p><p>Words.</p>");
  expect(warnings).toMatch(/table_all \}\} was left out.*\(line 2\)/);
});

it("a fence behind the end of an element is code, as for kramdown", async () => {
  const body =
    '<div class="example">\nSeen\n</div>\n```html\n<b>Seen</b>\n```\n\n````md\n</div>\n```html\n````';
  expect((await read(body)).html).toBe(
    '<p>Seen</p><pre><code class="language-html">&lt;b&gt;Seen&lt;/b&gt;</code></pre><pre><code class="language-md">&lt;/div&gt;```html</code></pre>',
  );
});

it("tags in a picture's description are no words", async () => {
  expect((await read('![By <a href="https://a.example">Ada</a>,<br>2020](p.png)')).html).toBe(
    "<p><em>Image: By Ada, 2020</em></p>",
  );
});

it("a tag with code in its parameter is one tag", async () => {
  const body =
    '---\nlayout: x\n---\n<div>\n{%- video "abc", "New <code>x</code> ignores" -%}\n</div>\n\nWords.';
  expect((await read(body)).html).toBe("<p>Words.</p>");
});

describe("values in the targets of links", () => {
  const page = (body: string) => read(`---\nparams:\n  version: v2\n---\n${body}`);
  it.each([
    [
      "known",
      "See [the guide](/docs/{{< param version >}}/a/).",
      '<p>See <a href="https://docs.example.com/docs/v2/a/">the guide</a>.</p>',
    ],
    ["not known", "See [the guide](/docs/{{< param other >}}/a/).", "<p>See the guide.</p>"],
    [
      "shown in code",
      "Write `[a](/{{< param other >}}/)`.",
      "<p>Write <code>[a](/{{&lt; param other &gt;}}/)</code>.</p>",
    ],
    [
      "of no generator",
      "[a](https://a.example/{{name}})",
      '<p><a href="https://a.example/%7B%7Bname%7D%7D">a</a></p>',
    ],
  ])("%s", async (_, body, html) => {
    expect((await page(body)).html).toBe(html);
  });
  it("are warned of by name where they are not known", async () => {
    expect((await page("[a](/docs/{{< param other >}}/a/)")).warnings).toContain("docs/{param-other}/a/");
  });
});

describe("Quarto", () => {
  const page = (body: string) =>
    read(
      `---\nshot: "![](a.png){.border fig-alt='Two *keys*'}"\ntool:\n  name: Hammer\n---\n${body}`,
      "a.qmd",
    );
  it.each([
    ["a value is Markdown", "{{< meta shot >}}", "<p><em>Image: Two *keys*</em></p>"],
    ["also in a sentence, by several names", "Use a {{< meta tool.name >}} now.", "<p>Use a Hammer now.</p>"],
    [
      "braces and a value in an attribute",
      '![](a.png){.border fig-alt="The \\\\pkg{x} of {{< meta tool.name >}}"}',
      "<p><em>Image: The \\\\pkg{x} of Hammer</em></p>",
    ],
    [
      "an element of a line holds Markdown",
      '<a href="b.html">\n![](logo.svg){width="77" fig-alt="Logo."}Hammer\n</a>',
      '<p><a href="https://docs.example.com/guide/b.html">Hammer</a></p>',
    ],
    [
      "a picture whose address is not known",
      "![](/i/{{< meta tool.no >}}-x.png){fig-alt='A saw'}",
      "<p><em>Image: A saw</em></p>",
    ],
    ["keys", "Press {{< kbd Ctrl-B >}}.", "<p>Press Ctrl-B.</p>"],
    [
      "keys of each system",
      "Press {{< kbd mac=Cmd-B win=Ctrl-B linux=Ctrl-B >}}.",
      "<p>Press Cmd-B (Mac), Ctrl-B (Windows, Linux).</p>",
    ],
    ["the end of a printed page", "a\n\n{{< pagebreak >}}\n\nb", "<p>a</p><p>b</p>"],
    [
      "a video by its address",
      "{{< video https://v.example/1 >}}",
      '<p><a href="https://v.example/1">https://v.example/1</a></p>',
    ],
    [
      "a div in an element",
      '<div class="grid">\n::: {.card}\nWords *of* it.\n:::\n</div>\n::: {.card}\nb\n:::',
      "<p>Words <em>of</em> it.</p><p>b</p>",
    ],
  ])("%s", async (_, body, html) => {
    const one = await page(body);
    expect(one.html).toBe(html);
    expect(one.warnings).not.toMatch(/shortcode|closing mark|never closed/);
  });
});

describe("docsify", () => {
  const includes = {
    "a.md": "---\nx: 1\n---\nWords *of* a.",
    "a.js": "one();\n/// [part]\ntwo();\n/// [part]\n",
    "https://b.example/c.md": "no",
  };
  const page = async (body: string) => {
    const [one] = await normalizeDocument({ body, mediaType: "text/markdown", name: "page.md", includes });
    return one?.html.replaceAll("\n", "");
  };
  it.each([
    ["a page", "[a](a.md ':include')", "<p>Words <em>of</em> a.</p>"],
    [
      "a page as code",
      '[a](a.md ":include :type=code")',
      '<pre><code class="language-md">---x: 1---Words *of* a.</code></pre>',
    ],
    [
      "a part of a file",
      "[a](a.js ':include :fragment=part')",
      '<pre><code class="language-js">two();</code></pre>',
    ],
    ["what is played", "[the film](a.mp4 ':include')", "<p>the film</p>"],
    [
      "an example of itself",
      "```md\n[a](a.md ':include')\n```",
      `<pre><code class="language-md">[a](a.md ':include')</code></pre>`,
    ],
    [
      "another site's page",
      "[c](https://b.example/c.md ':include')",
      '<p><a href="https://b.example/c.md">c</a></p>',
    ],
    [
      "a callout",
      "!> Do *not*.\nEver.\n\nElse.",
      "<blockquote><p><strong>Important</strong></p><p>Do <em>not</em>. Ever.</p></blockquote><p>Else.</p>",
    ],
    [
      "a tip in a list",
      "- one\n\n  ?> Do.",
      "<ul><li><p>one</p><blockquote><p><strong>Tip</strong></p><p>Do.</p></blockquote></li></ul>",
    ],
    ["marks that say nothing", "Is it !> or ?>\n\n!>", "<p>Is it !&gt; or ?&gt;</p><p>!&gt;</p>"],
    [
      "ignored headings",
      "Words.\n\n## One {docsify-ignore}\n\n## Two {docsify-ignore-all}",
      "<p>Words.</p><h2>One</h2><h2>Two</h2>",
    ],
  ])("%s", async (_, body, html) => {
    expect(await page(body)).toBe(html);
  });
  it("the date that it fills in is named", async () => {
    expect((await read("Changed on {docsify-updated}.")).warnings).toContain(
      "{docsify-updated} was left out",
    );
  });
});

describe("MyST", () => {
  const page = (body: string) => read(`(top)=\n## The head\n\n${body}`);
  it.each([
    ["a source in brackets", "{cite:p}`{see}knuth84{p. 3}`", "<p>(see knuth84 p. 3)</p>"],
    ["sources by role and by mark", "{cite:t}`a1; b2` [@a1; @b2]", "<p>a1; b2 (a1; b2)</p>"],
    ["a reference to a heading", "See @top and [@top].", "<p>See The head and (The head).</p>"],
    [
      "a directive without its comments",
      "```{note}\nWords.\n\n% Ask Ada.\n\nMore, 5 % of it.\n```",
      "<blockquote><p><strong>Note</strong></p><p>Words.</p><p>More, 5 % of it.</p></blockquote>",
    ],
    [
      "but code with its own",
      "```{code-block} tex\n% A comment\n```",
      '<pre><code class="language-tex">% A comment</code></pre>',
    ],
    [
      "a formula on the directive's line",
      "```{math} e^{x} = 1\n:label: euler\n```",
      "<p>$$ e^{x} = 1 $$</p>",
    ],
    ["a person's name", "Thanks, @ada-l and a@top.example!", "<p>Thanks, @ada-l and a@top.example!</p>"],
    [
      "a table's title",
      ":::{table} A **bold** one\n\na | b\n--- | ---\n1 | 2\n:::",
      "<p><strong>A bold one</strong></p><table><thead><tr><th>a</th><th>b</th></tr></thead><tbody><tr><td>1</td><td>2</td></tr></tbody></table>",
    ],
  ])("%s", async (_, body, html) => {
    expect((await page(body)).html).toBe(html);
  });
  it("sources are warned of, because only their keys are known", async () => {
    expect((await page("Words.\n\n{cite:t}`a1`")).warnings).toMatch(/by their keys.*line 6/);
  });
});

describe("Eleventy's code", () => {
  const code = "{%- set codeBlock %}{% raw %}\nexport {{ a }};\n{% endraw %}{%- endset %}\n";
  it.each([
    [
      "with its language",
      `${code}{{ codeBlock | highlight("js") | safe }}`,
      '<pre><code class="language-js">export {{ a }};</code></pre>',
    ],
    [
      "in an element",
      `<div>\n${code}{{ codeBlock | highlight("js") | safe }}\n</div>`,
      '<pre><code class="language-js">export {{ a }};</code></pre>',
    ],
    ["for a snippet of its own", `${code}{% include "x.njk" %}`, "<pre><code>export {{ a }};</code></pre>"],
    [
      "between tags that share a line",
      '<div>\n{% highlight "md" %}{% raw %}\n---\na: {{ b }}\n---\n{% endraw %}{% endhighlight %}\n</div>',
      '<pre><code class="language-md">---a: {{ b }}---</code></pre>',
    ],
    ["but not other names", code.replace("codeBlock", "title"), "<p>export {{ a }};</p>"],
  ])("%s", async (_, body, html) => {
    expect((await read(`Words.\n\n${body}`)).html).toBe(`<p>Words.</p>${html}`);
  });
});

describe("a component's caption is a line of Markdown", () => {
  it.each([
    [
      "with marks",
      'caption="**Mind** the [gap](https://a.example)"',
      '<p><strong>Mind</strong> the <a href="https://a.example/">gap</a></p>',
    ],
    ["with names of code", 'caption="my_var_name is 2 * 3"', "<p>my_var_name is 2 * 3</p>"],
    ["with what looks like a component", 'caption="*List* <T>"', "<p>*List* &lt;T&gt;</p>"],
    ["that would be a list", 'caption="* one"', "<p>* one</p>"],
  ])("%s", async (_, prop, html) => {
    const { html: all } = await read(`<Frame ${prop}>\nWords.\n</Frame>`, "a.mdx", "text/mdx");
    expect(all).toBe(`${html}<p>Words.</p>`);
  });
});

describe("Liquid's conditions show the branch that the page states", () => {
  const page = (body: string) => read(`---\nlayout: x\nbeta: true\nplan: pro\nold: false\n---\n${body}`);
  it.each([
    ["one that holds", "A{% if page.beta %} beta{% else %} stable{% endif %} one.", "<p>A beta one.</p>"],
    ["one that does not", "A{% if page.old %} beta{% else %} stable{% endif %} one.", "<p>A stable one.</p>"],
    ["its opposite", "{% unless page.old %}New{% endunless %}", "<p>New</p>"],
    [
      "a comparison",
      '{% if page.plan == "free" %}F{% elsif page.plan == "pro" %}P{% else %}E{% endif %}',
      "<p>P</p>",
    ],
    [
      "several",
      '{% if page.beta and page.plan != "pro" %}N{% endif %}{% if page.old or page.beta %}Y{% endif %}',
      "<p>Y</p>",
    ],
    [
      "a name of the text's own",
      '{% assign os = "mac" %}{% if os == "mac" %}Mac{% else %}PC{% endif %}',
      "<p>Mac</p>",
    ],
    [
      "one in the other",
      "{% if page.old %}a{% if page.beta %}b{% else %}c{% endif %}{% else %}d{% if page.beta %}e{% endif %}{% endif %}",
      "<p>de</p>",
    ],
    [
      "rows of a table",
      "| a |\n|---|\n{% if page.beta %}\n| 1 |\n{% else %}\n| 2 |\n{% endif %}\n| 3 |",
      "<table><thead><tr><th>a</th></tr></thead><tbody><tr><td>1</td></tr><tr><td>3</td></tr></tbody></table>",
    ],
    [
      "a name that is given in a branch, in all",
      '{% assign os = "pc" %}{% if site.x %}{% assign os = "mac" %}{% endif %}{% if os == "mac" %}Mac{% else %}PC{% endif %}',
      "<p>Mac PC</p>",
    ],
    [
      "a name that is given again, in all",
      '{% assign os = "pc" %}{% assign os = site.os %}{% if os == "pc" %}PC{% else %}Mac{% endif %}',
      "<p>PC Mac</p>",
    ],
    [
      "a name that is asked before it is given, in all",
      '{% if os == "pc" %}PC{% else %}Mac{% endif %}{% assign os = "pc" %}',
      "<p>PC Mac</p>",
    ],
    [
      "a name that a loop has, too, in all",
      '{% assign os = "pc" %}{% for os in site.all %}{% if os == "mac" %}Mac{% else %}PC{% endif %}{% endfor %}',
      "<p>Mac PC</p>",
    ],
    ["what is not known, in all branches", "{% if page.none %}One{% else %}Two{% endif %}", "<p>One Two</p>"],
    [
      "what is not known behind what is",
      "{% if page.old %}One{% elsif site.x %}Two{% else %}Three{% endif %}",
      "<p>Two Three</p>",
    ],
    [
      "a loop's own branch",
      "{% for a in page.list %}One{% else %}Two{% endfor %}{% if page.old %}x{% endif %}",
      "<p>One Two</p>",
    ],
    [
      "other spellings",
      "{% if page.old %}a{% elseif page.beta %}b{% elif page.beta %}c{% endif %}",
      "<p>b</p>",
    ],
    [
      "an example in code",
      "`{% if page.old %}x{% endif %}`",
      "<p><code>{% if page.old %}x{% endif %}</code></p>",
    ],
    ["one that is never closed", "{% if page.old %}Words", "<p>Words</p>"],
  ])("%s", async (_, body, html) => {
    expect((await page(body)).html).toBe(html);
  });
  it("in time that grows with the text", async () => {
    const body = `${"{% if page.old %}a{% else %}b{% endif %}".repeat(4000)}\n\n${"```\nx\n```\n\n{% if page.old %}a{% endif %}\n\n".repeat(4000)}`;
    expect((await page(body)).html).toContain("bbbb");
  });
  it("and only what is not known is warned of", async () => {
    expect((await page("Words. {% if page.old %}x{% endif %}")).warnings).not.toContain("branches");
    expect((await page("Words. {% if page.none %}x{% endif %}")).warnings).toContain(
      "all its branches are kept",
    );
  });
});
