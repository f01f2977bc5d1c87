import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readPage } from "../../../connectors/website/page.ts";
import { lastingAddress, lastingLinks } from "../../../connectors/website/page-links.ts";
import { normalizedHtml } from "../../normalize/support/normalized.ts";

const base = new URL("https://wiki.example.com/guide/a");

describe("where a link leads to on every visit", () => {
  it.each<[href: string, address: string | undefined]>([
    ["b", undefined],
    ["/b?page=2", undefined],
    ["/account?action=edit", undefined],
    ["b;jsessionid=0A1B2C3D", "https://wiki.example.com/guide/b"],
    ["/b?PHPSESSID=q7f3k9x2m4v8b1n6&page=2#top", "https://wiki.example.com/b?page=2#top"],
    ["/index.php?title=Missing&action=edit&redlink=1", ""],
    ["/post/?replytocom=9#respond", ""],
    ["?do=delete&_wpnonce=0a1b2c", ""],
    ["https://other.example.com/b?sid=0123456789abcdef", undefined],
    ["http://[broken?sid=1", undefined],
  ])("%s → %s", (href, address) => {
    expect(lastingAddress(href, base)).toBe(address);
  });

  it("settles: an address that lasts is kept", () => {
    fc.assert(
      fc.property(fc.webUrl({ withQueryParameters: true, withFragments: true }), (href) => {
        const once = lastingAddress(href, new URL(href)) ?? href;
        expect(once === "" || lastingAddress(once, new URL(href)) === undefined).toBe(true);
      }),
    );
  });
});

describe("a page with links that differ on every visit", () => {
  const html = (token: string) =>
    `<main><h1>Guide</h1><p>Read <a href="b;jsessionid=${token}">the guide</a>, then <a href="/w?title=C&amp;action=edit&amp;redlink=1">the rest</a>, or <a href="?undo=${token}">take it back</a>.</p></main>`;
  const published = (token: string) =>
    normalizedHtml(html(token), { url: base.href, links: lastingLinks(html(token), base.href) }).html;

  it("is one page, whose links lead somewhere", () => {
    expect(readPage(html("1A2B")).fingerprint).toBe(readPage(html("3C4D")).fingerprint);
    expect(published("1A2B")).toBe(published("3C4D"));
    expect(published("1A2B")).toContain('<a href="https://wiki.example.com/guide/b">the guide</a>');
    expect(published("1A2B")).toContain("then the rest, or take it back.");
  });

  it("is changed when a page that it names goes", () => {
    const named = (href: string) => readPage(`<p><a href="${href}">C</a></p>`).fingerprint;
    expect(named("/w?title=C")).not.toBe(named("/w?title=C&amp;action=edit&amp;redlink=1"));
  });

  it.each(["wiki-page new", "wikilink2", "wikicreatelink", "missing wiki", "internal absent"])(
    "keeps only the text of what nobody has written: %s",
    (classes) => {
      expect(
        lastingLinks(`<a class="${classes}" href="/wiki/B">B</a> <a href="/wiki/C">C</a>`, base.href),
      ).toEqual({
        "/wiki/B": "",
      });
    },
  );

  it("follows the page's base", () => {
    const page = '<base href="/v2/"><a href="b;jsessionid=1A2B">b</a>';
    expect(lastingLinks(page, base.href)).toEqual({
      "b;jsessionid=1A2B": "https://wiki.example.com/v2/b",
    });
  });
});

it("a page that scripts draw from its data is what the data says", () => {
  const html = (text: string) =>
    `<html><body><input type="password"><script type="application/ld+json">${JSON.stringify({ "@type": "Question", text })}</script></body></html>`;
  const [one, other] = ["Pumps are primed. ", "Pumps are drained. "].map((text) =>
    readPage(html(text.repeat(30))),
  );
  expect(one?.fingerprint).not.toBe(other?.fingerprint);
  expect([one?.words, one?.allWords]).toEqual([90, 90]);
});
