import { describe, expect, test } from "vitest";
import { flat } from "../support/normalized.ts";

const words = "Words of the author that make up most of this page, as they should. ".repeat(12).trim();
const text = `<p>${words}</p>`;
const page = (inner: string) =>
  flat(
    `<!doctype html><html><head><title>T</title></head><body><main><article>${inner}</article></main></body></html>`,
  );
const mia = '<a href="/author/mia-stone/">Mia Stone</a>';

describe("who wrote a page is told by a link to the author's own page", () => {
  test.each<[string, string]>([
    ["a byline", `<div>By ${mia}</div>${text}`],
    [
      "a byline with its day and place",
      `<div><span>by ${mia}</span> in <a href="/c">News</a>, May 3, 2019</div>${text}`,
    ],
    [
      "a box that begins with the name",
      `${text}<div><img src="/m.png"><b>${mia}</b><p>Mia has baked bread for many years and writes about it here.</p></div>`,
    ],
    [
      "a box whose link says something else",
      `${text}<div><div>Written by: <b>Mia Stone</b></div><p>Mia has baked bread.</p><a href="/author/mia-stone">More of her</a></div>`,
    ],
    ["a link that says so", `${text}<div><a rel="author" href="/x">Mia Stone</a></div>`],
  ])("%s goes", (_name, inner) => expect(page(inner)).toBe(text));

  test.each<[string, string]>([
    ["a sentence about the author", `${text}<p>The method was found by ${mia} in another bakery.</p>`],
    [
      "a cell",
      `${text}<table><tr><th>Book</th><th>By</th></tr><tr><td>Bread</td><td>${mia}</td></tr></table>`,
    ],
    [
      "a list of people",
      `${text}<div>${["a1", "b2", "c3", "d4"].map((name) => `<div><a href="/authors/${name}">Mia Stone ${name}</a></div>`).join("")}</div>`,
    ],
    ["a team", `${text}<div><a href="/team/mia">Mia Stone</a><p>Mia answers calls.</p></div>`],
    ["a name in the middle", `${text}<div>By ${mia}</div>${text}${text}`],
  ])("%s stays", (_name, inner) => expect(page(inner)).toContain("Mia Stone"));
});

describe("a button that many parts have", () => {
  const part = (label: string, at: number) =>
    `<section><h2>Course ${at}</h2><p>${words}</p><div><a href="/c/${at}">${label}</a></div></section>`;
  const parts = (label: string) => [1, 2, 3].map((at) => part(label, at)).join("");
  test("goes", () => expect(page(parts("Start course"))).not.toContain("Start"));
  test("stays where only two have it", () =>
    expect(page(part("Start course", 1) + part("Start course", 2))).toContain("Start"));
  test.each<[string, string]>([
    [
      "in items",
      "<ul><li><a href=/1>Stays</a></li><li><a href=/2>Stays</a></li><li><a href=/3>Stays</a></li></ul>",
    ],
    [
      "in sentences",
      "<div>1: <a href=/1>Stays</a></div><div>2: <a href=/2>Stays</a></div><div>3: <a href=/3>Stays</a></div>",
    ],
    [
      "as titles",
      "<h3><a href=/1>Stays</a></h3>a<h3><a href=/2>Stays</a></h3>b<h3><a href=/3>Stays</a></h3>c",
    ],
  ])("is none %s", (_name, inner) => expect(page(text + inner)).toContain("Stays"));
});

test("a table of contents is one although its plugin numbers the headings' own numbers", () => {
  const titles = ["1. Flour", "2. Water", "3. Salt"];
  const list = titles.map((title, at) => `<div><a href="#s${at}">1.${at} ${title}</a></div>`).join("");
  const sections = titles.map((title, at) => `<h2 id="s${at}">${title}</h2>${text}`).join("");
  expect(page(`<div>${list}</div>${sections}`)).not.toContain("1.1");
});

describe("an aside", () => {
  const aside = (inner: string) => `<aside class="x">${inner}</aside>`;
  const note = "<p>A note of the author's own, which says in one sentence what other ovens do.</p>";
  test("between the paragraphs of a text is a part of it", () =>
    expect(page(`${text}${aside(`<h3>Other ovens</h3>${note}`)}${text}`)).toContain("Other ovens"));
  test.each<[string, string]>([
    ["behind the text", text + aside(`Gone ${note}`)],
    ["with a field", `${text}${aside(`Gone ${note}<input>`)}${text}`],
    [
      "of links",
      `${text}${aside('Gone <a href="/a">Another page of this site, with a long title and all</a>')}${text}`,
    ],
  ])("%s is the site's", (_name, inner) => expect(page(inner)).not.toContain("Gone"));
});

describe("readers' comments without a name", () => {
  const comment = (name: string) =>
    `<div><p>${name}</p><p>Gone: I tried it.</p><div role="button">Reply</div></div>`;
  const comments = `<div>${comment("ida")}${comment("otto")}</div>`;
  const article = '<script type="application/ld+json">{"@type": "Article"}</script>';
  test("go from an article", () => expect(page(article + text + comments)).toBe(text));
  test.each<[string, string]>([
    ["where the page does not say that it is one", text + comments],
    ["where there is only one", article + text + comment("ida")],
    ["where they are most of the page", article + text + comments.repeat(40)],
  ])("stay %s", (_name, inner) => expect(page(inner)).toContain("Gone"));
});

describe("links alone under a label such as `More on ovens`", () => {
  const links =
    '<h4>More on ovens:</h4><ul><li><a href="/a">Gone one</a></li><li><a href="/b">Gone two</a></li></ul>';
  test("go from the middle of a text, too", () =>
    expect(page(`<h2>Ovens</h2>${text}${links}<h2>Doors</h2>${text}${text}`)).not.toContain("Gone"));
  test("stay on a page that consists of links", () =>
    expect(
      page(
        `<h2>Ovens</h2>${links}${'<p><a href="/x">Some other page of this site</a></p>'.repeat(9)}${text.slice(0, 200)}</p>`,
      ),
    ).toContain("Gone"));
  test("stay with words beside them", () =>
    expect(
      page(
        `<h2>Ovens</h2>${text}${links.replace("</li>", " tells how to close one</li>")}<h2>Doors</h2>${text}${text}`,
      ),
    ).toContain("Gone"));
});
