import { describe, expect, it } from "vitest";
import { readDocx } from "../../../src/normalize/read/docx/index.ts";
import { formatted } from "../../../src/normalize/read/docx/number-format.ts";
import { type DocxParts, docx, p, r } from "./support/docx.ts";

async function convert(parts: DocxParts | string) {
  const body = docx(typeof parts === "string" ? { body: parts } : parts);
  const [page] = await readDocx({ body });
  return page ?? { html: "", warnings: [] };
}
const htmlOf = async (parts: DocxParts | string) => (await convert(parts)).html;

const level = (depth: number, format: string, text: string, more = "") =>
  `<w:lvl w:ilvl="${depth}">${more || '<w:start w:val="1"/>'}<w:numFmt w:val="${format}"/><w:lvlText w:val="${text}"/></w:lvl>`;
const defined = (...levels: string[]) =>
  `<w:abstractNum w:abstractNumId="0">${levels.join("")}</w:abstractNum>`;
const num = (id: number, more = "") => `<w:num w:numId="${id}"><w:abstractNumId w:val="0"/>${more}</w:num>`;
const starting = (at: number) => `<w:lvlOverride w:ilvl="0"><w:startOverride w:val="${at}"/></w:lvlOverride>`;
const item = (text: string, depth = 0, id = 1, style = "") =>
  `<w:p><w:pPr>${style ? `<w:pStyle w:val="${style}"/>` : ""}<w:numPr><w:ilvl w:val="${depth}"/><w:numId w:val="${id}"/></w:numPr></w:pPr>${r(text)}</w:p>`;

describe("list numbers are those that Word shows", () => {
  const decimal = level(0, "decimal", "%1.");
  it.each([
    [
      "a list that goes on after a remark",
      defined(decimal) + num(1),
      item("a") + item("b") + p("Remark") + item("c"),
      '<ol><li>a</li><li>b</li></ol><p>Remark</p><ol start="3"><li>c</li></ol>',
    ],
    [
      "a list that starts at four",
      defined(level(0, "decimal", "%1)", '<w:start w:val="4"/>')) + num(1),
      item("a") + item("b"),
      '<ol start="4"><li>a</li><li>b</li></ol>',
    ],
    [
      "a list that starts again, side by side",
      defined(decimal) + num(1) + num(2, starting(1)),
      item("a") + item("b") + item("c", 0, 2),
      "<ol><li>a</li><li>b</li></ol><ol><li>c</li></ol>",
    ],
    [
      "a list that starts at seven by its own statement",
      defined(decimal) + num(1) + num(2, starting(7)),
      item("a") + p("x") + item("b", 0, 2) + item("c", 0, 2),
      '<ol><li>a</li></ol><p>x</p><ol start="7"><li>b</li><li>c</li></ol>',
    ],
    [
      "inner lists start again behind an outer item",
      defined(decimal, level(1, "lowerLetter", "%2)")) + num(1),
      item("a") + item("x", 1) + item("y", 1) + item("b") + item("z", 1),
      '<ol><li>a<ol type="a"><li>x</li><li>y</li></ol></li><li>b<ol type="a"><li>z</li></ol></li></ol>',
    ],
    [
      "inner lists that go on",
      defined(decimal, level(1, "decimal", "%2.", '<w:start w:val="1"/><w:lvlRestart w:val="0"/>')) + num(1),
      item("a") + item("x", 1) + item("b") + item("y", 1),
      '<ol><li>a<ol><li>x</li></ol></li><li>b<ol start="2"><li>y</li></ol></li></ol>',
    ],
    [
      "numbers of several levels",
      defined(decimal, level(1, "decimal", "%1.%2")) + num(1),
      item("a") + item("x", 1) + item("y", 1),
      "<ol><li>a<ul><li>1.1 x</li><li>1.2 y</li></ul></li></ol>",
    ],
    [
      "words around a number",
      defined(level(0, "upperRoman", "Step %1:")) + num(1),
      item("a") + item("b"),
      "<ul><li>Step I: a</li><li>Step II: b</li></ul>",
    ],
  ])("%s", async (_, numbering, body, html) => {
    expect(await htmlOf({ numbering, body })).toBe(html);
  });

  it("headings carry theirs as text", async () => {
    const numbering = defined(level(0, "decimal", "%1"), level(1, "decimal", "%1.%2")) + num(1);
    const styles = { H1: "heading 1", H2: "heading 2" };
    const body =
      item("Scope", 0, 1, "H1") +
      item("Users", 1, 1, "H2") +
      item("Limits", 0, 1, "H1") +
      item("Storage", 1, 1, "H2");
    expect(await htmlOf({ numbering, styles, body })).toBe(
      "<h1>1 Scope</h1><h2>1.1 Users</h2><h1>2 Limits</h1><h2>2.1 Storage</h2>",
    );
  });

  it("headings that are numbered by their style", async () => {
    const numbered = (depth: number) =>
      `<w:pPr><w:numPr><w:ilvl w:val="${depth}"/><w:numId w:val="1"/></w:numPr></w:pPr>`;
    const html = await htmlOf({
      numbering: defined(level(0, "upperLetter", "%1."), level(1, "decimal", "%1.%2")) + num(1),
      styles: { H1: { name: "heading 1", xml: numbered(0) }, H2: { name: "heading 2", xml: numbered(1) } },
      body: p("Scope", "H1") + p("Users", "H2"),
    });
    expect(html).toBe("<h1>A. Scope</h1><h2>A.1 Users</h2>");
  });

  it.each([
    [27, "lowerLetter", "aa"],
    [1994, "upperRoman", "MCMXCIV"],
    [7, "decimalZero", "07"],
    [22, "ordinal", "22nd"],
    [113, "ordinal", "113th"],
    [5, "chicago", "5"],
  ])("%i as %s is %s", (value, format, text) => {
    expect(formatted(value, format)).toBe(text);
  });
});

