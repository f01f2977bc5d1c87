import { describe, expect, test } from "vitest";
import { flat } from "../support/normalized.ts";

const words = "Words of the author that make up most of this page, as they should on any page. "
  .repeat(6)
  .trim();
const content = `<p>${words}</p>`;
const page = (body: string, head = "<title>T</title>") =>
  `<!doctype html><html><head>${head}</head><body>${body}</body></html>`;

describe("finds the content", () => {
  test.each<[string, string]>([
    ["main", `<div>site</div><main>${content}</main>`],
    ["role", `<p>site</p><div role=main>${content}</div>`],
    ["an id of hand-made pages", `<p>site</p><div id=content>${content}</div>`],
    ["where the text is, without any name", `<div><div>${content}</div></div>`],
    ["in a table that lays out the page", `<table><tr><td></td></tr><tr><td>${content}</td></tr></table>`],
    [
      "MediaWiki",
      `<div id=mw-navigation><h2>Navigation menu</h2></div><div id=mw-content-text><div class=mw-parser-output>${content}<span class=mw-editsection>[edit]</span></div></div><div id=catlinks>Categories</div>`,
    ],
    [
      "Zendesk",
      `<header>Help Center</header><main><article><div class="article-body">${content}</div><div class="article-votes">Was this article helpful?</div></article></main>`,
    ],
    [
      "Antora",
      `<div class=nav-container>x</div><main><div class=toolbar>y</div><article class=doc>${content}<nav class=pagination>z</nav></article></main>`,
    ],
    [
      "late parts that React streams",
      `<main><template id="B:0"></template></main><div hidden id="S:0">${content}</div>`,
    ],
    [
      "and not what stood there before they came",
      `<main><!--$?--><template id="B:0"></template><p>Loading</p><!--$--><p>pages</p><!--/$--><!--/$-->${content}</main><div hidden id="S:0"><p></p></div>`,
    ],
    [
      "an author's part that a generator names by the contents",
      `<main><div id="TOC_TITLE_12">${content}</div></main>`,
    ],
    [
      "without a form for comments that is no form",
      `<main>${content}<div class="comment-form"><input name="name"><textarea></textarea><p>Your address is not published.</p></div></main>`,
    ],
  ])("%s", (_name, body) => expect(flat(page(body))).toBe(content));

  test("all sections of a page whose sections share a name", () => {
    const sections = ["a", "b", "c"]
      .map((name) => `<div class=sect1><h2>${name}</h2>${content}</div>`)
      .join("");
    expect(flat(page(`<div id=main>${sections}</div>`)).match(/<h2>/g)).toHaveLength(3);
  });

  test("cards in a menu that is larger than the text are none of it", () => {
    const item = (topic: string) =>
      `<li><a href="/s">Menu</a><div class="mega-dropdown"><article><p>Menu: what should go into a ${topic} for the day after a storm, and who should read it.</p></article></div></li>`;
    const items = ["plan", "report", "list", "budget", "letter", "survey"].map(item).join("");
    const menu = `<div><nav><ul>${items}</ul></nav></div>`;
    expect(flat(page(`${menu}<div>${content}</div>`))).not.toContain("what should go");
  });

  test("cards are not the content of the page around them", () => {
    const cards = `<article><p>${words}</p></article><article><p>${words}</p></article>`;
    expect(flat(page(`<main>${content}${cards}</main>`))).toBe(content.repeat(3));
  });
});

describe("drops what surrounds it", () => {
  test.each<[string, string]>([
    ["navigation", "<nav><a href=/>a</a></nav>"],
    ["breadcrumbs", '<div class="wy-breadcrumbs">a › b</div>'],
    ["a table of contents", '<div class="md-toc"><ul><li>a</ul></div>'],
    ["class names with a hash", '<div class="tocCollapsible_ETCw">On this page</div>'],
    ["previous and next", '<div class="prev-next"><a href=a>Previous</a></div>'],
    ["a cookie notice", '<div id="cookie-banner"><p>We use cookies.</p></div>'],
    ["a feedback widget without a name", "<div><p>Was this page helpful?</p></div>"],
    ["an edit link without a name", "<p><a href=x>Edit this page on GitHub</a></p>"],
    ["an update note without a name", "<p>Last updated on March 3, 2025</p>"],
    [
      "a long update note",
      "<p>Last modified November 18, 2025 at 11:47 AM: Add docs for the pump (fda06)</p>",
    ],
    ["an update note as a sentence", "<p>This page was last updated on 2026-01-26 15:45:07Z</p>"],
    ["a question about the visit", "<div><h2>Did you find what you were looking for today?</h2></div>"],
    [
      "the label of an empty part",
      '<div><button aria-controls="x">Exit editor mode</button></div><div id="x"></div>',
    ],
    ["an aside", "<aside><h3>Related</h3><p>More</p></aside>"],
    ["scripts and styles", "<script>a</script><style>b</style><noscript>c</noscript>"],
    ["controls", "<form><select><option>v1</select><button>Go</button></form>"],
  ])("%s", (_name, boilerplate) => {
    expect(flat(page(`<main>${boilerplate}${content}${boilerplate}</main>`))).toBe(content);
  });
});

