import { describe, expect, it } from "vitest";
import type { MediaType } from "../../../src/normalize/document.ts";
import { normalizeDocument } from "../../../src/normalize/pipeline.ts";

async function pageOf(body: string, mediaType: MediaType = "text/markdown") {
  const [page] = await normalizeDocument({ body, mediaType, name: "page.md" });
  return {
    title: page?.title ?? "",
    html: page?.html.replaceAll("\n", "") ?? "",
    codes: (page?.warnings ?? []).map(({ code }) => code),
  };
}

describe("what attributes hide is not read", () => {
  it.each([
    ["kramdown, behind a paragraph", 'Dana knows.\n{: style="display:none"}'],
    ["kramdown, before a paragraph", '{: style="display: none;" }\nDana knows.'],
    ["kramdown, a class", "Dana knows.\n{: .hidden}"],
    ["kramdown, without blanks", "Dana knows.\n{:.d-none}"],
    ["kramdown, the attribute", "Dana knows.\n{: hidden}"],
    ["kramdown, with an id", "Dana knows.\n{: #x .hidden}"],
    ["a class alone", "Dana knows.\n{.hidden}"],
    ["MkDocs, with blanks", "Dana knows.\n{ .hidden }"],
    ["a quote", "> Dana knows.\n{: .hidden}"],
    ["a list", "- Dana knows.\n- all\n{: .hidden}"],
    ["a table", "| a |\n|---|\n| Dana |\n{: .hidden}"],
    ["a code block", "```\nDana\n```\n{: .hidden}"],
    ["a heading, behind it", "## Dana knows\n{: .hidden}"],
    ["a heading, on its line", "## Dana knows {.hidden}"],
    ["a heading, kramdown on its line", '## Dana knows {: style="display:none"}'],
    ["a callout that hides", "Dana knows.\n{: .note .hidden}"],
    ["a container", "::: {.hidden}\nDana knows.\n\n- Dana\n:::"],
    ["a container by its name", "::: hidden\nDana knows.\n:::"],
    ["a container of several classes", ":::: {.card .hidden}\nDana\n\n::: note\nDana\n:::\n::::"],
    ["a container by its style", '::: {#a .card style="display:none"}\nDana\n:::'],
    ["Quarto's hidden content", '::: {.content-hidden when-format="html"}\nDana\n:::'],
    ["Quarto's notes of a speaker", "::: {.notes}\nDana\n:::"],
    ["a span", "The plan[, says Dana]{.hidden}."],
    ["emphasis", "The plan **of *Dana***{: .hidden}."],
    ["a link", "The [plan of Dana](a.md){: .hidden}."],
    ["code", "The `Dana`{.hidden}."],
  ])("%s", async (_name, body) => {
    const { html } = await pageOf(`# Plans\n\nBefore.\n\n${body}\n\nAfter all.`);
    expect(html).not.toContain("Dana");
    expect(html).toMatch(/^<p>Before\.<\/p>.*<p>After all\.<\/p>$/);
  });

  it("and is counted", async () => {
    expect((await pageOf("Before the plan.\n\nDana\n{: .hidden}")).codes).toContain("hidden-dropped");
  });

  it("but in code, and behind another block, everything stays", async () => {
    expect((await pageOf("```\nDana\n{: .hidden}\n```\n\n`x {.hidden}`")).html).toContain("{: .hidden}");
    expect((await pageOf("Dana.\n\n{: .hidden}\n\nEve.")).html).toBe("<p>Dana.</p><p>Eve.</p>");
  });
});

describe("a list of attributes", () => {
  const quote = (lead: string, body: string) =>
    `<blockquote><p><strong>${lead}</strong></p>${body}</blockquote>`;
  it.each([
    ["before its callout", "{: .warning }\nDo not.", quote("Warning", "<p>Do not.</p>")],
    ["behind its callout", "Do not.\n{: .prompt-tip }", quote("Tip", "<p>Do not.</p>")],
    ["of a quote", "> Do not.\n{: .notice--info}", quote("Info", "<p>Do not.</p>")],
    [
      "of a titled quote",
      "{: .note-title }\n> My *title*\n>\n> Body.",
      quote("Note: My <em>title</em>", "<p>Body.</p>"),
    ],
    ["of a titled paragraph", "{: .warning-title }\nStop\nBody.", quote("Warning: Stop", "<p>Body.</p>")],
    ["of a table of contents", "Text.\n\n* TOC\n{:toc}", "<p>Text.</p>"],
    [
      "of a table of contents with a heading",
      "Text.\n\n## Contents\n{: .no_toc }\n\n1. TOC\n{:toc}\n\nMore.",
      "<p>Text.</p><p>More.</p>",
    ],
    [
      "that means nothing to readers",
      "Text.\n{: .lead #a }\n\nMore{: .x} here.",
      "<p>Text.</p><p>More here.</p>",
    ],
    [
      "in a formula that is not marked",
      "Take x_{i=1} of f*{n=2} at /x/{id=5}.",
      "<p>Take x_{i=1} of f*{n=2} at /x/{id=5}.</p>",
    ],
    ["of a span", "The [small *words*]{.smallcaps} here.", "<p>The small <em>words</em> here.</p>"],
  ])("%s", async (_name, body, expected) => {
    expect((await pageOf(body)).html).toBe(expected);
  });
});

describe("a heading's id leaves the heading", () => {
  const marks = [
    "{#setup}",
    "{ #setup }",
    "{#2024.6.0}",
    "{#A.__call__}",
    "{#Client.close()}",
    "{#c++-notes}",
    "{#v1.2.0-beta.1}",
    "{: #setup }",
    "{:#setup .no_toc}",
    '{#setup .lead data-x="1"}',
    "{ #setup data-toc-label='Set' }",
    "{.unnumbered}",
    "{-}",
    "{#größe}",
    '{id="setup"}',
    "<!-- #setup -->",
    "<!-- md:version 9 --> { #setup }",
    "{#setup} ##",
  ];
  it.each(marks)("%s", async (mark) => {
    const { html, title } = await pageOf(`# Title \`x\` ${mark}\n\nText.\n\n## Set *up* ${mark}\n\nText.`);
    expect(title).toBe("Title x");
    expect(html).toBe("<p>Text.</p><h2>Set <em>up</em></h2><p>Text.</p>");
  });
  it.each(["{#setup}", "{#2024.6.0}", "{#A.__call__}", "{ #setup }", "\\{#setup}", "{/* #setup */}"])(
    "in MDX: %s",
    async (mark) => {
      const { html } = await pageOf(`# Title\n\nText.\n\n## Set \`up\` ${mark}\n\nText.`, "text/mdx");
      expect(html).toBe("<p>Text.</p><h2>Set <code>up</code></h2><p>Text.</p>");
    },
  );
  it("under a line, too", async () => {
    expect((await pageOf("Title {#a.b}\n=======\n\nText.")).title).toBe("Title");
  });
  it.each(["The set {a, b}", "Use of {x}", "Route /a/{id}", "C# {", "A {# and }"])(
    "but not what only looks like one: %s",
    async (text) => {
      expect((await pageOf(`# Title\n\nText.\n\n## ${text}`)).html).toBe(`<p>Text.</p><h2>${text}</h2>`);
    },
  );
});