const m = (inner: string) =>
  `<m:oMath xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math">${inner}</m:oMath>`;
const t = (text: string) => `<m:r><m:t>${text}</m:t></m:r>`;

describe("equations are LaTeX", () => {
  it.each([
    ["a fraction", `<m:f><m:num>${t("a+b")}</m:num><m:den>${t("2")}</m:den></m:f>`, "\\frac{a+b}{2}"],
    ["a power", `${t("E=m")}<m:sSup><m:e>${t("c")}</m:e><m:sup>${t("2")}</m:sup></m:sSup>`, "E=mc^{2}"],
    ["an index", `<m:sSub><m:e>${t("x")}</m:e><m:sub>${t("ij")}</m:sub></m:sSub>`, "x_{ij}"],
    [
      "a power of several letters",
      `<m:sSup><m:e>${t("ab")}</m:e><m:sup>${t("n")}</m:sup></m:sSup>`,
      "{ab}^{n}",
    ],
    ["a square root", `<m:rad><m:deg/><m:e>${t("x")}</m:e></m:rad>`, "\\sqrt{x}"],
    ["a cube root", `<m:rad><m:deg>${t("3")}</m:deg><m:e>${t("x")}</m:e></m:rad>`, "\\sqrt[3]{x}"],
    [
      "a sum",
      `<m:nary><m:naryPr><m:chr m:val="∑"/></m:naryPr><m:sub>${t("i=1")}</m:sub><m:sup>${t("n")}</m:sup><m:e>${t("i")}</m:e></m:nary>`,
      "\\sum_{i=1}^{n} i",
    ],
    ["an integral", `<m:nary><m:sub>${t("0")}</m:sub><m:sup/><m:e>${t("dx")}</m:e></m:nary>`, "\\int_{0} dx"],
    [
      "brackets",
      `<m:d><m:dPr><m:begChr m:val="["/><m:endChr m:val="]"/></m:dPr><m:e>${t("x")}</m:e></m:d>`,
      "\\left[x\\right]",
    ],
    ["a function", `<m:func><m:fName>${t("sin")}</m:fName><m:e>${t("x")}</m:e></m:func>`, "\\sin x"],
    [
      "a matrix",
      `<m:m><m:mr><m:e>${t("a")}</m:e><m:e>${t("b")}</m:e></m:mr><m:mr><m:e>${t("c")}</m:e><m:e>${t("d")}</m:e></m:mr></m:m>`,
      "\\begin{matrix}a & b \\\\ c & d\\end{matrix}",
    ],
    ["Greek letters and signs", t("αx≤π"), "\\alpha x\\leq\\pi"],
    [
      "an accent",
      `<m:acc><m:accPr><m:chr m:val="\u20D7"/></m:accPr><m:e>${t("v")}</m:e></m:acc>`,
      "\\vec{v}",
    ],
    ["words", "<m:r><m:rPr><m:nor/></m:rPr><m:t>if so</m:t></m:r>", "\\text{if so}"],
  ])("%s", async (_, math, source) => {
    const html = await htmlOf(`<w:p>${r("It is ")}${m(math)}${r(" here.")}</w:p>`);
    expect(html.replaceAll("&amp;", "&")).toBe(
      `<p>It is <span class="math">\\(${source}\\)</span> here.</p>`,
    );
  });

  it("one of its own is a paragraph", async () => {
    const math = m(t("x=1"));
    const html = await htmlOf(
      `<w:p><m:oMathPara xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math">${math}</m:oMathPara></w:p>${p("After")}`,
    );
    expect(html).toBe('<p><span class="math">\\(x=1\\)</span></p><p>After</p>');
  });
});