describe("keeps what only looks like boilerplate", () => {
  test.each<[string, string, string]>([
    ["class names with a hash that is a word", `<div class="table_root__adKqa">${content}</div>`, content],
    ["a wrapper named after the sidebar it lacks", `<div class="no-sidebar">${content}</div>`, content],
    ["the page's body", `<div class="page-with-sidebar"><article>${content}</article></div>`, content],
    [
      "a callout in an aside",
      `${content}<aside class="note"><p>x</p></aside>`,
      `${content}<blockquote><p><strong>Note</strong></p><p>x</p></blockquote>`,
    ],
    [
      "a note that is not printed",
      `${content}<div class="noprint"><p>The factual accuracy of this section is disputed: pumps of this kind are no longer sold.</p></div>`,
      `${content}<p>The factual accuracy of this section is disputed: pumps of this kind are no longer sold.</p>`,
    ],
    ["a heading in a box", `<div class="title-area"><h2>Why</h2></div>${content}`, `<h2>Why</h2>${content}`],
    ["headings such as Feedback", `<h2>Feedback</h2>${content}`, `<h2>Feedback</h2>${content}`],
    ["code", `${content}<pre class="menu">x</pre>`, `${content}<pre><code>x</code></pre>`],
  ])("%s", (_name, body, html) => expect(flat(page(`<main>${body}</main>`))).toBe(html));

  test("a fragment is left whole, whatever it is called", () => {
    const html = '<div class="sidebar"><p>a</p></div><footer><p>b</p></footer><nav><p>c</p></nav>';
    expect(flat(html)).toBe("<p>a</p><p>b</p><p>c</p>");
  });
});

describe("words that page tools print are the author's", () => {
  test.each<[string, string, string]>([
    [
      "in a sentence",
      "<p>Click <b>Copy</b>, then <em>Share</em>, as the <a href=https://x.example/p>previous article</a> says.</p>",
      '<p>Click <strong>Copy</strong>, then <em>Share</em>, as the <a href="https://x.example/p">previous article</a> says.</p>',
    ],
    ["in a term", "<dl><dt><span>list.</span><span>copy</span>()</dt><dd>Copies.</dd></dl>", "list.copy()"],
    ["alone in a cell", "<table><tr><th>Field</th></tr><tr><td><b>updated</b></td></tr></table>", "updated"],
    [
      "alone in a list",
      "<ul><li><b>Print</b></li><li><b>Scan</b></li></ul>",
      "<li><strong>Print</strong></li>",
    ],
    [
      "as inline code",
      "<p><code><span>print</span></code> <code><span>&lt;</span></code></p>",
      "<code>print</code>",
    ],
  ])("%s", (_name, body, wanted) => expect(flat(page(`<main>${content}${body}</main>`))).toContain(wanted));

  test("highlighted code keeps every token", () => {
    const tokens = [
      "print",
      "(",
      "next",
      "(",
      "top",
      ")",
      "<",
      "previous",
      ")",
      ">",
      "copy",
      " ",
      "feedback",
    ];
    const spans = tokens.map((token) => `<span class="n">${token.replace("<", "&lt;")}</span>`).join("");
    const html = flat(page(`<main>${content}<pre><code>${spans}</code></pre></main>`));
    expect(html).toContain(tokens.join("").replace("<", "&lt;").replace(">", "&gt;"));
  });

  test("but not a way back to the top of the page beside a heading", () => {
    const heading = '<h2>Name <a href="#top_of_page"><span>top</span></a></h2>';
    expect(flat(page(`<main>${content}${heading}${content}</main>`))).toContain("<h2>Name</h2>");
  });
});

describe("asides that are the author's", () => {
  test.each<[string, string, string]>([
    [
      "a footnote of Sphinx",
      '<aside class="footnote brackets" role="note"><span>[1]</span><p>See there.</p></aside>',
      "See there.",
    ],
    ["a footnote by its role", '<aside role="doc-footnote"><p>See there.</p></aside>', "See there."],
    [
      "a topic",
      '<aside class="topic"><p class="topic-title">More</p><p>See there.</p></aside>',
      "See there.",
    ],
    [
      "a titled sidebar",
      '<aside class="sidebar"><p class="sidebar-title">More</p><p>See there.</p></aside>',
      "See there.",
    ],
  ])("%s", (_name, aside, wanted) => expect(flat(page(`<main>${content}${aside}</main>`))).toContain(wanted));

  test("not the page's own table of contents", () => {
    const aside = '<aside class="topic contents"><ul><li><a href="#a">A</a></li></ul></aside>';
    expect(flat(page(`<main>${content}${aside}</main>`))).toBe(content);
  });
});

describe("text that only scripts would show", () => {
  const shell = (inner: string) =>
    page(
      `<div id="app"></div><noscript data-path="/t/1"><header>Site</header><div role=main>${inner}</div></noscript>`,
    );

  test("is read from <noscript> where the page is empty without it", () => {
    expect(flat(shell(content.repeat(3)))).toBe(content.repeat(3));
  });

  test.each<[string, string]>([
    [
      "a hint to switch them on",
      page("<p>Hello.</p><noscript><p>Gone: please switch on JavaScript.</p></noscript>"),
    ],
    ["beside a text", page(`${content.repeat(3)}<noscript>${content.replace("Words", "Gone")}</noscript>`)],
  ])("but not %s", (_name, html) => expect(flat(html)).not.toContain("Gone"));
});

test("a row of tabs that holds the panels is the whole set", () => {
  const html =
    "<div role=tablist><h3 role=tab aria-controls=a>One</h3><div role=tabpanel id=a><p>Alpha</p></div><h3 role=tab aria-controls=b>Two</h3><div role=tabpanel id=b hidden><p>Beta</p></div></div>";
  expect(flat(page(`<main>${content}${html}</main>`))).toBe(
    `${content}<p><strong>One</strong></p><p>Alpha</p><p><strong>Two</strong></p><p>Beta</p>`,
  );
});
