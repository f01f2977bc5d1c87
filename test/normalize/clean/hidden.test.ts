import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { normalize, toMarkdown } from "../../../src/normalize/pipeline.ts";
import { hiddenChannels, visibleParts } from "../support/hidden-channels.ts";
import { normalizedHtml } from "../support/normalized.ts";

const secret = "zebracanary";
const words = "parrotcanary";
const text = "These are words that everybody reads, and there are quite a few of them. ".repeat(5);

const seen = async (body: string, mediaType: "text/html" | "text/markdown" | "text/mdx" = "text/html") => {
  const { title, html } = await normalize({ body, mediaType, name: "page" });
  return `${title}\n${html}\n${toMarkdown(html)}`;
};
const page = (inner: string) =>
  `<!doctype html><html><head><title>Page</title></head><body><main><h1>Page</h1><p>${text}</p>${inner}<p>${text} end</p></main></body></html>`;

describe("hidden words reach neither HTML nor Markdown", () => {
  test.each(Object.entries(hiddenChannels))("%s", async (_name, channel) => {
    for (const all of [
      await seen(page(channel(secret))),
      await seen(`<p>${text}</p>${channel(secret)}<p>end</p>`),
    ]) {
      expect(all).not.toContain(secret);
      expect(all).toContain("end");
    }
    expect(await seen(`# Page\n\n${text}\n\n${channel(secret)}\n\nend`, "text/markdown")).not.toContain(
      secret,
    );
  });

  test.each([
    ["a Markdown comment", "[//]: # (zebracanary)"],
    ["a Markdown comment with quotes", '[comment]: <> "zebracanary"'],
    ["an HTML comment", "a <!-- zebracanary --> b"],
    ["a reference nobody uses", "[x]: https://example.com/zebracanary 'zebracanary'"],
    ["front matter", "---\nnote: zebracanary\n---\ntext"],
  ])("in Markdown: %s", async (_name, body) => {
    expect(await seen(body, "text/markdown")).not.toContain(secret);
  });

  test.each([
    ["a comment", "a {/* zebracanary */} b"],
    ["a style object", "<div style={{display: 'none'}}>zebracanary</div>"],
    ["a style object in camel case", "<span style={{fontSize: 0}}>zebracanary</span>"],
    ["the hidden attribute", "<div hidden>zebracanary</div>"],
    ["the hidden attribute as an expression", "<div hidden={true}>zebracanary</div>"],
    ["a class", '<p className="d-none">zebracanary</p>'],
    ["a variable", "export const note = 'zebracanary'\n\ntext"],
  ])("in MDX: %s", async (_name, body) => {
    expect(await seen(`# Page\n\n${body}\n\nend`, "text/mdx")).not.toContain(secret);
  });
});

describe("what readers see stays", () => {
  test.each(Object.entries(visibleParts))("%s", async (_name, part) => {
    expect(await seen(page(part(words)))).toContain(words);
    expect(await seen(`<p>${text}</p>${part(words)}`)).toContain(words);
  });

  test("a page that its own style sheet hides until a script has run", async () => {
    const body = `<!doctype html><style>#app{opacity:0}</style><div id="app"><h1>A</h1><p>${text}${words}</p></div>`;
    expect(await seen(body)).toContain(words);
  });
});

test("a part that was hidden in a fragment gives a warning", () => {
  const { warnings } = normalizedHtml(`<p>${text}</p><p style="opacity:0">x</p>`);
  expect(warnings.map(({ code }) => code)).toEqual(["hidden-dropped"]);
});

test("fixtures of generators keep every word", () => {
  const folder = path.join(import.meta.dirname, "../../fixtures/pages");
  for (const name of readdirSync(folder)) {
    const html = readFileSync(path.join(folder, name), "utf8");
    expect(normalizedHtml(html.replace("The agent sends", `${words} sends`)).html).toContain(words);
  }
});