const box = (checked: string, sign = "") =>
  `<w:sdt><w:sdtPr><w14:checkbox xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml"><w14:checked w14:val="${checked}"/></w14:checkbox></w:sdtPr><w:sdtContent>${sign === "" ? "" : r(sign)}</w:sdtContent></w:sdt>`;
const oldBox = (state: string) =>
  `<w:r><w:fldChar w:fldCharType="begin"><w:ffData><w:checkBox>${state}</w:checkBox></w:ffData></w:fldChar></w:r><w:r><w:instrText> FORMCHECKBOX </w:instrText></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>`;

describe("signs, fields and breaks in a paragraph", () => {
  it.each([
    ["a checked box", `${box("1", "☒")}${r(" Accept")}`, "☒ Accept"],
    ["an empty box", `${box("0", "☐")}${r(" Accept")}`, "☐ Accept"],
    ["a box without a sign", `${box("1")}${r(" Accept")}`, "☒ Accept"],
    ["an old checked box", `${oldBox("<w:checked/>")}${r(" Accept")}`, "☒ Accept"],
    ["an old empty box", `${oldBox('<w:default w:val="0"/>')}${r(" Accept")}`, "☐ Accept"],
    [
      "a simple field",
      `${r("Page ")}<w:fldSimple w:instr=" PAGE ">${r("12")}</w:fldSimple>${r(".")}`,
      "Page 12.",
    ],
    [
      "a nested simple field",
      `${r("See ")}<w:fldSimple w:instr=" IF "><w:fldSimple w:instr=" REF x ">${r("Step 3")}</w:fldSimple></w:fldSimple>`,
      "See Step 3",
    ],
    ["a page break", `${r("two")}<w:r><w:br w:type="page"/></w:r>${r("new")}`, "two new"],
    ["a column break", `${r("two")}<w:r><w:br w:type="column"/></w:r>${r("new")}`, "two new"],
    ["a line break", `${r("two")}<w:r><w:br/></w:r>${r("new")}`, "two<br>new"],
    ["a carriage return", `${r("two")}<w:r><w:cr/></w:r>${r("new")}`, "two<br>new"],
    ["text from right to left", `<w:bdo w:val="rtl">${r("abc")}</w:bdo>`, "abc"],
    [
      "ruby",
      `<w:r><w:ruby><w:rt>${r("かんじ")}</w:rt><w:rubyBase>${r("漢字")}</w:rubyBase></w:ruby></w:r>`,
      "漢字(かんじ)",
    ],
  ])("%s", async (_, inner, html) => {
    const got = (await htmlOf(`<w:p>${inner}</w:p>`)).replaceAll("<br />", "<br>");
    const plain = got.replaceAll(/&#x([0-9a-f]+);/g, (_all, hex: string) =>
      String.fromCodePoint(Number.parseInt(hex, 16)),
    );
    expect(plain).toBe(`<p>${html}</p>`);
  });
});

