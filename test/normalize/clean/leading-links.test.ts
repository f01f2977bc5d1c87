import { describe, expect, test } from "vitest";
import { flat } from "../support/normalized.ts";

const text = `<p>${"Words of the author that make up most of this page, as they should. ".repeat(12).trim()}</p>`;
const page = (start: string, title = "<h1>Pumps</h1>") =>
  flat(
    `<!doctype html><html><head><title>Pumps</title></head><body><main>${start}${title}${text}</main></body></html>`,
  );

describe("what leads to the page goes", () => {
  test.each<[string, string]>([
    [
      "links before the title",
      '<div><a href="/learn">Learn</a> <span>/</span> <a href="/learn">Start</a></div>',
    ],
    ["tools before the title", '<ul><li><a href="/">Docs</a></li><li><a href="/login">Sign in</a></li></ul>'],
    [
      "a trail of folders",
      '<ul><li><a href="/products/">Products</a>›</li><li><a href="/products/pumps/">Garden</a>›</li><li>Pumps</li></ul>',
    ],
    [
      "a trail from the root",
      '<p><a href="https://example.com/">Home</a> › <a href="https://example.com/p">P</a></p>',
    ],
  ])("%s", (_name, start) => expect(page(start)).toBe(text));

  test("a trail behind the title", () => {
    const trail = '<ol><li><a href="/a">A</a></li><li><a href="/a/b">B</a></li><li>Pumps</li></ol>';
    expect(page("", `<h1>Pumps</h1>${trail}`)).toBe(text);
  });
});

describe("what says something stays", () => {
  test.each<[string, string]>([
    ["a label", "<p>Stays: deprecated</p>"],
    [
      "a sentence in a link",
      `<p><a href="/new">Stays: this page is about a pump that is no longer sold; see the new one.</a></p>`,
    ],
    ["a link in a sentence", '<p>Stays: <a href="/new">the new pump</a> replaces this one.</p>'],
    ["a link within the page", '<p><a href="#parts">Stays</a></p>'],
  ])("%s", (_name, start) => expect(page(start)).toContain("Stays"));

  test.each<[string, string]>([
    ["pages side by side", '<ul><li><a href="/docs/a">Stays</a></li><li><a href="/docs/b">B</a></li></ul>'],
    [
      "a folder and a page of it",
      '<ul><li><a href="/docs">Stays</a></li><li><a href="/docs/a">A</a></li></ul>',
    ],
    ["links with words", '<p><a href="/docs">Stays</a> has more than <a href="/docs/b">this</a>.</p>'],
    [
      "a folder and its pages",
      '<ul><li><a href="/docs">Stays</a></li><li><a href="/docs/a">A</a></li><li><a href="/docs/b">B</a></li></ul>',
    ],
  ])("behind the title: %s", (_name, list) =>
    expect(page("", `<h1>Pumps</h1>${text}${list}`)).toContain("Stays"),
  );

  test("a list of pages that is most of the page", () => {
    const list = Array.from({ length: 60 }, (_, at) => `<li><a href="/p${at}">Stays, page ${at}</a></li>`);
    expect(page(`<ul>${list.join("")}</ul>`)).toContain("Stays");
  });
});
