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

describe("lists of Word and Outlook", () => {
  const item = (line: string, mark: string, list = "l0 level1 lfo1") =>
    `<p class=MsoListParagraph style='text-indent:-18.0pt;mso-list:${list}'><![if !supportLists]><span style='font-family:Symbol'><span style='mso-list:Ignore'>${mark}<span style='font:7.0pt "Times New Roman"'>&nbsp;&nbsp; </span></span></span><![endif]>${line}<o:p></o:p></p>\n`;
  const items = (...some: string[]) => page(`<div class=WordSection1>${some.join("")}</div>`);

  test.each<[string, string, string]>([
    ["bullets", items(item("One", "·"), item("Two", "·")), "<ul><li>One</li><li>Two</li></ul>"],
    [
      "numbers, from wherever they start",
      items(item("Three", "3."), item("Four", "4)")),
      '<ol start="3"><li>Three</li><li>Four</li></ol>',
    ],
    [
      "letters, as text",
      items(item("One", "a)"), item("Two", "b)")),
      "<ul><li>a) One</li><li>b) Two</li></ul>",
    ],
    [
      "a list within an item",
      items(item("One", "1."), item("Inner", "o", "l0 level2 lfo1"), item("Two", "2.")),
      "<ol><li>One<ul><li>Inner</li></ul></li><li>Two</li></ol>",
    ],
    [
      "two lists, one behind the other",
      items(item("One", "·"), item("First", "1.", "l1 level1 lfo2")),
      "<ul><li>One</li></ul><ol><li>First</li></ol>",
    ],
    [
      "text ends a list",
      items(item("One", "·"), "<p>Text.</p>", item("Two", "·")),
      "<ul><li>One</li></ul><p>Text.</p><ul><li>Two</li></ul>",
    ],
    [
      "a paragraph without a mark is none",
      items("<p style='mso-list:l0 level1 lfo1'>Text.</p>"),
      "<p>Text.</p>",
    ],
  ])("%s", (_name, html, expected) => expect(html).toBe(expected));
});

describe("contents of the page itself", () => {
  const parts = ["Open it", "Change it", "Close it"];
  const sections = parts.map((one) => `<h2 id="${one[0]}">${one}</h2>${text}`).join("");
  const kept = parts.map((one) => `<h2>${one}</h2>${text}`).join("");
  const link = (one: string) => `<a href="#${one[0]}">${one}</a>`;

  test.each<[string, string]>([
    ["as paragraphs", `<p>Contents</p>${parts.map((one) => `<p>${link(one)}</p>\n`).join("")}`],
    [
      "as terms, under a heading",
      `<h2>Index</h2><dl>${parts.map((one) => `<dt>${link(one)}<dd>`).join("")}</dl>`,
    ],
    [
      "grouped under the page's own headings",
      `<details open><summary><h5>Index</h5></summary>${parts.map((one) => `<section><h3>${one}</h3>${link(one)}</section>`).join("")}</details>`,
    ],
  ])("%s", (_name, contents) => expect(page(`<h1>T</h1>${contents}${sections}`)).toBe(kept));

  test("two paragraphs that lead into the page are the author's", () => {
    const html = page(`<h1>T</h1><p>${link("Open it")}</p><p>${link("Close it")}</p>${sections}`);
    expect(html).toBe(`<p>Open it</p><p>Close it</p>${kept}`);
  });
});

describe("the title of a page", () => {
  const titled = (title: string, body: string) => {
    const made = normalizedHtml(pageOf(body, title));
    return [made.title, made.html.replaceAll("\n", "")];
  };

  test("that <title> has behind the name of the project, and the page in a line", () => {
    const body = `<div><div class="title">Rotating keys </div></div><div><h1>First</h1>${text}<h1>Second</h1>${text}</div>`;
    expect(titled("Gateway: Rotating keys", body)[0]).toBe("Rotating keys");
    expect(titled("Gateway: Another line", body)[0]).toBe("Gateway: Another line");
  });

  test("has its number, where the heading has it and <title> does not", () => {
    const [title, html] = titled(
      "Rotating keys (Manual)",
      `<h2>2 Rotating keys</h2>${text}<h3>2.1 Limits</h3>${text}`,
    );
    expect([title, html]).toEqual(["2 Rotating keys", `${text}<h2>2.1 Limits</h2>${text}`]);
  });
});

