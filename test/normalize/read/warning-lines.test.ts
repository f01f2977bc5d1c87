import { expect, test } from "vitest";
import { normalizeDocument } from "../../../src/normalize/pipeline.ts";

/** What a reader leaves out or cannot resolve: format, what is written on line 7, and the warning's code. */
test.each([
  ["text/markdown", 'Words {{< unheard a="b" >}} here.', "shortcode-dropped"],
  ["text/markdown", "{% unheard x %}", "shortcode-dropped"],
  ["text/markdown", "{% if beta %}", "template-logic"],
  ["text/markdown", "{% include missing.md %}", "include-missing"],
  ["text/markdown", '!INCLUDE "unheard.md"', "include-missing"],
  ["text/markdown", "@include ./unheard.md", "include-missing"],
  ["text/markdown", "{!unheard.md!}", "include-missing"],
  ["text/markdown", "![[unheard]]", "include-missing"],
  ["text/markdown", ":::", "stray-directive"],
  ["text/markdown", "::: unheard\nbody\n:::", "unknown-directive"],
  ["text/markdown", "{{< unheard >}}\nbody\n{{< /unheard >}}", "unknown-directive"],
  ["text/markdown", "A {unheard}`role` here.", "unknown-role"],
  ["text/markdown", "{{ site.version }} is out.", "template-value"],
  ["text/mdx", '<Unheard x="1">Inner words</Unheard>', "unknown-component"],
  ["text/mdx", "Words {notKnown} here.", "expression-dropped"],
  ["text/asciidoc", "include::missing.adoc[]", "include-missing"],
] as const)("%s, %s: the warning names the line of the file", async (mediaType, written, code) => {
  const front = mediaType === "text/asciidoc" ? "= T\n\na\n\nb\n\n" : "---\ntitle: T\n---\n\nText.\n\n";
  const body = `${front}${written}\n\nMore text.\n`;
  const [page] = await normalizeDocument({ body, mediaType, name: "page.md" });
  const found = page?.warnings.filter((one) => one.code === code).map(({ message }) => message) ?? [];
  expect(found.join("\n")).toContain("(line 7)");
  expect(page?.html).not.toMatch(/\{\{|\{%|unheard/);
});

test("a file that includes itself is named with its line", async () => {
  const body = "# T\n\nText.\n\n{% include part.md %}\n";
  const includes = { "part.md": "Part. {% include part.md %}\n" };
  const own = { ...includes, "part.md": body };
  const cycle = async (files: Record<string, string>) => {
    const [page] = await normalizeDocument({
      body,
      mediaType: "text/markdown",
      name: "a.md",
      includes: files,
    });
    return page?.warnings.find(({ code }) => code === "include-cycle")?.message;
  };
  expect(await cycle(own)).toContain("(line 5)");
  expect(await cycle(includes)).not.toContain("line");
});

test("the same tag again is said once, and what was included has no line", async () => {
  const body = "{{< unheard >}}\n\ntext\n\n{{< unheard >}}\n";
  const [page] = await normalizeDocument({ body, mediaType: "text/markdown", name: "page.md" });
  expect(page?.warnings.filter(({ code }) => code === "shortcode-dropped")).toHaveLength(1);
  const including = { "part.md": "{{< unheard >}}\n" };
  const [other] = await normalizeDocument({
    body: "Text.\n\n{% include part.md %}\n",
    mediaType: "text/markdown",
    name: "page.md",
    includes: including,
  });
  const [dropped] = other?.warnings.filter(({ code }) => code === "shortcode-dropped") ?? [];
  expect(dropped?.message).toBe('The shortcode "unheard" was removed; text inside it is kept.');
});
