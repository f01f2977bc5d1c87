import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Document, MediaType } from "../../../src/normalize/document.ts";
import { normalizeDocument } from "../../../src/normalize/pipeline.ts";
import { documentFacts } from "../../../src/normalize/read/document-facts.ts";
import { readDocument } from "../../../src/normalize/read/index.ts";
import { runs } from "../../setup/properties.ts";

const documentOf = (body: string, mediaType: MediaType, more: Partial<Document> = {}): Document => ({
  body,
  mediaType,
  name: "Page",
  url: "https://wiki.example.com/Page",
  ...more,
});

async function pageOf(body: string, mediaType: MediaType, more?: Partial<Document>) {
  const [page] = await normalizeDocument(documentOf(body, mediaType, more));
  return { html: page?.html.replaceAll("\n", "") ?? "", warnings: page?.warnings ?? [], title: page?.title };
}

describe("Textile", () => {
  test.each([
    ["*a* _b_ **c** __d__", "<p><strong>a</strong> <em>b</em> <strong>c</strong> <em>d</em></p>"],
    ["*(red)a* b%{color:red}c%", "<p><strong>a</strong> b%{color:red}c%</p>"],
    ["x *a b*, (*c*) and*d*", "<p>x <strong>a b</strong>, (<strong>c</strong>) and*d*</p>"],
    ["* a\n*# b\n* c", "<ul><li>a<ol><li>b</li></ol></li><li>c</li></ul>"],
    ["h2{color:red}. Title\nh3. Next", "<h2>Title</h2><h3>Next</h3>"],
    ["h2. Title\n\nText", "<h2>Title</h2><p>Text</p>"],
    ["Text\n* a\n* b", "<p>Text</p><ul><li>a</li><li>b</li></ul>"],
    [
      '"a":/b. "c (t)":https://x.com/d_(e)!',
      '<p><a href="https://wiki.example.com/b">a</a>. <a href="https://x.com/d_(e)">c</a>!</p>',
    ],
    ["@a *b* <c>@ x@y.z", "<p><code>a *b* &lt;c&gt;</code> x@y.z</p>"],
    ["bc. a <b>\n\nc", "<pre><code>a &lt;b&gt;</code></pre><p>c</p>"],
    ["bq.. a\n\nb\n\np. c", "<blockquote><p>a</p><p>b</p></blockquote><p>c</p>"],
    ["<pre>\n* a\n\n* b\n</pre>", "<pre><code>* a* b</code></pre>"],
    ["p(hidden){display:none}. secret\n\nseen", "<p>seen</p>"],
    ["%{display:none}secret% seen", "<p>seen</p>"],
    [
      "|_. A |\n| [[x|y]] |",
      "<table><thead><tr><th>A</th></tr></thead><tbody><tr><td>y</td></tr></tbody></table>",
    ],
    ["a -b- c - d - e --f", "<p>a <del>b</del> c - d - e --f</p>"],
    ["*(two)* *(words)* --no--", "<p><strong>(two)</strong> <strong>(words)</strong> --no--</p>"],
    ["***a*** ___b___", "<p><strong>a</strong> <em>b</em></p>"],
    ["*[pt_BR]a*", "<p><strong>a</strong></p>"],
    ["*10 times* as many", "<p><strong>10 times</strong> as many</p>"],
    ["#3 c\n# d", '<ol start="3"><li>c</li><li>d</li></ol>'],
    ["h3.\tA\n\na\n\n___\n\nb", "<h2>A</h2><p>a</p><hr><p>b</p>"],
    ["<predator> x", "<p>&lt;predator&gt; x</p>"],
    ["!a.png(A (small) map)! [!b.png(B)!]", "<p><em>Image: A (small) map</em> <em>Image: B</em></p>"],
    [
      "(see https://x.com/a_(b)) https://x.com/c).",
      '<p>(see <a href="https://x.com/a_(b)">https://x.com/a_(b)</a>) <a href="https://x.com/c">https://x.com/c</a>).</p>',
    ],
    [
      "|a|b\nc|\n|d\n\ne|",
      "<table><tbody><tr><td>a</td><td>b<br>c</td></tr></tbody></table><p>|d</p><p>e|</p>",
    ],
    [
      "<pre>\n<!-- a -->\n</pre>\n\n<!-- b <pre> -->c</pre>",
      "<pre><code>&lt;!-- a --&gt;</code></pre><p>c</p>",
    ],
    [
      'See attachment:a-b.pdf. acme:document:"The <plan>", !attachment:c.d x:attachment user:"jo"',
      "<p>See a-b.pdf. The &lt;plan&gt;, !attachment:c.d x:attachment jo</p>",
    ],
    ["[[Page#Part]] [[a:b|c]]", "<p>Page › Part c</p>"],
    [
      "1 < 2 && 3 > 2 <script>alert(1)</script>",
      "<p>1 &lt; 2 &amp;&amp; 3 &gt; 2 &lt;script&gt;alert(1)&lt;/script&gt;</p>",
    ],
  ])("%j", async (text, html) => {
    expect((await pageOf(text, "text/x-textile")).html).toBe(html);
  });

  test("a macro that only Redmine fills in is named with its line", async () => {
    const { warnings, html } = await pageOf(
      "{{toc}}\n\nText {{issue_list(3)}} x\n\n{{child_pages}}",
      "text/x-textile",
    );
    expect(html).toBe("<p>Text x</p>");
    expect(warnings.map(({ message }) => message)).toEqual([
      "The macro issue_list (line 3) was left out: only the system itself fills it in.",
      "The macro child_pages (line 5) was left out: only the system itself fills it in.",
      expect.stringContaining("Only 2 words"),
    ]);
  });

  test("an included page is read once, and never within itself", async () => {
    const includes = { "[[A]]": "h2. A\n\n{{include(A)}} *a*" };
    const { html, warnings } = await pageOf("{{include(A)}}\n\n{{include(Gone)}}", "text/x-textile", {
      includes,
    });
    expect(html).toBe("<h2>A</h2><p><strong>a</strong></p>");
    expect(warnings.map(({ code }) => code)).toEqual(
      expect.arrayContaining(["include-cycle", "include-missing"]),
    );
  });
});

