import { describe, expect, it } from "vitest";
import { readPdf } from "../../../src/normalize/read/pdf/index.ts";
import { joinLines, vocabularyOf } from "../../../src/normalize/read/pdf/join.ts";
import { spacedText } from "../../../src/normalize/read/pdf/letter-spaced.ts";
import { plain } from "../../../src/normalize/read/pdf/text.ts";
import { drawn, lines, pdf, show, stream } from "./support/pdf.ts";

async function read(body: Uint8Array) {
  const [page] = await readPdf({ body });
  return page ?? { html: "", warnings: [] };
}
const raw = (operators: string) => drawn({ content: operators });
/** Text with a distance between its letters, as browsers write it: a number for each, in thousandths of the size. */
const spaced = (text: string, by: number, y: number, size = 12) =>
  `BT /F1 ${size} Tf 1 0 0 1 50 ${y} Tm [${[...text].map((letter) => `(${letter})${-by}`).join("")}] TJ ET`;

describe("letters that are set apart", () => {
  const heading = "Turn it off";
  it.each([
    ["far", 300],
    ["further", 500],
    ["a little", 180],
  ])("are words: %s", async (_, by) => {
    expect((await read(raw(spaced(heading, by, 700)))).html).toBe(`<p>${heading}</p>`);
  });

  it("are words where spaces are typed between them", async () => {
    const { html } = await read(
      raw(
        `${show("T h e", 50, 700, 12)} ${show("s p a c e d", 86, 700, 12)} ${show("t i t l e", 150, 700, 12)}`,
      ),
    );
    expect(html).toBe("<p>The spaced title</p>");
  });

  it.each([
    ["numbers", "1 2 3 4 5 6 7"],
    ["the alphabet", "A B C D E F G H"],
    ["a few signs", "x y z"],
    ["keys in a sentence", "Press Q W E R T Y now"],
  ])("but %s stay as they are", async (_, text) => {
    expect((await read(raw(show(text, 50, 700, 12)))).html).toBe(`<p>${text}</p>`);
  });

  it("have words where the gap is wider, and none where the gaps are of all kinds", () => {
    expect(spacedText({ texts: [..."onoff"], gaps: [0.3, 0.8, 0.3, 0.3] }, 0.15)?.text).toBe("on off");
    expect(spacedText({ texts: [..."onoff"], gaps: [0.3, 0.01, 0.4, 0] }, 0.15)).toBeUndefined();
    expect(spacedText({ texts: [..."on"], gaps: [0.01] }, 0.15)).toBeUndefined();
  });
});

describe("hyphens", () => {
  it("that are soft and were painted within a line are no part of their word", async () => {
    const { html } = await read(
      raw(
        `BT /F1 12 Tf 1 0 0 1 50 700 Tm (The con\\255figuration of well-known docu\\255) Tj 0 -14 Td (mentation is here.) Tj ET`,
      ),
    );
    expect(html).toBe("<p>The configuration of well-known documentation is here.</p>");
  });

  it("that are soft are the hyphens of a document that has no others", async () => {
    const { html } = await read(raw("BT /F1 12 Tf 1 0 0 1 50 700 Tm (A well\\255known thing.) Tj ET"));
    expect(html).toBe("<p>A well-known thing.</p>");
  });

  it("as spaces without extent are none", async () => {
    const { html } = await read(
      raw("BT /F1 12 Tf 1 0 0 1 50 700 Tm [(con) ( ) 278 (figuration is read)] TJ ET"),
    );
    expect(html).toBe("<p>configuration is read</p>");
  });

  it.each([
    ["self-ex‐", "planatory", "self-explanatory"],
    ["self-ex-", "planatory", "self-explanatory", "explanatory"],
    ["state-of-the-", "art", "state-of-the-art"],
    ["docu‐", "mentation", "documentation"],
    ["well‐", "known", "well‐known", "a well‐known thing"],
  ])("%s | %s is %s", (first, second, whole, elsewhere = "") => {
    const words = vocabularyOf([first, second, elsewhere]);
    expect(plain(joinLines([{ text: first }], [{ text: second }], words))).toBe(whole);
  });
});

