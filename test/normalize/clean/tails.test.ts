import { describe, expect, test } from "vitest";
import { flat } from "../support/normalized.ts";

const text = `<p>${"Words of the author that make up most of this page, as they should. ".repeat(12).trim()}</p>`;
const page = (after: string, head = "") =>
  flat(
    `<!doctype html><html><head><title>T</title>${head}</head><body><main><article>${text}${after}</article></main></body></html>`,
  );
const cards =
  '<div class="grid"><div><a href="/a"><h3>Gone one</h3></a><p>May 3</p></div><div><a href="/b"><h3>Gone two</h3></a><p>May 4</p></div></div>';

describe("what sites put behind a text goes", () => {
  test.each<[string, string]>([
    ["related posts", `<h2>Related posts</h2>${cards}`],
    ["cards whose titles are larger", `<h4>More to explore</h4>${cards}`],
    [
      "a heading in boxes of its own",
      `<div><div><h4>You might also like</h4></div></div><div>${cards}</div>`,
    ],
    ["recent articles", `<section><h2>Recent articles</h2>${cards}</section>`],
    ["a title that is no heading", `<div><div class="widget-title">Latest news</div>${cards}</div>`],
    ["readers' comments", '<h3>2 Comments</h3><ol class="comment-list"><li>Gone, says a reader.</li></ol>'],
    [
      "a form for comments",
      "<h3>Leave a Reply</h3><p>Gone: your address is not shown.</p><form><textarea></textarea></form>",
    ],
    ["who wrote it", "<h3>About the author</h3><p>Gone Writer writes.</p>"],
    [
      "signed comments without a heading, longer than the text",
      `<div id="comments"><div class="comment"><time>May 3</time><p>${"Gone, says a reader. ".repeat(99)}</p></div></div>`,
    ],
    ["a newsletter", "<h3>Newsletter</h3><p>Gone: news by mail.</p><form><input></form>"],
    ["the author's box", '<div class="post-author-info">Gone Writer</div>'],
  ])("%s", (_name, after) => expect(page(after)).toBe(text));

  test("a heading with nothing left below it", () => {
    expect(page("<h2>Related articles</h2><div></div>")).toBe(text);
  });
});

describe("what an author writes under such a heading stays", () => {
  test.each<[string, string]>([
    [
      "a section with that id",
      '<section id="comments"><h2>Syntax of comments</h2><p>Stays: two slashes.</p></section>',
    ],
    ["an example of one", '<div class="comments"><p class="comment">Stays: written by nobody.</p></div>'],
    ["a text about comments", "<h2>Comments</h2><p>Stays: a comment begins with a number sign.</p>"],
    ["a section about newsletters", "<h2>Newsletter</h2><p>Stays: it is sent on Mondays.</p>"],
    ["See also", '<h2>See also</h2><ul><li><a href="/a">Stays</a></li><li><a href="/b">Other</a></li></ul>'],
    ["related products in words", "<h2>Related products</h2><p>Stays: the pump fits the hose.</p>"],
    ["code", '<h2>Latest</h2><pre>stays</pre><p><a href="/a">a</a> <a href="/b">b</a></p>'],
    [
      "a table",
      '<h2>Other articles</h2><table><tr><th>Stays</th></tr><tr><td><a href="/a">a</a></td></tr><tr><td><a href="/b">b</a></td></tr></table>',
    ],
    [
      "anything before most of the text",
      `<h2>Related posts</h2><p><a href="/a">Stays</a> <a href="/b">b</a></p>${text.repeat(3)}`,
    ],
  ])("%s", (_name, after) => expect(page(after)).toMatch(/stays/i));

  test("answers are the content of a forum", () => {
    const answers =
      '<h2>2 Answers</h2><p>x</p><h2>2 Comments</h2><div class="comments"><p>Stays, says a reader.</p></div>';
    const head = '<script type="application/ld+json">{"@type":"QAPage"}</script>';
    expect(page(answers, head)).toContain("Stays");
    expect(page(answers)).not.toContain("Stays");
  });
});

describe("cards of other pages behind a text go without a heading", () => {
  const card = (title: string, more: string) =>
    `<div><a href="/${title.length}"><h3>Gone page ${title}</h3></a>${more}</div>`;
  const row = (more: string) =>
    `<div>${["one", "two", "three"].map((title) => card(title, more)).join("")}</div>`;
  const article = '<script type="application/ld+json">{"@type": "BlogPosting"}</script>';
  test.each<[string, string, string?]>([
    ["with days", row("<p>May 3, 2019</p>")],
    [
      "with days and teasers",
      row("<time>3/5</time><p>What it tells in one sentence, which is not this page's.</p>"),
    ],
    [
      "under a label that is no heading",
      `<div><p>${text}</p></div><div class="x">Gone label</div>${row("<time>3/5</time>")}`,
    ],
    ["with pictures, where the page is an article", row('<img src="/x.png">'), article],
    ["two rows of them", row("<time>3/5</time>") + row("<time>3/6</time>")],
    [
      "a list below a line in bold",
      '<p><strong>Related articles:</strong></p><ul><li><a href="/a">Gone</a></li><li><a href="/b">Gone</a></li></ul>',
    ],
    [
      "a single card at the end",
      '<div><div><h3>Related articles</h3></div><div><a href="/a"><img src="a.png"><h4>Gone title of a page</h4></a></div></div>',
    ],
    [
      "topics in cards",
      '<h2>Related topics &amp; resources</h2><div><a href="/a">Gone</a></div><div><a href="/b">Gone</a></div>',
    ],
  ])("%s", (_name, after, head = "") => {
    expect(page(after, head)).not.toContain("Gone");
    expect(page(after, head)).toContain(text);
  });

  test.each<[string, string]>([
    ["pictures and titles, which may be products or people", row('<img src="/x.png">')],
    ["cards in the middle of a text", row("<time>3/5</time>") + text],
    [
      "talks that the author gave at several places",
      `<ul>${["a.example", "b.example", "www.c.example"].map((host) => `<li><a href="https://${host}/v">Gone to give a talk (May 3, 2019)</a></li>`).join("")}</ul>`,
    ],
    [
      "a text that continues behind such a list",
      '<p><strong>Other pages:</strong></p><ul><li><a href="/a">Gone</a></li></ul>',
    ],
    ["lines that lead nowhere", row("<time>3/5</time>").replaceAll("href", "id")],
    [
      "related content that the author listed",
      '<h2>Related content</h2><ul><li><a href="/a">Gone</a></li><li><a href="/b">Other</a></li></ul>',
    ],
  ])("but not %s", (_name, after) => expect(page(after)).toContain("Gone"));
});
