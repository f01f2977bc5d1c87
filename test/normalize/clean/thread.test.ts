import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { flat } from "../support/normalized.ts";

const post = (author: string, inner: string, more = "") =>
  `<article class="message" data-author="${author}"><h4><a class="username" href="/members/${author}.1/">${author}</a></h4>
  <dl><dt>Joined</dt><dd>Jan 3, 2017</dd></dl><time datetime="2019-05-03T08:45:00Z">May 3, 2019</time>
  <div class="message-body"><div class="bbWrapper">${inner}</div></div>${more}<div class="signature">Gone words</div></article>`;
const page = (body: string, head = "") =>
  flat(`<!doctype html><html><head><title>T</title>${head}</head><body>${body}</body></html>`);
const first = "The pump hums but no water comes out of the second hose.";
const second = "Open the small valve behind the filter and wait a minute.";

describe("the posts of a thread stay, each under who wrote it and when", () => {
  test("without what the program adds", () => {
    expect(page(`<p>Views 12</p>${post("mia", first)}${post("otto", second, "<p>Gone reply</p>")}`)).toBe(
      `<h2>mia, May 3, 2019</h2><p>${first}</p><h2>otto, May 3, 2019</h2><p>${second}</p>`,
    );
  });

  test("and their headings are below the post's", () => {
    expect(page(post("mia", `<h1>Pump</h1>${first}`) + post("otto", second))).toContain("<h3>Pump</h3>");
  });

  test.each<[string, string]>([
    ["a day", '<time datetime="2019-05-03T08:45:00Z">3 years ago</time>'],
    ["a day in a title", '<span class="relative-date" title="May 3, 2019 8:45 am">6y</span>'],
    ["a day in the meta data", '<meta itemprop="datePublished" content="2019-05-03T08:45:00+02:00">'],
  ])("with a time that does not change with the clock: %s", (_name, time) => {
    const one = (author: string, inner: string) =>
      `<div><a class="username" href="/u/${author}">${author}</a>${time}<div class="cooked">${inner}</div></div>`;
    expect(page(one("mia", first) + one("otto", second))).toMatch(
      /<h2>otto, (?:2019-05-03|May 3, 2019 8:45 am)</,
    );
  });

  test("every word of every post, whatever is in it", () => {
    const words = fc.stringMatching(/^[a-z]{3,9}( [a-z]{3,9}){4,9}$/);
    fc.assert(
      fc.property(fc.array(words, { minLength: 2, maxLength: 6 }), (texts) => {
        const result = page(texts.map((text, index) => post(`user${index}`, text)).join(""));
        for (const text of texts) expect(result).toContain(`<p>${text}</p>`);
      }),
      { numRuns: 30 },
    );
  });
});

describe("a quotation", () => {
  const quote = (words: string) =>
    `<blockquote class="bbCodeBlock--quote"><a>mia said:</a> ${words}</blockquote>`;

  test("of a post on the page goes", () => {
    expect(page(post("mia", first) + post("otto", quote(first) + second))).not.toContain("blockquote");
  });
  test("of something else stays", () => {
    const manual = "Never run the pump dry for longer than ten seconds at a time.";
    expect(page(post("mia", first) + post("otto", quote(manual) + second))).toContain(manual);
  });
  test("that is on the page only as a quotation stays in both", () => {
    const gone = "A post that somebody has deleted from the thread since then.";
    const result = page(post("mia", quote(gone) + first) + post("otto", quote(gone) + second));
    expect(result.split(gone)).toHaveLength(3);
  });
});

describe("a page is no thread", () => {
  const comment = (author: string, inner: string) =>
    `<li class="comment"><a class="username" href="/members/${author}">${author}</a><div class="comment-content"><p>${inner}</p></div></li>`;
  const article = "<p>Words of an author who explains the pump in much detail. </p>".repeat(20);

  test("because readers comment on it", () => {
    const comments = comment("mia", first.repeat(9)) + comment("otto", second.repeat(9));
    const result = page(`<main><article><h1>T</h1>${article}</article><ol>${comments}</ol></main>`);
    expect(result).toContain("Words of an author");
  });
  test("although it says so, where most is written elsewhere", () => {
    const head = '<link rel="canonical" href="https://example.com/community/pump">';
    const result = page(`<main>${article}${comment("mia", first)}${comment("otto", second)}</main>`, head);
    expect(result).toContain("Words of an author");
  });
  test("where nobody signs the parts", () => {
    const parts = [first, second].map((text) => `<div class="post-content"><p>${text}</p></div>`).join("");
    const head = '<link rel="canonical" href="https://example.com/discussions/pump">';
    expect(page(`<main><h2>Pumps</h2>${parts}</main>`, head)).toContain("<h2>Pumps</h2>");
  });
});
