import { describe, expect, it } from "vitest";
import type { ComponentRule, Document } from "../../../src/normalize/document.ts";
import { mdxPage } from "../../../src/normalize/read/mdx/index.ts";

function render(text: string, components: Readonly<Record<string, ComponentRule>> = {}) {
  const document: Document = { body: text, mediaType: "text/mdx", name: "page.mdx", options: { components } };
  const { html, warnings } = mdxPage(document);
  return {
    html: html.replaceAll(/\s*\n\s*/g, "\n").trim(),
    warnings: warnings.map(({ message }) => message),
  };
}

const lead = (text: string) => `<p><strong>${text}</strong></p>`;
const quote = (title: string, body: string) => `<blockquote>\n${lead(title)}\n${body}\n</blockquote>`;

describe("known components", () => {
  it.each([
    [
      "Starlight's tabs",
      '<Tabs>\n<TabItem label="A">one</TabItem>\n<TabItem label="B">\n\ntwo\n\n</TabItem>\n</Tabs>',
      `${lead("A")}\n<p>one</p>\n${lead("B")}\n<p>two</p>`,
    ],
    [
      "Docusaurus' tabs",
      "<Tabs values={[{label: 'Apple', value: 'a'}, {label: 'Pear', value: 'p'}]}>\n<TabItem value=\"p\">one</TabItem>\n<TabItem value=\"x\">two</TabItem>\n</Tabs>",
      `${lead("Pear")}\n<p>one</p>\n${lead("Pear")}\n<p>two</p>`,
    ],
    [
      "Nextra's tabs",
      "<Tabs items={['A', 'B']}>\n<Tabs.Tab>one</Tabs.Tab>\n<Tabs.Tab>two</Tabs.Tab>\n</Tabs>",
      `${lead("A")}\n<p>one</p>\n${lead("B")}\n<p>two</p>`,
    ],
    [
      "tabs by slots",
      '<PackageManagerTabs>\n<Fragment slot="npm">\n\none\n\n</Fragment>\n<div slot="yarn">two</div>\n</PackageManagerTabs>',
      `${lead("npm")}\n<p>one</p>\n${lead("yarn")}\n<div slot="yarn">two</div>`,
    ],
    ["a fragment elsewhere", '<Fragment slot="npm">one</Fragment>', "<p>one</p>"],
    [
      "Mintlify's code group",
      "<CodeGroup>\n```bash npm\nx\n```\n</CodeGroup>",
      `${lead("npm")}\n<pre><code class="language-bash">x\n</code></pre>`,
    ],
    ["Starlight's steps", "<Steps>\n1. one\n2. two\n</Steps>", "<ol>\n<li>one</li>\n<li>two</li>\n</ol>"],
    [
      "Mintlify's steps",
      '<Steps>\n  <Step title="A">one</Step>\n  <Step title="B">\n  two\n  </Step>\n</Steps>',
      `<ol>\n<li>${lead("A")}\n<p>one</p>\n</li>\n<li>${lead("B")}\n<p>two</p>\n</li>\n</ol>`,
    ],
    ["an aside", '<Aside type="caution" title="T">text</Aside>', quote("Caution: T", "<p>text</p>")],
    ["an admonition", '<Admonition type="tip">text</Admonition>', quote("Tip", "<p>text</p>")],
    [
      "a callout of an unknown kind",
      '<Callout type="shiny" emoji="x">text</Callout>',
      quote("Note", "<p>text</p>"),
    ],
    ["Mintlify's callouts", "<Warning>\n*text*\n</Warning>", quote("Warning", "<p><em>text</em></p>")],
    [
      "a card",
      '<Card title="T" href="/x" icon="y">text</Card>',
      `${lead('<a href="/x">T</a>')}\n<p>text</p>`,
    ],
    [
      "a link card",
      '<LinkCard title="T & U" href="/x" description="D" />',
      `${lead('<a href="/x">T &amp; U</a>')}\n<p>D</p>`,
    ],
    ["a link button", '<LinkButton href="/x" icon="y">Go</LinkButton>', '<p><a href="/x">Go</a></p>'],
    ["an accordion", '<Accordion title="Q?">A.</Accordion>', `${lead("Q?")}\n<p>A.</p>`],
    ["a badge in a line", 'A <Badge text="New" variant="tip" /> b', "<p>A New b</p>"],
    ["a tooltip", 'An <Tooltip tip="Application">app</Tooltip>', "<p>An app (Application)</p>"],
    ["an icon", 'A <Icon name="star" /> b', "<p>A  b</p>"],
    [
      "code as a prop",
      '<Code code={`a\nb`} lang="js" title="a.js" />',
      `${lead("a.js")}\n<pre><code class="language-js">a\nb\n</code></pre>`,
    ],
    [
      "code as a child",
      '<CodeBlock language="js">{`a`}</CodeBlock>',
      '<pre><code class="language-js">a\n</code></pre>',
    ],
    [
      "a parameter",
      '<ParamField path="id" type="string" required default="7">The id</ParamField>',
      "<p><strong><code>id</code></strong> (string, required, default: 7)</p>\n<p>The id</p>",
    ],
    [
      "a response field",
      '<ResponseField name="id" type="string">The id</ResponseField>',
      "<p><strong><code>id</code></strong> (string)</p>\n<p>The id</p>",
    ],
    [
      "a frame",
      '<Frame caption="C">\n<img src="/a.png" alt="A" />\n</Frame>',
      '<p>C</p>\n<p><img src="/a.png" alt="A"></p>',
    ],
    ["an image whose file would have to be imported", '<Image src={logo} alt="A" />', '<p><img alt="A"></p>'],
    [
      "a file tree",
      "<FileTree>\n- src/\n  - **a.ts** the *start*\n  - …\n- b.json\n</FileTree>",
      "<ul>\n<li><code>src/</code>\n<ul>\n<li><code>a.ts</code> the <em>start</em></li>\n<li>…</li>\n</ul>\n</li>\n<li><code>b.json</code></li>\n</ul>",
    ],
    [
      "a file tree of components",
      '<FileTree>\n<FileTree.Folder name="app">\n<FileTree.File name="a.ts" />\n</FileTree.Folder>\n</FileTree>',
      "<ul>\n<li><code>app</code>\n<ul>\n<li><code>a.ts</code></li>\n</ul>\n</li>\n</ul>",
    ],
    ["containers", '<CardGrid stagger>\n<Card title="A">one</Card>\n</CardGrid>', `${lead("A")}\n<p>one</p>`],
  ])("%s", (_name, text, expected) => {
    expect(render(text)).toEqual({ html: expected, warnings: [] });
  });
});

