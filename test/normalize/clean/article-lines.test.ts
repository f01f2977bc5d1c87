import { describe, expect, test } from "vitest";
import { flat, normalizedHtml } from "../support/normalized.ts";

const words = "Words of the author that make up most of this page, as they should. ".repeat(12).trim();
const text = `<p>${words}</p>`;
const isArticle = '<script type="application/ld+json">{"@type": "NewsArticle"}</script>';
const page = (inner: string, head = "") =>
  flat(
    `<!doctype html><html><head><title>T</title>${head}</head><body><main><article>${inner}</article></main></body></html>`,
  );
const lead = "The bakers of the town have built an oven that is larger than their own house.";

describe("what two blocks in a row say is read once", () => {
  test.each<[string, string]>([
    ["a caption in full and cut short", `<div class="a">${lead}</div><div class="b">${lead}</div>`],
    ["a lead for wide screens and for narrow ones", `<div class="a"><p>${lead}</p></div><p>${lead}</p>`],
  ])("%s", (_name, inner) => expect(page(inner + text).split(lead)).toHaveLength(2));

  test.each<[string, string]>([
    ["boxes made alike", `<div>${lead}</div><div>${lead}</div>`],
    ["paragraphs of one text", `<p>${lead}</p><p>${lead}</p>`],
    ["items", `<ul><li>${lead}</li><li>${lead}</li></ul>`],
    [
      "panels, each under its label",
      `<div><div class="tab-pane"><p>${lead}</p></div><div class="tab-pane"><p>${lead}</p></div></div>`,
    ],
    ["parts made alike", `<div><div class="x"><p>${lead}</p></div><div class="x"><p>${lead}</p></div></div>`],
    ["short words", "<div class=a>Yes, it is lead.</div><div class=b>Yes, it is lead.</div>"],
    ["what stands apart", `<div>${lead}</div><h2>Ovens</h2><div>${lead}</div>`],
  ])("but not %s", (_name, inner) => {
    const said = inner.includes(lead) ? lead : "Yes, it is lead.";
    expect(page(inner + text).split(said)).toHaveLength(3);
  });
});

describe("lines that say of the page who wrote it and when", () => {
  test.each<[string, string]>([
    ["a day at the head", `<div>November 18, 2019</div>${text}`],
    ["a day with its hour and zone", `<div>Nov. 20, 2019 6:02 AM EST</div>${text}`],
    ["two days with their labels", `<div>May 3, 2019 - Updated July 9, 2025</div>${text}`],
    ["a name and a day", `<div>By Mia Stone - Mar 27, 2024</div>${text}`],
    ["a name", `<div>By Mia Stone and Ida de Witt</div>${text}`],
    ["a day behind the text", `${text}<div>First Published: Tuesday, November 19, 2019 08:38 AM</div>`],
    [
      "tags behind the text",
      `${text}<div><h3>Tags</h3><a href="/t/a">ovens</a>, <a href="/t/b">bread</a></div>`,
    ],
  ])("%s goes from an article", (_name, inner) => expect(page(inner, isArticle)).toBe(text));

  test("a day marked as a time goes from any page", () =>
    expect(page(`<div><time datetime="2021-06-03">June 3, 2021</time></div>${text}`)).toBe(text));

  test.each<[string, string, string?]>([
    ["a day that nothing marks, in a page that is no article", `<div>Stays: 2019</div>${text}`, ""],
    ["a day alone, in a page that is no article", `<div>Stays</div><div>May 3, 2019</div>${text}`, ""],
    ["the days between which it takes place", `<div>Stays 29 November 2018 | 20 January 2019</div>${text}`],
    ["a sentence", `<div>Stays open until May 3, 2019.</div>${text}`],
    ["a line of a paragraph", `<p><strong>Stays</strong><br><strong>May 3, 2019</strong></p>${text}`],
    ["what begins like a name", `<div>By far the best that Stays</div>${text}`],
    [
      "days of a list",
      ["May 3", "May 4", "May 5", "May 6"].map((day) => `<div>${day}, 2019</div>`).join("") + text,
    ],
    ["tags with words", `${text}<div>Tags Stays: write them as in <a href="/a">this one</a></div>`],
  ])("%s stays", (_name, inner, head = isArticle) => expect(page(inner, head)).toMatch(/Stays|May 3, 2019/));
});

