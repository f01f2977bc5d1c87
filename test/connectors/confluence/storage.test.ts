import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { htmlOf } from "../../../connectors/confluence/storage/html.ts";
import { parseStorage } from "../../../connectors/confluence/storage/parse.ts";
import {
  includesOtherPages,
  inclusionOf,
  referencesOf,
  type StorageContext,
} from "../../../connectors/confluence/storage/references.ts";
import { normalize } from "../../../src/normalize/pipeline.ts";

const base = "https://wiki";
const around: StorageContext = {
  urlOf: ({ title, spaceKey, id }) =>
    id === "0" ? undefined : `https://wiki/${spaceKey ?? "HB"}/${id ?? title}`,
  spaceUrl: (key) => `https://wiki/${key}`,
  fileUrl: (name) => `https://wiki/files/${name}`,
  nameOf: ({ value }) => (value === "5b10a" ? "Jane Doe" : undefined),
  withheldTitle: ({ title }) => (title === "Layoff plan" ? title : undefined),
  withheldAt: (address) => (address.endsWith("/Layoff+plan") ? "Layoff plan" : undefined),
  mayNameFile: ({ name }) => name !== "layoffs.pdf",
  included: ({ of, excerpt }) => (of.title === "Open" ? `<p>part ${excerpt ?? "whole"}</p>` : undefined),
  below: [{ title: "Child & co", url: "https://wiki/child" }],
  files: ["form.pdf"],
  dropped: () => {},
};

const macro = (name: string, parameters: Readonly<Record<string, string>> = {}, body = "") =>
  `<ac:structured-macro ac:name="${name}">${Object.entries(parameters)
    .map(([key, value]) => `<ac:parameter ac:name="${key}">${value}</ac:parameter>`)
    .join("")}${body}</ac:structured-macro>`;
const rich = (html: string) => `<ac:rich-text-body>${html}</ac:rich-text-body>`;
const plain = (text: string) => `<ac:plain-text-body><![CDATA[${text}]]></ac:plain-text-body>`;
const page = (title: string) => `<ac:link><ri:page ri:content-title="${title}"/></ac:link>`;

