import { describe, expect, test } from "vitest";
import { flat, normalizedHtml } from "../support/normalized.ts";

const words = "Words of the author that make up most of this page, as they should in every case. "
  .repeat(6)
  .trim();
const text = `<p>${words}</p>`;
const page = (body: string, head = "") =>
  `<!doctype html><html><head><title>Connect a store | Help</title>${head}</head><body>${body}</body></html>`;
const main = (body: string) => flat(page(`<main><h1>Connect a store</h1>${body}</main>`));

describe("the title of a page", () => {
  const titleOf = (html: string) => normalizedHtml(html).title;

  test.each<[string, string]>([
    [
      "stands above an article with an h1 for a section",
      page(`<main><h1>Connect a store</h1><article>${text}<h1>Steps</h1>${text}</article></main>`),
    ],
    [
      "comes behind the name of its space",
      `<!doctype html><html><head><title>Docs : Connect a store</title></head><body><div><ol><li><a href="index.html">Docs</a></li></ol><h1><span>Docs : Connect a store</span></h1></div><div class="wiki-content">${text}</div></body></html>`,
    ],
  ])("%s", (_name, html) => expect(titleOf(html)).toBe("Connect a store"));

  test.each<[string, string, string]>([
    [
      "an h1 in a site's header is none",
      page(`<header><h1>Connect a store</h1></header><main><article><h1>Steps</h1>${text}</article></main>`),
      "Steps",
    ],
    [
      "words before a colon that no link above names are its own",
      `<!doctype html><html><head><title>Stores : how they work</title></head><body><p><a href="/">Docs</a></p><h1>Stores : how they work</h1>${text}</body></html>`,
      "Stores : how they work",
    ],
  ])("%s", (_name, html, title) => expect(titleOf(html)).toBe(title));
});

describe("what a page is about, in a line below its title", () => {
  const body = (line: string) =>
    `<main><div><h1>Connect a store</h1><div>${line}</div></div><div class="markdown-body">${text}</div></main>`;
  const described = '<meta name="description" content="How it is done.">';

  test("belongs to the text, where the page describes itself so", () => {
    expect(flat(page(body("<p>How it is done.</p>"), described))).toBe(`<p>How it is done.</p>${text}`);
  });

  test.each<[string, string]>([
    ["other words are a tool's", page(body("<p>Written by Ada</p>"), described)],
    ["so are words further below", page(body("<p>Ada Byron</p><p>How it is done.</p>"), described)],
    ["a page that does not describe itself has none", page(body("<p>How it is done.</p>"))],
    [
      "nor is a line above the title",
      page(body("").replace("<main>", "<p>How it is done.</p><main>"), described),
    ],
  ])("%s", (_name, html) => expect(flat(html)).toBe(text));
});

describe("tables", () => {
  const expected =
    "<table><thead><tr><th>Plan</th><th>Pages</th></tr></thead><tbody><tr><td>Free</td><td>100</td></tr></tbody></table>";
  const row = (role: string, ...cells: string[]) =>
    `<div role="row">${cells.map((cell) => `<div role="${role}"><p>${cell}</p></div>`).join("")}</div>`;

  test.each<[string, string]>([
    [
      "by their roles",
      `<div role="table"><div role="rowgroup">${row("columnheader", "Plan", "Pages")}</div><div role="rowgroup">${row("cell", "Free", "100")}</div></div>`,
    ],
    [
      "in a grid",
      `<div role="grid">${row("columnheader", "Plan", "Pages")}${row("gridcell", "Free", "100")}</div>`,
    ],
  ])("%s", (_name, table) => expect(main(text + table)).toBe(text + expected));

  test("text that is in no cell is kept", () => {
    const table = `<div role="table"><p>Prices of May</p>${row("cell", "Free", "100")}</div>`;
    expect(main(text + table)).toBe(`${text}<p>Prices of May</p><p>Free</p><p>100</p>`);
  });

  test("with the role of a layout are one where each cell has a line", () => {
    const table =
      '<table role="presentation"><tr><td><p>Plan</p></td><td><p>Pages</p></td></tr><tr><td>Free</td><td>100</td></tr></table>';
    expect(main(text + table)).toBe(
      `${text}<table><tbody><tr><td>Plan</td><td>Pages</td></tr><tr><td>Free</td><td>100</td></tr></tbody></table>`,
    );
  });

  test.each<[string, string, string]>([
    [
      "a gap",
      "<tr><td>Plan</td><td></td></tr><tr><td>Free</td><td>100</td></tr>",
      "<p>Plan</p><p>Free</p><p>100</p>",
    ],
    ["one row", "<tr><td>Plan</td><td>Pages</td></tr>", "<p>Plan</p><p>Pages</p>"],
    [
      "parts of a text",
      "<tr><td><p>a</p><p>b</p></td><td>c</td></tr><tr><td>d</td><td>e</td></tr>",
      "<p>a</p><p>b</p><p>c</p><p>d</p><p>e</p>",
    ],
  ])("with it and %s are a layout", (_name, rows, kept) =>
    expect(main(`${text}<table role="presentation">${rows}</table>`)).toBe(text + kept),
  );
});

