import { describe, expect, test } from "vitest";
import { flat, normalizedHtml } from "../support/normalized.ts";

const code = (html: string) =>
  /<pre><code[^>]*>([\s\S]*?)<\/code><\/pre>/.exec(normalizedHtml(html).html)?.[1];

describe("code in other forms than a block", () => {
  test.each<[string, string, string]>([
    [
      "CodeMirror",
      '<div class="cm-content"><div class="cm-line">a</div><div class="cm-line">  b</div></div>',
      "a\n  b",
    ],
    [
      "highlight.js with line numbers",
      '<table class="hljs-ln"><tr><td class="hljs-ln-numbers">1</td><td class="hljs-ln-code">a</td></tr><tr><td class="hljs-ln-numbers">2</td><td class="hljs-ln-code">  b</td></tr></table>',
      "a\n  b",
    ],
    [
      "a file on GitHub",
      '<table class="highlight js-file-line-container"><tr><td class="blob-num" data-line-number="1"></td><td class="blob-code">a</td></tr>\n<tr><td class="blob-num" data-line-number="2"></td><td class="blob-code">  b</td></tr></table>',
      "a\n  b",
    ],
    [
      "words of a line in elements of their own",
      '<div class="container"><div class="line"><code>var</code> <code>a;</code></div><div class="line"><code>&nbsp;&nbsp;</code><code>b</code></div></div>',
      "var a;\n  b",
    ],
    [
      "a gutter of CodeMirror",
      '<div class="cm-editor"><div class="cm-gutters"><div class="cm-gutterElement">1</div></div><div class="cm-content"><div class="cm-line">a</div></div></div>',
      "a",
    ],
    [
      "Monaco's lines in the order of their places",
      '<div class="view-lines"><div class="view-line" style="top:19px">b</div><div class="view-line" style="top:0px">a</div></div>',
      "a\nb",
    ],
    [
      "Prism's changes, whose signs stand there",
      '<pre><code><span class="token unchanged"><span class="token prefix unchanged"> </span>a\n</span><span class="token deleted-sign deleted"><span class="token prefix deleted">-</span>b\n</span><span class="token inserted-sign inserted"><span class="token prefix inserted">+</span>c\n</span></code></pre>',
      " a\n-b\n+c",
    ],
    [
      "the language in a corner",
      '<div class="language-js"><span class="lang">js</span><pre><code>a</code></pre></div>',
      "a",
    ],
    [
      "CodeMirror 5",
      '<div class="CodeMirror-code"><div><div class="CodeMirror-linenumber">1</div><pre class="CodeMirror-line">a</pre></div><div><div class="CodeMirror-linenumber">2</div><pre class="CodeMirror-line">  b</pre></div></div>',
      "a\n  b",
    ],
    ["line breaks in a block's only code", "<p><code>a<br>&nbsp;&nbsp;b</code></p>", "a\n  b"],
    ["a style", '<div style="white-space:pre;font-family:monospace">a\n  b</div>', "a\n  b"],
    [
      "twoslash",
      '<pre class="twoslash"><div class="language-id">ts</div><code>let a<span class="twoslash-popup-container">let a: number</span></code><a class="playground-link">Try</a></pre>',
      "let a",
    ],
  ])("%s", (_name, html, wanted) => expect(code(html)).toBe(wanted));

  test("a table of line numbers with a title is a title and a block", () => {
    const html =
      '<table class="highlighttable"><tr><th colspan=2 class=filename>a.py</th></tr><tr><td class=linenos><pre>1</pre></td><td class=code><pre><code>x = 1</code></pre></td></tr></table>';
    expect(flat(html)).toBe("<p>a.py</p><pre><code>x = 1</code></pre>");
  });
});

