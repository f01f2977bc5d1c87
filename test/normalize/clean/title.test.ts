import { expect, test } from "vitest";
import { normalize } from "../../../src/normalize/pipeline.ts";
import { normalizedHtml } from "../support/normalized.ts";

const page = (head: string, body: string) =>
  `<!doctype html><html><head>${head}</head><body><main>${body}</main></body></html>`;

test.each<[string, string, { title?: string }, string]>([
  ["front matter first", "---\ntitle: Front\n---\n<h1>Heading</h1>", { title: "Stated" }, "Front"],
  ["then what the source states", "<h1>Heading</h1>", { title: "Stated" }, "Stated"],
  [
    "then the only h1",
    page("<title>Page | Site</title>", "<h1>Head&nbsp;ing <a href='#x'>#</a></h1><p>text"),
    {},
    "Head ing",
  ],
  [
    "then <title> without the site",
    page("<title>Page | Site</title>", "<h1>a</h1><h1>b</h1><p>text"),
    {},
    "Page",
  ],
  [
    "the site's name may stand first",
    page("<meta property=og:site_name content=Site><title>Site - Page</title>", "<p>text"),
    {},
    "Page",
  ],
  [
    "a hyphen within a word divides nothing",
    page("<title>Set-up: step-by-step</title>", "<p>text"),
    {},
    "Set-up: step-by-step",
  ],
  ["then the name", "<p>text", {}, "document"],
])("%s", (_name, body, more, title) => {
  expect(normalizedHtml(body, more).title).toBe(title);
});

test("an h1 that repeats the title leaves the body, another stays", () => {
  expect(normalizedHtml("<h1>Install it</h1><p>x", { title: "Install It" }).html).toBe("<p>x</p>");
  expect(normalizedHtml("<h1>Other</h1><p>x", { title: "Install" }).html).toBe("<h2>Other</h2>\n<p>x</p>");
});

test("an h1 outside the content is the title too", () => {
  const html =
    '<!doctype html><header><h1>Guide</h1></header><main><div class="md-content__inner"><p>Some text.</p></div></main>';
  expect(normalizedHtml(html).title).toBe("Guide");
});

test("an h1 outside the content that names the book is not the title", () => {
  const html =
    "<!doctype html><title>What is it? - The Book</title><header><h1>The Book</h1></header><main><h2>What is it?</h2><p>Some text.</p></main>";
  expect(normalizedHtml(html).title).toBe("What is it?");
});

test("plain text becomes paragraphs, with its name's words as title", async () => {
  expect(
    await normalize({ body: "a <b>\nc\n\n \nd & e\n", mediaType: "text/plain", name: "notes.txt" }),
  ).toEqual({
    title: "Notes",
    html: "<p>a &lt;b&gt;<br>c</p>\n<p>d &amp; e</p>",
    words: 5,
    warnings: [],
  });
});

test("Markdown and MDX take the same way", async () => {
  const body = "---\ntitle: T\n---\n\n# T\n\nSee [b](b.md).\n";
  for (const mediaType of ["text/markdown", "text/mdx"] as const) {
    expect(
      await normalize({ body, mediaType, name: "n", links: { "b.md": "https://e.com/b" } }),
    ).toMatchObject({
      title: "T",
      html: '<p>See <a href="https://e.com/b">b</a>.</p>',
    });
  }
});

test.each([
  ["one two-three don't v1.2", 4],
  ["日本語", 3],
  ["<p>a</p><p>b</p>c<b>d</b>", 3],
  ["<p>— … !</p>", 0],
])("%s has %i words", (body, words) => {
  expect(normalizedHtml(body).words).toBe(words);
});