describe("lists that a column break divides", () => {
  const over = (y: number) =>
    lines(
      [1, 2, 3].map(
        (n) =>
          `Line ${n} that goes over the whole width of the page, from its left margin to its right one, and on`,
      ),
      { x: 50, y },
    );
  const around = [...over(780), ...over(500)];

  it("go on, also with their inner lists, where the columns have text beside them", async () => {
    const { html } = await read(
      pdf([
        [
          ...around,
          { x: 50, y: 700, text: "These are the parts of the device, as in" },
          { x: 50, y: 688, text: "the picture that is shown above." },
          { x: 65, y: 668, text: "\u2022 Lid of the box" },
          { x: 80, y: 656, text: "\u2022 Handle of the lid" },
          { x: 395, y: 695, text: "\u2022 Lock of the lid" },
          { x: 380, y: 683, text: "\u2022 Body of the box" },
          { x: 365, y: 663, text: "All of them are made of steel, and can" },
          { x: 365, y: 651, text: "be bought again from us at any time." },
        ],
      ]),
    );
    expect(html).toContain(
      "<ul><li>Lid of the box<ul><li>Handle of the lid</li><li>Lock of the lid</li></ul></li><li>Body of the box</li></ul>",
    );
    expect(html).toMatch(/picture that is shown above\..*<ul>.*<p>All of them are made of steel/s);
  });

  it("go on within an item, with the number that comes next", async () => {
    const { html } = await read(
      pdf([
        [
          ...around,
          { x: 50, y: 700, text: "Before you begin, read all of this." },
          { x: 60, y: 680, text: "1. Choose a place that is dry and that" },
          { x: 72, y: 668, text: "nobody will move while the device" },
          { x: 382, y: 702, text: "is on, and wait for the display to say" },
          { x: 382, y: 690, text: "that it is ready." },
          { x: 370, y: 674, text: "2. Press the key." },
        ],
      ]),
    );
    expect(html).toContain(
      "<ol><li>Choose a place that is dry and that nobody will move while the device is on, and wait for the display to say that it is ready.</li><li>Press the key.</li></ol>",
    );
  });

  it("are not made of rows of a table", async () => {
    const rows = ["Open", "Wait", "Close", "Lock"].flatMap((name, n) => [
      { x: 60, y: 700 - n * 14, text: `${n + 1}. ${name} the lid of the box` },
      { x: 370, y: 700 - n * 14, text: `takes ${n} min` },
    ]);
    const { html } = await read(pdf([[...around, ...rows]]));
    expect(html.indexOf("takes 0")).toBeLessThan(html.indexOf("Wait the lid"));
  });
});

describe("fonts whose characters are not stated", () => {
  /** A font of two bytes a sign; the table says what they stand for. */
  const font = (table: string | undefined) => [
    `<</Type/Font/Subtype/Type0/BaseFont/Own/Encoding/Identity-H/DescendantFonts[<</Type/Font/Subtype/CIDFontType2/BaseFont/Own/DW 500/CIDToGIDMap/Identity/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>/FontDescriptor<</Type/FontDescriptor/FontName/Own/Flags 4/FontBBox[0 0 500 700]/ItalicAngle 0/Ascent 700/Descent -200/StemV 80>>>>]${table === undefined ? "" : "/ToUnicode 7 0 R"}>>`,
    stream(
      `/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /Own def 1 begincodespacerange <0000> <FFFF> endcodespacerange ${table ?? ""} endcmap end end`,
    ),
  ];
  const page = (codes: string, table: string | undefined, more = "") =>
    Buffer.from(
      drawn({ content: `BT /U 12 Tf 1 0 0 1 50 600 Tm <${codes}> Tj ET ${more}`, objects: font(table) })
        .toString("latin1")
        .replace("/F1 5 0 R", "/F1 5 0 R/U 6 0 R"),
      "latin1",
    );
  const latin = Array.from({ length: 12 }, (_, row) => show(`line ${row}`, 50, 800 - row * 12)).join("\n");

  it("are refused where they are most of a document", async () => {
    await expect(read(page("00240025000300260027", undefined))).rejects.toThrow(
      "do not say which characters",
    );
  });

  it("are left out with a warning where they are a part of it", async () => {
    const { html, warnings } = await read(
      page("002400250026", "1 beginbfchar <0024> <0041> endbfchar", latin),
    );
    expect(html).toContain(">A<");
    expect(html).not.toContain("%");
    expect(warnings.map(({ code }) => code)).toEqual(["pdf-unreadable-text"]);
  });

  it("are read where a sign has the text of its neighbours, and where codes are characters", async () => {
    const cluster = await read(
      page("002400250026", "3 beginbfchar <0024> <006600660069> <0025> <> <0026> <0042> endbfchar", latin),
    );
    expect(cluster.html).toContain(">ffiB<");
    expect(cluster.warnings).toEqual([]);
    const plainCodes = await read(page("004100420043", undefined, latin));
    expect(plainCodes.html).toContain(">ABC<");
  });

  it("are doubtful where one sign is several words, which are said once", async () => {
    const words = [..."two words"].map((sign) => sign.charCodeAt(0).toString(16).padStart(4, "0")).join("");
    const { html, warnings } = await read(
      page("00240024", `1 beginbfchar <0024> <${words}> endbfchar`, latin),
    );
    expect(html.match(/two words/g)).toHaveLength(1);
    expect(warnings.map(({ code }) => code)).toEqual(["pdf-unreadable-text"]);
  });
});
