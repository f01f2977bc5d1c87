import { describe, expect, it } from "vitest";
import { readOdt } from "../../../src/normalize/read/odf/index.ts";
import { readOds } from "../../../src/normalize/read/odf/ods.ts";
import { storedZip } from "../../../src/normalize/read/office/zip.ts";
import { packedZip } from "./support/docx.ts";
import { codes, documentOf, finished } from "./support.ts";

const zip = (files: Record<string, string>) =>
  storedZip(new Map(Object.entries(files).map(([name, text]) => [name, Buffer.from(text)])));
const file = (kind: "text" | "spreadsheet", body: string, styles = "", more: Record<string, string> = {}) =>
  zip({
    "content.xml": `<office:document-content><office:automatic-styles>${styles}</office:automatic-styles><office:body><office:${kind}>${body}</office:${kind}></office:body></office:document-content>`,
    ...more,
  });
const odt = async (body: string, styles = "", more: Record<string, string> = {}) => {
  const [page] = await readOdt({ ...documentOf(""), body: file("text", body, styles, more) });
  return finished(page);
};
const ods = async (body: string, styles = "") =>
  (await readOds({ ...documentOf(""), body: file("spreadsheet", body, styles) }))[0];

const style = (name: string, family: string, properties: string, parent = "") =>
  `<style:style style:name="${name}" style:family="${family}"${parent && ` style:parent-style-name="${parent}"`}>${properties}</style:style>`;
const text = (attributes: string) => `<style:text-properties ${attributes}/>`;
const p = (inner: string, name = "") => `<text:p${name && ` text:style-name="${name}"`}>${inner}</text:p>`;
const span = (inner: string, name: string) => `<text:span text:style-name="${name}">${inner}</text:span>`;

describe("text in a font of signs", () => {
  it.each([
    ["Wingdings", "\uf0fc", "✓"],
    ["Wingdings1", "ü", "✓"],
    ["Wingdings 21", "\uf050", "🗸"],
    ["Symbol2", "\uf061", "α"],
    ["Arial", "ü", "ü"],
  ])("%s: %s is %s", async (font, letter, sign) => {
    const { html } = await odt(
      p(`Done ${span(letter, "s")} now`),
      style("s", "text", text(`style:font-name="${font}"`)),
    );
    expect(html).toBe(`<p>Done ${sign} now</p>`);
  });
});

it("a control that asks to be filled in says nothing", async () => {
  const { html } = await odt(
    p(
      'Name: <loext:content-control loext:showing-place-holder="true">Click here</loext:content-control><loext:content-control>Ann</loext:content-control>',
    ),
  );
  expect(html).toBe("<p>Name: Ann</p>");
});