const cases: readonly (readonly [string, string, string])[] = [
  ["plain elements", '<p class="x">a<br/>b</p>', '<p class="x">a<br>b</p>'],
  ["named entities", "<p>&auml;&nbsp;&ndash;&amp;&nosuch;</p>", "<p>ä\u00a0–&amp;&amp;nosuch;</p>"],
  [
    "code",
    macro("code", { language: "bash", title: "Go" }, plain('a && "b" &nbsp; <c>')),
    '<p><strong>Go</strong></p><pre data-language="bash"><code>a &amp;&amp; &quot;b&quot; &amp;nbsp; &lt;c&gt;</code></pre>',
  ],
  ["noformat", macro("noformat", {}, plain("x")), "<pre><code>x</code></pre>"],
  ["info", macro("info", {}, rich("<p>x</p>")), '<div class="admonition info"><p>x</p></div>'],
  [
    "warning with a title",
    macro("warning", { title: "Hot" }, rich("<p>x</p>")),
    '<div class="admonition warning"><p class="admonition-title">Hot</p><p>x</p></div>',
  ],
  ["panel", macro("panel", { title: "T" }, rich("<p>x</p>")), "<div><p><strong>T</strong></p><p>x</p></div>"],
  [
    "expand",
    macro("expand", { title: "More" }, rich("<p>x</p>")),
    "<details><summary>More</summary><p>x</p></details>",
  ],
  ["toc", macro("toc", { maxLevel: "3" }), ""],
  ["status", macro("status", { title: "DONE", colour: "Green" }), "DONE"],
  ["excerpt", macro("excerpt", {}, rich("<p>x</p>")), "<p>x</p>"],
  ["hidden excerpt", macro("excerpt", { hidden: "true" }, rich("<p>x</p>")), ""],
  ["page properties", macro("details", {}, rich("<table></table>")), "<table></table>"],
  ["include", macro("include", { "": page("Open") }), "<p>part whole</p>"],
  ["excerpt of a page", macro("excerpt-include", { "": page("Open"), name: "n" }), "<p>part n</p>"],
  ["include of what is no content", macro("include", { "": page("Secret") }), ""],
  ["jira issue", macro("jira", { server: "Jira", key: "OPS-7" }), "OPS-7"],
  ["jira query", macro("jira", { jqlQuery: "a &lt; b" }), "<p>Jira issues: <code>a &lt; b</code></p>"],
  ["children", macro("children"), '<ul><li><a href="https://wiki/child">Child &amp; co</a></li></ul>'],
  ["attachments", macro("attachments"), "<p>Attached files:</p><ul><li>form.pdf</li></ul>"],
  [
    "view-file",
    macro("view-file", { name: '<ri:attachment ri:filename="a.pdf"/>' }),
    "<p>Attached file: a.pdf</p>",
  ],
  ["an unknown macro's body", macro("fancy-tabs", { x: "y" }, rich("<p>x</p>")), "<p>x</p>"],
  ["a macro named like a property of objects", macro("constructor", {}, rich("x")), "x"],
  ["mention", '<ac:link><ri:user ri:account-id="5b10a"/></ac:link>', "@Jane Doe"],
  ["mention of nobody known", '<ac:link><ri:user ri:userkey="x"/></ac:link>', "@unknown user"],
  ["page link", page("Leave &amp; pay"), '<a href="https://wiki/HB/Leave &amp; pay">Leave &amp; pay</a>'],
  [
    "page link with text, space and anchor",
    '<ac:link ac:anchor="a b"><ri:page ri:content-title="L" ri:space-key="IT"/><ac:plain-text-link-body><![CDATA[see & go]]></ac:plain-text-link-body></ac:link>',
    '<a href="https://wiki/IT/L#a%20b">see &amp; go</a>',
  ],
  [
    "link by id",
    '<ac:link><ri:content-entity ri:content-id="12"/><ac:link-body><em>x</em></ac:link-body></ac:link>',
    '<a href="https://wiki/HB/12"><em>x</em></a>',
  ],
  ["file link", '<ac:link><ri:attachment ri:filename="a.pdf"/></ac:link>', "a.pdf"],
  [
    "image",
    '<ac:image ac:alt="A map"><ri:attachment ri:filename="m.png"/><ac:caption><p>Map</p></ac:caption></ac:image>',
    '<figure><img src="https://wiki/files/m.png" alt="A map"><figcaption><p>Map</p></figcaption></figure>',
  ],
  ["emoticon", '<ac:emoticon ac:name="tick"/><ac:emoticon ac:emoji-fallback="🎉"/>', "✅🎉"],
  [
    "tasks",
    "<ac:task-list><ac:task><ac:task-id>1</ac:task-id><ac:task-status>complete</ac:task-status><ac:task-body>x</ac:task-body></ac:task></ac:task-list>",
    '<ul><li><input type="checkbox" checked>x</li></ul>',
  ],
  [
    "layout",
    "<ac:layout><ac:layout-section><ac:layout-cell><p>x</p></ac:layout-cell></ac:layout-section></ac:layout>",
    "<div><div><div><p>x</p></div></div></div>",
  ],
  ["instructions to authors", "<p><ac:placeholder>Write here</ac:placeholder>x</p>", "<p>x</p>"],
  ["date", '<p><time datetime="2026-05-04"/></p>', "<p>2026-05-04</p>"],
  [
    "panel of the Cloud's editor",
    '<ac:adf-extension><ac:adf-node type="panel"><ac:adf-attribute key="panel-type">note</ac:adf-attribute><ac:adf-content><p>x</p></ac:adf-content></ac:adf-node><ac:adf-fallback><p>other</p></ac:adf-fallback></ac:adf-extension>',
    '<div class="admonition note"><p>x</p></div>',
  ],
  [
    "another node of the Cloud's editor",
    '<ac:adf-extension><ac:adf-node type="decision-list"/><ac:adf-fallback><p>x</p></ac:adf-fallback></ac:adf-extension>',
    "<p>x</p>",
  ],
  [
    "a custom panel of the Cloud's editor",
    '<ac:adf-extension><ac:adf-node type="panel"><ac:adf-attribute key="panel-type">custom</ac:adf-attribute><ac:adf-attribute key="panel-icon">:warning:</ac:adf-attribute><ac:adf-content><p>x</p></ac:adf-content></ac:adf-node></ac:adf-extension>',
    '<div class="admonition warning"><p>x</p></div>',
  ],
  [
    "a panel with an emoji",
    macro(
      "panel",
      { panelIcon: ":rotating_light:", panelIconText: "🚨", bgColor: "#123456" },
      rich("<p>x</p>"),
    ),
    '<div class="admonition error"><p>x</p></div>',
  ],
  [
    "a panel in the editor's colour",
    macro("panel", { bgColor: "#E3FCEF" }, rich("<p>x</p>")),
    '<div class="admonition success"><p>x</p></div>',
  ],
  ["a coloured box", macro("panel", { bgColor: "#123456" }, rich("<p>x</p>")), "<div><p>x</p></div>"],
  [
    "html",
    macro("html", {}, plain("<p>Mon<br>Tue</p><script>alert(1)</script><ul><li>a<li>b</ul>")),
    "<p>Mon<br>Tue</p><ul><li>a</li><li>b</li></ul>",
  ],
  [
    "a link in html to a page that may not be named",
    macro("html", {}, plain('<p>See <a href="https://wiki/HB/Layoff+plan">Layoff plan</a>!</p>')),
    "<p>See !</p>",
  ],
  [
    "tabs",
    macro("auitabs", {}, rich(macro("auitabspage", { title: "Windows" }, rich("<p>x</p>")))),
    "<p><strong>Windows</strong></p><p>x</p>",
  ],
  ["a chart's data", macro("chart", {}, rich("<table></table>")), "<table></table>"],
  ["not well-formed", "<p>a<b>c", "<p>a<b>c</b></p>"],
];

