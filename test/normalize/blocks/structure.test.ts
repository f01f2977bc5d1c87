import { describe, expect, test } from "vitest";
import { codes, flat, normalizedHtml } from "../support/normalized.ts";

type Cases = [name: string, input: string, output: string][];

const table = (cases: Cases) =>
  test.each(cases)("%s", (_name, input, output) => expect(flat(input)).toBe(output));

describe("paragraphs and inline text", () => {
  table([
    ["bare text", "one <div>two</div> three", "<p>one</p><p>two</p><p>three</p>"],
    ["white space", "<p>  a \n b <b> c </b> d </p>", "<p>a b <strong>c </strong>d</p>"],
    ["layout characters", "<p>hy\u00adphen&nbsp;zero\u200bwidth</p>", "<p>hyphen zerowidth</p>"],
    ["white space of any width", "<p>\u3000a\u2003b \u202fc\u2009</p>", "<p>a b c</p>"],
    ["breaks", "<p><br>a<br>b<br><br>c<br></p>", "<p>a<br>b</p><p>c</p>"],
    ["elements without text", "<p>a<b></b><i> </i><span></span>b</p>", "<p>a b</p>"],
    [
      "neighbours of one kind",
      "<p><b>a</b><b>b</b><code>c</code><tt>d</tt></p>",
      "<p><strong>ab</strong><code>cd</code></p>",
    ],
    ["one kind within itself", "<p><b>a <strong>b</strong></b></p>", "<p><strong>a b</strong></p>"],
    ["only text in code", "<p><code>a <em>b</em> &lt;c&gt;</code></p>", "<p><code>a b &lt;c&gt;</code></p>"],
    [
      "other names",
      "<p><i>a</i> <s>b</s> <var>c</var> <font>d</font> <q>e</q></p>",
      "<p><em>a</em> <del>b</del> <em>c</em> d “e”</p>",
    ],
    [
      "blocks in inline elements",
      "<b>a<div>b</div>c</b>",
      "<p><strong>a</strong></p><p><strong>b</strong></p><p><strong>c</strong></p>",
    ],
    ["rules", "<hr><p>a</p><hr><hr><p>b</p><hr>", "<p>a</p><hr><p>b</p>"],
    ["control characters", "<p>a&#1;b</p>", "<p>ab</p>"],
  ]);
});

describe("lists", () => {
  table([
    ["plain items", "<ul><li>a<li><p>b</p></ul>", "<ul><li>a</li><li>b</li></ul>"],
    ["several blocks in an item", "<ul><li><p>a<p>b</ul>", "<ul><li><p>a</p><p>b</p></li></ul>"],
    ["nested", "<ul><li>a<ol start=3><li>b</ol></ul>", '<ul><li>a<ol start="3"><li>b</li></ol></li></ul>'],
    [
      "nested in the wrong place",
      "<ul><li>a</li><ul><li>b</ul></ul>",
      "<ul><li>a<ul><li>b</li></ul></li></ul>",
    ],
    ["stray text", "<ul>x<li>a</ul>", "<ul><li>x</li><li>a</li></ul>"],
    ["nothing in it", "<ul><li></li></ul>", ""],
    [
      "tasks",
      "<ul><li><input type=checkbox checked> a<li><label><input type=checkbox> b</label></ul>",
      "<ul><li>[x] a</li><li>[ ] b</li></ul>",
    ],
    [
      "definitions",
      "<dl><div><dt>a<dd>b</div><dt>c<dd><p>d<p>e</dl>",
      "<dl><dt>a</dt><dd>b</dd><dt>c</dt><dd><p>d</p><p>e</p></dd></dl>",
    ],
    ["descriptions without terms", "<dl><dd>a</dl>", "<p>a</p>"],
  ]);
});

