import { describe, expect, it } from "vitest";
import { readPdf } from "../../../src/normalize/read/pdf/index.ts";
import { cellsOf, drawn, lines, pdf, show, type Text } from "./support/pdf.ts";

async function htmlOf(...pages: (readonly Text[])[]): Promise<string> {
  const [page] = await readPdf({ body: pdf(pages) });
  return page?.html ?? "";
}

type Cell = readonly [x: number, text: string];
const row = (y: number, cells: readonly Cell[], font: "regular" | "bold" = "regular"): Text[] =>
  cells.map(([x, text]) => ({ x, y, text, font }));
const grid = (top: number, step: number, rows: readonly (readonly Cell[])[]): Text[] =>
  rows.flatMap((cells, index) => row(top - index * step, cells, index === 0 ? "bold" : "regular"));

describe("tables without lines", () => {
  it("have the cells that the columns around them tell apart", async () => {
    const columns = [50, 104, 162] as const;
    const words = [
      ["Plan", "Price", "Users"],
      ["Basic", "5 EUR", "10"],
      // Its cells are as far from each other as two words in justified text.
      ["Enterprise", "50 EUR net", "Unlimited"],
      ["Enterprise", "on request", "all of them"],
    ];
    const html = await htmlOf(
      grid(
        700,
        20,
        words.map((cells) => cells.map((text, at): Cell => [columns[at] ?? 0, text])),
      ),
    );
    expect(cellsOf(html)).toEqual([
      ["Plan", "Price", "Users"],
      ["Basic", "5 EUR", "10"],
      ["Enterprise", "50 EUR net", "Unlimited"],
      ["Enterprise", "on request", "all of them"],
    ]);
  });

  it("may have their heads in the middle of the columns", async () => {
    const html = await htmlOf([
      ...row(
        700,
        [
          [62, "Plan"],
          [166, "Price"],
        ],
        "bold",
      ),
      ...row(680, [
        [50, "Basic"],
        [150, "5 EUR a month"],
      ]),
      ...row(660, [
        [50, "Professional"],
        [150, "50 EUR a month"],
      ]),
    ]);
    expect(cellsOf(html)).toEqual([
      ["Plan", "Price"],
      ["Basic", "5 EUR a month"],
      ["Professional", "50 EUR a month"],
    ]);
  });

  it.each([
    [2, [708, 695], 701],
    [3, [708, 695, 682], 695],
  ])("have whole cells where those beside one of %i lines are in its middle", async (_, ys, middle) => {
    const words = ["How long a request may", "take before it is given", "up and tried again"];
    const html = await htmlOf([
      ...row(
        735,
        [
          [50, "Name"],
          [150, "Meaning"],
          [350, "Default"],
        ],
        "bold",
      ),
      ...ys.map((y, at): Text => ({ x: 150, y, text: words[at] ?? "" })),
      ...row(middle, [
        [50, "timeout"],
        [350, "30"],
      ]),
      ...row((ys.at(-1) ?? 0) - 25, [
        [50, "retries"],
        [150, "How often"],
        [350, "3"],
      ]),
    ]);
    expect(cellsOf(html)).toEqual([
      ["Name", "Meaning", "Default"],
      ["timeout", words.slice(0, ys.length).join(" "), "30"],
      ["retries", "How often", "3"],
    ]);
  });

  it.each([
    ["with its head again", true],
    ["without it", false],
  ])("go on behind a page break, %s", async (_, isRepeated) => {
    const part = (from: number, withHead: boolean) =>
      grid(700, 20, [
        ...(withHead ? [[[50, "Key"] as const, [150, "Value"] as const]] : []),
        ...[0, 1, 2, 3].map((at) => [[50, `k${from + at}`] as const, [150, `Value ${from + at}`] as const]),
      ]).map((text) => (withHead ? text : { ...text, font: "regular" as const }));
    const html = await htmlOf(part(0, true), part(4, isRepeated));
    expect(cellsOf(html).map(([key]) => key)).toEqual([
      "Key",
      "k0",
      "k1",
      "k2",
      "k3",
      "k4",
      "k5",
      "k6",
      "k7",
    ]);
    expect(html.match(/<table>/g)).toHaveLength(1);
  });
});

it("the name of a chapter at the head of its pages is no text", async () => {
  const chapter = (name: string, isFirst: boolean): Text[] => [
    { x: 50, y: 810, text: name },
    ...(isFirst ? [{ x: 50, y: 740, text: name, size: 18 }] : []),
    ...lines(["Words of the chapter stand here", "and go on for a while."], { x: 50, y: 700 }),
  ];
  const html = await htmlOf(
    chapter("Install", true),
    chapter("Install", false),
    chapter("Repair", true),
    chapter("Repair", false),
  );
  expect(html.match(/Install|Repair/g)).toEqual(["Install", "Repair"]);
});

describe("boxes of a form are read with their state", () => {
  const box = (y: number, value: string) =>
    `<</Type/Annot/Subtype/Widget/FT/Btn/T(b${y})/Rect[120 ${y} 132 ${y + 12}]/F 4/AS/${value}/V/${value}/AP<</N<</Yes null/Off null>>>>>>`;
  it.each([
    ["Yes", "Off", "☑", "☐"],
    ["Off", "Yes", "☐", "☑"],
  ])("%s and %s", async (one, other, first, second) => {
    const [page] = await readPdf({
      body: drawn({
        content: `${show("Agree:", 50, 702)} ${show("News:", 50, 602)}`,
        page: `/Annots[${box(700, one)} ${box(600, other)}]`,
      }),
    });
    expect(page?.html).toBe(`<p>Agree: ${first}</p>\n<p>News: ${second}</p>`);
  });
});

it("large scripts that touch their line are scripts", async () => {
  const html = await htmlOf([
    { x: 50, y: 700, text: "A line of prose for the size of the text, longer than the others.", size: 11 },
    { x: 50, y: 600, text: "The gas is CO", size: 11 },
    { x: 120.3, y: 595, text: "2", size: 10.7 },
    { x: 126.25, y: 600, text: " and heavy.", size: 11 },
  ]);
  expect(html).toContain("CO<sub>2</sub>");
});
