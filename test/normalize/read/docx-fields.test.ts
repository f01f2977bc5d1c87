import { describe, expect, it } from "vitest";
import { readDocx } from "../../../src/normalize/read/docx/index.ts";
import { type DocxParts, docx, p, r } from "./support/docx.ts";

async function htmlOf(parts: DocxParts | string): Promise<string> {
  const [page] = await readDocx({ body: docx(typeof parts === "string" ? { body: parts } : parts) });
  return (page?.html ?? "").replaceAll(/&#x([\da-f]+);/g, (_, digits: string) =>
    String.fromCodePoint(Number.parseInt(digits, 16)),
  );
}

const char = (type: string) => `<w:r><w:fldChar w:fldCharType="${type}"/></w:r>`;
const code = (text: string) => `<w:r><w:instrText xml:space="preserve">${text}</w:instrText></w:r>`;
const field = (instruction: string, result?: string) =>
  char("begin") + code(instruction) + (result === undefined ? "" : char("separate") + result) + char("end");
const paragraph = (inner: string, properties = "") =>
  `<w:p>${properties && `<w:pPr>${properties}</w:pPr>`}${inner}</w:p>`;

describe("fields show their results", () => {
  it.each([
    [
      "a link with a hint",
      r("See ") + field(' HYPERLINK "https://a.example/x" \\o "A hint" \\t "_blank" ', r("there")),
      '<p>See <a href="https://a.example/x">there</a></p>',
    ],
    [
      "a link to a place of a page",
      field(' HYPERLINK "https://a.example/x" \\l "part" ', r("there")),
      '<p><a href="https://a.example/x#part">there</a></p>',
    ],
    [
      "a field in another one's code",
      char("begin") +
        code(" IF ") +
        field(" MERGEFIELD x ", r("1")) +
        code(' = 1 "Yes" "No" ') +
        char("separate") +
        r("Yes") +
        char("end"),
      "<p>Yes</p>",
    ],
    ["a field in another one's result", field(" IF ", r("a ") + field(" PAGE ", r("7"))), "<p>a 7</p>"],
    ["a sign", r("Done ") + field(" SYMBOL 252 \\f Wingdings "), "<p>Done ✓</p>"],
    ["a sign without a font", field(" SYMBOL 65 "), "<p>A</p>"],
    [
      "a fraction of Word 97",
      field(" EQ \\f(\\s\\up8(a),b) "),
      '<p><span class="math">\\(\\frac{^{a}}{b}\\)</span></p>',
    ],
    ["a root", field(" EQ \\r(3,x) "), '<p><span class="math">\\(\\sqrt[3]{x}\\)</span></p>'],
    [
      "a reading above its word",
      field(' EQ \\* jc2 \\* "Font:MS Mincho" \\* hps10 \\o\\ad(\\s\\up 9(かん),漢)'),
      "<p>漢(かん)</p>",
    ],
    ["text behind a field that never ends", char("begin") + code(" X ") + r("kept"), "<p>kept</p>"],
    ["an entry of an index", r("word") + field(' XE "word" '), "<p>word</p>"],
  ])("%s", async (_, inner, html) => expect(await htmlOf(paragraph(inner))).toBe(html));
});

describe("runs", () => {
  const font = (name: string, text: string) =>
    `<w:r><w:rPr><w:rFonts w:ascii="${name}" w:hAnsi="${name}"/></w:rPr><w:t>${text}</w:t></w:r>`;
  it.each([
    ["letters of a font of signs", r("Yes: ") + font("Wingdings", "ü"), "<p>Yes: ✓</p>"],
    ["its private signs", font("Symbol", "\uf061"), "<p>α</p>"],
    ["a place in the line", `${r("A")}<w:r><w:ptab w:relativeTo="margin"/></w:r>${r("B")}`, "<p>A\tB</p>"],
  ])("%s", async (_, inner, html) => expect(await htmlOf(paragraph(inner))).toBe(html));

  it("that ask to be filled in are not read", async () => {
    const control = (prompt: string, text: string) =>
      `<w:sdt><w:sdtPr>${prompt}</w:sdtPr><w:sdtContent>${r(text)}</w:sdtContent></w:sdt>`;
    const body = paragraph(
      r("Name: ") + control("<w:showingPlcHdr/>", "Click or tap here to enter text.") + control("", "Ann"),
    );
    expect(await htmlOf(body)).toBe("<p>Name: Ann</p>");
  });
});

it("paragraphs are headings by their own outline level", async () => {
  const outline = (level: number) => `<w:outlineLvl w:val="${level}"/>`;
  const body =
    paragraph(r("One"), outline(0)) +
    p("Text.") +
    paragraph(r("Two"), outline(1)) +
    paragraph(r("Long ".repeat(40)), outline(1)) +
    paragraph(r("Body"), outline(9));
  expect(await htmlOf(body)).toBe(
    `<h1>One</h1><p>Text.</p><h2>Two</h2><p>${"Long ".repeat(40)}</p><p>Body</p>`,
  );
});

it("lists are nested by Word's own styles", async () => {
  const named = ["List Bullet", "List Bullet 2", "List Number", "List Number 2"];
  const styles = Object.fromEntries(
    named.map((name, at) => {
      const xml = `<w:pPr><w:numPr><w:numId w:val="${at + 1}"/></w:numPr></w:pPr>`;
      return [name.replaceAll(" ", ""), { name, xml }] as const;
    }),
  );
  const numbering = [1, 2, 3, 4]
    .map((id) => {
      const [format, text] = id < 3 ? ["bullet", "•"] : ["decimal", "%1."];
      return `<w:abstractNum w:abstractNumId="${id}"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="${format}"/><w:lvlText w:val="${text}"/></w:lvl></w:abstractNum>`;
    })
    .concat([1, 2, 3, 4].map((id) => `<w:num w:numId="${id}"><w:abstractNumId w:val="${id}"/></w:num>`))
    .join("");
  const items = (...lines: [style: string, text: string][]) =>
    lines.map(([style, text]) => paragraph(r(text), `<w:pStyle w:val="${style}"/>`)).join("");
  expect(
    await htmlOf({
      styles,
      numbering,
      body: items(
        ["ListNumber", "a"],
        ["ListNumber2", "x"],
        ["ListNumber2", "y"],
        ["ListNumber", "b"],
        ["ListBullet2", "z"],
        ["ListBullet", "c"],
      ),
    }),
  ).toBe(
    '<ol start="1"><li>a<ol><li>x</li><li>y</li></ol></li><li>b<ul><li>z</li></ul></li></ol><ul><li>c</li></ul>',
  );
});