describe("tables", () => {
  table([
    [
      "head found",
      "<table><tr><th>a<th>b<tr><td>1<td>2</table>",
      "<table><thead><tr><th>a</th><th>b</th></tr></thead><tbody><tr><td>1</td><td>2</td></tr></tbody></table>",
    ],
    [
      "head given without header cells",
      "<table><thead><tr><td>a<td>b</thead><tr><td>1<td>2</table>",
      "<table><thead><tr><th>a</th><th>b</th></tr></thead><tbody><tr><td>1</td><td>2</td></tr></tbody></table>",
    ],
    [
      "row headers",
      "<table><tr><th>a<td>1<tr><th>b<td>2</table>",
      "<table><tbody><tr><th>a</th><td>1</td></tr><tr><th>b</th><td>2</td></tr></tbody></table>",
    ],
    [
      "caption",
      "<table><caption>C</caption><tr><td>1<td>2</table>",
      "<table><caption>C</caption><tbody><tr><td>1</td><td>2</td></tr></tbody></table>",
    ],
    [
      "row span repeated",
      "<table><tr><th>k<th>v<tr><td rowspan=2>a<td>1<tr><td>2</table>",
      "<table><thead><tr><th>k</th><th>v</th></tr></thead><tbody><tr><td>a</td><td>1</td></tr><tr><td>a</td><td>2</td></tr></tbody></table>",
    ],
    [
      "column span in the head repeated",
      "<table><thead><tr><th colspan=2>k</thead><tr><td>1<td>2</table>",
      "<table><thead><tr><th>k</th><th>k</th></tr></thead><tbody><tr><td>1</td><td>2</td></tr></tbody></table>",
    ],
    [
      "column span in the body stands once",
      "<table><tr><th>k<th>v<tr><td colspan=2>a</table>",
      "<table><thead><tr><th>k</th><th>v</th></tr></thead><tbody><tr><td>a</td></tr></tbody></table>".replace(
        "<td>a</td>",
        "<td>a</td><td></td>",
      ),
    ],
    [
      "a span over more columns than there are",
      "<table><tr><th>k<td colspan=100>v<tr><td>a<td>b</table>",
      "<table><tbody><tr><th>k</th><td>v</td></tr><tr><td>a</td><td>b</td></tr></tbody></table>",
    ],
    [
      "a span over all rows that follow",
      "<table><tr><th>k<th>v<tr><td rowspan=0>a<td>1<tr><td>2</table>",
      "<table><thead><tr><th>k</th><th>v</th></tr></thead><tbody><tr><td>a</td><td>1</td></tr><tr><td>a</td><td>2</td></tr></tbody></table>",
    ],
    [
      "ragged rows",
      "<table><tr><th>a<th>b<tr><td>1</table>",
      "<table><thead><tr><th>a</th><th>b</th></tr></thead><tbody><tr><td>1</td><td></td></tr></tbody></table>",
    ],
    [
      "blocks in cells",
      "<table><tr><th>a<th>b<tr><td><ul><li>x</ul><td><p>y<p>z</table>",
      "<table><thead><tr><th>a</th><th>b</th></tr></thead><tbody><tr><td><ul><li>x</li></ul></td><td><p>y</p><p>z</p></td></tr></tbody></table>",
    ],
    ["layout: one cell", "<table><tr><td><p>a<p>b</table>", "<p>a</p><p>b</p>"],
    ["layout: headings in cells", "<table><tr><td><h2>A</h2>a<td>b</table>", "<h2>A</h2><p>a</p><p>b</p>"],
    [
      "layout: a cell over columns and rows is said once",
      "<table><tr><td colspan=3 rowspan=2><h2>A</h2><td>b<tr><td>c<tr><td>d<td>e<td>f<td>g</table>",
      "<h2>A</h2><p>b</p><p>c</p><p>d</p><p>e</p><p>f</p><p>g</p>",
    ],
    ["layout: stated", "<table role=presentation><tr><th>a<th>b</table>", "<p>a</p><p>b</p>"],
    [
      "empty rows",
      "<table><tr><td><td><tr><th>a<th>b</table>",
      "<table><thead><tr><th>a</th><th>b</th></tr></thead></table>",
    ],
  ]);
  test("a span too large to repeat is counted", () => {
    expect(codes(`<table><tr>${"<th>a".repeat(120)}<tr><td colspan=900>x</table>`)).toEqual([
      "table-span-cut",
    ]);
  });
});