describe("diffs say which lines are added and removed", () => {
  const lines = (del: string, ins: string) =>
    `<pre><code><span class="line">a</span>\n${del}\n${ins}</code></pre>`;
  test.each<[string, string]>([
    ["Shiki", lines('<span class="line diff remove">b</span>', '<span class="line diff add">c</span>')],
    [
      "GitHub's changes",
      '<table class="diff-table"><tr><td class="blob-num">1</td><td class="blob-code">a</td></tr><tr><td class="blob-num">2</td><td class="blob-code blob-code-deletion">b</td></tr><tr><td class="blob-num">2</td><td class="blob-code blob-code-addition">c</td></tr></table>',
    ],
    [
      "Expressive Code",
      '<pre><code><div class="ec-line">a</div><div class="ec-line del">b</div><div class="ec-line ins">c</div></code></pre>',
    ],
    [
      "highlighted lines",
      lines('<span class="line highlight-removed">b</span>', '<span class="line highlight-added">c</span>'),
    ],
    [
      "Docusaurus",
      lines(
        '<span class="code-block-diff-remove-line">b</span>',
        '<span class="code-block-diff-add-line">c</span>',
      ),
    ],
    ["elements", lines("<del>b</del>", "<ins>c</ins>")],
    [
      "GitHub",
      '<table class="js-file-line-container"><tr><td class="blob-code">a</td></tr><tr><td class="blob-code blob-code-deletion">b</td></tr><tr><td class="blob-code blob-code-addition">c</td></tr></table>',
    ],
  ])("%s", (_name, html) => expect(code(html)).toBe("  a\n- b\n+ c"));

  test("lines with their sign stay as they are", () => {
    const html =
      '<pre><code><span class="line deleted">-b</span>\n<span class="line inserted">+c</span></code></pre>';
    expect(code(html)).toBe("-b\n+c");
  });

  test("parts of a line", () => {
    expect(code("<pre><code>let a = <del>1</del><ins>2</ins>;</code></pre>")).toBe("let a = [-1-]{+2+};");
  });

  test("a class of a token means nothing", () => {
    expect(code('<pre><code><span class="token address">a</span></code></pre>')).toBe("a");
  });
});

describe("the state of tasks", () => {
  test.each<[string, string]>([
    [
      "Asciidoctor with icons",
      '<ul class="checklist"><li><p><i class="fa fa-check-square-o"></i> a</p></li><li><p><i class="fa fa-square-o"></i> b</p></li></ul>',
    ],
    [
      "Notion",
      '<ul class="to-do-list"><li><div class="checkbox checkbox-on"></div> a</li><li><div class="checkbox checkbox-off"></div> b</li></ul>',
    ],
    [
      "roles",
      '<ul><li><span role="checkbox" aria-checked="true"></span> a</li><li><span role="checkbox" aria-checked="false"></span> b</li></ul>',
    ],
  ])("%s", (_name, html) => expect(flat(html)).toBe("<ul><li>[x] a</li><li>[ ] b</li></ul>"));
});

test("readings stand behind their signs", () => {
  expect(flat("<p><ruby>東<rp>(</rp><rt>とう</rt><rp>)</rp></ruby></p>")).toBe("<p>東(とう)</p>");
});

test("who is quoted stays", () => {
  const html = `<!doctype html><title>T</title><main><p>${"Some words. ".repeat(30)}</p><blockquote><p>Yes.</p><footer>— A. Writer</footer></blockquote></main>`;
  expect(flat(html)).toContain("<p>— A. Writer</p>");
});

test("the visible title of an aside stays, whoever it is hidden from", () => {
  const html =
    '<aside aria-label="Caution" class="starlight-aside starlight-aside--caution"><p class="starlight-aside__title" aria-hidden="true">Not yet</p><p>Wait.</p></aside>';
  expect(flat(html)).toBe("<blockquote><p><strong>Caution: Not yet</strong></p><p>Wait.</p></blockquote>");
});

test("a cell over several columns is repeated, but not a heading of rows", () => {
  const html =
    "<table><tr><th>a</th><th>b</th><th>c</th></tr><tr><td>x</td><td colspan=2>y</td></tr><tr><td colspan=3>z</td></tr></table>";
  expect(flat(html)).toContain(
    "<tr><td>x</td><td>y</td><td>y</td></tr><tr><td>z</td><td></td><td></td></tr>",
  );
});
