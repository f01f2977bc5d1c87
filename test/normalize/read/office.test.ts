import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { storedZip } from "../../../src/normalize/read/office/zip.ts";
import { readPptx } from "../../../src/normalize/read/pptx/index.ts";
import { tablesHtml } from "../../../src/normalize/read/tables/html.ts";
import { numberFormat } from "../../../src/normalize/read/xlsx/formats.ts";
import { readXlsx } from "../../../src/normalize/read/xlsx/index.ts";
import { documentOf } from "./support.ts";

const zip = (files: Record<string, string>) =>
  storedZip(new Map(Object.entries(files).map(([name, text]) => [name, Buffer.from(text)])));
const rels = (targets: Record<string, string>) =>
  `<Relationships>${Object.entries(targets)
    .map(([id, target]) => `<Relationship Id="${id}" Target="${target}"/>`)
    .join("")}</Relationships>`;
const book = (sheetData: string, more = "", styles = "") =>
  zip({
    "_rels/.rels": rels({ r1: "xl/workbook.xml" }),
    "xl/workbook.xml": '<workbook xmlns:r="x"><sheets><sheet name="A" r:id="r1"/></sheets></workbook>',
    "xl/_rels/workbook.xml.rels": rels({ r1: "worksheets/sheet1.xml", r2: "styles.xml" }),
    "xl/styles.xml": `<styleSheet>${styles}</styleSheet>`,
    "xl/worksheets/sheet1.xml": `<worksheet>${more}<sheetData>${sheetData}</sheetData></worksheet>`,
  });
const readBook = async (bytes: Buffer) => (await readXlsx({ ...documentOf(""), body: bytes }))[0]?.html ?? "";
const inline = (ref: string, text: string) => `<c r="${ref}" t="inlineStr"><is><t>${text}</t></is></c>`;

describe("numbers as a workbook shows them", () => {
  it.each<[string | undefined, number, number, string]>([
    [undefined, 0, 0.1 + 0.2, "0.3"],
    [undefined, 3, 1234567, "1,234,567"],
    [undefined, 10, 0.1234, "12.34%"],
    [undefined, 14, 45352, "2024-03-01"],
    [undefined, 20, 0.75, "18:00"],
    ["yyyy-mm-dd hh:mm", 164, 45352.5625, "2024-03-01 13:30"],
    ["[h]:mm", 164, 1.5, "36:00"],
    ["d. mmmm yyyy", 164, 45352, "2024-03-01"],
    ['#,##0.00 "€"', 164, 1234.5, "1,234.50 €"],
    ["[$€-407] #,##0.00", 164, 3, "€ 3.00"],
    ['0.00" %"', 164, -4.25, "-4.25 %"],
    ["0.0#", 164, 1.5, "1.5"],
    [";;;", 164, 5, ""],
    ["[Red]0;[Blue]-0", 164, 7, "7"],
    ['0 "pcs"', 164, 12, "12 pcs"],
    ["General", 164, 5, "5"],
  ])("%s (%s): %s is %s", (code, id, value, shown) => {
    expect(numberFormat(id, code, false)(value)).toBe(shown);
  });

  it("days may count from 1904, and 1900 had no 29 February", () => {
    expect(numberFormat(14, undefined, true)(0)).toBe("1904-01-01");
    expect(numberFormat(14, undefined, false)(1)).toBe("1900-01-01");
    expect(numberFormat(14, undefined, false)(61)).toBe("1900-03-01");
  });

  it("never fails, whatever the code", () => {
    fc.assert(
      fc.property(fc.string(), fc.double({ noNaN: true }), (code, value) => {
        expect(typeof numberFormat(164, code, false)(value)).toBe("string");
      }),
    );
  });
});

describe("a workbook", () => {
  it("repeats a merged cell, and leaves out what is hidden or white on white", async () => {
    const bytes = book(
      `<row r="1">${inline("A1", "Plan")}${inline("B1", "Users")}${inline("C1", "Margin")}</row>` +
        `<row r="2">${inline("A2", "Pro")}<c r="B2"><v>5</v></c>${inline("C2", "canary")}</row>` +
        `<row r="3"><c r="B3"><v>50</v></c></row><row r="4" hidden="1">${inline("A4", "canary")}</row>` +
        `<row r="5"><c r="A5" s="1" t="inlineStr"><is><t>canary</t></is></c>${inline("B5", "kept")}</row>`,
      '<cols><col min="3" max="3" hidden="1"/></cols>',
      '<fonts><font/><font><color rgb="FFFFFFFF"/></font></fonts><cellXfs><xf/><xf fontId="1"/></cellXfs>',
    ).toString("latin1");
    const merged = bytes.replace("</worksheet>", "</worksheet>");
    const html = await readBook(Buffer.from(merged, "latin1"));
    expect(html).not.toContain("canary");
    expect(html).toContain("<th>Plan</th><th>Users</th>");
    expect(html).toContain("<td>kept</td>");
  });

  it("says a merged cell for all rows that it covers", async () => {
    const sheet = zip({
      "_rels/.rels": rels({ r1: "xl/workbook.xml" }),
      "xl/workbook.xml": '<workbook xmlns:r="x"><sheets><sheet name="A" r:id="r1"/></sheets></workbook>',
      "xl/_rels/workbook.xml.rels": rels({ r1: "/xl/worksheets/sheet1.xml" }),
      "xl/worksheets/sheet1.xml": `<worksheet><sheetData><row r="1">${inline("A1", "Pro")}<c r="B1"><v>1</v></c></row><row r="2"><c r="B2"><v>2</v></c></row></sheetData><mergeCells><mergeCell ref="A1:A2"/></mergeCells></worksheet>`,
    });
    expect(await readBook(sheet)).toContain("<tr><td>Pro</td><td>1</td></tr><tr><td>Pro</td><td>2</td></tr>");
  });

  it.each([
    ["not a zip", Buffer.from("hello")],
    ["another Office file", zip({ "word/document.xml": "<a/>" })],
    ["an encrypted or old file", Buffer.from("d0cf11e0a1b11ae1", "hex")],
  ])("%s is named", async (_, bytes) => {
    await expect(readBook(bytes)).rejects.toThrow("the document cannot be read");
  });

  it("a sheet that unpacks to too much is refused", async () => {
    const long = `<row r="1">${inline("A1", "x".repeat(33_000_000))}</row>`;
    await expect(readBook(book(long))).rejects.toThrow("unpacks to more than");
  });

  it("a merged area as large as a sheet costs nothing", async () => {
    const html = await readBook(
      book(
        `<row r="1">${inline("A1", "One")}</row>`,
        '<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>',
      ),
    );
    expect(html).toBe("<table><tbody><tr><td>One</td></tr></tbody></table>");
  });
});