describe("what the styles of an OpenDocument text hide", () => {
  it.each<[string, string, string]>([
    ["hidden text", style("h", "text", text('text:display="none"')), p(span("canary", "h"))],
    ["white text", style("h", "text", text('fo:color="#ffffff"')), p(span("canary", "h"))],
    [
      "white by the style it is based on",
      style("w", "paragraph", text('fo:color="#fefefe"')) + style("h", "paragraph", "", "w"),
      p("canary", "h"),
    ],
    ["tiny text", style("h", "text", text('fo:font-size="1pt"')), p(span("canary", "h"))],
    [
      "transparent text",
      style("h", "text", text('fo:color="#000000" loext:opacity="0%"')),
      p(span("canary", "h")),
    ],
    [
      "the colour of its paragraph",
      style("g", "paragraph", '<style:paragraph-properties fo:background-color="#222222"/>') +
        style("h", "text", text('fo:color="#232323"')),
      p(span("canary", "h"), "g"),
    ],
    [
      "the colour of its cell",
      style("c", "table-cell", '<style:table-cell-properties fo:background-color="#003366"/>') +
        style("h", "text", text('fo:color="#003366"')),
      `<table:table><table:table-row><table:table-cell table:style-name="c">${p(span("canary", "h"))}</table:table-cell></table:table-row></table:table>`,
    ],
    [
      "the colour of its box",
      style("c", "graphic", '<style:graphic-properties draw:fill="solid" draw:fill-color="#ff0000"/>') +
        style("h", "text", text('fo:color="#ff0000"')),
      p(
        `<draw:frame draw:style-name="c"><draw:text-box>${p(span("canary", "h"))}</draw:text-box></draw:frame>`,
      ),
    ],
    [
      "a box off the page",
      "",
      p(
        `<draw:frame svg:x="-40cm" svg:width="5cm"><draw:text-box>${p("canary")}</draw:text-box></draw:frame>`,
      ),
    ],
    [
      "lines without height",
      style("h", "paragraph", '<style:paragraph-properties fo:line-height="0.01cm"/>'),
      p("canary", "h"),
    ],
    ["a hidden section", "", `<text:section text:display="none">${p("canary")}</text:section>`],
    ["a paragraph hidden by a field", "", p('canary<text:hidden-paragraph text:is-hidden="true"/>')],
    [
      "a hidden row",
      "",
      `<table:table><table:table-row table:visibility="collapse"><table:table-cell>${p("canary")}</table:table-cell></table:table-row></table:table>`,
    ],
    [
      "deleted text",
      "",
      `<text:tracked-changes><text:changed-region><text:deletion>${p("canary")}</text:deletion></text:changed-region></text:tracked-changes>`,
    ],
    ["a comment", "", p(`<office:annotation>${p("canary")}</office:annotation>`)],
    [
      "a contents list",
      "",
      `<text:table-of-content><text:index-body>${p("canary")}</text:index-body></text:table-of-content>`,
    ],
    ["code that is hidden", style("Code", "paragraph", text('text:display="none"')), p("canary", "Code")],
  ])("%s", async (_, styles, body) => {
    const { html } = await odt(p("Words before it.") + body + p("Words behind it."), styles);
    expect(html).not.toContain("canary");
    expect(html).toContain("Words before it.");
    expect(html).toContain("Words behind it.");
  });

  it.each<[string, string, string]>([
    [
      "white on black",
      style(
        "b",
        "paragraph",
        `<style:paragraph-properties fo:background-color="#000000"/>${text('fo:color="#ffffff"')}`,
      ),
      p("kept", "b"),
    ],
    [
      "an automatic colour on black",
      style(
        "b",
        "paragraph",
        '<style:paragraph-properties fo:background-color="#000000"/>' +
          text('style:use-window-font-color="true"'),
      ),
      p("kept", "b"),
    ],
    [
      "white in a box that a picture fills",
      style("c", "graphic", '<style:graphic-properties draw:fill="bitmap"/>') +
        style("h", "text", text('fo:color="#ffffff"')),
      p(
        `<draw:frame draw:style-name="c"><draw:text-box>${p(span("kept", "h"))}</draw:text-box></draw:frame>`,
      ),
    ],
    [
      "inserted text",
      "",
      p('<text:change-start text:change-id="c"/>kept<text:change-end text:change-id="c"/>'),
    ],
    [
      "the text of fields and shapes",
      "",
      p(`<text:date>kept</text:date><draw:custom-shape>${p("and this")}</draw:custom-shape>`),
    ],
    [
      "a bibliography",
      "",
      `<text:bibliography><text:index-body>${p("kept")}</text:index-body></text:bibliography>`,
    ],
  ])("but not %s", async (_, styles, body) => {
    expect((await odt(body, styles)).html).toContain("kept");
  });
});

