import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { withoutComments } from "../../../src/normalize/read/markdown/comments.ts";
import { markdownPage } from "../../../src/normalize/read/markdown/index.ts";
import { startCpuTimer } from "../../setup/time.ts";

const secret = "ask Dana before you sell this";
const page = (body: string) => markdownPage({ body, mediaType: "text/markdown", name: "page.md" });

/** Every spelling, around a text. */
const comments: readonly (readonly [name: string, write: (text: string) => string])[] = [
  ["Liquid", (text) => `{% comment %}${text}{% endcomment %}`],
  ["Liquid, trimmed", (text) => `{%- comment -%} ${text} {%- endcomment -%}`],
  ["Liquid, inline", (text) => `{% # ${text} %}`],
  ["Hugo", (text) => `{{/* ${text} */}}`],
  ["Hugo, trimmed", (text) => `{{- /* ${text} */ -}}`],
  ["Hugo's shortcode", (text) => `{{% comment %}}${text}{{% /comment %}}`],
  ["Jinja", (text) => `{# ${text} #}`],
  ["Jinja, trimmed", (text) => `{#- ${text} -#}`],
  ["Handlebars", (text) => `{{! ${text} }}`],
  ["Handlebars, long", (text) => `{{!-- ${text} --}}`],
  ["EJS", (text) => `<%# ${text} %>`],
  ["MDX", (text) => `{/* ${text} */}`],
  ["CriticMarkup", (text) => `{>>${text}<<}`],
  ["kramdown", (text) => `{::comment}${text}{:/comment}`],
  ["kramdown, short end", (text) => `{::comment}${text}{:/}`],
  ["Obsidian", (text) => `%% ${text} %%`],
];

describe.each(comments)("a comment of %s", (_name, write) => {
  it.each([
    ["alone", `Before.\n\n${write(secret)}\n\nAfter.`],
    ["in a sentence", `Before. ${write(secret)}\n\nAfter.`],
    ["in an item", `- Before.\n- x ${write(secret)}\n\nAfter.`],
    ["in a quote", `> Before.\n> ${write(secret)}\n\nAfter.`],
    ["in a heading", `## Before. ${write(secret)}\n\nAfter.`],
    ["in a cell", `| Before. | ${write(secret)} |\n|---|---|\n| a | b |\n\nAfter.`],
    ["behind code", `Before.\n\n\`\`\`\nx\n\`\`\`\n\n${write(secret)}\n\nAfter.`],
    ["behind an item's text", `- Before.\n\n    ${write(secret)}\n\nAfter.`],
  ])("%s is not on the page", (_where, body) => {
    const { html } = page(body);
    expect(html).not.toContain("Dana");
    expect(html).toContain("Before.");
    expect(html).toContain("After.");
  });

  it("over several lines is not on the page, also with code in it", () => {
    const { html } = page(
      `Before.\n\n${write(`\n${secret}\n\n\`\`\`\n${secret}\n\`\`\`\n`)}\n\nAfter *all*.`,
    );
    expect(html).not.toContain("Dana");
    expect(html).toContain("After <em>all</em>.");
  });

  it.each([
    ["a fence", (text: string) => `\`\`\`\n${text}\n\`\`\``],
    ["a fence in an item", (text: string) => `- a\n\n  ~~~\n  ${text}\n  ~~~`],
    ["a code span", (text: string) => `Write \`\` ${text} \`\` here.`],
    ["an indented block", (text: string) => `Like this:\n\n    ${text}\n`],
    ["`<pre>`", (text: string) => `<pre>\n${text.replaceAll("<", "&lt;")}\n</pre>`],
  ])("in %s is code", (_where, code) => {
    expect(page(code(write(secret))).html).toContain("Dana");
  });
});

describe("comments", () => {
  it.each([
    ["a line of MyST", "Before.\n\n% ask Dana\n% and Eve\n\nAfter.", "<p>Before.</p>\n<p>After.</p>"],
    [
      "a line of MyST in a paragraph",
      "(top)=\n# A\n\nBefore.\n%ask Dana\nAfter.",
      "<p>Before.</p>\n<p>After.</p>",
    ],
    ["a link definition", "Before.\n\n[//]: # (ask (Dana) now)\n\nAfter.", "<p>Before.</p>\n<p>After.</p>"],
    ["kramdown's empty one", "Before {::comment /}it.", "<p>Before it.</p>"],
  ])("%s", (_name, body, expected) => {
    expect(page(body).html).toContain(expected);
    expect(page(body).html).not.toContain("Dana");
  });

  it.each([
    ["a part of a hundred", "It is 20\n% of all, or 5%% and 6%% of it."],
    ["numbers of a batch file", "Loop over %%i and %%j."],
    ["a heading's id", "## Set {#set}\n\nColour #} is not."],
    ["braces", "Set {a} and {#if x} to } #"],
    ["an escaped mark", "Write \\{# this #\\} so."],
    ["a comment that is never closed", "Write {% comment %} to begin one."],
  ])("%s is not one", (_name, body) => {
    expect(withoutComments(body)).toEqual({ text: body, dropped: [] });
  });

  it("are counted, and a file that only a comment includes is not missed", () => {
    const { warnings } = page("a {# b #} c {% comment %}{% include x.md %}{% endcomment %}");
    expect(warnings).toEqual([
      { code: "comment-dropped", message: "2 comments left out: written for authors, not for readers." },
    ]);
  });

  it("are the only thing that goes", () => {
    const word = fc.constantFrom(
      ..."a|b *c*|`d {# e #}`|\n|\n\n|- |    |```\n|%|{|}|#|%%x|{{|\\|<pre>|</pre>|> |{% raw %}".split("|"),
    );
    fc.assert(
      fc.property(fc.array(word, { maxLength: 40 }), (parts) => {
        const text = parts.join("");
        const { text: kept, dropped } = withoutComments(text);
        if (dropped.length === 0) expect(kept).toBe(text);
      }),
    );
  });

  it.each([
    "{#",
    "{{/*",
    "%% ",
    "`{#",
    "{% comment %}",
    "<pre>",
    "{>>",
    "\n    {# #}",
    "{% raw %}{#",
    "\n% ",
  ])("are found in time in proportion to the text: %j", (part) => {
    const spent = startCpuTimer();
    withoutComments(part.repeat(Math.ceil(100_000 / part.length)));
    expect(spent()).toBeLessThan(2_000);
  });
});
