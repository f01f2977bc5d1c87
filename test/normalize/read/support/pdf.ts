/** A tiny PDF writer: standard fonts, text, and only what the tests need. */

export interface Text {
  readonly x: number;
  readonly y: number;
  readonly text: string;
  readonly size?: number;
  readonly font?: "regular" | "bold" | "code";
  /** Text rendering mode; 3 is invisible. */
  readonly mode?: number;
  readonly white?: boolean;
  readonly link?: string;
}

const fonts = { regular: "F1", bold: "F2", code: "F3" };
const quoted = (text: string) => text.replaceAll(/[\\()]/g, "\\$&").replaceAll("\u2022", "\\225");

/** A PDF of A4 pages as bytes. */
export function pdf(pages: readonly (readonly Text[])[], title?: string): Buffer {
  const objects: string[] = ["<</Type/Catalog/Pages 2 0 R>>", ""];
  const add = (object: string) => `${objects.push(object)} 0 R`;
  const resources = ["Helvetica", "Helvetica-Bold", "Courier"].map(
    (name, index) =>
      `/F${index + 1} ${add(`<</Type/Font/Subtype/Type1/BaseFont/${name}/Encoding/WinAnsiEncoding>>`)}`,
  );
  const kids = pages.map((texts) => {
    const stream = texts.map(painted).join("\n");
    const content = add(`<</Length ${Buffer.byteLength(stream, "latin1")}>>\nstream\n${stream}\nendstream`);
    const links = texts.flatMap(({ link, x, y, text, size = 10 }) =>
      link === undefined
        ? []
        : [
            add(
              `<</Type/Annot/Subtype/Link/Rect[${x} ${y - 2} ${x + text.length * size * 0.6} ${y + size}]/A<</S/URI/URI(${link})>>>>`,
            ),
          ],
    );
    return add(
      `<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</Font<<${resources.join("")}>>>>/Contents ${content}/Annots[${links.join(" ")}]>>`,
    );
  });
  objects[1] = `<</Type/Pages/Count ${kids.length}/Kids[${kids.join(" ")}]>>`;
  const info = title === undefined ? "" : `/Info ${add(`<</Title(${quoted(title)})>>`)}`;
  return written(objects, info);
}

function painted({ x, y, text, size = 10, font = "regular", mode = 0, white = false }: Text): string {
  return `BT ${white ? "1 1 1" : "0 0 0"} rg /${fonts[font]} ${size} Tf ${mode} Tr 1 0 0 1 ${x} ${y} Tm (${quoted(text)}) Tj ET`;
}

export function written(objects: readonly string[], trailer: string): Buffer {
  let out = "%PDF-1.4\n";
  const offsets = objects.map((object, index) => {
    const at = out.length;
    out += `${index + 1} 0 obj\n${object}\nendobj\n`;
    return at;
  });
  const table = offsets.map((at) => `${String(at).padStart(10, "0")} 00000 n \n`).join("");
  out += `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${table}trailer\n<</Size ${objects.length + 1}/Root 1 0 R${trailer}>>\nstartxref\n${out.length}\n%%EOF\n`;
  return Buffer.from(out, "latin1");
}

/** Lines below each other, starting at a position. */
export function lines(texts: readonly string[], at: Omit<Text, "text">, leading = 12): Text[] {
  return texts.map((text, index) => ({ ...at, text, y: at.y - index * leading }));
}

export interface Drawing {
  /** The operators of the page's content. */
  readonly content: string;
  /** Further entries of the page's resources, such as `/XObject<</I 6 0 R>>`. */
  readonly resources?: string;
  /** Objects that may be referred to, from number 6 on. */
  readonly objects?: readonly string[];
  readonly catalog?: string;
  readonly page?: string;
}

/** A PDF of one A4 page that is drawn with operators; fonts `/F1` (Helvetica) and `/F2` (bold). */
export function drawn({ content, resources = "", objects = [], catalog = "", page = "" }: Drawing): Buffer {
  return written(
    [
      `<</Type/Catalog/Pages 2 0 R${catalog}>>`,
      "<</Type/Pages/Count 1/Kids[3 0 R]>>",
      `<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</Font<</F1 5 0 R/F2<</Type/Font/Subtype/Type1/BaseFont/Helvetica-Bold/Encoding/WinAnsiEncoding>>>>${resources}>>/Contents 4 0 R${page}>>`,
      stream(content),
      "<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>",
      ...objects,
    ],
    "",
  );
}

/** A stream object; `entries` are further entries of its dictionary. */
export function stream(content: string, entries = ""): string {
  return `<<${entries}/Length ${Buffer.byteLength(content, "latin1")}>>\nstream\n${content}\nendstream`;
}

/** Operators that show a text at a place. */
export function show(text: string, x: number, y: number, size = 10, font = "F1"): string {
  return `BT /${font} ${size} Tf 1 0 0 1 ${x} ${y} Tm (${quoted(text)}) Tj ET`;
}

/** An image of `side` × `side` grey pixels. */
export function greyImage(side: number, entries = ""): string {
  return stream(
    "80".repeat(side * side),
    `/Type/XObject/Subtype/Image/Width ${side}/Height ${side}/ColorSpace/DeviceGray/BitsPerComponent 8/Filter/ASCIIHexDecode${entries}`,
  );
}

/** Of HTML, the text of each cell, by rows. */
export const cellsOf = (html: string) =>
  [...html.matchAll(/<tr>(.*?)<\/tr>/g)].map(([, row = ""]) =>
    row
      .split(/<\/t[dh]>/)
      .slice(0, -1)
      .map((cell) => cell.replaceAll(/<[^>]+>/g, "")),
  );
