import { describe, expect, it } from "vitest";
import { markdownPage } from "../../../src/normalize/read/markdown/index.ts";
import { readNotebook } from "../../../src/normalize/read/notebook/index.ts";

const page = (body: string) => markdownPage({ body, mediaType: "text/markdown", name: "page.md" });

describe("notes of slides", () => {
  it.each([
    [
      "remark",
      "class: center\n\n# One\n\nShown.\n\n???\n\nDana says this.\n\n- Dana\n\n---\nclass: left\n\n# Two\n\nMore.",
    ],
    ["remark, without properties", "# One\n\nShown.\n\n???\nDana\n\n---\n\n# Two\n\nMore."],
    [
      "remark, before an incremental slide",
      "---\nlayout: slides\n---\n# One\n\nShown.\n\n???\nDana\n\n--\n\nMore.",
    ],
    [
      "Reveal by its front matter",
      "---\nrevealOptions: {transition: fade}\n---\n# One\n\nShown.\n\nNote: Dana\nand Dana\n\n---\n\nMore.",
    ],
    ["Reveal by its marks", "<!-- .slide: data-x -->\n# One\n\nShown.\n\nNotes:\n\nDana\n\n----\n\nMore."],
    ["Quarto", "---\nformat: revealjs\n---\n## One\n\nShown.\n\n::: notes\nDana\n:::\n\nMore."],
    ["Marp and Pandoc", "---\nmarp: true\n---\n# One\n\nShown.\n\n::: {.notes}\nDana\n:::\n\nMore."],
  ])("are not read: %s", (_name, body) => {
    const { html, warnings } = page(body);
    expect(html).not.toContain("Dana");
    expect(html).toContain("Shown.");
    expect(html).toContain("More.");
    expect(warnings.map(({ code }) => code)).toContain("hidden-dropped");
  });

  it.each([
    ["a note in a document", "# One\n\nNote: read this.\n\n---\n\nMore."],
    ["a folded block of MkDocs", '# One\n\n??? note "T"\n    Read this.\n\n---\n\nread this'],
    ["a theme of another tool", "---\ntheme: dark\n---\nNotes: read this."],
    ["code", "---\nmarp: true\n---\n```\nNote: read this\n```"],
  ])("but text is: %s", (_name, body) => {
    expect(page(body).html).toMatch(/read this/i);
  });
});

describe("options of cells", () => {
  const code = (source: string) => ({
    cell_type: "code",
    source,
    metadata: {},
    outputs: [{ output_type: "stream", name: "stdout", text: "shown output" }],
  });
  const read = async (source: string) => {
    const body = JSON.stringify({ nbformat: 4, nbformat_minor: 5, metadata: {}, cells: [code(source)] });
    const [only] = await readNotebook({ body, mediaType: "application/x-ipynb+json", name: "a.ipynb" });
    return only?.html ?? "";
  };
  it.each([
    ["#| echo: false\ndana = 1", false, true],
    ["#| label: fig\n#| echo: False\n\ndana = 1", false, true],
    ["//| echo: false\nlet dana", false, true],
    ["#| include: false\ndana = 1", false, false],
    ["#| output: false\ndana = 1", true, false],
    ["#| echo=FALSE, results='hide'\ndana <- 1", false, false],
    ["#| label: dana-fig\n#| echo: true\ndana = 1", true, true],
    ["# echo: false\ndana = 1", true, true],
  ])("%j: code %s, output %s", async (source, hasCode, hasOutput) => {
    const html = await read(source);
    expect(html.includes("dana")).toBe(hasCode);
    expect(html.includes("shown output")).toBe(hasOutput);
    expect(html).not.toContain("#|");
  });
  it("count in Markdown, too", () => {
    expect(page("Text.\n\n```{python}\n#| echo: false\ndana = 1\n```").html).toBe("<p>Text.</p>\n");
    expect(page("Text.\n\n```{r, echo=FALSE}\ndana\n```").html).toBe("<p>Text.</p>\n");
    expect(page("```{python}\n#| label: a\nx = 1\n```").html).toContain(">x = 1\n<");
    expect(page("```python\n#| echo: false\nx\n```").html).toContain("#| echo: false");
  });
});
