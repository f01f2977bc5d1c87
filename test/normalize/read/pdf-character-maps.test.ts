import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { extractPages } from "../../../src/normalize/read/pdf/read.ts";
import { drawn, show } from "./support/pdf.ts";

const cjk =
  "<</Type/Font/Subtype/Type0/BaseFont/HeiseiMin-W3/Encoding/UniJIS-UCS2-H/DescendantFonts[<</Type/Font/Subtype/CIDFontType0/BaseFont/HeiseiMin-W3/DW 1000/CIDSystemInfo<</Registry(Adobe)/Ordering(Japan1)/Supplement 2>>/FontDescriptor<</Type/FontDescriptor/FontName/HeiseiMin-W3/Flags 6/FontBBox[-123 -257 1001 910]/ItalicAngle 0/Ascent 723/Descent -241/StemV 69>>>>]>>";
/** 設定 */
const japanese = "BT /J 12 Tf 1 0 0 1 50 600 Tm <8A2D5B9A> Tj ET";
const page = (content: string) =>
  drawn({ content, resources: "", objects: [cjk] })
    .toString("latin1")
    .replace("/F1 5 0 R", "/F1 5 0 R/J 6 0 R");
const body = (content: string) => Buffer.from(page(content), "latin1");

/** The two maps that the sample needs, in Adobe's own form: https://adobe-type-tools.github.io/cmap-resources/ */
const map = (name: string, entries: string) =>
  `/CMapName /${name} def\n/WMode 0 def\n1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n${entries}\nendcmap\n`;

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "maps-"));
  await writeFile(
    join(folder, "UniJIS-UCS2-H"),
    map("UniJIS-UCS2-H", "2 begincidchar\n<8A2D> 2655\n<5B9A> 3011\nendcidchar"),
  );
  await writeFile(
    join(folder, "Adobe-Japan1-UCS2"),
    map("Adobe-Japan1-UCS2", "2 beginbfchar\n<0A5F> <8A2D>\n<0BC3> <5B9A>\nendbfchar"),
  );
});
afterAll(() => rm(folder, { recursive: true }));

const wordsOf = ({ pages }: Awaited<ReturnType<typeof extractPages>>) =>
  pages.flatMap(({ items }) => items.map(({ text }) => text)).join(" ");

it("reads the characters of fonts whose maps are installed", async () => {
  const read = await extractPages(body(japanese), { folder: `${folder}/`, packed: false });
  expect(wordsOf(read)).toBe("設定");
});

it("refuses a document that needs maps which are not installed", async () => {
  const missing = { folder: join(folder, "none/"), packed: true };
  await expect(extractPages(body(japanese), missing)).rejects.toThrow(
    /character maps that are not installed/,
  );
});

it("leaves a few such words out with a warning", async () => {
  const latin = Array.from({ length: 40 }, (_, row) => show(`line ${row}`, 50, 800 - row * 12)).join("\n");
  const missing = { folder: join(folder, "none/"), packed: true };
  const read = await extractPages(body(`${latin} ${japanese}`), missing);
  expect(wordsOf(read)).toContain("line 39");
  expect(read.warnings.map(({ code }) => code)).toEqual(["pdf-unreadable-text"]);
});
