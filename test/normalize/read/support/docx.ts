import { deflateRawSync } from "node:zlib";
import { storedZip } from "../../../../src/normalize/read/office/zip.ts";

const w = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
const office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const declare = `xmlns:w="${w}" xmlns:r="${office}" xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"`;

export interface DocxParts {
  /** XML inside `w:body`. */
  readonly body: string;
  /** Style id → name, with more XML of the style where it matters. */
  readonly styles?: Readonly<Record<string, string | { name: string; xml: string; type?: string }>>;
  readonly footnotes?: string;
  readonly numbering?: string;
  /** Relationship id → external target. */
  readonly links?: Readonly<Record<string, string>>;
  readonly title?: string;
  /** Text before the document element. */
  readonly doctype?: string;
  readonly more?: Readonly<Record<string, string>>;
  /** XML before the body. */
  readonly background?: string;
}

/** The parts of a real .docx, path → text. */
export function docxFiles(parts: DocxParts): Map<string, Uint8Array> {
  const styles = Object.entries(parts.styles ?? {}).map(([id, style]) => {
    const { name, xml, type } = typeof style === "string" ? { name: style, xml: "", type: undefined } : style;
    return `<w:style w:type="${type ?? "paragraph"}" w:styleId="${id}"><w:name w:val="${name}"/>${xml}</w:style>`;
  });
  const links = Object.entries(parts.links ?? {}).map(
    ([id, target]) =>
      `<Relationship Id="${id}" Type="${office}/hyperlink" Target="${target}" TargetMode="External"/>`,
  );
  const kinds = "http://schemas.openxmlformats.org/package/2006/content-types";
  const relations = "http://schemas.openxmlformats.org/package/2006/relationships";
  const files: Record<string, string> = {
    "[Content_Types].xml": `<Types xmlns="${kinds}"><Default Extension="xml" ContentType="application/xml"/><Default Extension="png" ContentType="image/png"/><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>`,
    "_rels/.rels": `<Relationships xmlns="${relations}"><Relationship Id="r1" Type="${office}/officeDocument" Target="word/document.xml"/></Relationships>`,
    "word/_rels/document.xml.rels": `<Relationships xmlns="${relations}"><Relationship Id="s" Type="${office}/styles" Target="styles.xml"/><Relationship Id="n" Type="${office}/numbering" Target="numbering.xml"/><Relationship Id="f" Type="${office}/footnotes" Target="footnotes.xml"/><Relationship Id="img" Type="${office}/image" Target="media/image1.png"/>${links.join("")}</Relationships>`,
    "word/styles.xml": `<w:styles ${declare}>${styles.join("")}</w:styles>`,
    "word/numbering.xml": `<w:numbering ${declare}>${parts.numbering ?? ""}</w:numbering>`,
    "word/footnotes.xml": `<w:footnotes ${declare}>${parts.footnotes ?? ""}</w:footnotes>`,
    "word/document.xml": `<?xml version="1.0" encoding="UTF-8"?>${parts.doctype ?? ""}<w:document ${declare}>${parts.background ?? ""}<w:body>${parts.body}</w:body></w:document>`,
    ...(parts.title === undefined
      ? {}
      : {
          "docProps/core.xml": `<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>${parts.title}</dc:title></cp:coreProperties>`,
        }),
    ...parts.more,
  };
  return new Map(Object.entries(files).map(([name, text]) => [name, Buffer.from(text)]));
}

export function docx(parts: DocxParts): Buffer {
  return storedZip(docxFiles(parts));
}

/** A paragraph; `style` is a style id, `run` is XML of run properties. */
export function p(text: string, style?: string, run = ""): string {
  const properties = style ? `<w:pPr><w:pStyle w:val="${style}"/></w:pPr>` : "";
  return `<w:p>${properties}${r(text, run)}</w:p>`;
}

export function r(text: string, properties = ""): string {
  const rPr = properties ? `<w:rPr>${properties}</w:rPr>` : "";
  return `<w:r>${rPr}<w:t xml:space="preserve">${text}</w:t></w:r>`;
}

export function li(text: string, level = 0, list = 1): string {
  return `<w:p><w:pPr><w:numPr><w:ilvl w:val="${level}"/><w:numId w:val="${list}"/></w:numPr></w:pPr>${r(text)}</w:p>`;
}

export const numbering = ["bullet", "decimal"]
  .map(
    (format, index) =>
      `<w:abstractNum w:abstractNumId="${index}">${[0, 1, 2].map((level) => `<w:lvl w:ilvl="${level}"><w:numFmt w:val="${format}"/></w:lvl>`).join("")}</w:abstractNum>`,
  )
  .concat([1, 2].map((id) => `<w:num w:numId="${id}"><w:abstractNumId w:val="${id - 1}"/></w:num>`))
  .join("");

export function table(
  rows: readonly (readonly string[])[],
  options: { bold?: boolean; header?: boolean } = {},
): string {
  const row = (cells: readonly string[], index: number) =>
    `<w:tr>${options.header && index === 0 ? "<w:trPr><w:tblHeader/></w:trPr>" : ""}${cells
      .map((cell) => `<w:tc>${p(cell, undefined, options.bold && index === 0 ? "<w:b/>" : "")}</w:tc>`)
      .join("")}</w:tr>`;
  return `<w:tbl>${rows.map(row).join("")}</w:tbl>`;
}

export function image(alt?: string): string {
  return `<w:p><w:r><w:drawing><wp:inline><wp:docPr id="1" name="Picture 1"${alt === undefined ? "" : ` descr="${alt}"`}/><a:graphic><a:graphicData><pic:pic><pic:blipFill><a:blip r:embed="img"/></pic:blipFill></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r></w:p>`;
}

/** A zip of one compressed file whose directory states `size` for it, true or not. */
export function packedZip(name: string, body: Uint8Array, size = body.length): Buffer {
  const packed = deflateRawSync(body, { level: 9 });
  const zip = storedZip(new Map([[name, packed]]));
  const entry = zip.length - 22 - 46 - Buffer.byteLength(name);
  zip.writeUInt16LE(8, entry + 10);
  zip.writeUInt32LE(size, entry + 24);
  return zip;
}
