import { describe, expect, it } from "vitest";
import { normalizeDocument } from "../../../src/normalize/pipeline.ts";

async function pageOf(body: string) {
  const [page] = await normalizeDocument({ body, mediaType: "text/markdown", name: "page.md", title: "T" });
  return {
    html: page?.html.replaceAll("\n", "") ?? "",
    codes: (page?.warnings ?? []).map(({ code }) => code),
  };
}
const lead = (text: string) => `<p><strong>${text}</strong></p>`;
const quote = (kind: string, body: string) => `<blockquote>${lead(kind)}${body}</blockquote>`;
const table = (head: string, ...cells: string[]) =>
  `<table><thead><tr>${head}</tr></thead><tbody>${cells.map((one) => `<tr>${one}</tr>`).join("")}</tbody></table>`;

describe("roles of MyST", () => {
  it.each([
    ["{ref}`the guide <install>`", "the guide"],
    ["{doc}`install`", "install"],
    ["{py:func}`~a.b.run`", "<code>run</code>"],
    ["{kbd}`Ctrl+C`", "<kbd>Ctrl+C</kbd>"],
    ["{menuselection}`File --> Open`", "File → Open"],
    ["{guilabel}`Save`", "<strong>Save</strong>"],
    ["{math}`a*b*c`", "$a*b*c$"],
    ["H{sub}`2`O", "H<sub>2</sub>O"],
    ["{command}`ls`", "<code>ls</code>"],
    ["{abbr}`LIFO (last in)`", "LIFO (last in)"],
    ["{octicon}`gear`gone", "gone"],
  ])("%s", async (written, shown) => {
    expect((await pageOf(`See ${written}.`)).html).toBe(`<p>See ${shown}.</p>`);
  });
  it("that name a target show its heading", async () => {
    const { html } = await pageOf("See {ref}`set-up` and [](#set-up).\n\n(set-up)=\n## On *Linux*\n\nText.");
    expect(html).toContain("See On Linux and On Linux.");
    expect(html).not.toContain("(set-up)=");
  });
  it("that are not known are named, with their text", async () => {
    const { html, codes } = await pageOf("A {wizard}`word` here.");
    expect(html).toBe("<p>A word here.</p>");
    expect(codes).toContain("unknown-role");
    expect((await pageOf("`` {kbd}`x` ``")).html).toBe("<p><code>{kbd}`x`</code></p>");
  });
});

describe("directives of MyST", () => {
  it.each([
    ["options of a callout", ":::{note}\n:class: dropdown\nText.\n:::", quote("Note", "<p>Text.</p>")],
    [
      "a list-table",
      "```{list-table} Limits\n:header-rows: 1\n\n* - Plan\n  - Use\n* - Free\n  - *5*\n```",
      `${lead("Limits")}${table("<th>Plan</th><th>Use</th>", "<td>Free</td><td><em>5</em></td>")}`,
    ],
    [
      "a csv-table",
      '```{csv-table}\n:header: A, B\n"1, 2", 3\n```',
      table("<th>A</th><th>B</th>", "<td>1, 2</td><td>3</td>"),
    ],
    [
      "a figure",
      "```{figure} a.png\n:alt: The form\n\nThe caption.\n```",
      "<p><em>Image: The form</em></p><p>The caption.</p>",
    ],
    ["a formula", "```{math}\n:label: eq\na_{i} * b\n```", "<p>$$ a_{i} * b $$</p>"],
    [
      "a glossary",
      "```{glossary}\nquota\n  The *amount*.\n```",
      "<dl><dt>quota</dt><dd>The <em>amount</em>.</dd></dl>",
    ],
    ["a version", "```{versionadded} 1.2\nNew.\n```", `${lead("Added in version 1.2")}<p>New.</p>`],
    ["a list of pages", "Text.\n\n```{toctree}\n:maxdepth: 2\ninstall\n```", "<p>Text.</p>"],
    ["reStructuredText", "```{eval-rst}\n.. note::\n   From rst.\n```", quote("Note", "<p>From rst.</p>")],
    ["a hidden cell", "Text.\n\n```{code-cell}\n:tags: [remove-input]\nx\n```", "<p>Text.</p>"],
    [
      "options of PyMdown's blocks",
      "/// note | T\n    type: x\n\nText.\n///",
      quote("Note: T", "<p>Text.</p>"),
    ],
  ])("%s", async (_name, body, expected) => {
    expect((await pageOf(body)).html).toBe(expected);
  });
});