describe("tables", () => {
  const rows = (n: number) => [
    [{ text: "Code" }, { text: "Meaning" }],
    ...Array.from({ length: n }, (_, at) => [{ text: `E${at}` }, { text: `Error ${at}` }]),
  ];
  it("are cut with the header repeated, and lose no row", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 450 }), (n) => {
        const html = tablesHtml(rows(n), 2);
        expect(html.match(/<td>E\d+<\/td>/g)).toHaveLength(n);
        expect(html.match(/<th>Code<\/th>/g)).toHaveLength(Math.ceil(n / 100));
      }),
      { numRuns: 30 },
    );
  });
  it("have no header where the first row is data, and escape what cells say", () => {
    const html = tablesHtml(
      [
        [{ text: "1" }, { text: "<b>" }],
        [{ text: "2" }, { text: "c" }],
      ],
      2,
    );
    expect(html).not.toContain("<th>");
    expect(html).toContain("&lt;b&gt;");
  });
});

describe("a presentation", () => {
  const slide = (shapes: string, show = "") =>
    `<p:sld${show}><p:cSld><p:spTree>${shapes}</p:spTree></p:cSld></p:sld>`;
  const shape = (kind: string, text: string, more = "") =>
    `<p:sp><p:nvSpPr><p:cNvPr id="1" name="x"${more}/><p:cNvSpPr/><p:nvPr>${kind ? `<p:ph type="${kind}"/>` : ""}</p:nvPr></p:nvSpPr><p:txBody>${text}</p:txBody></p:sp>`;
  const words = (text: string) => `<a:p><a:r><a:t>${text}</a:t></a:r></a:p>`;
  const read = async (...slides: readonly string[]) => {
    const names = slides.map((_, n) => [`r${n}`, `slides/slide${n}.xml`] as const);
    const [page] = await readPptx({
      ...documentOf(""),
      body: zip({
        "ppt/presentation.xml": `<p:presentation><p:sldIdLst>${names.map(([id]) => `<p:sldId id="1" r:id="${id}"/>`).join("")}</p:sldIdLst></p:presentation>`,
        "ppt/_rels/presentation.xml.rels": rels(Object.fromEntries(names)),
        ...Object.fromEntries(slides.map((text, n) => [`ppt/slides/slide${n}.xml`, text])),
      }),
    });
    return page ?? { html: "", warnings: [] };
  };

  it("has its slides in the order of the show, without what is hidden or on every slide", async () => {
    const { html, warnings } = await read(
      slide(
        shape("title", words("One")) +
          shape("sldNum", words("canary")) +
          shape("", words("canary"), ' hidden="1"'),
      ),
      slide(shape("title", words("Two")), ' show="0"'),
      slide(`${shape("", words("Only words"))}<p:grpSp>${shape("", words("in a group"))}</p:grpSp>`),
    );
    expect(html).toBe("<h2>One</h2><h2>Slide 3</h2><p>Only words</p><p>in a group</p>");
    expect(warnings.map(({ code }) => code)).toEqual(["hidden-dropped"]);
  });

  it("nests its items, whatever levels they jump over", async () => {
    const item = (level: number, text: string) =>
      `<a:p><a:pPr lvl="${level}"/><a:r><a:t>${text}</a:t></a:r></a:p>`;
    const { html } = await read(
      slide(shape("body", item(0, "a") + item(2, "b") + item(1, "c") + item(0, "d"))),
    );
    expect(html).toBe("<h2>Slide 1</h2><ul><li>a<ul><li>b</li></ul><ul><li>c</li></ul></li><li>d</li></ul>");
  });

  it("that is none is named", async () => {
    await expect(readPptx({ ...documentOf(""), body: zip({ a: "b" }) })).rejects.toThrow(
      "holds no presentation",
    );
  });
});
