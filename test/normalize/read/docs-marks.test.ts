import { describe, expect, it } from "vitest";
import { markdownPage } from "../support/normalized.ts";

const quote = (kind: string, words: string) =>
  `<blockquote><p><strong>${kind}</strong></p><p>${words}</p></blockquote>`;

describe("a quote of Microsoft's holds several callouts", () => {
  it.each([
    ["apart", "> [!NOTE]\n> One.\n>\n> [!TIP]\n> Two."],
    ["line by line", "> [!NOTE]\n> One.\n> [!TIP]\n> Two."],
  ])("%s", async (_, body) => {
    expect((await markdownPage(body)).html).toBe(quote("Note", "One.") + quote("Tip", "Two."));
  });
  it("but no other quote does", async () => {
    const { html } = await markdownPage("> One.\n>\n> [!TIP]\n> Two.");
    expect(html).toBe("<blockquote><p>One.</p><p>[!TIP] Two.</p></blockquote>");
  });
});

describe("MyST", () => {
  const mystRead = async (body: string) => (await markdownPage(`(target)=\n# T\n\n${body}`)).html;
  it.each([
    [
      "reads Markdown in an admonition of HTML",
      '<div class="admonition tip">\n<p class="title">Save *often*</p>\nWith **care**.\n<p>Or `not`</p>\n</div>',
      "<blockquote><p><strong>Tip: Save often</strong></p><p>With <strong>care</strong>.</p><p>Or <code>not</code></p></blockquote>",
    ],
    [
      "takes no target for a part of an underlined heading",
      "(named)=\nTitle below\n-----------\n\nSee {ref}`named`.",
      "<h2>Title below</h2><p>See Title below.</p>",
    ],
    [
      "begins a list of fields behind a line",
      "Options:\n:size: The *size*",
      "<p>Options:</p><dl><dt>size</dt><dd>The <em>size</em></dd></dl>",
    ],
  ])("%s", async (_, body, html) => {
    expect(await mystRead(body)).toBe(html);
  });
  it("is what makes them Markdown", async () => {
    const { html } = await markdownPage('<div class="admonition tip">\n<p>With **care**.</p>\n</div>');
    expect(html).toContain("With **care**.");
  });
});

it("a line below a table's head may have blanks among its hyphens", async () => {
  const { html } = await markdownPage("| A | B |\n| --- | --- - -- |\n| 1 | 2 |");
  expect(html).toContain("<tr><td>1</td><td>2</td></tr>");
});

describe("a value alone between blank lines", () => {
  it.each([
    ["{{ version }}", "<p>a</p><p>b</p>"],
    ["{{ version }}.", "<p>a</p><p>b</p>"],
    ["Use {{ version }}.", "<p>a</p><p>Use {{ version }}.</p><p>b</p>"],
  ])("%s", async (value, html) => {
    const page = await markdownPage(`a\n\n${value}\n\nb`);
    expect(page.html).toBe(html);
    expect(page.codes).toContain("template-value");
  });
});

it("names of GitHub's own pictures are no words", async () => {
  expect((await markdownPage("Thanks :octocat: and :tada:, not :unknown:")).html).toBe(
    "<p>Thanks and 🎉, not :unknown:</p>",
  );
});

it("attributes that hold pointed brackets are not said to be lost", async () => {
  const body = `# A\n\nShort words.\n\n<Reference\n  name="Footer"\n  keys="Props<'footer'>"\n  package="some-long-package-name-of-a-theme"\n/>`;
  expect((await markdownPage(body, { mediaType: "text/mdx" })).codes).not.toContain("text-lost");
});

it("Microsoft's headings that are tabs are labels, and no sections", async () => {
  const body =
    "Words.\n\n### Choose\n\n# [Windows](#tab/win)\n\nOne.\n\n# [Linux `x`](#tab/linux)\n\nTwo.\n\n---\n\n### After";
  expect((await markdownPage(body)).html).toBe(
    "<p>Words.</p><h2>Choose</h2><p><strong>Windows</strong></p><p>One.</p><p><strong>Linux <code>x</code></strong></p><p>Two.</p><hr><h2>After</h2>",
  );
});

describe("names of emoji", () => {
  it.each([
    [":frame_photo: Pictures", "<p>🖼️ Pictures</p>"],
    [":tools: and :scales:", "<p>🛠️ and ⚖️</p>"],
  ])("%s", async (body, html) => {
    expect((await markdownPage(body)).html).toBe(html);
  });
});

it("the mark by which a heading is linked to is no part of it", async () => {
  expect((await markdownPage("Words.\n\n## Install [](#install)\n\nMore.")).html).toBe(
    "<p>Words.</p><h2>Install</h2><p>More.</p>",
  );
});

it("Grafana's texts for several pages stand in their place", async () => {
  const body =
    'Before.\n\n{{< docs/shared source="k6" lookup="api/note.md" version="<VERSION>" >}}\n\nAfter.';
  const { html, codes } = await markdownPage(body, {
    includes: { "shared/api/note.md": "---\ntitle: x\n---\nShared *words*." },
  });
  expect(html).toBe("<p>Before.</p><p>Shared <em>words</em>.</p><p>After.</p>");
  expect(codes).not.toContain("shortcode-dropped");
});
