import { describe, expect, it } from "vitest";
import { render } from "../../../connectors/notion/render.ts";
import { Block } from "../../../connectors/notion/schema.ts";
import type { BlockNode } from "../../../connectors/notion/tree.ts";
import { normalize } from "../../../src/normalize/pipeline.ts";

const rich = (text: string, extra: object = {}) => ({ type: "text", plain_text: text, href: null, ...extra });
const line = (text: string, extra: object = {}) => ({ rich_text: [rich(text, extra)] });
let count = 0;
function node(type: string, content: object = {}, below: BlockNode[] = [], id = `b${++count}`): BlockNode {
  return { ...Block.parse({ id, type, has_children: below.length > 0, [type]: content }), below };
}
const html = (...blocks: BlockNode[]) =>
  render(blocks, {
    linkOf: (id) => (id === "known" ? "https://docs.example.com/known" : undefined),
    titleOf: (id) => (id === "known" ? "Known page" : undefined),
    databaseOf: (id) =>
      id === "db" ? { html: "<table><tr><td>row</td></tr></table>", isNameable: true } : undefined,
    withheldTitle: () => undefined,
    mayShowSynced: () => true,
    mayNameFile: () => true,
  });

describe("every block type becomes HTML", () => {
  it.each<[string, BlockNode, string]>([
    ["paragraph", node("paragraph", line("a < b")), "<p>a &lt; b</p>"],
    ["empty paragraph", node("paragraph", { rich_text: [] }), ""],
    ["heading", node("heading_1", line("Top")), "<h2>Top</h2>"],
    [
      "toggle heading",
      node("heading_3", line("Fold"), [node("paragraph", line("in"))]),
      "<h4>Fold</h4><p>in</p>",
    ],
    ["heading 4", node("heading_4", line("Deep")), "<h5>Deep</h5>"],
    ["quote", node("quote", line("said")), "<blockquote><p>said</p></blockquote>"],
    [
      "toggle",
      node("toggle", line("More"), [node("paragraph", line("in"))]),
      "<details><summary>More</summary><p>in</p></details>",
    ],
    [
      "callout by icon",
      node("callout", { ...line("hot"), icon: { type: "emoji", emoji: "⚠️" } }),
      '<div class="admonition warning"><p>hot</p></div>',
    ],
    [
      "callout by colour",
      node("callout", { ...line("no"), icon: null, color: "red_background" }),
      '<div class="admonition danger"><p>no</p></div>',
    ],
    [
      "callout",
      node("callout", { ...line("so"), icon: { type: "emoji", emoji: "📌" }, color: "red_background" }),
      '<div class="admonition note"><p>so</p></div>',
    ],
    [
      "code",
      node("code", { rich_text: [rich("a && b\n")], language: "bash", caption: [] }),
      '<pre data-language="bash"><code>a &amp;&amp; b\n</code></pre>',
    ],
    [
      "plain code",
      node("code", { rich_text: [rich("x")], language: "plain text" }),
      "<pre><code>x</code></pre>",
    ],
    ["equation", node("equation", { expression: "x < y" }), "<p><code>x &lt; y</code></p>"],
    ["divider", node("divider"), "<hr>"],
    [
      "columns",
      node("column_list", {}, [
        node("column", {}, [node("paragraph", line("l"))]),
        node("column", {}, [node("paragraph", line("r"))]),
      ]),
      "<p>l</p>\n<p>r</p>",
    ],
    [
      "bookmark",
      node("bookmark", { url: "https://x.example", caption: [rich("X")] }),
      '<p><a href="https://x.example">X</a></p>',
    ],
    [
      "embed",
      node("embed", { url: "https://x.example/e", caption: [] }),
      '<p><a href="https://x.example/e">https://x.example/e</a></p>',
    ],
    [
      "link preview",
      node("link_preview", { url: "https://x.example/p" }),
      '<p><a href="https://x.example/p">https://x.example/p</a></p>',
    ],
    [
      "video",
      node("video", { type: "external", external: { url: "https://v.example/1" }, caption: [rich("Tour")] }),
      '<p><a href="https://v.example/1">Tour</a></p>',
    ],
    [
      "kept audio",
      node("audio", { type: "file", file: { url: "https://s3.example/a.mp3?X-Amz=1" }, caption: [] }),
      "<p>a.mp3</p>",
    ],
    [
      "kept file",
      node("file", {
        type: "file",
        name: "plan.docx",
        file: { url: "https://s3.example/p" },
        caption: [rich("The plan")],
      }),
      "<p>plan.docx: The plan</p>",
    ],
    [
      "pdf",
      node("pdf", { type: "external", external: { url: "https://x.example/m.pdf" } }),
      '<p><a href="https://x.example/m.pdf">m.pdf</a></p>',
    ],
    [
      "kept image",
      node("image", {
        type: "file",
        file: { url: "https://s3.example/i.png?X-Amz=1" },
        caption: [rich("A window")],
      }),
      '<figure><img alt="A window"><figcaption>A window</figcaption></figure>',
    ],
    [
      "child page",
      node("child_page", { title: "Sub" }, [], "known"),
      '<ul><li><a href="https://docs.example.com/known">Sub</a></li></ul>',
    ],
    [
      "child database",
      node("child_database", { title: "Rows" }, [], "db"),
      "<h3>Rows</h3><table><tr><td>row</td></tr></table>",
    ],
    [
      "empty child database",
      node("child_database", { title: "Rows" }, [], "d-0"),
      '<p><a href="https://www.notion.so/d0">Rows</a></p>',
    ],
    [
      "link to page",
      node("link_to_page", { type: "page_id", page_id: "known" }),
      '<p><a href="https://docs.example.com/known">Known page</a></p>',
    ],
    ["linked view", node("child_database", { title: "Untitled" }, [], "d-0"), ""],
    ["link to comment", node("link_to_page", { type: "comment_id", comment_id: "c" }), ""],
    ["breadcrumb", node("breadcrumb"), ""],
    ["contents", node("table_of_contents"), ""],
    [
      "template",
      node("template", line("Add"), [node("to_do", { ...line("x"), checked: true })]),
      '<p>Add</p><ul><li><input type="checkbox" disabled checked> x</li></ul>',
    ],
    [
      "meeting notes",
      node("meeting_notes", { title: [rich("Weekly")] }, [node("paragraph", line("sum"))]),
      "<h3>Weekly</h3><p>sum</p>",
    ],
    ["unsupported", node("unsupported", { block_type: "form" }), ""],
    [
      "of the future",
      node("carousel", { ...line("words"), caption: [rich("cap")] }, [node("paragraph", line("in"))]),
      "<p>words</p><p>cap</p><p>in</p>",
    ],
  ])("%s", (_, block, expected) => {
    expect(html(block)).toBe(expected);
  });

  it("joins list items, and nests what is below them", () => {
    const items = [
      node("numbered_list_item", { ...line("one"), list_start_index: 3 }, [
        node("bulleted_list_item", line("in")),
      ]),
      node("numbered_list_item", line("two")),
      node("bulleted_list_item", line("other")),
    ];
    expect(html(...items)).toBe(
      '<ol start="3"><li>one<ul><li>in</li></ul></li><li>two</li></ol>\n<ul><li>other</li></ul>',
    );
  });

  it("renders synced blocks once", () => {
    const original = node("synced_block", { synced_from: null }, [node("paragraph", line("same"))], "origin");
    const copy = node("synced_block", { synced_from: { block_id: "origin" } }, [
      node("paragraph", line("same")),
    ]);
    expect(html(original, copy, copy).match(/same/g)).toHaveLength(1);
    expect(html(copy, original).match(/same/g)).toHaveLength(1);
  });

  it("gives tables their headers and tabs their labels, as the normaliser reads them", async () => {
    const row = (...cells: string[]) => node("table_row", { cells: cells.map((cell) => [rich(cell)]) });
    const table = node("table", { has_column_header: true, has_row_header: true }, [
      row("K", "V"),
      row("a", "1"),
    ]);
    expect(html(table)).toContain(
      '<thead><tr><th scope="col">K</th><th scope="col">V</th></tr></thead><tbody><tr><th scope="row">a</th><td>1</td></tr>',
    );
    const tabs = node("tab", {}, [
      node("paragraph", line("Linux"), [node("paragraph", line("apt"))]),
      node("paragraph", line("Windows"), [node("paragraph", line("winget"))]),
    ]);
    const page = await normalize({ body: html(tabs), mediaType: "text/html", name: "x", title: "X" });
    expect(page.html).toMatch(/Linux.*apt.*Windows.*winget/s);
  });

  it("reports unknown block types", () => {
    const unknown: string[] = [];
    render([node("unsupported", { block_type: "form" }), node("carousel")], {
      linkOf: () => undefined,
      databaseOf: () => undefined,
      withheldTitle: () => undefined,
      mayShowSynced: () => true,
      mayNameFile: () => true,
      onUnknown: (type) => unknown.push(type),
    });
    expect(unknown).toEqual(["form", "carousel"]);
  });
});

