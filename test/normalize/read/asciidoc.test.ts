import fc from "fast-check";
import { describe, expect, it, onTestFinished, vi } from "vitest";
import type { TextDocument } from "../../../src/normalize/document.ts";
import { asciidocFacts } from "../../../src/normalize/read/asciidoc/facts.ts";
import { selectedLines } from "../../../src/normalize/read/asciidoc/includes.ts";
import { readAsciidoc } from "../../../src/normalize/read/asciidoc/index.ts";
import { startCpuTimer } from "../../setup/time.ts";
import { codes, documentOf, finished } from "./support.ts";

async function page(text: string, more: Partial<TextDocument> = {}) {
  const [one] = await readAsciidoc(documentOf(text, more));
  return { ...finished(one, more), codes: codes(one) };
}

describe("AsciiDoc", () => {
  it.each([
    [
      "an admonition on one line",
      "NOTE: Be *careful*.",
      "<blockquote>\n<p><strong>Note</strong></p>\n<p>Be <strong>careful</strong>.</p>\n</blockquote>",
    ],
    [
      "an admonition with a title",
      ".Stop\n[WARNING]\n====\nOne.\n\nTwo.\n====",
      "<blockquote>\n<p><strong>Warning: Stop</strong></p>\n<p>One.</p>\n<p>Two.</p>\n</blockquote>",
    ],
    [
      "source with callouts",
      "[source,ruby]\n----\nputs 1 # <1>\n----\n<1> Prints",
      '<pre><code class="language-ruby">puts 1 # (1)</code></pre>\n<ol>\n<li>Prints</li>\n</ol>',
    ],
    [
      "a source block's title",
      ".a.sh\n[source,sh]\n----\nls\n----",
      '<p><strong>a.sh</strong></p>\n<pre><code class="language-sh">ls</code></pre>',
    ],
    ["a checklist", "* [x] a\n* [ ] b", "<ul>\n<li>[x] a</li>\n<li>[ ] b</li>\n</ul>"],
    ["a horizontal description list", "[horizontal]\na:: b", "<dl>\n<dt>a</dt>\n<dd>b</dd>\n</dl>"],
    ["a verse", "[verse]\na\nb", "<blockquote>\n<p>a<br>b</p>\n</blockquote>"],
    ["a formula", "[stem]\n++++\na < b\n++++", '<pre><code class="language-asciimath">a &lt; b</code></pre>'],
    ["an alt text", "image::a.png[What it shows]", "<p><em>Image: What it shows</em></p>"],
    [
      "a footnote",
      "A.footnote:[Why *so*.]",
      "<p>A.<sup>[1]</sup></p>\n<p><strong>Footnotes</strong></p>\n<ol>\n<li>Why <strong>so</strong>.</li>\n</ol>",
    ],
    ["keys", "Press kbd:[Ctrl+C].", "<p>Press <kbd>Ctrl</kbd>+<kbd>C</kbd>.</p>"],
    ["conditionals", ":a:\n\nifdef::a[]\nyes\nendif::[]\nifndef::a[]\nno\nendif::[]", "<p>yes</p>"],
  ])("%s", async (_name, text, html) => {
    expect((await page(text)).html).toBe(html);
  });

  it("keeps the blocks in cells of a table in a description list", async () => {
    const { html } = await page("a:: b\n+\n|===\n|c\na|* d\n\n!===\na!* e\n!===\n|===");
    expect(html.match(/<li>\w<\/li>/g)).toEqual(["<li>d</li>", "<li>e</li>"]);
  });

  it("numbers footnotes in the order in which they are read, wherever they stand", async () => {
    const { html, title } = await page(
      `= Title footnote:[T]

One footnote:[A].

term:: two footnote:b[B]

* three footnote:[C] and again footnote:b[]
+
|===
|four footnote:[D]
a|five footnote:[E]
|===

== Six footnote:[F]

Seven footnote:nowhere[].`,
    );
    const marks = [...html.matchAll(/(\w+) <sup>\[(\d+)\]<\/sup>/g)].map(
      ([, word, number]) => `${word} ${number}`,
    );
    expect(marks).toEqual(["One 1", "two 2", "three 3", "again 2", "four 4", "five 5", "Six 6"]);
    const items = [...html.matchAll(/<li>(\w)<\/li>/g)].map(([, text]) => text);
    expect(items).toEqual(["A", "B", "C", "D", "E", "F", "T"]);
    expect(title).toBe("Title");
  });

  it("reads tables with header cells, spans and blocks in cells", async () => {
    const { html } = await page(
      '.T\n[cols="1h,1a",options="header"]\n|===\n|A |B\n.2+|x |* l\n|y\n2+|z\n|===',
    );
    expect(html).toBe(
      "<table>\n<caption>Table 1. T</caption>\n<thead>\n<tr><th>A</th><th>B</th></tr>\n</thead>\n<tbody>\n" +
        "<tr><th>x</th><td><ul>\n<li>l</li>\n</ul></td></tr>\n<tr><th>x</th><th>y</th></tr>\n<tr><th>z</th><th></th></tr>\n</tbody>\n</table>",
    );
  });

  it("takes the document's title as plain text", async () => {
    const [one] = await readAsciidoc(documentOf("= A *bold* title & more\n\nText."));
    expect(one?.title).toBe("A bold title & more");
    expect(finished(one).html).toBe("<p>Text.</p>");
  });

  it("keeps links to other files as they are written", async () => {
    const links = {
      "other.adoc": "https://docs.example.com/other",
      "mod:page.adoc": "https://docs.example.com/mod",
    };
    const { html } = await page(
      "xref:other.adoc#x[A] <<other.adoc#,B>> <<other#y,C>> xref:mod:page.adoc[D]",
      { links },
    );
    expect(html).toBe(
      '<p><a href="https://docs.example.com/other#x">A</a> <a href="https://docs.example.com/other">B</a> ' +
        '<a href="https://docs.example.com/other#y">C</a> <a href="https://docs.example.com/mod">D</a></p>',
    );
  });

  it("names other files by their titles, and by words of their names where those are not known", async () => {
    const titles = { "a.adoc": "Using {product}", "a.adoc#x": "`{product}` *limits*" };
    const { html, codes: warned } = await page(
      ":product: Acme\n\nxref:a.adoc[], xref:a.adoc#x[], xref:guide/first-steps.adoc[], xref:lab:mod:b_c.adoc#d[]",
      { titles },
    );
    expect(html.replaceAll(/<[^>]+>/g, "")).toBe("Using Acme, Acme limits, first steps, b c");
    expect(warned).toEqual([]);
  });

  it("warns of references to pages of other components as of links, not of addresses", async () => {
    const { html, warnings } = await page("xref:lab:mod:b.adoc[B]");
    expect(html).toBe("<p>B</p>");
    expect(warnings.map(({ code }) => code)).toEqual(["link-unresolved"]);
  });

  it("numbers listings where the document has a caption for them, and never tabs", async () => {
    const { html } = await page(
      ":listing-caption: Listing\n\n.A\n----\na\n----\n\n.T\n[tabs]\n====\nx:: y\n====\n\n.B\n====\nb\n====",
    );
    expect(html.match(/(?:Listing|Example) \d+\. \w/g)).toEqual(["Listing 1. A", "Example 1. B"]);
    expect(html).toContain("<p>T</p>\n<dl>");
  });

  it("says nothing of an address whose beginning is not known in a macro of an extension", async () => {
    const { html, codes: warned } = await page(
      "See javadoc:{api}org.acme.Form[] and javadoc:{api}org.acme.B[B].",
    );
    expect(html).toBe("<p>See org.acme.Form and B.</p>");
    expect(new Set(warned)).toEqual(new Set(["template-value", "asciidoc-macro"]));
  });

  it("includes the texts at hand, whole, by tag and by line, and warns about those that are missing", async () => {
    const includes = {
      "a.adoc": "one\n\n// tag::t[]\ntwo\n// end::t[]\n",
      "b.adoc": "include::c.adoc[]",
      "c.adoc": "deep",
    };
    const { html, codes: warned } = await page(
      "include::a.adoc[]\n\ninclude::a.adoc[tag=t]\n\ninclude::a.adoc[lines=1]\n\ninclude::b.adoc[]\n\ninclude::none.adoc[]",
      { includes },
    );
    expect(html).toBe("<p>one</p>\n<p>two</p>\n<p>two</p>\n<p>one</p>\n<p>deep</p>");
    expect(warned).toEqual(["include-missing"]);
  });

  it("ends includes that include themselves", async () => {
    const { html, codes: warned } = await page("include::a.adoc[]", {
      includes: { "a.adoc": "x\n\ninclude::a.adoc[]\n\ninclude::a.adoc[]" },
    });
    expect(html.length).toBeLessThan(10_000);
    expect(warned).toEqual(["include-too-much"]);
  });

  it("names the undefined attributes of cells that are documents, and writes nothing past its warnings", async () => {
    const written = vi.spyOn(process.stderr, "write").mockReturnValue(true);
    onTestFinished(() => written.mockRestore());
    const [one] = await readAsciidoc(
      documentOf("A {first}.\n\n|===\na|B {second}.\n\n!===\na!C {third}.\n!===\n|==="),
    );
    const named = one?.warnings.map(({ message }) => /\{\w+\}/.exec(message)?.[0]);
    expect(named?.sort()).toEqual(["{first}", "{second}", "{third}"]);
    expect(written).not.toHaveBeenCalled();
  });

  it("contains nothing about the machine or the day", async () => {
    const { html } = await page(
      "x{docdir}{user-home}{localdate}{docdate}{localtime}{docyear}{docfile}y\n\ninclude::/etc/hostname[]\n\ninclude::https://127.0.0.1:9/x[]",
    );
    expect(html).toMatch(/^<p>x[\s.]*(?:\{docfile\})?y<\/p>$/);
  });

  it("leaves scripts to the sanitiser, which drops them", async () => {
    const { html } = await page(
      "++++\n<script>alert(1)</script>\n<b onclick=x>b</b>\n++++\n\nlink:javascript:alert(1)[click]",
    );
    expect(html).not.toMatch(/script|onclick/);
  });

  it("refuses what is too large, with a hint", async () => {
    await expect(readAsciidoc(documentOf("x".repeat(100)), { maxCharacters: 99 })).rejects.toMatchObject({
      message: expect.stringContaining("too large"),
      hint: expect.any(String),
    });
  });

  it("ends on any input", async () => {
    const piece = fc.constantFrom(
      "=",
      "* ",
      "[",
      "]",
      "|===",
      "|",
      "----",
      "====",
      "\n",
      "<<",
      ">>",
      "a",
      "{a}",
      "::",
      "`",
      "include::x[]",
      "ifdef::a[]",
      "endif::[]",
      "+\n",
      "<1>",
    );
    await fc.assert(
      fc.asyncProperty(fc.array(piece, { maxLength: 60 }), async (pieces) => {
        const { html } = await page(pieces.join(""));
        expect(finished({ html, warnings: [] }).html).toBe(html);
      }),
      { numRuns: 60 },
    );
  });
});

