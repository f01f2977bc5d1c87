import { describe, expect, test } from "vitest";
import { flat, normalizedHtml } from "../support/normalized.ts";

const words = "Words of the author that make up most of this page, as they should in every case. "
  .repeat(6)
  .trim();
const text = `<p>${words}</p>`;
const pageOf = (body: string, title = "T") =>
  `<!doctype html><html><head><title>${title}</title></head><body>${body}</body></html>`;
const page = (body: string) => flat(pageOf(body));

describe("what only its role makes a heading is one", () => {
  const headed = (body: string, title = "Space - Rotating keys") => normalizedHtml(pageOf(body, title));

  test("the page's title among them", () => {
    const { title, html } = headed(
      `<main><div role="heading" aria-level="1">Rotating keys</div>${text}<span role="heading" aria-level="3">Limits</span>${text}</main>`,
    );
    expect({ title, html: html.replaceAll("\n", "") }).toEqual({
      title: "Rotating keys",
      html: `${text}<h2>Limits</h2>${text}`,
    });
  });

  test.each<[string, string, string]>([
    ["without a level", `<div role="heading">Parts</div>`, "<h2>Parts</h2>"],
    ["with an odd level", `<p role="heading" aria-level="x">Parts</p>`, "<h2>Parts</h2>"],
    ["deeper than HTML's", `<h2>A</h2><div role="heading" aria-level="9">B</div>`, "<h2>A</h2><h3>B</h3>"],
    ["not what means something else", `<pre role="heading">x = 1</pre>`, "<pre><code>x = 1</code></pre>"],
  ])("%s", (_name, body, expected) => {
    expect(page(`<h1>T</h1>${body}${text}`)).toBe(`${expected}${text}`);
  });
});

describe("a header that a section has below the page's title", () => {
  test("says what the section is about, however short", () => {
    const html = `<div><h1>T</h1><section><header><h2>Vault(name)</h2><div>Each slot holds one key.</div></header>${text}</section></div>`;
    expect(page(html)).toBe(`<h2>Vault(name)</h2><p>Each slot holds one key.</p>${text}`);
  });

  test("is the site's where no title stands before it", () => {
    const html = `<div><section><header><div>Acme manuals</div></header></section><h1>T</h1>${text}</div>`;
    expect(page(html)).toBe(text);
  });
});