describe("rich text", () => {
  const text = (...items: object[]) => html(node("paragraph", { rich_text: items }));
  it.each<[string, object, string]>([
    [
      "annotations",
      rich("x", {
        annotations: { bold: true, italic: true, strikethrough: true, underline: true, code: true },
      }),
      "<u><del><em><strong><code>x</code></strong></em></del></u>",
    ],
    [
      "link",
      rich("x", { href: 'https://x.example/?a=1&b="' }),
      '<a href="https://x.example/?a=1&amp;b=&quot;">x</a>',
    ],
    ["script link", rich("x", { href: "javascript:alert(1)" }), "x"],
    ["line break", rich("a\nb"), "a<br>b"],
    [
      "equation",
      { type: "equation", plain_text: "e", href: null, equation: { expression: "e<1" } },
      "<code>e&lt;1</code>",
    ],
    [
      "page",
      { type: "mention", plain_text: "K", href: null, mention: { type: "page", page: { id: "known" } } },
      '<a href="https://docs.example.com/known">K</a>',
    ],
    [
      "database",
      {
        type: "mention",
        plain_text: "D",
        href: null,
        mention: { type: "database", database: { id: "a-b" } },
      },
      '<a href="https://www.notion.so/ab">D</a>',
    ],
    [
      "date",
      {
        type: "mention",
        plain_text: "?",
        href: null,
        mention: { type: "date", date: { start: "2025-03-01", end: "2025-03-02" } },
      },
      '<time datetime="2025-03-01">2025-03-01 → 2025-03-02</time>',
    ],
    ["user", { type: "mention", plain_text: "@Ada", href: null, mention: { type: "user" } }, "@Ada"],
    [
      "link mention",
      {
        type: "mention",
        plain_text: "u",
        href: null,
        mention: { type: "link_mention", link_mention: { href: "https://x.example", title: "T" } },
      },
      '<a href="https://x.example">T</a>',
    ],
    [
      "link preview",
      {
        type: "mention",
        plain_text: "p",
        href: null,
        mention: { type: "link_preview", link_preview: { url: "https://x.example" } },
      },
      '<a href="https://x.example">p</a>',
    ],
    [
      "own page",
      rich("x", { href: `/${"0".repeat(31)}1` }),
      `<a href="https://www.notion.so/${"0".repeat(31)}1">x</a>`,
    ],
  ])("%s", (_, item, expected) => {
    expect(text(item)).toBe(`<p>${expected}</p>`);
  });
});
