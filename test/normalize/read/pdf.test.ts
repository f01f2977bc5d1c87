import { describe, expect, it } from "vitest";
import { readPdf } from "../../../src/normalize/read/pdf/index.ts";
import { lines, pdf, type Text, written } from "./support/pdf.ts";

async function convertBytes(body: Uint8Array) {
  const [converted] = await readPdf({ body });
  if (!converted) throw new Error("nothing converted");
  return converted;
}
const htmlOf = async (...pages: Text[][]) => (await convertBytes(pdf(pages))).html;
const prose = "The quick brown fox jumps over the lazy dog".split(" ");
const filler = (y: number, x = 50) =>
  lines([`${prose.join(" ")} and runs on`, `${prose.join(" ")} and on and`, "then it stops."], { x, y });

describe("a page", () => {
  it("has headings by size and by weight, and joins paragraphs", async () => {
    const html = await htmlOf([
      { x: 50, y: 780, text: "Guide", size: 24 },
      { x: 50, y: 740, text: "Install", size: 16 },
      ...lines(["One line of text that goes", "on in the next line."], { x: 50, y: 700 }),
      { x: 50, y: 660, text: "Options", font: "bold" },
      ...filler(640),
    ]);
    expect(html).toContain(
      "<h1>Guide</h1>\n<h2>Install</h2>\n<p>One line of text that goes on in the next line.</p>",
    );
    expect(html).toContain("<h3>Options</h3>");
  });

  it("joins hyphenated words, but not compounds", async () => {
    const html = await htmlOf([
      ...lines(["Read the docu-", "mentation of a well-", "known and known tool, well."], { x: 50, y: 700 }),
    ]);
    expect(html).toBe("<p>Read the documentation of a well-known and known tool, well.</p>");
  });

  it("reads columns in order, below what runs over both", async () => {
    const column = (name: string, x: number) =>
      lines(
        Array.from({ length: 8 }, (_, i) => `${name}${i} ${prose.slice(0, 8).join(" ")}`),
        { x, y: 700 },
      );
    const html = await htmlOf([
      { x: 50, y: 780, text: "A title over both of the columns of this page", size: 20 },
      ...column("left", 50),
      ...column("right", 310),
    ]);
    const order = [...html.matchAll(/title|left\d|right\d/g)].map(([word]) => word);
    expect(order).toEqual([
      "title",
      ...[0, 1, 2, 3, 4, 5, 6, 7].map((i) => `left${i}`),
      ...[0, 1, 2, 3, 4, 5, 6, 7].map((i) => `right${i}`),
    ]);
  });

  it("has lists, tables, code and links", async () => {
    const html = await htmlOf([
      ...filler(800),
      ...lines(["\u2022 first", "\u2022 second"], { x: 50, y: 740 }),
      ...lines(["1. one", "2. two"], { x: 50, y: 700 }),
      ...["Key", "a", "b"].flatMap((key, row) => [
        { x: 50, y: 650 - row * 14, text: key, font: row === 0 ? ("bold" as const) : ("regular" as const) },
        {
          x: 250,
          y: 650 - row * 14,
          text: `value ${row}`,
          font: row === 0 ? ("bold" as const) : ("regular" as const),
        },
      ]),
      ...lines(["if (a) {", "  b();"], { x: 50, y: 580, font: "code" }),
      { x: 50, y: 540, text: "See there", link: "https://a.example/x" },
      { x: 50, y: 500, text: "Not there", link: "javascript:alert" },
    ]);
    expect(html).toContain("<ol><li>one</li><li>two</li></ol>");
    expect(html).toContain(
      "<table><thead><tr><th>Key</th><th>value 0</th></tr></thead><tbody><tr><td>a</td>",
    );
    expect(html).toContain("<pre><code>if (a) {\n  b();</code></pre>");
    expect(html).toContain('<a href="https://a.example/x">See there</a>');
    expect(html).not.toContain("javascript");
  });

  it("contains no text that its reader does not see", async () => {
    const { html, warnings } = await convertBytes(
      pdf([
        [
          ...filler(700),
          { x: 50, y: 600, text: "secret", mode: 3 },
          { x: 50, y: 580, text: "pale", white: true },
        ],
      ]),
    );
    expect(html).not.toMatch(/secret|pale/);
    expect(html).toContain("quick brown");
    expect(warnings.map(({ code }) => code)).toEqual(["hidden-text"]);
  });
});

it("leaves running headers, footers and page numbers out, and joins over pages", async () => {
  const pages = [1, 2, 3, 4].map((number) => [
    { x: 50, y: 815, text: `Manual 2.${number}` },
    ...lines([`Text of page ${number} which`, "goes on and on and"], { x: 50, y: 700 }),
    { x: 290, y: 20, text: `Page ${number} of 4` },
  ]);
  const html = await htmlOf(...pages);
  expect(html).not.toMatch(/Manual|of 4/);
  expect(html).toContain("Text of page 3");
});

it.each([
  ["stated", "A Manual", "A Manual"],
  ["of the largest text where a program made the title", "Microsoft Word - a.docx", "Big"],
])("the title is the one %s", async (_, stated, title) => {
  const page = [{ x: 50, y: 780, text: "Big", size: 24 }, ...filler(700)];
  expect((await convertBytes(pdf([page], stated))).title).toBe(title);
});

describe("what cannot be read fails with the reason", () => {
  const failure = (body: Uint8Array) =>
    convertBytes(body).then(
      () => "converted",
      (error: Error) => error.message,
    );
  const locked = written(
    [
      "<</Type/Catalog/Pages 2 0 R>>",
      "<</Type/Pages/Count 0/Kids[]>>",
      `<</Filter/Standard/V 1/R 2/P -4/O<${"ab".repeat(32)}>/U<${"cd".repeat(32)}>>>`,
    ],
    `/Encrypt 3 0 R/ID[<${"00".repeat(16)}><${"00".repeat(16)}>]`,
  );
  it.each([
    ["no PDF", Buffer.from("hello"), /damaged, or no PDF/],
    ["nothing", Buffer.alloc(0), /damaged, or no PDF/],
    ["a scan", pdf([[]]), /images of text only/],
    ["a locked file", locked, /encrypted with a password/],
    [
      "10,000 nested arrays",
      written(["<</Type/Catalog/Pages 2 0 R>>", "[".repeat(10_000)], ""),
      /damaged, or no PDF/,
    ],
  ])("%s", async (_, body, message) => {
    expect(await failure(body)).toMatch(message);
  });

  it("a broken table of offsets is repaired", async () => {
    const broken = pdf([filler(700)])
      .toString("latin1")
      .replace(/xref\n0[\s\S]*?trailer/, "xref\n0 1\ngarbage\ntrailer");
    expect((await convertBytes(Buffer.from(broken, "latin1"))).html).toContain("quick brown");
  });
});