describe("code", () => {
  const code = (language: string, text: string) =>
    `<pre><code${language && ` class="language-${language}"`}>${text}</code></pre>`;
  test.each<[string, string, string]>([
    ["bare", "<pre>\na\n  b\n\n</pre>", code("", "a\n  b")],
    ["Prism", '<pre class="language-js"><code class="language-js">x</code></pre>', code("js", "x")],
    ["highlight.js", '<pre><code class="hljs python">x</code></pre>', code("python", "x")],
    [
      "Sphinx",
      '<div class="highlight-python3 notranslate"><div class="highlight"><pre><span></span>x</pre></div></div>',
      code("python3", "x"),
    ],
    [
      "Sphinx without a language",
      '<div class="highlight-default notranslate"><div class="highlight"><pre>x</pre></div></div>',
      code("", "x"),
    ],
    ["GitHub", '<div class="highlight highlight-source-shell"><pre>x</pre></div>', code("shell", "x")],
    [
      "Rouge",
      '<div class="language-ruby highlighter-rouge"><div class="highlight"><pre class="highlight"><code>x</code></pre></div></div>',
      code("ruby", "x"),
    ],
    ["SyntaxHighlighter", '<pre class="brush: html; gutter: true">x</pre>', code("html", "x")],
    ["data attribute", '<pre data-language="ts"><code>x</code></pre>', code("ts", "x")],
    [
      "Pygments' table of line numbers",
      '<table class="highlighttable"><tr><td class="linenos"><pre>1\n2</pre></td><td class="code"><div class="highlight-c"><pre>a\nb</pre></div></td></tr></table>',
      code("c", "a\nb"),
    ],
    [
      "line numbers in line",
      '<pre><code><span class="lineno">1</span>a\n<span class="lineno">2</span>b</code></pre>',
      code("", "a\nb"),
    ],
    [
      "lines as elements",
      '<pre><code><div class="line">a</div><div class="line">b</div></code></pre>',
      code("", "a\nb"),
    ],
    [
      "lines kept apart by style",
      '<pre><code><span class="line">a</span><span class="line">b</span></code></pre>',
      code("", "a\nb"),
    ],
    [
      "lines ended by breaks",
      '<pre><code><span class="token-line">a<br></span><span class="token-line">b<br></span></code></pre>',
      code("", "a\nb"),
    ],
    ["copy button", "<pre><code>a</code><button>Copy</button></pre>", code("", "a")],
    ["markup in text", "<pre>&lt;b&gt; &amp;amp;</pre>", code("", "&lt;b&gt; &amp;amp;")],
  ])("%s", (_name, input, output) => expect(normalizedHtml(input).html).toBe(output));

  test("in a line of text it stays in line", () => {
    expect(flat("<h2><pre>a\nb</pre></h2>")).toBe("<h2><code>a b</code></h2>");
  });
});

describe("callouts", () => {
  const note = (lead: string, body = "<p>x</p>") =>
    `<blockquote><p><strong>${lead}</strong></p>${body}</blockquote>`;
  table([
    [
      "MkDocs, Sphinx",
      '<div class="admonition tip"><p class="admonition-title">Tip</p><p>x</p></div>',
      note("Tip"),
    ],
    [
      "with a title",
      '<div class="admonition note"><p class="admonition-title">Mind the gap</p><p>x</p></div>',
      note("Note: Mind the gap"),
    ],
    [
      "Docusaurus",
      '<div class="theme-admonition theme-admonition-info admonition_x alert alert--info"><div class="admonitionHeading_y"><span><svg></svg></span>info</div><div class="admonitionContent_z"><p>x</p></div></div>',
      note("Info"),
    ],
    [
      "VitePress",
      '<div class="danger custom-block"><p class="custom-block-title">Danger</p><p>x</p></div>',
      note("Danger"),
    ],
    [
      "Starlight",
      '<aside aria-label="Caution" class="starlight-aside starlight-aside--caution"><p class="starlight-aside__title" aria-hidden="true"><svg></svg>Caution</p><div class="starlight-aside__content"><p>x</p></div></aside>',
      note("Caution"),
    ],
    [
      "GitHub",
      '<div class="markdown-alert markdown-alert-important"><p class="markdown-alert-title">Important</p><p>x</p></div>',
      note("Important"),
    ],
    [
      "Confluence",
      '<div class="confluence-information-macro confluence-information-macro-warning"><p class="title">Mind</p><span class="aui-icon"></span><div class="confluence-information-macro-body"><p>x</p></div></div>',
      note("Warning: Mind"),
    ],
    [
      "Antora",
      '<div class="admonitionblock note"><table><tr><td class="icon"><i class="fa" title="Note"></i>Note</td><td class="content">x</td></tr></table></div>',
      note("Note"),
    ],
    [
      "that opens on demand",
      '<details class="warning"><summary>Beware</summary><p>x</p></details>',
      note("Warning: Beware"),
    ],
    [
      "that says its kind itself",
      '<div class="notecard note"><p><strong>Note:</strong> x</p></div>',
      "<blockquote><p><strong>Note:</strong> x</p></blockquote>",
    ],
    ["a plain class", '<p class="note">x</p>', note("Note")],
    [
      "a script that looks like its title",
      '<div class="note"><script class="title">canary()</script><style class="title">a{}</style><iframe class="title">b</iframe><p>x</p></div>',
      note("Note"),
    ],
    [
      "a title that nobody sees",
      '<div class="note"><noscript><p class="title">Enable scripts</p></noscript><p>x</p></div>',
      note("Note"),
    ],
    ["Bootstrap", '<div class="alert alert-warning" role="alert">x</div>', note("Warning")],
  ]);
});

