import { deflateRawSync } from "node:zlib";
import type { Document, MediaType } from "../../../src/normalize/document.ts";
import { storedZip } from "../../../src/normalize/read/office/zip.ts";
import {
  among,
  amount,
  canary,
  type HostileCase,
  hostileText,
  nested,
  type Random,
  randomFrom,
} from "./hostile.ts";

const office = "application/vnd.openxmlformats-officedocument";

/** Where each kind of file has its text. */
const kinds: Readonly<
  Record<string, { readonly mediaType: MediaType; readonly file: (xml: string) => Files }>
> = {
  odt: { mediaType: "application/vnd.oasis.opendocument.text", file: (xml) => odf("text", xml) },
  ods: {
    mediaType: "application/vnd.oasis.opendocument.spreadsheet",
    file: (xml) => odf("spreadsheet", `<table:table>${xml}</table:table>`),
  },
  docx: {
    mediaType: `${office}.wordprocessingml.document`,
    file: (xml) => ({ "word/document.xml": `<w:document><w:body>${xml}</w:body></w:document>` }),
  },
  pptx: {
    mediaType: `${office}.presentationml.presentation`,
    file: (xml) => ({
      "ppt/presentation.xml": '<p:presentation><p:sldIdLst><p:sldId r:id="r"/></p:sldIdLst></p:presentation>',
      "ppt/_rels/presentation.xml.rels":
        '<Relationships><Relationship Id="r" Target="s.xml"/></Relationships>',
      "ppt/s.xml": `<p:sld><p:cSld><p:spTree>${xml}</p:spTree></p:cSld></p:sld>`,
    }),
  },
  xlsx: {
    mediaType: `${office}.spreadsheetml.sheet`,
    file: (xml) => ({
      "xl/workbook.xml": '<workbook><sheets><sheet name="A" r:id="r"/></sheets></workbook>',
      "xl/_rels/workbook.xml.rels":
        '<Relationships><Relationship Id="r" Target="worksheets/s.xml"/></Relationships>',
      "xl/worksheets/s.xml": `<worksheet><sheetData>${xml}</sheetData></worksheet>`,
    }),
  },
  epub: {
    mediaType: "application/epub+zip",
    file: (xml) => ({
      "META-INF/container.xml": '<container><rootfile full-path="a.opf"/></container>',
      "a.opf":
        '<package><manifest><item id="a" href="a.xhtml" media-type="application/xhtml+xml"/></manifest><spine><itemref idref="a"/></spine></package>',
      "a.xhtml": `<html><body>${xml}</body></html>`,
    }),
  },
};

type Files = Readonly<Record<string, string>>;

const odf = (kind: string, xml: string): Files => ({
  "content.xml": `<d><office:automatic-styles><style:style style:name="h" style:family="text"><style:text-properties text:display="none"/></style:style></office:automatic-styles><office:body><office:${kind}>${xml}</office:${kind}></office:body></d>`,
});

const elements =
  "text:p text:h text:list text:list-item text:section text:span text:a text:note text:note-body table:table table:table-row table:table-cell draw:frame draw:text-box w:p w:r w:tbl w:tr w:tc w:sdt p:sp p:txBody a:p a:r a:t row c is t div p b table".split(
    " ",
  );
const attributes =
  "text:c table:number-columns-repeated table:number-rows-repeated table:number-columns-spanned table:number-rows-spanned text:start-value text:outline-level r w:val gridSpan rowSpan colspan rowspan".split(
    " ",
  );

type Make = (random: Random) => string;

/** What stands in them. */
const contents: Readonly<Record<string, Make>> = {
  "nested elements": (r) => nested(`<${among(r, elements)}>`, "", amount(r, 20_000)),
  "nested elements of many kinds": (r) =>
    Array.from({ length: amount(r, 190) }, () => `<${among(r, elements)}>`).join(""),
  "very many elements": (r) => {
    const name = among(r, elements);
    return `<${name}>x</${name}>`.repeat(amount(r, 100_000));
  },
  "repeats without end": (r) => {
    const [name, attribute] = [among(r, elements), among(r, attributes)];
    return nested(`<${name} ${attribute}="${10 ** Math.ceil(r() * 9)}">`, `</${name}>`, amount(r, 60));
  },
  "tables in tables": (r) =>
    nested(
      `<table:table><table:table-row table:number-rows-repeated="${amount(r, 10_000)}"><table:table-cell table:number-columns-repeated="${amount(r, 10_000)}">`,
      "</table:table-cell></table:table-row></table:table>",
      amount(r, 60),
      "<text:p>x</text:p>",
    ),
  "a wide sheet": (r) =>
    `<table:table-row table:number-rows-repeated="${amount(r, 1_048_576)}"><table:table-cell table:number-columns-repeated="${amount(r, 16_384)}"><text:p>x</text:p></table:table-cell></table:table-row>`,
  "entities that multiply": (r) =>
    `<!DOCTYPE a [${Array.from({ length: amount(r, 60) }, (_, n) => `<!ENTITY e${n} "${`&e${n - 1};`.repeat(10)}">`).join("")}]><text:p>&e9;</text:p><p>&e9;</p>`,
  "hostile text": hostileText,
};

