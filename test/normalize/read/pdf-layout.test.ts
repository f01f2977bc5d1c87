import { describe, expect, it } from "vitest";
import { readPdf } from "../../../src/normalize/read/pdf/index.ts";
import { cellsOf, drawn, greyImage, lines, pdf, show } from "./support/pdf.ts";

async function convert(body: Uint8Array) {
  const [page] = await readPdf({ body });
  return page ?? { html: "", warnings: [] };
}
const drawnHtml = async (content: string) => (await convert(drawn({ content }))).html;
const prose = [780, 766, 752]
  .map((y) => show("The quick brown fox jumps over the lazy dog and keeps its settings.", 50, y))
  .join("\n");
const across = (y: number, from = 50, to = 450) => `${from} ${y} m ${to} ${y} l S`;
const down = (x: number, from = 600, to = 700) => `${x} ${from} m ${x} ${to} l S`;

const texts = [
  show("Setting", 55, 688, 10, "F2"),
  show("Meaning", 155, 688, 10, "F2"),
  show("interval", 55, 655),
  show("How often values are sent, counted", 155, 668),
  show("from the moment at which the last", 155, 655),
  show("report ended.", 155, 642),
  show("buffer", 55, 615),
  show("How many values are kept.", 155, 615),
].join("\n");
const table = [
  ["Setting", "Meaning"],
  ["interval", "How often values are sent, counted from the moment at which the last report ended."],
  ["buffer", "How many values are kept."],
];

describe("tables with lines", () => {
  const ruled = `${[700, 680, 632, 600].map((y) => across(y)).join(" ")} ${[50, 150, 450].map((x) => down(x)).join(" ")}`;
  it("have the cells that the lines enclose, wherever their text stands", async () => {
    const html = await drawnHtml(`${prose} ${texts} ${ruled}`);
    expect(cellsOf(html)).toEqual(table);
    expect(html).toContain("<thead><tr><th>Setting</th>");
    expect(html.replaceAll(/<table>.*<\/table>/g, "")).not.toContain("interval");
  });

  it("may be drawn as thin areas or as stroked boxes", async () => {
    const thin = `${[700, 680, 632, 600].map((y) => `50 ${y} 400 0.5 re f`).join(" ")} ${[50, 150, 450].map((x) => `${x} 600 0.5 100 re f`).join(" ")}`;
    const boxes = [
      [50, 680, 100, 20],
      [150, 680, 300, 20],
      [50, 632, 100, 48],
      [150, 632, 300, 48],
      [50, 600, 100, 32],
      [150, 600, 300, 32],
    ]
      .map((box) => `${box.join(" ")} re S`)
      .join(" ");
    expect(cellsOf(await drawnHtml(`${prose} ${texts} ${thin}`))).toEqual(table);
    expect(cellsOf(await drawnHtml(`${prose} ${texts} ${boxes}`))).toEqual(table);
  });

  it("part text that runs over a line", async () => {
    const row = "BT /F1 10 Tf 1 0 0 1 55 655 Tm [(Free) -4000 (5)] TJ ET";
    const html = await drawnHtml(
      `${prose} ${show("Plan", 55, 688)} ${show("Users", 155, 688)} ${row.replace("-4000", "-8200")} ${show("Pro", 55, 615)} ${show("50", 155, 615)} ${ruled}`,
    );
    expect(cellsOf(html)).toEqual([
      ["Plan", "Users"],
      ["Free", "5"],
      ["Pro", "50"],
    ]);
  });

  it("repeat the text of merged cells", async () => {
    const merged = `${across(700)} ${across(680)} ${across(632, 150)} ${across(600)} ${[50, 150, 450].map((x) => down(x)).join(" ")}`;
    const html = await drawnHtml(
      `${prose} ${show("Plan", 55, 688)} ${show("Users", 155, 688)} ${show("Free", 55, 640)} ${show("five", 155, 655)} ${show("ten", 155, 615)} ${merged}`,
    );
    expect(cellsOf(html)).toEqual([
      ["Plan", "Users"],
      ["Free", "five"],
      ["Free", "ten"],
    ]);
  });

  it.each([
    [
      "the grid of a chart",
      `${[700, 675, 650, 625, 600].map((y) => across(y)).join(" ")} ${[50, 150, 250, 350, 450].map((x) => down(x)).join(" ")} ${show("Requests", 200, 580)}`,
    ],
  ])("%s is not one", async (_, content) => {
    expect(await drawnHtml(`${prose} ${content}`)).not.toContain("<table>");
  });

  it.each([
    ["a frame around text", "50 590 400 120 re S"],
    ["an underline", across(664, 155, 300)],
  ])("%s changes nothing", async (_, lines) => {
    expect(await drawnHtml(`${prose} ${lines} ${texts}`)).toBe(await drawnHtml(`${prose} ${texts}`));
  });
});