describe("selected lines", () => {
  const text = "a\n// tag::x[]\nb\n# tag::y[]\nc\n# end::y[]\n// end::x[]\nd\n";
  it.each([
    [{}, "abcd"],
    [{ tag: "x" }, "bc"],
    [{ tags: "x;!y" }, "b"],
    [{ tags: "!x" }, "ad"],
    [{ tags: "*" }, "bc"],
    [{ tags: "**" }, "abcd"],
    [{ tag: "none" }, ""],
  ])("by %o", (attributes, expected) => {
    expect(selectedLines(text, attributes).join("")).toBe(expected);
  });
  it("by ranges", () => {
    expect(selectedLines("1\n2\n3\n4\n5", { lines: "1..2;4..-1" })).toEqual(["1", "2", "4", "5"]);
    expect(selectedLines("1\n2\n3", { lines: "2.." })).toEqual(["2", "3"]);
  });
});

describe("AsciiDoc's facts", () => {
  it("are title, labels, includes and links", () => {
    const text =
      "= The {product} guide\n:product: Acme\n:keywords: a, b\n:page-tags: c\n:dir: parts\n\n" +
      "include::{dir}/x.adoc[]\n\\include::no.adoc[]\ninclude::https://example.com/x[]\n\n" +
      "xref:other.adoc#x[O] xref:third#y[] link:guide/a.adoc[] <<fourth.adoc#,T>> <<own>> link:https://example.com[] xref:mod:page.adoc[] image::a.png[]\n\n" +
      "////\nxref:comment.adoc[]\n////\n// xref:line.adoc[]\n";
    expect(asciidocFacts(text)).toEqual({
      title: "The Acme guide",
      labels: ["a", "b", "c"],
      includes: ["component$antora.yml", "parts/x.adoc"],
      links: ["other.adoc#x", "third.adoc#y", "guide/a.adoc", "mod:page.adoc", "fourth.adoc"],
      shown: ["third.adoc#y", "mod:page.adoc"],
    });
  });

  it("are what a file without a title gives to others for their paths", () => {
    const entries = ":dir: ./parts\n:words: two words\n:page: partial$a.adoc\n:!dir2:\n";
    expect(asciidocFacts(entries).attributes).toEqual({ dir: "./parts", page: "partial$a.adoc" });
    expect(asciidocFacts(`= T\n${entries}`).attributes).toBeUndefined();
  });

  it.each([
    [":a: b\n\n[id=x]\n[.lead]\n= T", "T"],
    ["// c\n\ninclude::attributes.adoc[]\nifdef::a[]\nendif::[]\n\n= T", "T"],
    ["Words.\n\n= T", undefined],
    ["[NOTE]\nWords.\n\n= T", undefined],
  ])("have the title of %j", (text, title) => {
    expect(asciidocFacts(text).title).toBe(title);
  });

  it("are former ids of the page, over several lines", () => {
    const text = "= T\n:page-aliases: a.adoc, mod:b, \\\n  c/d.adoc\n:page-tags: x\n\nxref:e.adoc[]";
    const { aliases, labels, links } = asciidocFacts(text);
    expect({ aliases, labels, links }).toEqual({
      aliases: ["a.adoc", "mod:b.adoc", "c/d.adoc"],
      labels: ["x"],
      links: ["e.adoc"],
    });
  });

  it.each([
    [":page-draft:", "page-draft: true"],
    [":draft: true", "draft: true"],
    [":page-draft: false", undefined],
    [":page-draft:\n:!page-draft:", undefined],
    [":page-published: false", "page-published: false"],
    [":status: draft", "status: draft"],
  ])("unpublished by %s", (text, unpublished) => {
    expect(asciidocFacts(`= T\n${text}\n\nText`).unpublished).toBe(unpublished);
  });

  it("take linear time", () => {
    const spent = startCpuTimer();
    for (const piece of ["xref:", "<<", "link:xref:", "{a", ":a", "include::", "<<a#"])
      asciidocFacts(piece.repeat(400_000));
    expect(spent()).toBeLessThan(5_000);
  });
});
