import { describe, expect, test } from "vitest";
import { flat } from "../support/normalized.ts";

/** Words that sites use for their boxes, and authors for what they write about. */
const subjects =
  "search menu navigation feedback footer cookies pagination modal rating related social sharing ads contributors subscription newsletter survey sponsors dropdown tooltip toc sidebar announcement promo votes consent search-results page-info edit-page version-selector no-print rail topbar author-box".split(
    " ",
  );
const opening = `<p>${"Words of the author that open the page, as they should on any page. ".repeat(4).trim()}</p>`;
const page = (content: string) =>
  `<!doctype html><title>Guide</title><nav><a href="/">Home</a></nav><main><article><h1>Guide</h1>${opening}${content}</article></main>`;
const spoken = (subject: string) => subject.replaceAll("-", " ");
const table = (subject: string) =>
  `<table><thead><tr><th>Part</th><th>Of</th></tr></thead><tbody><tr><td>x</td><td>${subject}</td></tr></tbody></table>`;

describe.each(subjects)("a section about %s", (subject) => {
  const text = `<p>How it works.</p>${table(subject)}`;
  test.each<[string, string]>([
    [
      "of Sphinx",
      `<section id="${subject}"><span id="t"></span><h2>The ${spoken(subject)}</h2>${text}</section>`,
    ],
    ["of docutils", `<div class="section" id="${subject}"><h2>${spoken(subject)}</h2>${text}</div>`],
    ["of pandoc", `<section id="${subject}-1" class="level2"><h2>${spoken(subject)}</h2>${text}</section>`],
    ["with a class", `<div class="${subject}"><h2>Parts</h2>${text}</div>`],
    ["with code and no heading", `<div id="${subject}"><p>Run this.</p><pre>run ${subject}</pre></div>`],
  ])("%s stays with its table", (_name, section) => {
    const html = flat(page(section));
    expect(html).toContain(subject);
    expect(html).toMatch(/How it works\.|Run this\./);
  });

  test("stays where all sections of a page are made alike", () => {
    const one = (name: string) =>
      `<div class="${name}"><h2>About ${name}</h2><p>In a few words: ${name}.</p></div>`;
    expect(flat(page(one("intro") + one(subject)))).toContain(`In a few words: ${subject}.`);
  });
});

describe("boxes of a site go, whatever their heading", () => {
  test.each<[string, string]>([
    ["a search box", '<div class="search"><h2>Search</h2><form><input name="q"></form><p>Gone</p></div>'],
    [
      "a newsletter",
      '<section id="newsletter"><h2>Newsletter</h2><p>Gone</p><input type="email"><button>Join</button></section>',
    ],
    [
      "related pages",
      '<div class="related"><h2>Related</h2><a href="/a">Gone a page</a><a href="/b">Another page</a></div>',
    ],
    ["a consent box", '<div id="cookies"><h3>Cookies</h3><p>Gone</p><button>Accept</button></div>'],
    ["a box alone", '<div class="promo"><h3>Try it today</h3><p>Gone</p></div>'],
  ])("%s", (_name, box) => {
    const html = flat(page(box));
    expect(html).not.toContain("Gone");
  });
});

describe("names that say how a part stands to another one", () => {
  test.each([
    "anchorTargetStickyNavbar_Vzrq",
    "has-sidebar",
    "col with-toc",
    "group/menu",
    "lg:sidebar",
    "below-navbar",
  ])("%s", (name) => {
    const list = `<ol><li class="${name}"><p>A footnote.</p></li></ol><div class="${name}"><p>A text.</p></div>`;
    const html = flat(page(list));
    expect(html).toContain("A footnote.");
    expect(html).toContain("A text.");
  });
});