describe("tables with lines across only", () => {
  const cells = (rows: readonly (readonly string[])[], top: number, leading = 20) =>
    rows
      .flatMap((row, at) => row.map((text, column) => show(text, 55 + column * 120, top - at * leading)))
      .join(" ");
  const plans = [
    ["Plan", "Calls", "Note"],
    ["Free", "60", "short"],
    ["Team", "600", "long"],
  ];

  it.each([
    ["above, below the head and below all", [702, 682, 642], 0],
    ["below each row", [682, 662, 642], 0],
    ["between wrapped rows", [702, 682, 662, 630], 1],
  ])("have rows: %s", async (_, heights, wrapped) => {
    const more = wrapped ? show("and more", 295, 638) : "";
    const html = await drawnHtml(
      `${prose} ${cells(plans, 688)} ${more} ${heights.map((y) => across(y)).join(" ")}`,
    );
    const expected = wrapped ? plans.with(2, ["Team", "600", "long and more"]) : plans;
    expect(cellsOf(html)).toEqual(expected);
    expect(html.match(/<table>/g)).toHaveLength(1);
  });

  it("are parted by the text between them", async () => {
    const rules = [702, 682, 642, 582, 562, 522].map((y) => across(y)).join(" ");
    const between = show("The second table tells what is not in the first, and who may ask for it.", 50, 610);
    const html = await drawnHtml(`${prose} ${cells(plans, 688)} ${between} ${cells(plans, 568)} ${rules}`);
    expect(cellsOf(html)).toEqual([...plans, ...plans]);
    expect(html.match(/<table>/g)).toHaveLength(2);
  });

  it("are parted by a paragraph right above the head of the second", async () => {
    const rules = [702, 682, 642, 582, 562, 522].map((y) => across(y)).join(" ");
    const between = show("Between the tables.", 50, 612);
    const html = await drawnHtml(`${prose} ${cells(plans, 688)} ${between} ${cells(plans, 588)} ${rules}`);
    expect(html).toContain("<p>Between the tables.</p>");
    expect(cellsOf(html)).toEqual([...plans, ...plans]);
  });

  it("are not columns of prose between two lines", async () => {
    const column = (x: number) =>
      Array.from({ length: 10 }, (_, at) => show("words that fill one column of two", x, 690 - at * 12)).join(
        " ",
      );
    const html = await drawnHtml(`${prose} ${column(55)} ${column(260)} ${across(702)} ${across(570)}`);
    expect(html).not.toContain("<table>");
  });
});

describe("lists", () => {
  const disc = (x: number, y: number) => `${x} ${y} m ${x + 4} ${y} l ${x + 4} ${y + 4} l ${x} ${y + 4} l f`;

  it("have bullets that are drawn, levels, and paragraphs of their own", async () => {
    const html =
      await drawnHtml(`${prose} ${disc(60, 702)} ${show("one", 74, 700)} ${disc(90, 687)} ${show("inner", 104, 685)}
      ${disc(60, 672)} ${show("two", 74, 670)} ${show("More of two.", 74, 650)} ${show("Behind the list.", 50, 630)}`);
    expect(html.slice(html.indexOf("<ul>"))).toBe(
      "<ul><li>one<ul><li>inner</li></ul></li><li>two<p>More of two.</p></li></ul>\n<p>Behind the list.</p>",
    );
  });

  it("keep their numbers over code, and their kinds", async () => {
    const code = "BT /F3 9 Tf 1 0 0 1 74 685 Tm (run it) Tj ET";
    const body = await convert(
      drawn({
        content: `${prose} ${show("3.", 60, 700)} ${show("Run", 74, 700)} ${code} ${show("4.", 60, 670)} ${show("Wait", 74, 670)}
          ${show("a.", 90, 655)} ${show("once", 104, 655)} ${show("b.", 90, 640)} ${show("twice", 104, 640)}`,
        resources: "/Font<</F1 5 0 R/F3 6 0 R>>",
        objects: ["<</Type/Font/Subtype/Type1/BaseFont/Courier/Encoding/WinAnsiEncoding>>"],
      }),
    );
    expect(body.html.slice(body.html.indexOf("<ol"))).toBe(
      '<ol start="3"><li>Run<pre><code>run it</code></pre></li><li>Wait<ol type="a"><li>once</li><li>twice</li></ol></li></ol>',
    );
  });

  it("are not what a small shape within a line makes", async () => {
    const html = await drawnHtml(
      `${prose} ${show("Press", 50, 700)} ${disc(80, 702)} ${show("to stop.", 88, 700)}`,
    );
    expect(html).not.toContain("<li>");
  });
});