describe("an OpenDocument text", () => {
  it("keeps formulas in their sentence, of the file itself or of a part of it", async () => {
    const math =
      "<math:math><math:semantics><math:mfrac><math:mi>a</math:mi><math:mn>2</math:mn></math:mfrac><math:annotation>a over 2</math:annotation></math:semantics></math:math>";
    const { html } = await odt(
      p(
        `Half is <draw:frame><draw:object>${math}</draw:object></draw:frame>, twice <draw:frame><draw:object xlink:href="./Object 1"/></draw:frame>.`,
      ),
      "",
      { "Object 1/content.xml": '<math xmlns="x"><mn>2</mn><mi>a</mi></math>' },
    );
    expect(html).toBe("<p>Half is <code>\\frac{a}{2}</code>, twice <code>2a</code>.</p>");
  });

  it("shows a chart as its title and the table that it is drawn from", async () => {
    const cell = (words: string) => `<table:table-cell>${p(words)}</table:table-cell>`;
    const chart = `<office:document-content><office:body><office:chart><chart:chart><chart:title>${p("Requests")}</chart:title><table:table><table:table-header-rows><table:table-row>${cell("Day")}${cell("Requests")}</table:table-row></table:table-header-rows><table:table-rows><table:table-row>${cell("Monday")}${cell("60")}</table:table-row></table:table-rows></table:table></chart:chart></office:chart></office:body></office:document-content>`;
    const { html } = await odt(p('<draw:frame><draw:object xlink:href="Object 2"/></draw:frame>'), "", {
      "Object 2/content.xml": chart,
    });
    expect(html).toContain("Requests");
    expect(html).toContain("<td>Monday</td><td>60</td>");
  });

  it("numbers headings that Word wrote as paragraphs in lists", async () => {
    const level = (at: number, more = "") =>
      `<text:list-level-style-number text:level="${at}" style:num-format="1" style:num-suffix="."${more}/>`;
    const item = (inner: string) => `<text:list-item>${inner}</text:list-item>`;
    const list = (inner: string) =>
      `<text:list text:style-name="L" text:continue-numbering="true">${inner}</text:list>`;
    const { html } = await odt(
      list(item(p("Scope", "Heading_20_1"))) +
        p("Words.") +
        list(item(`<text:list>${item(p("Users", "Heading_20_2"))}</text:list>`)) +
        list(item(p("Limits", "Heading_20_1"))) +
        p("Ten."),
      `<text:list-style style:name="L">${level(1)}${level(2, ' text:display-levels="2"')}</text:list-style>`,
    );
    expect(html).toContain("<h2>1. Scope</h2>");
    expect(html).toContain("<h3>1.1. Users</h3>");
    expect(html).toContain("<h2>2. Limits</h2>");
  });

  it("writes a reading, code with its indentation, and a picture's description", async () => {
    const { html } = await odt(
      p(
        "<text:ruby><text:ruby-base>漢字</text:ruby-base><text:ruby-text>かんじ</text:ruby-text></text:ruby>",
      ) +
        p('a:<text:line-break/><text:s text:c="4"/>b', "Preformatted_20_Text") +
        p(
          "<draw:frame><draw:image/><svg:title>photo.png</svg:title><svg:desc>The green key</svg:desc></draw:frame>",
        ),
    );
    expect(html).toContain("漢字");
    expect(html).toContain("かんじ");
    expect(html).toContain("<pre><code>a:\n    b</code></pre>");
    expect(html).toContain("The green key");
  });

  it.each([
    ["not a zip", Buffer.from("hello"), "damaged"],
    ["a spreadsheet", file("spreadsheet", ""), "holds no OpenDocument text"],
    [
      "an encrypted file",
      file("text", "", "", {
        "META-INF/manifest.xml":
          "<manifest:manifest><manifest:file-entry><manifest:encryption-data/></manifest:file-entry></manifest:manifest>",
      }),
      "encrypted",
    ],
    ["a file that lies about its size", packedZip("content.xml", Buffer.alloc(100_000, "a"), 10), "damaged"],
    [
      "a file that unpacks to too much",
      packedZip("content.xml", Buffer.alloc(33_000_000, "a")),
      "unpacks to more than",
    ],
    [
      "cells in cells that are repeated",
      file(
        "text",
        '<table:table><table:table-row table:number-rows-repeated="1000"><table:table-cell table:number-columns-repeated="1000">'.repeat(
          3,
        ) + p("x".repeat(100)),
      ),
      "without end",
    ],
    ["elements without end", file("text", "<text:section>".repeat(300)), "nested more than"],
  ])("%s is named", async (_, bytes, message) => {
    await expect(readOdt({ ...documentOf(""), body: bytes })).rejects.toThrow(message);
  });
});