describe("wikitext", () => {
  test.each([
    [
      "''a'' '''b''' '''''c''''' it''''s'''",
      "<p><em>a</em> <strong>b</strong> <strong><em>c</em></strong> it'<strong>s</strong></p>",
    ],
    ["'''a ''b''' c''", "<p><strong>a <em>b</em></strong><em> c</em></p>"],
    ["== A ==\ntext\n=== B === ", "<h2>A</h2><p>text</p><h3>B</h3>"],
    ["* a\n*# b\n* c", "<ul><li>a<ol><li>b</li></ol></li><li>c</li></ul>"],
    ["; a : b\n; c\n: d", "<dl><dt>a</dt><dd>b</dd><dt>c</dt><dd>d</dd></dl>"],
    [": a\n:: b", "<p>a</p><p>b</p>"],
    [" a\n b", "<pre><code>ab</code></pre>"],
    [
      "[https://x.com a ''b''] [https://x.com/c]",
      '<p><a href="https://x.com/">a <em>b</em></a> <a href="https://x.com/c">https://x.com/c</a></p>',
    ],
    ["a[[File:x.png]]b [[Category:X]]", "<p>ab</p>"],
    ["<nowiki>''a'' {{b}} [[c]]</nowiki>", "<p>''a'' {{b}} [[c]]</p>"],
    [
      "{|\n! A\n|-\n| [[x|y]] || ''z''\n|}",
      "<table><thead><tr><th>A</th><th></th></tr></thead><tbody><tr><td>y</td><td><em>z</em></td></tr></tbody></table>",
    ],
    ["a<!-- b -->c", "<p>ac</p>"],
    ["a{{#invoke:x|y={{z}}}}b", "<p>ab</p>"],
    ["<div style='display:none'>a</div>b", "<p>b</p>"],
    ["#REDIRECT [[Other]]", "<p>→ Other</p>"],
    ["1 < 2 <script>x</script>", "<p>1 &lt; 2 &lt;script&gt;x&lt;/script&gt;</p>"],
  ])("%j", async (text, html) => {
    expect((await pageOf(text, "text/x-wiki")).html).toBe(html);
  });

  test("each template that is left out is named, with its line", async () => {
    const { warnings } = await pageOf(
      "Words to read.\n\n{{Infobox|a={{Price|1}}}}\n{{#if:x|y}}",
      "text/x-wiki",
    );
    const left = warnings
      .filter(({ code }) => code === "template-left-out")
      .map(({ message }) => message.split(" was")[0]);
    expect(left).toEqual([
      "The template Price (line 3)",
      "The template Infobox (line 3)",
      "The template #if:x (line 4)",
    ]);
  });
});

