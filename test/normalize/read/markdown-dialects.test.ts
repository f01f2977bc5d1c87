import { describe, expect, it } from "vitest";
import { normalizeDocument } from "../../../src/normalize/pipeline.ts";

async function pageOf(body: string, name = "page.md") {
  const [page] = await normalizeDocument({ body, mediaType: "text/markdown", name, title: "T" });
  return {
    html: page?.html.replaceAll("\n", "") ?? "",
    warnings: (page?.warnings ?? []).filter(({ code }) => code === "template-value"),
  };
}
const lead = (text: string) => `<p><strong>${text}</strong></p>`;

describe("marks of single tools", () => {
  it.each([
    ["icons", "- :material-check:{ .lg } Done :octicons-arrow-right-24: now", "<ul><li>Done now</li></ul>"],
    ["keys", "Press ++ctrl+alt+del++.", "<p>Press <kbd>Ctrl+Alt+Del</kbd>.</p>"],
    ["inserted text", "An ++added++ word.", "<p>An added word.</p>"],
    ["highlights", "A ==marked *word*== here, a == b.", "<p>A marked <em>word</em> here, a == b.</p>"],
    [
      "lowered and raised",
      "H~2~O and 10^6^ and ~~no~~",
      "<p>H<sub>2</sub>O and 10<sup>6</sup> and <del>no</del></p>",
    ],
    ["changes", "{++added++} {==kept==} {~~old~>new~~}", "<p>added kept <del>old</del> new</p>"],
    [
      "abbreviations",
      "The API and the API.\n\n*[API]: Programming Interface",
      "<p>The API (Programming Interface) and the API.</p>",
    ],
    ["kramdown's raw HTML", "{::nomarkdown}<b>x</b>{:/} y", "<p><strong>x</strong> y</p>"],
    ["MyST's targets and breaks", "(a-b)=\n\nText.\n\n+++\n\nMore.", "<p>Text.</p><p>More.</p>"],
    ["a table of contents", "[[toc]]\n\nText.\n\n[TOC]\n\n[[_TOC_]]", "<p>Text.</p>"],
    [
      "links of wikis",
      "See [[Other page]], [[dir/Page|that one]], [[Page#Part]].",
      "<p>See Other page, that one, Page › Part.</p>",
    ],
    ["images of wikis", "![[images/logo.png|alt=The form]]", "<p><em>Image: The form</em></p>"],
    ["C++ and sums", "C++ and i++ and a^2 and ~5 and :a-b:", "<p>C++ and i++ and a^2 and ~5 and :a-b:</p>"],
  ])("%s", async (_name, body, expected) => {
    expect((await pageOf(body)).html).toBe(expected);
  });
  it("in code stay", async () => {
    const code = "++ctrl++ ==x== [[a]] :material-x: H~2~O {{ x }} {++a++}";
    expect((await pageOf(`\`${code}\``)).html).toBe(`<p><code>${code}</code></p>`);
  });
  it("the text of a link comes first in a wiki of GitHub", async () => {
    expect((await pageOf("[[Reset it|How to Reset]]", "Home.md")).html).toBe("<p>Reset it</p>");
    expect((await pageOf("[[How to Reset|reset it]]")).html).toBe("<p>reset it</p>");
  });
});

describe("Markdown in HTML", () => {
  it.each([
    [
      "a block",
      '<div class="a" markdown="block">\nText *a*.\n</div>\n```js\nx\n```',
      '<p>Text <em>a</em>.</p><pre><code class="language-js">x</code></pre>',
    ],
    [
      "details",
      '<details markdown="1">\n<summary>Why?</summary>\nAs *b*.\n</details>',
      "<p><strong>Why?</strong></p><p>As <em>b</em>.</p>",
    ],
    [
      "cards",
      '<div class="grid cards" markdown>\n\n-   __One__\n\n    Text.\n\n</div>',
      "<ul><li><p><strong>One</strong></p><p>Text.</p></li></ul>",
    ],
    [
      "a caption behind its picture",
      "![The form](a.png)\n/// caption\nOf *it*.\n///",
      "<p><em>Image: The form</em></p><p>Of <em>it</em>.</p>",
    ],
    ["Jekyll's links", "[a]({{ site.baseurl }}{% link b.md %})", "<p>a</p>"],
  ])("%s", async (_name, body, expected) => {
    expect((await pageOf(body)).html).toBe(expected);
  });
});

