import { describe, expect, it } from "vitest";
import { readDocx } from "../../../src/normalize/read/docx/index.ts";
import { storedZip } from "../../../src/normalize/read/office/zip.ts";
import {
  type DocxParts,
  docx,
  docxFiles,
  image,
  li,
  numbering,
  p,
  packedZip,
  r,
  table,
} from "./support/docx.ts";

async function convertBytes(body: Uint8Array) {
  const [converted] = await readDocx({ body });
  if (!converted) throw new Error("nothing converted");
  return converted;
}
const convert = (parts: DocxParts | string) =>
  convertBytes(docx(typeof parts === "string" ? { body: parts } : parts));
const htmlOf = async (parts: DocxParts | string) => (await convert(parts)).html;

describe("what a style is for", () => {
  it.each([
    ["Code", "<pre>text</pre>"],
    ["HTML Preformatted", "<pre>text</pre>"],
    ["Source Code", "<pre>text</pre>"],
    ["Preformatted Text", "<pre>text</pre>"],
    ["Quelltext", "<pre>text</pre>"],
    ["Texte préformaté", "<pre>text</pre>"],
    ["Código fuente", "<pre>text</pre>"],
    ["Intense Quote", "<blockquote><p>text</p></blockquote>"],
    ["Zitat", "<blockquote><p>text</p></blockquote>"],
    ["Title", "<h1>text</h1>"],
    ["heading 2", "<h2>text</h2>"],
    ["Body Text", "<p>text</p>"],
  ])("%s", async (name, html) => {
    expect(await htmlOf({ body: p("text", "S"), styles: { S: name } })).toBe(html);
  });

  it("is read from the font and the outline level where the name says nothing", async () => {
    const styles = {
      Mine: { name: "Kiste", xml: '<w:rPr><w:rFonts w:ascii="Consolas"/></w:rPr>' },
      Child: { name: "Kiste 2", xml: '<w:basedOn w:val="Mine"/>' },
      Top: { name: "Kapitel", xml: '<w:pPr><w:outlineLvl w:val="1"/></w:pPr>' },
    };
    expect(await htmlOf({ body: p("K", "Top") + p("a  b", "Child"), styles })).toBe(
      "<h2>K</h2><pre>a  b</pre>",
    );
    expect(await htmlOf(p("x = 1", undefined, '<w:rFonts w:ascii="Courier New"/>'))).toBe("<pre>x = 1</pre>");
  });

  it("joins the lines of code", async () => {
    const body = p("if a:", "C") + p("    b()", "C") + p("after");
    expect(await htmlOf({ body, styles: { C: "Code" } })).toBe("<pre>if a:\n    b()</pre><p>after</p>");
  });

  it("marks code in a sentence", async () => {
    const body = `<w:p>${r("Run ")}${r("npm test", '<w:rFonts w:ascii="Consolas"/>')}${r(" now")}</w:p>`;
    expect(await htmlOf(body)).toBe("<p>Run <code>npm test</code> now</p>");
  });
});

describe("structure", () => {
  it("nests lists", async () => {
    const body = li("one") + li("inner", 1, 2) + li("two");
    expect(await htmlOf({ body, numbering })).toBe(
      "<ul><li>one<ol><li>inner</li></ol></li><li>two</li></ul>",
    );
  });

  it.each([
    ["marked", { header: true }],
    ["bold", { bold: true }],
  ])("a %s first row is a header", async (_, options) => {
    const html = await htmlOf(
      table(
        [
          ["Key", "Value"],
          ["a", "b"],
        ],
        options,
      ),
    );
    expect(html.replaceAll(/<\/?(?:p|strong)>/g, "")).toBe(
      "<table><thead><tr><th>Key</th><th>Value</th></tr></thead><tbody><tr><td>a</td><td>b</td></tr></tbody></table>",
    );
  });

  it("keeps footnotes, without the arrow back", async () => {
    const html = await htmlOf({
      body: `<w:p>${r("Fact")}<w:r><w:footnoteReference w:id="2"/></w:r></w:p>`,
      footnotes: `<w:footnote w:id="2">${p("Proof")}</w:footnote>`,
    });
    expect(html).toContain("Proof");
    expect(html).not.toContain("↑");
    expect(html).toContain("<sup>[1]</sup>");
    expect(html).toContain("<p><strong>Footnotes</strong></p>");
  });

  it("keeps text boxes, once", async () => {
    const box = `<w:txbxContent>${p("Boxed")}</w:txbxContent>`;
    const body = `<w:p>${r("Before")}<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wp:anchor><a:graphic><a:graphicData><wps:wsp><wps:txbx>${box}</wps:txbx></wps:wsp></a:graphicData></a:graphic></wp:anchor></w:drawing></mc:Choice><mc:Fallback><w:pict>${box}</w:pict></mc:Fallback></mc:AlternateContent></w:r></w:p>`;
    expect(await htmlOf(body)).toBe("<p>Before</p><p>Boxed</p>");
  });

  it("replaces images by their text", async () => {
    const { html, warnings } = await convert(image("The menu") + image());
    expect(html.match(/<img[^>]*>/g)).toEqual(['<img alt="The menu">']);
    expect(warnings.map(({ code }) => code)).toEqual(["image-without-alt"]);
  });

  it("gives the table its caption", async () => {
    const body = p("Table 1: Keys", "Cap") + table([["a", "b"]]);
    expect(await htmlOf({ body, styles: { Cap: "caption" } })).toContain(
      "<table><caption>Table 1: Keys</caption>",
    );
  });
});