it("parts blocks of code by the space between them", async () => {
  const code = ["one", "two", "", "three"].flatMap((text, at) =>
    text ? [{ x: 50, y: 700 - at * 12, text, font: "code" as const }] : [],
  );
  const { html } = await convert(
    pdf([[...code, { x: 50, y: 643, text: "another", font: "code" }, { x: 50, y: 600, text: "Text." }]]),
  );
  expect(html).toContain("<pre><code>one\ntwo\n\nthree</code></pre>\n<pre><code>another</code></pre>");
});

describe("text that is turned", () => {
  const up = (text: string, x: number, y: number) => `BT /F1 10 Tf 0 1 -1 0 ${x} ${y} Tm (${text}) Tj ET`;

  it.each([
    [90, "0 1 -1 0 595 0 cm"],
    [180, "-1 0 0 -1 595 842 cm"],
    [270, "0 -1 1 0 0 842 cm"],
  ])("on a page that is shown turned by %i° is upright", async (rotate, matrix) => {
    const { html } = await convert(
      drawn({ content: `${matrix} 1 0 0 1 0 -300 cm ${prose}`, page: `/Rotate ${rotate}` }),
    );
    expect(html).toMatch(/^<p>The quick brown fox .* settings\.<\/p>$/);
  });

  it("belongs to its cell", async () => {
    const lines = `${[700, 640, 620, 600].map((y) => across(y)).join(" ")} ${[50, 150, 450].map((x) => down(x)).join(" ")}`;
    const html = await drawnHtml(
      `${prose} ${up("Setting", 100, 650)} ${up("Meaning", 300, 650)} ${show("a", 55, 626)} ${show("b", 155, 626)} ${show("c", 55, 606)} ${show("d", 155, 606)} ${lines}`,
    );
    expect(cellsOf(html)).toEqual([
      ["Setting", "Meaning"],
      ["a", "b"],
      ["c", "d"],
    ]);
  });

  it("beside the text does not part it", async () => {
    const html = await drawnHtml(`${prose} ${up("Edition of May", 20, 740)}`);
    expect(html).toMatch(/<p>The quick .* settings\.<\/p>\s*<p>Edition of May<\/p>/);
  });
});

it("reads spaced letters as words, and shadows once", async () => {
  const spaced = "BT /F1 10 Tf 3 Tc 1 0 0 1 50 600 Tm (A spaced title) Tj 0 Tc ET";
  expect(await drawnHtml(`${prose} ${spaced}`)).toContain("A spaced title");
  const shadow = `${show("Shadowed words", 50, 600, 20)} ${show("Shadowed words", 50.8, 599.2, 20)}`;
  expect((await drawnHtml(`${prose} ${shadow}`)).match(/Shadowed/g)).toHaveLength(1);
});

describe("superscripts and subscripts stay in their line", () => {
  it.each([
    ["above", show("2", 111.8, 604, 7), "m<sup>2</sup> and more"],
    ["below", show("2", 111.8, 597, 7), "m<sub>2</sub> and more"],
    ["half a line above", show("2", 111.8, 605.3, 9), "m<sup>2</sup> and more"],
  ])("%s", async (_, script, text) => {
    const html = await drawnHtml(
      `${prose} ${show("Area is ten m", 51.5, 600, 10.2)} ${script} ${show("and more", 122, 600, 10.2)}`,
    );
    expect(html).toContain(text);
  });

  it("a line of small print below is a line", async () => {
    const html = await drawnHtml(`${prose} ${show("A line", 50, 600)} ${show("small print", 50, 588, 7)}`);
    expect(html).not.toMatch(/<su[bp]>/);
  });
});