it("keeps blank lines in code", async () => {
  const styles = { C: "Code" };
  const empty = '<w:p><w:pPr><w:pStyle w:val="C"/></w:pPr></w:p>';
  expect(await htmlOf({ styles, body: p("a", "C") + empty + empty + p("b", "C") + empty + p("after") })).toBe(
    "<pre>a\n\n\nb</pre><p>after</p>",
  );
  const run = empty.replace("</w:p>", '<w:r><w:t xml:space="preserve"></w:t></w:r></w:p>');
  expect(await htmlOf({ styles, body: p("a", "C") + run + p("b", "C") })).toBe("<pre>a\n\nb</pre>");
  expect(await htmlOf({ styles, body: `${p("a", "C")}<w:p/>${p("b", "C")}` })).toBe("<pre>a\n\nb</pre>");
});

describe("drawings with text", () => {
  const c = "http://schemas.openxmlformats.org/drawingml/2006/chart";
  const values = (name: string, all: readonly string[]) =>
    `<c:${name}><c:strRef><c:strCache>${all.map((one, index) => `<c:pt idx="${index}"><c:v>${one}</c:v></c:pt>`).join("")}</c:strCache></c:strRef></c:${name}>`;
  const series = (name: string, all: readonly string[]) =>
    `<c:ser>${values("tx", [name])}${values("cat", ["May", "June"])}${values("val", all)}</c:ser>`;
  const chart = `<c:chartSpace xmlns:c="${c}" xmlns:a="a"><c:chart><c:title><a:t>Requests</a:t></c:title><c:plotArea><c:barChart>${series("Free", ["1", "2"])}${series("Team", ["10", "20"])}</c:barChart><c:catAx><c:title><a:t>Month</a:t></c:title></c:catAx></c:plotArea></c:chart></c:chartSpace>`;
  const related = (target: string) => ({
    "word/_rels/document.xml.rels": `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="c1" Type="x" Target="${target}"/></Relationships>`,
  });
  const drawn = (inner: string) =>
    `${p("Before")}<w:p><w:r><w:drawing><wp:inline><a:graphic><a:graphicData>${inner}</a:graphicData></a:graphic></wp:inline></w:drawing></w:r></w:p>${p("After")}`;

  it("a chart is its title and a table", async () => {
    const html = await htmlOf({
      body: drawn(`<c:chart xmlns:c="${c}" r:id="c1"/>`),
      more: { ...related("charts/chart1.xml"), "word/charts/chart1.xml": chart },
    });
    expect(html.replaceAll(/<\/?p>/g, "")).toBe(
      "BeforeRequests<table><thead><tr><th>Month</th><th>Free</th><th>Team</th></tr></thead><tbody><tr><td>May</td><td>1</td><td>10</td></tr><tr><td>June</td><td>2</td><td>20</td></tr></tbody></table>After",
    );
  });

  it("SmartArt is its texts", async () => {
    const point = (text: string) =>
      `<dgm:pt><dgm:t><a:p><a:r><a:t>${text}</a:t></a:r></a:p></dgm:t></dgm:pt>`;
    const html = await htmlOf({
      body: drawn('<dgm:relIds xmlns:dgm="dgm" r:dm="c1"/>'),
      more: {
        ...related("diagrams/data1.xml"),
        "word/diagrams/data1.xml": `<dgm:dataModel xmlns:dgm="dgm" xmlns:a="a">${point("Plan")}${point("Build")}</dgm:dataModel>`,
      },
    });
    expect(html).toBe("<p>Before</p><p>Plan</p><p>Build</p><p>After</p>");
  });
});