describe("storage format", () => {
  it.each(cases)("%s", (_, storage, html) => {
    expect(htmlOf(parseStorage(storage), around)).toBe(html);
  });

  it.each([
    ["csv", macro("csv", { url: "x" })],
    ["jira", macro("jira", { jqlQuery: "project = DOC" })],
    ["contentbylabel", macro("contentbylabel", { cql: "x" })],
    ["drawio", macro("drawio", { diagramName: "x" })],
    ["lucidchart", macro("lucidchart", {}, rich("  "))],
    ["include", macro("include", {})],
    ["attachments", macro("attachments", { page: page("Other") })],
    ["iframe", macro("iframe", { src: "file:///x" })],
    ["", macro("toc")],
    ["", macro("livesearch")],
    ["", macro("jira", { key: "OPS-7" })],
    ["", macro("html", {}, plain("<p>x</p>"))],
    ["", macro("cards", { title: "A" }, rich("<p>x</p>"))],
    ["", macro("excerpt", { hidden: "true" }, rich("<p>x</p>"))],
  ])("names what is left out: %j", (expected, storage) => {
    const dropped: string[] = [];
    htmlOf(parseStorage(storage), { ...around, dropped: (name) => void dropped.push(name) });
    expect(dropped.join()).toBe(expected);
  });

  it("is text where it is nested too deep, without overflowing", () => {
    const depth = 3_000;
    const html = htmlOf(parseStorage(`${"<div>".repeat(depth)}deep${"</div>".repeat(depth)}`), around);
    expect(html).toContain("deep");
    expect(html.length).toBeLessThan(5_000);
  });

  it.each([
    ["CDATA that does not end", "<![CDATA[".repeat(200_000)],
    ["ampersands", "&a".repeat(300_000)],
    ["very many siblings", "<p/>".repeat(200_000)],
    ["very many macros", macro("include", { "": page("Open") }).repeat(2_000)],
  ])("takes %s in its stride", (_, storage) => {
    const nodes = parseStorage(storage);
    referencesOf(nodes, base);
    expect(htmlOf(nodes, around).length).toBeGreaterThan(0);
  });

  it("never throws", () => {
    const piece = fc.constantFrom(
      ...[
        "<p>",
        "</p>",
        "<ac:link>",
        "</ac:link>",
        "<ri:page ",
        'ri:content-title="x"',
        "/>",
        "<![CDATA[",
        "]]>",
      ],
      ...[
        '<ac:structured-macro ac:name="code">',
        "</ac:structured-macro>",
        "<ac:plain-text-body>",
        "&nbsp;",
        "&",
        "<",
      ],
      ...[
        '<ac:parameter ac:name="">',
        "<ac:image>",
        "<ac:task>",
        "<time>",
        "text",
        "<ac:adf-extension>",
        "<!--",
      ],
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
        const nodes = parseStorage(pieces.join(""));
        referencesOf(nodes, base);
        htmlOf(nodes, around);
      }),
    );
  });

  it("becomes a page with callouts, code and tables", async () => {
    const storage = `${macro("note", {}, rich("<p>Mind the gap.</p>"))}${macro("code", { language: "java" }, plain("int a;"))}`;
    const { html } = await normalize({
      body: htmlOf(parseStorage(storage), around),
      mediaType: "text/html",
      name: "x",
    });
    expect(html).toContain("<p><strong>Note</strong></p>\n<p>Mind the gap.</p>\n</blockquote>");
    expect(html).toContain('<pre><code class="language-java">int a;</code></pre>');
  });

  it("finds users, inclusions and lists of files before it is rendered", () => {
    const storage = `<p>${page("x")}<ac:link><ri:user ri:username="jd"/></ac:link></p>${macro("include", { "": "IT:Open" })}${macro("attachments")}`;
    expect(referencesOf(parseStorage(storage), base)).toEqual({
      users: [{ by: "username", value: "jd" }],
      inclusions: [{ of: { type: "page", title: "Open", spaceKey: "IT" } }],
      listsAttachments: true,
      links: [{ type: "page", title: "x" }],
      files: [],
    });
  });

  it.each([
    [macro("include", { "": page("x") }), true],
    [macro("children"), true],
    [macro("detailssummary"), true],
    [macro("info", {}, rich("x")), false],
    ["<p>include</p>", false],
  ])("shows parts of other pages: %s %s", (storage, expected) => {
    expect(includesOtherPages(storage)).toBe(expected);
  });

  it("treats no other macro as an inclusion", () => {
    const [node] = parseStorage(macro("info", { "": page("x") }));
    expect(node && "attribs" in node && inclusionOf(node)).toBe(undefined);
  });
});