describe("what a reader does not see", () => {
  const hidden = { name: "Secret", xml: "<w:rPr><w:vanish/></w:rPr>" };
  it.each([
    ["hidden text", `<w:p>${r("seen")}${r("unseen", "<w:vanish/>")}</w:p>`],
    ["text hidden by its style", `<w:p>${r("seen")}${r("unseen", '<w:rStyle w:val="H"/>')}</w:p>`],
    ["a paragraph hidden by its style", p("seen") + p("unseen", "H")],
    ["deleted text", `<w:p>${r("seen")}<w:del><w:r><w:delText>unseen</w:delText></w:r></w:del></w:p>`],
    ["moved text at its old place", `<w:p>${r("seen")}<w:moveFrom>${r("unseen")}</w:moveFrom></w:p>`],
    [
      "a table of contents",
      `${p("seen")}<w:sdt><w:sdtPr><w:docPartObj><w:docPartGallery w:val="Table of Contents"/></w:docPartObj></w:sdtPr><w:sdtContent>${p("unseen")}</w:sdtContent></w:sdt>`,
    ],
  ])("%s is out", async (_, body) => {
    const html = await htmlOf({ body, styles: { H: hidden } });
    expect(html).toContain("seen");
    expect(html).not.toContain("unseen");
  });

  it("page numbers of a table of contents are no hidden text", async () => {
    const line = `<w:p>${r("unseen")}${r("7", "<w:webHidden/><w:vanish/>")}</w:p>`;
    const body = `${p("seen")}<w:sdt><w:sdtPr><w:docPartObj><w:docPartGallery w:val="Table of Contents"/></w:docPartObj></w:sdtPr><w:sdtContent>${line}</w:sdtContent></w:sdt>`;
    const [contents] = await readDocx({ body: docx({ body }) });
    expect(contents?.warnings).toEqual([]);
    const [alone] = await readDocx({ body: docx({ body: p("seen") + line }) });
    expect(alone?.warnings.map(({ code }) => code)).toEqual(["hidden-text"]);
  });

  it("what is switched back to visible stays, and so do insertions", async () => {
    const body = `<w:p>${r("a", '<w:vanish w:val="0"/>')}<w:ins>${r("b")}</w:ins></w:p>`;
    expect(await htmlOf(body)).toBe("<p>ab</p>");
  });

  it("comments are out", async () => {
    const body = `<w:p>${r("a")}<w:r><w:commentReference w:id="0"/></w:r></w:p>`;
    const more = {
      "word/comments.xml": `<w:comments><w:comment w:id="0">${p("gossip")}</w:comment></w:comments>`,
    };
    expect(await htmlOf({ body, more })).toBe("<p>a</p>");
  });
});

describe("the title", () => {
  it.each([
    ["the Title paragraph", { body: p("Big", "T"), styles: { T: "Title" }, title: "Stated" }, "Big"],
    ["the properties", { body: p("a"), title: "Stated" }, "Stated"],
    ["no name a program made up", { body: p("a"), title: "Microsoft Word - x.doc" }, undefined],
  ])("is %s", async (_, parts, title) => {
    expect((await convert(parts)).title).toBe(title);
  });
});

describe("hostile and broken files", () => {
  const failure = (body: Uint8Array) =>
    convertBytes(body).then(
      () => "converted",
      (error: Error) => error.message,
    );

  it.each([
    ["not a zip", Buffer.from("hello, world, this is not a zip at all"), /container is damaged/],
    ["empty", Buffer.alloc(0), /container is damaged/],
    [
      "an old or encrypted file",
      Buffer.from("d0cf11e0a1b11ae100000000", "hex"),
      /encrypted, or in the format before/,
    ],
    ["a zip of something else", storedZip(new Map([["a.txt", Buffer.from("a")]])), /no Word document/],
    ["a zip cut short", docx({ body: p("a") }).subarray(0, 600), /container is damaged/],
    ["a bomb", packedZip("word/document.xml", Buffer.alloc(40_000_000, 32)), /unpacks to 40 MB/],
    [
      "a bomb that lies",
      packedZip("word/document.xml", Buffer.alloc(40_000_000, 32), 500),
      /container is damaged/,
    ],
    ["XML that is not", docx({ body: "<w:p" }), /damaged|no Word/],
  ])("%s fails with the reason", async (_, body, message) => {
    expect(await failure(body)).toMatch(message);
  });

  it("10,000 nested elements fail with the reason", async () => {
    const deep = "<w:sdt>".repeat(10_000) + "</w:sdt>".repeat(10_000);
    expect(await failure(docx({ body: deep }))).toMatch(/nested more than/);
  });

  it("entities of the document's own are never expanded", async () => {
    const names = Array.from({ length: 20 }, (_, i) => `<!ENTITY e${i + 1} "&e${i};&e${i};&e${i};&e${i};">`);
    const doctype = `<!DOCTYPE x [<!ENTITY e0 "boom">${names.join("")}<!ENTITY file SYSTEM "file:///etc/passwd">]>`;
    const body = docx({ body: p("safe &e20; &file;"), doctype });
    const { html } = await convertBytes(body);
    expect(html).toContain("safe");
    expect(html).not.toContain("boom");
    expect(html).not.toContain("root:");
  });

  it("no truncated file does more than fail with a hint", async () => {
    const whole = docx({ body: p("a"), title: "T" });
    for (let length = 0; length < whole.length; length += 97) {
      await expect(convertBytes(whole.subarray(0, length))).rejects.toMatchObject({
        hint: expect.any(String),
      });
    }
    expect(docxFiles({ body: "" }).size).toBeGreaterThan(5);
  });
});