describe("links to other pages with their label below the title", () => {
  const card = (label: string, title: string) =>
    `<a href="/${title}"><div><svg></svg><p>${title}</p></div><p>${label}</p></a>`;

  test("go with their titles", () => {
    const cards = card("Previous Page", "Gone") + card("Next Page", "Gone too");
    expect(page(`<main><h1>T</h1>${text}<div>${cards}</div></main>`)).toBe(text);
  });

  test("other labels are a card's own words", () => {
    expect(page(`<main><h1>T</h1>${text}<div>${card("Our guide", "Keys")}</div></main>`)).toContain(
      "Our guide",
    );
  });
});

test("quotations around nothing but a quotation are one", () => {
  const quoted = "<blockquote><blockquote><p>Note.</p></blockquote></blockquote>";
  expect(page(`<h1>T</h1>${text}${quoted}`)).toBe(`${text}<blockquote><p>Note.</p></blockquote>`);
  expect(flat(quoted)).toBe(quoted);
});

test("lines of code in the rows of Scribble's table", () => {
  const row = (line: string) => `<tr><td><p><span class="stt">${line}</span></p></td></tr>`;
  expect(page(`<h1>T</h1>${text}<p><table class="SVerbatim">${row("a 1")}${row("b 2")}</table></p>`)).toBe(
    `${text}<pre><code>a 1\nb 2</code></pre>`.replaceAll("\n", ""),
  );
});

describe("lines about a page", () => {
  test("by whom and when, alone in the head of an article", () => {
    const article = (head: string) =>
      page(`<main><h1>T</h1><article><header>${head}</header>${text}</article></main>`);
    expect(article("<div><span>By <a href='/user/1'>ada_stone</a>, 2 March, 2024</span></div>")).toBe(text);
    expect(article("<h2>By 2 March 2024: the plan</h2>")).toContain("the plan");
    expect(article("<p>By hand, as ever.</p>")).toContain("By hand");
  });

  test("what made it, below the last block and in no element", () => {
    const made = `This document was created by <a href="/m">maker</a>, using the manual pages.<br>Time: 01:02:03`;
    expect(page(`<h1>T</h1>${text}<hr>${made}`)).toBe(text);
    expect(page(`<h1>T</h1>${text}<hr>Created by hand, as ever.`)).toContain("Created by hand");
  });
});

describe("a part that is named rating", () => {
  const rated = (inner: string) =>
    page(`<article><h1>T</h1>${text}<div class="rating">${inner}</div>${text}</article>`);

  test("is the author's where it gives a verdict", () => {
    expect(rated("<span>Mostly false</span>")).toBe(`${text}<p>Mostly false</p>${text}`);
  });

  test.each([
    "<span>4.5 of 5</span>",
    "<span>Rate this page</span>",
    "<button>Like</button> Good page",
    "★★★",
  ])("is the site's where it counts or asks: %s", (inner) => expect(rated(inner)).toBe(text + text));
});

test.each<[string, string, string]>([
  [
    "a file and the button that downloads it",
    `<a href="/m.pdf">Manual</a><a href="/m.pdf" download>Download</a>`,
    "Manual Download",
  ],
  ["one address in two pieces is one word", `<a href="/m.pdf">Man</a><a href="/m.pdf">ual</a>`, "Manual"],
])("links side by side: %s", (_name, links, expected) => {
  expect(page(`<h1>T</h1>${text}<div>${links}</div>`)).toBe(`${text}<p>${expected}</p>`);
});