describe("values of a site", () => {
  it.each([
    ["VitePress", "---\nversion: 4.2\n---\nIn {{ $frontmatter.version }}.", "<p>In 4.2.</p>"],
    ["Jekyll", "---\nname: Acme\n---\nBy {{ page.name }}.", "<p>By Acme.</p>"],
    ["MyST", "---\nmyst: {substitutions: {key: done}}\n---\nIs {{ key }}.", "<p>Is done.</p>"],
    ["an escape", 'Use {{ "x" }}.', "<p>Use x.</p>"],
  ])("of %s are filled in", async (_name, body, expected) => {
    expect(await pageOf(body)).toEqual({ html: expected, warnings: [] });
  });
  it.each(["{{ site.version }}", "{{ page.date | date: '%Y' }}", "{{ rows.length + 1 }}"])(
    "that are not known are named with their line: %s",
    async (written) => {
      const { html, warnings } = await pageOf(`---\ntitle: T\n---\nA word.\n\nVersion ${written} of it.`);
      expect(html).toBe("<p>A word.</p><p>Version of it.</p>");
      expect(warnings).toHaveLength(1);
      expect(warnings[0]?.message).toContain(`${written} (line 6)`);
    },
  );
  it.each([
    [
      "{% raw %}Use {{ x }} and {% if y %}.{% endraw %} {% if z %}b{% endif %}",
      "<p>Use {{ x }} and {% if y %}. b</p>",
    ],
    ["{% raw %}\nUse {{ x }} `{{ y }}`.\n{% endraw %}", "<p>Use {{ x }} <code>{{ y }}</code>.</p>"],
    ["::: v-pre\n{{ x.y }}\n:::", "<p>{{ x.y }}</p>"],
    [
      "Write {{</* note */>}} and `{{%/* x */%}}`.",
      "<p>Write {{&lt; note &gt;}} and <code>{{% x %}}</code>.</p>",
    ],
  ])("are text where the generator does not read them: %j", async (body, expected) => {
    expect(await pageOf(body)).toEqual({ html: expected, warnings: [] });
  });
  it("stand as written where nothing says that a generator reads the text", async () => {
    const { html, warnings } = await pageOf("Write {{first_name}} in the mail.");
    expect(html).toBe("<p>Write {{first_name}} in the mail.</p>");
    expect(warnings.map(({ code }) => code)).toEqual(["template-value"]);
    expect((await pageOf("{% if x %}a{% endif %} {{first_name}} b")).html).not.toContain("{{");
  });
});

describe("shortcodes of Hugo", () => {
  it.each([
    [
      "Docsy's panes are code",
      '{{< tabpane lang="go" >}}\n{{< tab header="Go" >}}\na *b* c\n  d\n{{< /tab >}}\n{{< /tabpane >}}',
      `${lead("Go")}<pre><code class="language-go">a *b* c  d</code></pre>`,
    ],
    [
      "but for text",
      '{{< tabpane text=true >}}\n{{% tab header="Linux" %}}\nRun *x*.\n{{% /tab %}}\n{{< /tabpane >}}',
      `${lead("Linux")}<p>Run <em>x</em>.</p>`,
    ],
    [
      "Kubernetes' tabs with a language",
      '{{< tabs name="t" >}}\n{{< tab name="Bash" codelang="bash" >}}\na\nb\n{{< /tab >}}\n{{< /tabs >}}',
      `${lead("Bash")}<pre><code class="language-bash">ab</code></pre>`,
    ],
    [
      "cards of code",
      '{{< card code=true header="Config" lang="yaml" >}}\na: 1\n{{< /card >}}',
      `${lead("Config")}<pre><code class="language-yaml">a: 1</code></pre>`,
    ],
    ["unknown ones are not glued", '{{< box title="Title" >}}Inner{{< /box >}}', "<p>Title Inner</p>"],
  ])("%s", async (_name, body, expected) => {
    expect((await pageOf(body)).html).toBe(expected);
  });
});

describe("what is not resolved is named with its line", () => {
  it.each([
    [
      "a shortcode",
      "\n{{< gauge n=1 >}}\n\nText {{< gauge n=1 >}} {{< gauge n=2 >}}.",
      '"gauge" was removed',
      "(lines 4, 6)",
    ],
    ["a directive", "\n:::gauge\nText.\n:::", '"gauge" is not a known', "(line 4)"],
    ["an include", "\n{% include gauge.md %}", "gauge.md was not found", "(line 4)"],
    ["a component", "\n<Gauge n='1'/>", "<Gauge> is not a known", "(line 4)"],
    ["a role", "\n{gauge}`x`", "{gauge}", "(line 4)"],
    ["a value", "\n{{ gauge.x }}", "gauge.x", "(line 4)"],
    ["a closing mark", "\nText.\n\n:::", "A closing mark", "(line 6)"],
  ])("%s", async (_name, body, words, place) => {
    const front = "---\ntitle: A\n---";
    const [page] = await normalizeDocument({
      body: front + body,
      mediaType: "text/markdown",
      name: "page.md",
    });
    const said = page?.warnings.find(({ message }) => message.includes(words))?.message;
    expect(said).toContain(place);
    expect(page?.html).not.toContain("gauge");
  });
});