describe("unknown components", () => {
  it("keep their children and the text of their props, with one warning for each name", () => {
    const text =
      '<Crate v="1" icon="x">\n\n*one*\n\n</Crate>\n\n<Crate>two</Crate>\n\n<Hero title="T" href="/x" description="D" />';
    expect(render(text)).toEqual({
      html: `<p><em>one</em></p>\n<p>two</p>\n${lead('<a href="/x">T</a>')}\n<p>D</p>`,
      warnings: [
        "<Crate> is not a known component; its text is kept without its meaning; dropped: v (line 1).",
        "<Hero> is not a known component; its text is kept without its meaning (line 9).",
      ],
    });
  });

  it("keep their words inside a line", () => {
    expect(render('See <Ref title="T" href="/x" /> and <Term>t</Term>.').html).toBe(
      '<p>See <a href="/x">T</a> and t.</p>',
    );
  });

  it("are named in a warning when they have no text", () => {
    expect(render("a\n\n<Since v={f()} />\n\n<Confetti {...all} />")).toEqual({
      html: "<p>a</p>",
      warnings: [
        "<Since> is not a known component; it has no text of its own; dropped: v (line 3).",
        "<Confetti> takes props from an expression ({…}); they are dropped (line 5).",
        "<Confetti> is not a known component; it has no text of its own (line 5).",
      ],
    });
  });
});

describe("configured components", () => {
  it.each<[string, ComponentRule, string, string]>([
    ["Since", { as: "text", text: "Added in {v}." }, '<Since v="1.2" />', "<p>Added in 1.2.</p>"],
    ["Since", { as: "text", text: "Added in {v}." }, "<Since />", ""],
    [
      "Term",
      { as: "text", text: "{children} ({meaning})" },
      'A <Term meaning="m & n">*t*</Term>.',
      "<p>A <em>t</em> (m &amp; n).</p>",
    ],
    [
      "Box",
      { as: "callout", kind: "tip", title: "head" },
      '<Box head="H">text</Box>',
      quote("Tip: H", "<p>text</p>"),
    ],
    ["Box", { as: "callout", kind: "Homework" }, "<Box>text</Box>", quote("Homework", "<p>text</p>")],
    [
      "Pane",
      { as: "tab", title: "heading|caption" },
      '<Tabs>\n<Pane caption="C">x</Pane>\n</Tabs>',
      `${lead("C")}\n<p>x</p>`,
    ],
    [
      "Spoiler",
      { as: "details", title: "on" },
      '<Spoiler on="Answer">42</Spoiler>',
      `${lead("Answer")}\n<p>42</p>`,
    ],
    ["Banner", "drop", "a\n\n<Banner>b</Banner>", "<p>a</p>"],
    ["Note", "children", "<Note>a</Note>", "<p>a</p>"],
    ["kbd", "drop", "a <kbd>b</kbd>", "<p>a</p>"],
  ])("%s as %j", (name, rule, text, expected) => {
    expect(render(text, { [name]: rule })).toEqual({ html: expected, warnings: [] });
  });
});