describe("lines of an article that lead to other articles", () => {
  const other = '<a href="/other">Gone: a town without an oven</a>';
  const shouted = '<p><a href="/x">GONE TO THE OVEN OF THE TOWN</a></p>';
  test.each<[string, string]>([
    ["under a label", `${text}<p><strong>Related: </strong>${other}</p>${text}`],
    [
      "in a box that is a link",
      `${text}<a href="/o"><span>Also on bread.example</span> <b>Gone</b></a>${text}`,
    ],
    ["in capitals", text + shouted + text + shouted + text],
    ["to where its author is", `${text}<p>Follow Gone Bakers on Twitter and Facebook.</p>`],
  ])("%s", (_name, inner) => {
    expect(page(inner, isArticle)).not.toMatch(/gone/i);
    expect(page(inner)).toMatch(/gone/i);
  });

  test.each<[string, string]>([
    ["a single call in capitals", text + shouted + text],
    [
      "words of the author's beside the link",
      `${text}<p>Related: Gone is what ${"x".repeat(40)} ${other}</p>`,
    ],
    ["a list", `${text}<ul><li>Related: ${other}</li></ul>`],
  ])("but not %s", (_name, inner) => expect(page(inner, isArticle)).toMatch(/gone/i));
});

describe("a link to pass the page on", () => {
  const to = (href: string, inner = "Gone") => `<div><a href="${href}">${inner}</a></div>`;
  test.each([
    "https://twitter.com/share?text=a",
    "https://www.facebook.com/sharer/sharer.php?u=a",
    "https://www.facebook.com/dialog/share?href=a",
    "mailto:?subject=a",
  ])("goes by its address: %s", (href) => expect(page(text + to(href))).toBe(text));
  test("goes where it is a picture", () =>
    expect(
      page(text + to("https://b.hatena.ne.jp/add?url=a", '<img src="/h.png" alt="Gone bookmark">')),
    ).toBe(text));
  test("stays in a sentence, and where it leads to somebody", () => {
    expect(page(`${text}<p>Write <a href="mailto:?subject=a">a mail</a> to us.</p>`)).toContain("a mail");
    expect(page(text + to("https://twitter.com/mia", "Mia"))).toContain("Mia");
  });
});

test("a column of cards goes although it has more words than a short article", () => {
  const card = `<a href="/a"><h3>Gone oven</h3></a><p>${"Gone: what another page tells. ".repeat(15)}</p>`;
  const column = `<div role="complementary">${card.repeat(4)}</div>`;
  const article = `<div class="entry">${text}${text}</div>`;
  expect(page(article + column)).not.toContain("Gone");
  expect(page(article + column.replace("<p>", "<pre>a</pre><p>"))).toContain("Gone");
});

test("the article is the content where a row of linked cards has more words", () => {
  const cards = `<article><a href="/a">${"Gone: the title of another page. ".repeat(9)}</a></article>`.repeat(
    9,
  );
  const html = `<!doctype html><html><head><title>T</title></head><body><div><article>${text}</article></div><section>${cards}</section></body></html>`;
  expect(flat(html)).toBe(text);
});

test("comments go although the article above them has no paragraphs", () => {
  const comment = '<div class="comment"><div class="username">ida</div><div>Gone, says a reader.</div></div>';
  expect(page(`<div>${words}<br>${words}</div><div id="comments">${comment.repeat(3)}</div>`)).not.toContain(
    "Gone",
  );
});

describe("a newsletter whose field is gone", () => {
  const offer = "<h2>Subscribe to the Morning newsletter</h2><p>Gone: the news by mail.</p>";
  test("goes behind a text", () => expect(page(`${text}<div>${offer}</div>`)).toBe(text));
  test("stays where an author tells how", () =>
    expect(page(`${text}<div>${offer}<ol><li>Open the settings.</li></ol></div>`)).toContain("Gone"));
});

describe("the page's title", () => {
  const html = (inner: string) =>
    `<!doctype html><html><head><title>How the oven works</title></head><body><main>${inner}</main></body></html>`;
  test("is not a picture's description as well", () =>
    expect(
      flat(html(`<h1>How the oven works</h1>${text}<img src="/o.png" alt="How the oven works">${text}`)),
    ).toBe(text + text));
  test("is read once where head and text begin with it", () => {
    const one = normalizedHtml(html(`<h1>How the oven works</h1><h2>How the oven works</h2>${text}`));
    expect(one.title).toBe("How the oven works");
    expect(one.html).not.toContain("<h2>");
  });
});
