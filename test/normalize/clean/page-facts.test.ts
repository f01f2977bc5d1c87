import { describe, expect, test } from "vitest";
import { flat } from "../support/normalized.ts";

const words = "Words of the author that make up most of this page, as they should. ".repeat(12).trim();
const text = `<p>${words}</p>`;
const page = (inner: string) =>
  flat(
    `<!doctype html><html><head><title>T</title></head><body><main><article>${inner}</article></main></body></html>`,
  );

describe("what a program states of a page beside its text", () => {
  test.each<[string, string]>([
    [
      "Docusaurus' day and time to read",
      `<div><time datetime="2024-01-03">January 3, 2024</time> · <!-- -->2 min read</div>${text}`,
    ],
    ["a time to read, in a word", `<span>One min read</span>${text}`],
    [
      "a time to read, by its name",
      `<p class="reading-time"><i></i>&nbsp; less than a minute &nbsp;</p>${text}`,
    ],
    [
      "Docsy's tags",
      `<header><div><h5>Categories:</h5><ul><li><a href="/categories/relays/"><span>Relays</span></a></li></ul></div><div><h5>Tags:</h5><ul><li><a href="/tags/keys/">keys</a></li><li><a href="/tags/copies/">copies</a></li></ul></div></header>${text}`,
    ],
    [
      "categories and tags of the Book theme",
      `<div><a href="/categories/relays/">Relays</a></div><div><a href="/tags/a/">a</a>, <a href="/tags/b/">b</a></div>${text}`,
    ],
    [
      "the last lines of a block theme",
      `${text}<div><div><p>Posted</p><div><time datetime="2024-01-02">January 2, 2024</time></div><p>in</p><div><a href="/c/" rel="tag">News</a></div><p>by</p><div><p>Ann Lee</p></div></div><div><p>Tags:</p><div><a href="/t/" rel="tag">keys</a><span>, </span><a href="/u/" rel="tag">copies</a></div></div></div>`,
    ],
    ["tags between two texts", `${text}<div><a rel="tag" href="/x">keys</a></div>${text}`],
  ])("%s goes", (_name, inner) => {
    expect(page(inner).replaceAll(text, "")).toBe("");
    expect(page(inner)).toContain(text);
  });

  test.each<[string, string, string]>([
    ["a sentence", `<p>Pages about <a href="/tags/keys/">keys</a> have a tag.</p>${text}`, "keys"],
    ["a section of links", `${text}<h2>Topics</h2><ul><li><a href="/tags/keys/">keys</a></li></ul>`, "keys"],
    [
      "a cell",
      `<table><tr><th>Tag</th></tr><tr><td><a href="/tags/keys/">keys</a></td></tr></table>${text}`,
      "keys",
    ],
    ["links in the middle", `${text}<div><a href="/tags/keys/">keys</a></div>${text}${text}`, "keys"],
    ["the categories of a help centre", `${text}<div><a href="/categories/115-keys">keys</a></div>`, "keys"],
    [
      "a page of tags",
      `<h1>Tags</h1><ul><li><a href="/tags/keys/">keys</a></li><li><a href="/tags/copies/">copies</a></li></ul>`,
      "copies",
    ],
    ["a duration", `<div>Takes about 2 min</div>${text}`, "2 min"],
    ["an answer in minutes", `<h2>How long?</h2><p>Less than a minute</p>${text}`, "Less than a minute"],
  ])("%s stays", (_name, inner, kept) => expect(page(inner)).toContain(kept));
});

describe("the pages before and behind", () => {
  const arrow = '<svg viewBox="0 0 1 1"><path d="M0 0"/></svg>';
  test.each<[string, string]>([
    [
      "two titles with arrows at the outer sides",
      `${text}<div></div><div><a href="/a">${arrow}Keys</a><a href="/b">Copies${arrow}</a></div>`,
    ],
    [
      "the same in boxes, with characters",
      `${text}<div><div><a href="/a"><span>←</span> <span>Keys</span></a></div><div><a href="/b">Copies →</a></div></div>`,
    ],
    [
      "a link that states it",
      `${text}<div><a rel="prev" href="/a">Keys</a> <a rel="next" href="/b">Copies</a></div>`,
    ],
    [
      "labels with arrows",
      `${text}<ul><li><a href="/a"><span>←</span>Previous</a></li><li><a href="/b">Next<span>→</span></a></li></ul>`,
    ],
  ])("%s go", (_name, inner) => expect(page(inner)).toBe(text));

  test.each<[string, string]>([
    ["cards", `${text}<div><a href="/a">${arrow}Keys</a><a href="/b">${arrow}Copies</a></div>`],
    ["a sentence", `${text}<p><a href="/a">← Keys</a> <a href="/b">Copies →</a></p>`],
    ["links into the page", `${text}<div><a href="#a">← Keys</a><a href="#b">Copies →</a></div>`],
    [
      "links before the text's end",
      `${text}<div><a href="/a">← Keys</a><a href="/b">Copies →</a></div>${text}`,
    ],
  ])("%s stay", (_name, inner) => expect(page(inner)).toContain("Keys"));
});

describe("parts with the names of a site's", () => {
  test.each<[string, string]>([
    ["Docsy's note to the readers of a page", '<div class="pageinfo pageinfo-primary"><p>Keys</p></div>'],
    ["a card's last line", '<div class="card"><p>Copies</p><div class="card-footer">Keys</div></div>'],
  ])("%s stays", (_name, part) => expect(page(`${text}${part}${text}`)).toContain("Keys"));

  test.each<[string, string]>([
    ["what states a day", '<div class="page-info"><p>Keys, January 3, 2024</p></div>'],
    ["links", '<div class="card-footer"><a href="/a">Keys</a></div>'],
    [
      "a header of the site, by microdata",
      '<header itemscope itemtype="https://schema.org/WPHeader"><p>Keys</p></header>',
    ],
    ["its sidebar", '<div itemscope itemtype="http://schema.org/WPSideBar"><p>Keys</p></div>'],
  ])("%s goes", (_name, part) => expect(page(`${part}${text}`)).toBe(text));
});