it("reads columns that begin and end within a page", async () => {
  const column = (name: string, x: number) =>
    lines(
      [1, 2, 3, 4, 5].map((i) => `${name}${i} words that fill a column to its end`),
      { x, y: 700 },
    );
  const pages = [
    [
      { x: 50, y: 780, text: "Notes", size: 20 },
      ...lines(
        [1, 2, 3].map(
          (i) => `over${i} a line of text that goes over both of the columns of this page, to its end`,
        ),
        { x: 50, y: 750 },
      ),
      ...column("left", 50),
      { x: 60, y: 638, text: "a short one" },
      ...column("right", 310),
      { x: 50, y: 560, text: "under0 Cells", size: 14 },
      ...["a", "b", "c"].flatMap((name, row) => [
        { x: 50, y: 530 - row * 14, text: `under${row + 1} ${name}` },
        { x: 180, y: 530 - row * 14, text: "1" },
        { x: 330, y: 530 - row * 14, text: "2" },
      ]),
    ],
  ];
  const { html } = await convert(pdf(pages));
  const order = [...html.matchAll(/(?:over|left|right|under)\d|a short one/g)].map(([word]) => word);
  const five = (name: string) => [1, 2, 3, 4, 5].map((i) => `${name}${i}`);
  expect(order).toEqual([
    "over1",
    "over2",
    "over3",
    ...five("left"),
    "a short one",
    ...five("right"),
    "under0",
    "under1",
    "under2",
    "under3",
  ]);
});

it("reads a short paragraph in two columns as one, not as a table", async () => {
  const left = [
    "words that go on in the left column",
    "and do not end there, because there",
    "is more of them in the next column",
  ];
  const right = ["where they are as long as before in", "each of the lines, until they end", "at last."];
  const column = (texts: readonly string[], x: number) => lines(texts, { x, y: 700 });
  const { html } = await convert(
    pdf([[{ x: 50, y: 780, text: "Notes", size: 20 }, ...column(left, 50), ...column(right, 310)]]),
  );
  expect(html).toContain(`<p>${[...left, ...right].join(" ")}</p>`);
});

describe("lines with dot leaders", () => {
  const page = (entries: readonly string[]) => [
    { x: 50, y: 780, text: "Contents", size: 16 },
    ...lines(entries, { x: 50, y: 740 }),
    ...lines(["The agent keeps its settings in one file,", "and reads it again."], { x: 50, y: 500 }),
  ];
  it("are left out as a table of contents", async () => {
    const { html } = await convert(
      pdf([page(["Install ........ 1", "1.1 Steps . . . . . . . 2", "Settings ............ 4"]), page([])]),
    );
    expect(html).not.toMatch(/Install|Steps/);
    expect(html).toContain("keeps its settings");
  });

  it("are kept where their numbers are not those of pages", async () => {
    const { html } = await convert(pdf([page(["Coffee ........ 3", "Tea ......... 2", "Cake ........ 5"])]));
    expect(html).toContain("Coffee");
  });
});

it("names the pages that are images", async () => {
  const scan = drawn({
    content: "q 595 0 0 842 0 0 cm /I Do Q",
    resources: "/XObject<</I 6 0 R>>",
    objects: [greyImage(4)],
    page: "/Rotate 0",
  });
  await expect(convert(scan)).rejects.toThrow(/images of text only/);
  const text = drawn({
    content: prose,
    resources: "/XObject<</I 7 0 R>>",
    objects: [
      "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</XObject<</I 7 0 R>>>>/Contents 8 0 R>>",
      greyImage(4),
      "<</Length 28>>\nstream\nq 595 0 0 842 0 0 cm /I Do Q\nendstream",
    ],
  });
  const half = Buffer.from(
    text.toString("latin1").replace("/Count 1/Kids[3 0 R]", "/Count 2/Kids[3 0 R 6 0 R]"),
    "latin1",
  );
  const { html, warnings } = await convert(half);
  expect(html).toContain("quick brown");
  expect(warnings.find(({ code }) => code === "pdf-scanned-page")?.message).toMatch(/^page 2 is an image/);
});