describe("tabs and parts that open", () => {
  const both = "<p><strong>npm</strong></p><p>a</p><p><strong>pnpm</strong></p><p>b</p>";
  table([
    [
      "by roles",
      "<div><ul role=tablist><li role=tab>npm<li role=tab>pnpm</ul><div><div role=tabpanel>a</div><div role=tabpanel hidden>b</div></div></div>",
      both,
    ],
    [
      "by their ids",
      "<div role=tablist><button role=tab id=t2 aria-controls=p2>pnpm</button><button role=tab id=t1>npm</button></div><div role=tabpanel aria-labelledby=t1>a</div><div role=tabpanel id=p2>b</div>",
      both,
    ],
    [
      "MkDocs Material",
      '<div class="tabbed-set"><input type=radio><input type=radio><div class="tabbed-labels"><label>npm</label><label>pnpm</label></div><div class="tabbed-content"><div class="tabbed-block">a</div><div class="tabbed-block">b</div></div></div>',
      both,
    ],
    [
      "sphinx-design",
      '<div class="sd-tab-set"><input type=radio><label class="sd-tab-label">npm</label><div class="sd-tab-content">a</div><input type=radio><label class="sd-tab-label">pnpm</label><div class="sd-tab-content">b</div></div>',
      both,
    ],
    [
      "VitePress",
      '<div class="vp-code-group"><div class="tabs"><input type=radio><label>npm</label><input type=radio><label>pnpm</label></div><div class="blocks"><div>a</div><div>b</div></div></div>',
      both,
    ],
    ["details", "<details><summary>More</summary><p>x</p></details>", "<p><strong>More</strong></p><p>x</p>"],
    [
      "details under a heading",
      "<details><summary><h3>More</h3></summary>x</details>",
      "<h2>More</h2><p>x</p>",
    ],
  ]);
});

describe("labels that do not describe the content", () => {
  table([
    [
      "a callout titled by its kind in another class",
      '<div class="alert alert-info"><h4 class="alert-heading">Note:</h4><p>x</p></div>',
      "<blockquote><p><strong>Note</strong></p><p>x</p></blockquote>",
    ],
    [
      "a callout of no kind with a title",
      '<div class="admonition admonition-x"><p class="admonition-title">For nerds</p><p>x</p></div>',
      "<blockquote><p><strong>For nerds</strong></p><p>x</p></blockquote>",
    ],
    ["a part to show", "<details><summary>Show more</summary><p>x</p></details>", "<p>x</p>"],
    ["a tool beside a heading", "<h2>A <button>Copy item path</button></h2>", "<h2>A</h2>"],
    [
      "an image that its caption describes",
      '<div class="imageblock"><div class="content"><img src=x alt="A tree"></div><div class="title">Figure 1. A tree</div></div>',
      "<p>Figure 1. A tree</p>",
    ],
    ["a logo", '<p>x <img src=x alt="GitHub logo"></p>', "<p>x</p>"],
    [
      "an icon in a link",
      '<a href="https://e.com/">x<svg role=img aria-label="opens in a new tab"></svg></a>',
      '<p><a href="https://e.com/">x</a></p>',
    ],
  ]);
});