const types = ["text/x-textile", "text/x-wiki"] as const;

describe.each(types)("%s", (mediaType) => {
  const marks =
    "*_-+^~%@!\"'[]{}()|<>=#:;&\\\n h1. bq. | {{ }} [[ ]] {| |} |- <pre> </pre> <ref> <nowiki> '' ''' == https://x".split(
      " ",
    );
  const texts = fc.array(fc.oneof(fc.constantFrom(...marks), fc.string({ maxLength: 6 })), { maxLength: 60 });

  test("whatever the text, there is a page", async () => {
    await fc.assert(
      fc.asyncProperty(texts, async (parts) => {
        const pages = await readDocument(documentOf(parts.join(" "), mediaType));
        expect(pages).toHaveLength(1);
        expect(pages[0]?.html).not.toMatch(/[\uE000-\uE002]/);
      }),
      { numRuns: runs(300) },
    );
  });

  test("the time grows with the text, not with its square", async () => {
    const cpu = async (text: string) => {
      const before = process.cpuUsage();
      await readDocument(documentOf(text, mediaType));
      const { user, system } = process.cpuUsage(before);
      return (user + system) / 1000;
    };
    const pumps = [
      "*a ",
      "_",
      "[[",
      "{{",
      "{{{",
      '"a":',
      "<a ",
      "|a",
      "!a(",
      "@",
      "''",
      "'''a",
      "<ref>",
      "<nowiki>",
      "{|\n",
      "* a\n",
      "[https://a ",
      "<!--",
      "%{a",
      "==",
    ];
    for (const pump of pumps) {
      await cpu(pump.repeat(500));
      const grows = async () => {
        const [short, long] = [await cpu(pump.repeat(2_000)), await cpu(pump.repeat(8_000))];
        return long / Math.max(short, 30);
      };
      // Three times before it counts: collecting garbage costs time, too, and may come at any moment.
      let times = await grows();
      for (let again = 0; times >= 12 && again < 2; again += 1) times = Math.min(times, await grows());
      expect(times, JSON.stringify(pump)).toBeLessThan(12);
    }
  });
});

test.each([
  [
    "text/x-textile",
    '{{include(A b)}} [[C|d]] "e":f.textile "g":https://h.example',
    ["[[A b]]"],
    ["f.textile", "[[C]]", "[[d]]"],
  ],
  ["text/x-wiki", "{{:A b}} {{T}} [[C|d]] [[File:x.png]]", ["[[A b]]"], ["[[C]]", "[[d]]"]],
] as const)(
  "%s: what it includes and links to is known before it is read",
  (mediaType, text, includes, links) => {
    const facts = documentFacts(
      `${mediaType === "text/x-textile" ? "---\ndraft: true\n---\n" : ""}${text}`,
      mediaType,
    );
    expect(facts.includes).toEqual(includes);
    expect([...facts.links].sort()).toEqual([...links].sort());
    expect(facts.unpublished).toBe(mediaType === "text/x-textile" ? "draft: true" : undefined);
  },
);