describe("references", () => {
  const lines = (code: string) =>
    normalizedHtml(page(`<main><h1>Connect a store</h1>${text}${code}</main>`))
      .html.slice(text.length)
      .trim();

  test("code beside a column of its line numbers", () => {
    const source =
      '<table class="source_code"><tr><td><pre class="lines">\n\n18\n19</pre></td><td><pre class="code"># lib/store.rb\n\ndef open\nend</pre></td></tr></table>';
    expect(lines(source)).toBe("<pre><code># lib/store.rb\n\ndef open\nend</code></pre>");
  });

  test("a row of a number and code is a table where the number is a text's", () => {
    const table =
      "<table><tr><th>Port</th><th>Command</th></tr><tr><td>18</td><td><pre>open</pre></td></tr></table>";
    expect(main(text + table)).toContain("<th>Command</th>");
  });

  test("a sample that folds is code", () => {
    const sample =
      '<div class="redoc-json"><code><button class="collapser"></button><span>{</span><ul class="obj"><li><div><span>"a"</span>: <span>1</span>,</div></li><li><div><span>"b"</span>: <span>2</span></div></li></ul><span>}</span></code></div>';
    expect(lines(sample)).toBe('<pre><code>{\n"a": 1,\n"b": 2\n}</code></pre>');
  });

  test("answers of an interface that are buttons", () => {
    const answers =
      "<div><button><strong>200 </strong><span><p>The page.</p></span></button></div><div><button disabled><strong>404 </strong><span><p>No such page.</p></span></button></div>";
    expect(main(text + answers)).toBe(
      `${text}<p><strong>200</strong></p><p>The page.</p><p><strong>404</strong></p><p>No such page.</p>`,
    );
  });

  test.each<[string, string]>([
    ["a part's", '<h2>Constants <small><a href="#">collapse</a></small></h2>'],
    ["all parts'", '<h2>Constants</h2><a href="javascript:void(0)">show all</a>'],
  ])("a link that opens and closes %s goes", (_name, part) =>
    expect(main(`${text}${part}${text}`)).toBe(`${text}<h2>Constants</h2>${text}`),
  );

  test("a link to a part that is called so stays", () => {
    const body = `${text}<p>See <a href="#c">collapse</a>.</p><h2 id="c">Collapse</h2>${text}`;
    expect(main(body)).toContain("See collapse.");
  });

  test("code in tabs is behind the label of its tab", () => {
    const tabs =
      '<div class="CodeTabs"><div class="CodeTabs-toolbar"><button>cURL</button><button>Node</button></div><div class="CodeTabs-inner"><pre><code data-lang="shell">curl a</code></pre><pre><code data-lang="js">get(a)</code></pre></div></div>';
    expect(main(text + tabs)).toBe(
      `${text}<p><strong>cURL</strong></p><pre><code class="language-shell">curl a</code></pre><p><strong>Node</strong></p><pre><code class="language-js">get(a)</code></pre>`,
    );
  });

  test("tabs that a script gives their roles", () => {
    const tabs =
      '<div class="tabs"><div class="tablist"><ul><li id="t-a" class="tab"><p>Nginx</p></li><li id="t-b" class="tab"><p>Apache</p></li></ul></div><div id="t-a--panel" class="tabpanel" aria-labelledby="t-a"><p>One.</p></div><div id="t-b--panel" class="tabpanel" aria-labelledby="t-b"><p>Two.</p></div></div>';
    expect(main(text + tabs)).toBe(
      `${text}<p><strong>Nginx</strong></p><p>One.</p><p><strong>Apache</strong></p><p>Two.</p>`,
    );
  });

  test("a picture's name for screen readers does not join the word behind it", () => {
    const tree =
      '<ul><li><span><span class="sr-only">Directory</span><svg aria-hidden="true"></svg></span>src</li></ul>';
    expect(main(text + tree)).toBe(`${text}<ul><li>src</li></ul>`);
  });
});

describe("what a help centre says below a text, without a name that tells", () => {
  test.each([
    "Did you find it helpful? Yes No",
    "Did this answer your question?",
    "Did this article solve your issue?",
    "How can we improve this article?",
    "3 out of 4 found this helpful",
    "80% found this useful",
    'Have more questions? <a href="/new">Submit a request</a>',
    'Still need help? <a href="/contact">Contact us</a>',
    "Modified on: Sun, 3 Mar, 2024 at 8:10 AM",
    "Posted by Ada Byron on 03 March 2024 08:10 AM",
    "Last update: 2024-03-03 08:10",
  ])("%s", (line) => expect(main(`${text}<div>${line}</div>`)).toBe(text));

  test.each([
    "Have more questions? Our school of pumps answers them.",
    "The pump was made on 3 March 2024 in Ulm.",
    "Did you find it? The valve is behind the filter.",
    "Created by hand, sold by the metre.",
  ])("but a sentence stays: %s", (line) =>
    expect(main(`${text}<div>${line}</div>`)).toBe(`${text}<p>${line}</p>`),
  );

  const links = '<ul><li><a href="/a">How to sell</a></li><li><a href="/b">How to buy</a></li></ul>';
  test.each([
    "<h3>Recently viewed articles</h3>",
    "<h3>Related articles</h3>",
    "<strong>Related entries:</strong>",
  ])("links under %s", (heading) => expect(main(`${text}<div>${heading}${links}</div>`)).toBe(text));

  test("words in bold before a list of the text stay", () =>
    expect(main(`${text}<p><strong>Related:</strong> the shop</p>${links}`)).toContain("the shop"));
});

test.each<[string, string]>([
  [
    "Mailman",
    '<ul><li>Previous message: <a href="1.html">How to keep an old pump running</a></li><li><b>Messages sorted by:</b> <a href="date.html">[ date ]</a></li></ul>',
  ],
  [
    "MHonArc",
    '<ul><li>Prev by Date: <a href="1.html">How to keep an old pump running</a></li><li>Next by thread: <a href="2.html">How to choose a new pump</a></li></ul>',
  ],
])("the links of %s to other messages go", (_name, list) =>
  expect(flat(page(`<h1>Connect a store</h1>${list}<hr>${text}<hr>${list}`))).not.toMatch(/pump|sorted/),
);