/** Words that their authors hid, in the way of each format. */
const hidden: Readonly<Record<string, string>> = {
  odt: `<text:p><text:span text:style-name="h">${canary}</text:span></text:p><text:section text:display="none"><text:p>${canary}</text:p></text:section>`,
  ods: `<table:table-row table:visibility="collapse"><table:table-cell><text:p>${canary}</text:p></table:table-cell></table:table-row>`,
  docx: `<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>${canary}</w:t></w:r></w:p>`,
  pptx: `<p:sp><p:nvSpPr><p:cNvPr hidden="1"/></p:nvSpPr><p:txBody><a:p><a:r><a:t>${canary}</a:t></a:r></a:p></p:txBody></p:sp>`,
  xlsx: `<row hidden="1"><c t="inlineStr"><is><t>${canary}</t></is></c></row>`,
  epub: `<p hidden="">${canary}</p><p style="display:none">${canary}</p><script>${canary}</script>`,
};

export const hostileFileClasses: readonly string[] = [
  ...Object.keys(kinds).flatMap((kind) => Object.keys(contents).map((name) => `${kind}: ${name}`)),
  ...Object.keys(kinds).flatMap((kind) => [`${kind}: a bomb`, `${kind}: hidden words`]),
  "eml: parts in parts",
  "eml: long headers",
  "eml: hostile text",
];

/** Case `index` of a seed: a file in a container, which a reader may also refuse. */
export function hostileFile(seed: number, index: number): HostileCase {
  const random = randomFrom(seed * 100_019 + index);
  const name = hostileFileClasses[index % hostileFileClasses.length] as string;
  const [kind = "", content = ""] = name.split(": ");
  const document = kind === "eml" ? mailOf(content, random) : fileOf(kind, content, random);
  // A file's text is not what a browser takes it for: its words may be plain.
  return { name, document, mayShowCanary: content === "hostile text" };
}

function fileOf(kind: string, content: string, random: Random): Document {
  const { mediaType, file } = kinds[kind] as (typeof kinds)[string];
  if (content === "a bomb")
    return { mediaType, name: kind, body: bomb(Object.keys(file(""))[0] ?? "", random) };
  const xml =
    content === "hidden words"
      ? (hidden[kind] ?? "").repeat(amount(random, 500))
      : (contents[content] as Make)(random);
  const files = new Map(Object.entries(file(xml)).map(([name, text]) => [name, Buffer.from(text)]));
  return { mediaType, name: kind, body: storedZip(files) };
}

/** A part that unpacks to far more than it is, whether the directory admits it or not. */
function bomb(name: string, random: Random): Buffer {
  const size = amount(random, 60_000_000);
  const packed = deflateRawSync(Buffer.alloc(size, "<a>"));
  const zip = storedZip(new Map([[name, packed]]));
  const entry = zip.length - 22 - 46 - Buffer.byteLength(name);
  zip.writeUInt16LE(8, entry + 10);
  zip.writeUInt32LE(random() < 0.5 ? size : 1000, entry + 24);
  return zip;
}

function mailOf(content: string, random: Random): Document {
  const lines: string[] = [];
  if (content === "parts in parts")
    for (let level = 0; level < amount(random, 5000); level += 1)
      lines.push(`--b${level - 1}`, `Content-Type: multipart/mixed; boundary=b${level}`, "");
  else if (content === "long headers")
    lines.push(`Subject: ${"=?utf-8?q?a?= ".repeat(amount(random, 200_000))}`, "", "x");
  else lines.push(`Content-Type: text/${random() < 0.5 ? "html" : "plain"}`, "", hostileText(random));
  return { mediaType: "message/rfc822", name: "mail", body: Buffer.from(lines.join("\r\n")) };
}
