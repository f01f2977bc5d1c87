import { expect, test } from "vitest";
import { flat } from "../support/normalized.ts";

const page = (body: string, style = "") =>
  `<!doctype html><html><title>T</title><body${style}>${body}</body></html>`;
const article = "<main><h1>T</h1><p>What the page says, at some length.</p></main>";

test.each([
  [
    "a wrapper",
    page(`<div id="__next"><div style="color:red; visibility: hidden;top:0">${article}</div></div>`),
  ],
  ["the body", page(article, ' style="opacity:0"')],
  ["both", page(`<div style="visibility:hidden !important">${article}</div>`, ' style="opacity: 0.0;"')],
])("a page that %s hides until its script has run is read", (_, html) => {
  expect(flat(html)).toBe("<p>What the page says, at some length.</p>");
});

test.each([
  [
    "most of a page",
    page(`<div style="visibility:hidden">${article.repeat(5)}</div><p>All the reader sees of it.</p>`),
  ],
  [
    "what is not displayed",
    page(`<p>All the reader sees of it.</p><div style="display:none">${article}</div>`),
  ],
  [
    "a part within the whole",
    page(`<div style="opacity:0"><p>All the reader sees of it.</p><p style="opacity:0">No</p></div>`),
  ],
])("%s stays hidden", (_, html) => expect(flat(html)).toBe("<p>All the reader sees of it.</p>"));