describe("paragraphs without a number in a list belong to the item above", () => {
  const numbering =
    defined(level(0, "decimal", "%1."), level(1, "bullet", "•")) +
    num(1) +
    `<w:abstractNum w:abstractNumId="9">${level(0, "bullet", " ")}${level(1, "bullet", " ")}</w:abstractNum><w:num w:numId="9"><w:abstractNumId w:val="9"/></w:num>`;
  const styles = { Code: "Source Code", Quote: "Quote" };
  const of = (body: string) => htmlOf({ body, numbering, styles });

  it("text, code and quotations, and the list goes on", async () => {
    const more = item("more", 0, 9) + item("run it", 0, 9, "Code") + item("said", 0, 9, "Quote");
    expect(await of(item("a") + more + item("b"))).toBe(
      "<ol><li>a<p>more</p><pre>run it</pre><blockquote><p>said</p></blockquote></li><li>b</li></ol>",
    );
  });

  it("of an inner item", async () => {
    expect(await of(item("a") + item("x", 1) + item("more", 1, 9) + item("y", 1) + item("b"))).toBe(
      "<ol><li>a<ul><li>x<p>more</p></li><li>y</li></ul></li><li>b</li></ol>",
    );
  });

  it("without an item above they are paragraphs", async () => {
    expect(await of(item("alone", 0, 9) + p("text"))).toBe("<p>alone</p><p>text</p>");
  });
});

it("numbers of code and quotations stay text", async () => {
  const numbering = defined(level(0, "decimal", "%1.")) + num(1);
  const body = item("made", 0, 1, "Code") + item("said", 0, 1, "Quote");
  expect(await htmlOf({ body, numbering, styles: { Code: "Source Code", Quote: "Quote" } })).toBe(
    "<pre>1. made</pre><blockquote><p>2. said</p></blockquote>",
  );
});

it.each([
  [
    "blocks, where a paragraph of the style holds lines",
    `<w:p><w:pPr><w:pStyle w:val="Code"/></w:pPr>${r("a")}<w:r><w:br/></w:r>${r("b")}</w:p>`,
    "<pre>a\nb</pre><pre>c</pre>",
  ],
  ["lines, where none does", p("a", "Code") + p("b", "Code"), "<pre>a\nb\nc</pre>"],
])("paragraphs of code are %s", async (_, first, html) => {
  expect(await htmlOf({ body: first + p("c", "Code"), styles: { Code: "Source Code" } })).toBe(html);
});

const dropCap = (letter: string, where: string) =>
  `<w:p><w:pPr><w:framePr w:dropCap="${where}" w:lines="3"/></w:pPr>${r(letter, '<w:sz w:val="112"/>')}</w:p>`;
it.each([
  ["in the text", dropCap("D", "drop") + p("rop cap."), "<p>Drop cap.</p>"],
  ["in the margin", dropCap("D", "margin") + p("rop cap."), "<p>Drop cap.</p>"],
  ["a frame without one", dropCap("Beside", "none") + p("text"), "<p>Beside</p><p>text</p>"],
  ["at the end", p("text") + dropCap("D", "drop"), "<p>text</p><p>D</p>"],
])("a large first letter belongs to its word: %s", async (_, body, html) => {
  expect(await htmlOf(body)).toBe(html);
});

it.each([
  ['string="Official bulletin"', "<p>Official bulletin</p><p>text</p>"],
  ['on="f" string="Official bulletin"', "<p>text</p>"],
  ['on="t"', "<p>text</p>"],
])("WordArt (%s) is its words", async (attributes, html) => {
  const body = `<w:p><w:r><w:pict><v:shape xmlns:v="urn:schemas-microsoft-com:vml"><v:textpath ${attributes}/></v:shape></w:pict></w:r></w:p>${p("text")}`;
  expect(await htmlOf(body)).toBe(html);
});