describe("images, drawings, embeds, formulas", () => {
  table([
    ["description", '<p>a <img src=x.png alt="The dialog"> b</p>', "<p>a <em>Image: The dialog</em> b</p>"],
    ["caption", '<figure><img src=x.png alt="Steps"><figcaption>Steps</figcaption></figure>', "<p>Steps</p>"],
    ["emoji", '<p>a <img class=emoji alt="🎉"></p>', "<p>a 🎉</p>"],
    ["icon", '<p>a <img src=i.svg width=16 alt="arrow icon"></p>', "<p>a</p>"],
    [
      "drawing",
      "<svg role=img><title>The flow</title><text>x</text></svg>",
      "<p><em>Image: The flow</em></p>",
    ],
    [
      "video",
      '<iframe src="https://www.youtube.com/embed/1" title="Set up"></iframe>',
      '<p><a href="https://www.youtube.com/embed/1">Set up</a></p>',
    ],
    [
      "film",
      '<video><source src="https://example.com/a.mp4"></video>',
      '<p><a href="https://example.com/a.mp4">Video</a></p>',
    ],
    [
      "KaTeX",
      '<p>so <span class="katex"><span class="katex-mathml"><math><semantics><mi>x</mi><annotation encoding="application/x-tex">x^2</annotation></semantics></math></span><span class="katex-html" aria-hidden="true">x2</span></span></p>',
      "<p>so <code>x^2</code></p>",
    ],
    [
      "MathML with what nobody reads",
      "<p>so <math><mtext>if <script>hidden</script><style>hidden</style><template>hidden</template></mtext><msup><mi>x</mi><mn>2</mn></msup></math></p>",
      "<p>so <code>if x^2</code></p>",
    ],
  ]);
  test.each<[string, string, string[]]>([
    ["no description", "<img src=x.png>", ["image-without-alt"]],
    ["empty description", '<img src=x.png alt="">', ["image-without-alt"]],
    ["a file name as description", '<img src=x.png alt="x.png">', ["image-without-alt"]],
    ["a caption instead", "<figure><img src=x.png><figcaption>c</figcaption></figure>", []],
    ["a tracking pixel", "<img src=x width=1 height=1>", []],
    ["an embed without an address", "<iframe srcdoc='x'></iframe>", ["embed-dropped"]],
    ["a drawing", "<svg role=img><path/></svg>", ["drawing-dropped"]],
    ["script and style of a fragment", "<script>1</script><style>p{}</style>", ["script-dropped"]],
    ["hidden text of a fragment", "<p style='display: none'>x</p><p hidden></p>", ["hidden-dropped"]],
    ["controls of a fragment", "<button>Go</button><input>", ["form-dropped"]],
  ])("says what was lost: %s", (_name, input, expected) => expect(codes(input)).toEqual(expected));
});

describe("hidden and added by tools", () => {
  table([
    [
      "attribute, style, aria",
      "<p>a</p><p hidden>x</p><p style='visibility:hidden'>x</p><p aria-hidden=true>x</p>",
      "<p>a</p>",
    ],
    ["off screen", '<p>a<span class="sr-only">x</span></p>', "<p>a</p>"],
    [
      "heading anchors",
      '<h2>A<a class="headerlink" href="#a">¶</a></h2><h3><a href="#b">B</a> <a href="#b">#</a></h3>',
      "<h2>A</h2><h3>B</h3>",
    ],
    [
      "comments, templates, noscript",
      "<p>a<!-- x --></p><template>x</template><noscript>x</noscript>",
      "<p>a</p>",
    ],
    [
      "back-links of footnotes",
      '<ol><li>n <a class="footnote-backref" href="#r">↩</a></ol>',
      "<ol><li>n</li></ol>",
    ],
    ["Confluence's table of contents", '<div class="toc-macro">x</div><p>a</p>', "<p>a</p>"],
    ["accordion headings stay", "<h3><button>A</button></h3>", "<h2>A</h2>"],
    [
      "folders of a tree stay",
      "<ul><li><button>docs</button><ul><li>a.md</li></ul></li></ul>",
      "<ul><li>docs<ul><li>a.md</li></ul></li></ul>",
    ],
  ]);
});

describe("headings", () => {
  table([
    [
      "no jumps",
      "<h2>a</h2><h4>b</h4><h6>c</h6><h4>d</h4><h2>e</h2>",
      "<h2>a</h2><h3>b</h3><h4>c</h4><h3>d</h3><h2>e</h2>",
    ],
    ["starting low", "<h4>a</h4><h5>b</h5><h3>c</h3>", "<h2>a</h2><h3>b</h3><h2>c</h2>"],
    ["several h1 shift all", "<h1>a</h1><h2>b</h2><h1>c</h1>", "<h2>a</h2><h3>b</h3><h2>c</h2>"],
    ["the only h1 is the title", "<h1>a</h1><h2>b</h2>", "<h2>b</h2>"],
    ["empty", "<h2> <br></h2><p>x</p>", "<p>x</p>"],
  ]);
});
