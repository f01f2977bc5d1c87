import { describe, expect, test } from "vitest";
import { flat, normalizedHtml } from "../support/normalized.ts";

const words = "Words of the first post, which is much longer than all the others. ".repeat(12).trim();
const page = (inner: string) =>
  flat(`<!doctype html><html><head><title>Blog</title></head><body><main>${inner}</main></body></html>`);
const short = ["Keys", "Copies", "Relays"];
const day = '<time datetime="2024-01-01">January 1, 2024</time>';

describe("a list of posts, of which one is long, is read to its end", () => {
  test.each<[string, string]>([
    [
      "without classes",
      `<article><h2><a href="/l">Long</a></h2><p>${words}</p></article>${short.map((one) => `<article><h2><a href="/p">${one}</a></h2><p>About ${one}.</p></article>`).join("")}`,
    ],
    [
      "with a number and tags among the classes, and days",
      `<article class="post-1 post hentry tag-a"><h2><a href="/l">Long story</a></h2><p>${words}</p></article>${short.map((one, at) => `<article class="post-${at + 2} post hentry category-news">${day}<h2><a href="/p">Story of ${one}</a></h2><p>About ${one}.</p></article>`).join("")}`,
    ],
    [
      "each in a box",
      `<div class="block"><article><h2><a href="/l">Long</a></h2><p>${words}</p></article></div>${short.map((one) => `<div class="block"><article><h2><a href="/p">${one}</a></h2><p>About ${one}.</p></article></div>`).join("")}`,
    ],
    [
      "with the text named within each",
      `<article class="h-entry"><h2><a href="/l">Long</a></h2><div itemprop="articleBody"><p>${words}</p></div></article>${short.map((one) => `<article class="h-entry"><h2><a href="/p">${one}</a></h2><div itemprop="articleBody"><p>About ${one}.</p></div></article>`).join("")}`,
    ],
  ])("%s", (_name, inner) => {
    const left = page(inner);
    expect(left).toContain(words);
    for (const one of short) expect(left).toContain(`About ${one}.`);
  });

  test.each<[string, string]>([
    [
      "cards of another kind beside an article",
      `<article class="post"><h1>Long</h1><p>${words}</p></article>${short.map((one) => `<article class="card">${day}<a href="/p">Story of ${one}</a></article>`).join("")}`,
    ],
    [
      "a column with cards",
      `<div class="column"><article><h1>Long</h1><p>${words}</p></article></div><div class="column">${short.map((one) => `<article><a href="/p">Story of ${one}</a></article>`).join("")}</div>`,
    ],
  ])("%s are left out", (_name, inner) => {
    const left = page(inner);
    expect(left).toContain(words);
    for (const one of short) expect(left).not.toContain(`Story of ${one}`);
  });
});

describe("the heading of a contents list", () => {
  const list = '<ol id="markdown-toc"><li><a href="#a">A part</a></li><li><a href="#b">B part</a></li></ol>';
  const text = `<hr><p>${words}</p><h2 id="a">A part</h2><p>Keys.</p><h2 id="b">B part</h2><p>Copies.</p>`;
  test("goes with a list that its name gives away", () => {
    const left = page(`<h1>Relays</h1><h2>Table of contents</h2>${list}${text}`);
    expect(left).not.toContain("Table of contents");
    expect(left).toContain("<h2>A part</h2>");
  });
  test("stays above the list of a chapter's pages", () =>
    expect(
      page(
        `<h1>Relays</h1><p>${words}</p><h2>Table of contents</h2><ul><li><a href="/keys">Keys</a></li></ul>`,
      ),
    ).toContain("<h2>Table of contents</h2>"));
});

test("a post's title in a header of its own, below the site's name, is the page's", () => {
  const { title, html } = normalizedHtml(
    `<!doctype html><html><head><title>Relay Ltd - Keys</title></head><body><header><h1><a href="/">Relay Ltd <b>Blog</b></a></h1></header><section id="content"><header><h2><a href="/keys" rel="bookmark">Keys</a></h2></header><p>${words}</p><h2>Copies</h2><p>${words}</p></section></body></html>`,
  );
  expect(title).toBe("Keys");
  expect(html).toContain("<h2>Copies</h2>");
});

test("a short text stays beside a longer footer", () =>
  expect(
    flat(
      '<!doctype html><html><head><title>Keys</title></head><body><section id="content" class="body"><p>Rotate keys.</p></section><footer class="body"><p>Proudly powered by a program, which takes advantage of other programs and of the goodwill of many people.</p></footer></body></html>',
    ),
  ).toBe("<p>Rotate keys.</p>"));