describe("an OpenDocument spreadsheet", () => {
  const cell = (words: string, more = "") =>
    `<table:table-cell ${more}>${words && p(words)}</table:table-cell>`;
  const row = (inner: string, more = "") => `<table:table-row ${more}>${inner}</table:table-row>`;

  it("leaves out what is hidden, by sheet, row, group, column and ink", async () => {
    const styles =
      style("off", "table", '<style:table-properties table:display="false"/>') +
      style("ink", "table-cell", text('fo:color="#ffffff"')) +
      style("w", "text", text('fo:color="#ffffff"'));
    const page = await ods(
      `<table:table table:name="A"><table:table-column/><table:table-column table:visibility="collapse"/><table:table-column/>${row(cell("Plan") + cell("canary") + cell("Days"))}${row(cell("Free") + cell("canary") + cell("30"))}${row(cell("canary"), 'table:visibility="filter"')}<table:table-row-group table:display="false">${row(cell("canary"))}</table:table-row-group>${row(cell("canary", 'table:style-name="ink"') + cell("") + cell(span("canary", "w")))}${row(cell("Team<office:annotation><text:p>canary</text:p></office:annotation>"))}</table:table><table:table table:name="B" table:style-name="off">${row(cell("canary"))}</table:table>`,
      styles,
    );
    expect(page?.html).toBe(
      "<table><thead><tr><th>Plan</th><th>Days</th></tr></thead><tbody><tr><td>Free</td><td>30</td></tr><tr><td>Team</td><td></td></tr></tbody></table>",
    );
    expect(codes(page)).toEqual(["hidden-text", "hidden-dropped"]);
  });

  it("shows values where the writer left out what is shown, and days in ISO order", async () => {
    const page = await ods(
      `<table:table>${row(cell("", 'office:value-type="float" office:value="1.5"') + cell("", 'office:value-type="boolean" office:boolean-value="true"') + cell("03/04/26", 'office:value-type="date" office:date-value="2026-04-03"') + cell("03/04/26 10:30", 'office:value-type="date" office:date-value="2026-04-03T10:30:00"') + cell("April 2026", 'office:value-type="date" office:date-value="2026-04-03"'))}</table:table>`,
    );
    expect(page?.html).toContain(
      "<td>1.5</td><td>TRUE</td><td>2026-04-03</td><td>2026-04-03 10:30</td><td>April 2026</td>",
    );
  });

  it("says a merged cell for all that it covers, and repeats what is repeated", async () => {
    const page = await ods(
      `<table:table>${row(`${cell("Pro", 'table:number-rows-spanned="2" table:number-columns-spanned="2"')}<table:covered-table-cell/>${cell("1")}`)}${row(`<table:covered-table-cell table:number-columns-repeated="2"/>${cell("2")}`)}${row(cell("x", 'table:number-columns-repeated="3"'), 'table:number-rows-repeated="2"')}${row(cell("", 'table:number-columns-repeated="16384"'), 'table:number-rows-repeated="1048000"')}</table:table>`,
    );
    const rows = [
      ["Pro", "Pro", "1"],
      ["Pro", "Pro", "2"],
      ["x", "x", "x"],
      ["x", "x", "x"],
    ];
    expect(page?.html).toBe(
      `<table><tbody>${rows.map((one) => `<tr>${one.map((words) => `<td>${words}</td>`).join("")}</tr>`).join("")}</tbody></table>`,
    );
  });

  it("that repeats its cells without end is refused", async () => {
    const endless = `<table:table>${row(cell("x", 'table:number-columns-repeated="16384"'), 'table:number-rows-repeated="1048576"')}</table:table>`;
    await expect(ods(endless)).rejects.toThrow("more than 500000 cells");
  });
});
