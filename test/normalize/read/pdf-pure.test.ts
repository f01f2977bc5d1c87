import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { asPainted, inReadingOrder } from "../../../src/normalize/read/pdf/bidi.ts";
import { blocksOf } from "../../../src/normalize/read/pdf/blocks.ts";
import { readingOrder } from "../../../src/normalize/read/pdf/columns.ts";
import { formatOf } from "../../../src/normalize/read/pdf/format.ts";
import { htmlOf } from "../../../src/normalize/read/pdf/html.ts";
import { joinLines, vocabularyOf } from "../../../src/normalize/read/pdf/join.ts";
import { fragmentsOf } from "../../../src/normalize/read/pdf/lines.ts";
import { withoutRunningHeads } from "../../../src/normalize/read/pdf/running-heads.ts";
import { type Fragment, plain } from "../../../src/normalize/read/pdf/text.ts";

describe("joining lines", () => {
  it.each([
    ["docu-", "mentation", "", "documentation"],
    ["well-", "known", "a well-known thing", "well-known"],
    ["on-", "line", "it is on the line", "on-line"],
    ["cost-", "effective", "", "cost-effective"],
    ["long-", "term", "", "long-term"],
    ["in-", "effective", "", "ineffective"],
    ["cost-", "effective", "costeffective", "costeffective"],
    ["on-", "line", "it is on the line, and online", "online"],
    ["Franz-", "Josef", "", "Franz- Josef"],
    ["docu\u00AD", "mentation", "", "documentation"],
    ["one", "two", "", "one two"],
    ["pages 3-", "4", "", "pages 3- 4"],
    ["a well-", "known tool", "", "a well-known tool"],
    ["state-of-the-", "art", "", "state-of-the-art"],
    ["/etc/acme/main-", "config.yaml holds", "", "/etc/acme/main-config.yaml holds"],
    ["in main-", "config.yaml", "", "in main-config.yaml"],
    ["Use --dry-", "run for", "", "Use --dry-run for"],
    ["the key api_retry-", "limit is", "", "the key api_retry-limit is"],
    [
      "See https://a.example/very/long/",
      "path/to.html now",
      "",
      "See https://a.example/very/long/path/to.html now",
    ],
    ["See https://a.example/", "for more", "", "See https://a.example/ for more"],
    ["https://a.example/x?id=", "42&y=1", "", "https://a.example/x?id=42&y=1"],
    ["in /var/lib/", "acme/data", "", "in /var/lib/acme/data"],
    ["one and/or", "another/one", "", "one and/or another/one"],
  ])("%s + %s, knowing “%s”, is %s", (first, second, known, joined) => {
    expect(plain(joinLines([{ text: first }], [{ text: second }], vocabularyOf([known])))).toBe(joined);
  });
});

describe("right to left", () => {
  const visual = (text: string) => [...text].reverse().join("");
  it.each([
    ["Hebrew", visual("שלום עולם"), "שלום עולם"],
    [
      "with a number and brackets as they look",
      `.(3.5 ${visual("גרסה")}) ${visual("לחץ כאן")}`,
      "לחץ כאן (גרסה 3.5).",
    ],
    ["brackets as they are meant", `.)3.5 ${visual("גרסה")}( ${visual("לחץ כאן")}`, "לחץ כאן (גרסה 3.5)."],
    ["with a Latin word", `config.yaml ${visual("שמור את הקובץ")}`, "שמור את הקובץ config.yaml"],
    ["inside an English line", `a line with ${visual("שלום עולם")} in it`, "a line with שלום עולם in it"],
    ["Arabic in the shapes of letters", "\uFEDD\uFE8E\uFED7", "قال"],
    ["English", "nothing (changes) here", "nothing (changes) here"],
  ])("%s", (_, line, read) => {
    expect(plain(inReadingOrder([{ text: line }]))).toBe(read);
  });

  const at = (text: string, x: number, y: number, more: Partial<Fragment> = {}): Fragment => ({
    text,
    spans: [{ text }],
    x,
    end: x + 6 * text.length,
    y,
    size: 10,
    ...more,
  });

  it("columns of a table begin at the right", () => {
    const rows = [
      ["מחיר", "תוכנית"],
      ["0", "חינם"],
      ["12", "מקצועי"],
    ];
    const group = rows.flatMap((row, line) =>
      row.map((text, column) => at(text, 50 + column * 120, 700 - line * 14)),
    );
    expect(htmlOf(blocksOf([group]))).toContain("<tr><td>תוכנית</td><td>מחיר</td></tr>");
  });

  it("items of a list are one level where they end at one place", () => {
    const items = ["1. פתח את הקופסה", "2. חבר כבל"].map((text, line) =>
      at(text, 400 - 6 * text.length, 700 - line * 14),
    );
    expect(htmlOf(blocksOf([items]))).toBe("<ol><li>פתח את הקופסה</li><li>חבר כבל</li></ol>");
  });

  it("formats stay with their letters", () => {
    const spans = inReadingOrder([{ text: visual("עולם"), bold: true }, { text: visual("שלום ") }]);
    expect(spans).toEqual([{ text: "שלום " }, { text: "עולם", bold: true }]);
  });

  it("a sign for several letters is read as they follow", () => {
    expect(plain(inReadingOrder([{ text: `${asPainted("لا")}${visual("قال ")}` }]))).toBe("قال لا");
    expect(plain(inReadingOrder([{ text: asPainted("لا (2.0) قال") }]))).toBe("لا (2.0) قال");
  });
});

const place = fc.record({
  text: fc.stringMatching(/^[a-z]{1,9}$/),
  x: fc.integer({ min: 0, max: 550 }),
  y: fc.integer({ min: 0, max: 800 }),
  width: fc.integer({ min: 1, max: 200 }),
  size: fc.integer({ min: 6, max: 24 }),
  format: fc.constant({}),
});
const letters = (texts: readonly string[]) => [...texts.join("").replaceAll(/\s/g, "")].toSorted().join("");

describe("whatever the places", () => {
  it("no letter is lost or doubled on the way to reading order", () => {
    fc.assert(
      fc.property(fc.array(place, { maxLength: 60 }), (items) => {
        const ordered = readingOrder(fragmentsOf(items)).flat();
        expect(letters(ordered.map(({ text }) => text))).toBe(letters(items.map(({ text }) => text)));
      }),
    );
  });

  it("nor on the way to HTML, list markers aside", () => {
    fc.assert(
      fc.property(fc.array(place, { maxLength: 60 }), (items) => {
        const html = htmlOf(blocksOf(readingOrder(fragmentsOf(items))));
        expect(letters([html.replaceAll(/<[^>]*>/g, "")])).toBe(letters(items.map(({ text }) => text)));
      }),
    );
  });
});

it.each([
  ["NotoSansCJKjp-Regular", false],
  ["MS-Gothic", false],
  ["NotoSansMonoCJKjp-Regular", true],
  ["Courier", true],
  ["LetterSet", true],
])("text in the fixed font %s is code: %s", (name, isCode) => {
  expect(formatOf({ name, isMonospace: true }).code ?? false).toBe(isCode);
});

describe("running headers and footers", () => {
  const piece = (text: string, y: number): Fragment => ({
    text,
    y,
    x: 50,
    end: 100,
    size: 10,
    spans: [{ text }],
  });
  const page = (...fragments: Fragment[]) => ({ height: 800, fragments, aside: [] });
  it.each([
    ["the same text on top of every page", "Guide", 790, false],
    ["text in the middle of every page", "Guide", 400, true],
  ])("%s", (_, text, y, kept) => {
    const pages = [1, 2, 3, 4].map(() => page(piece(text, y)));
    expect(withoutRunningHeads(pages).some(({ fragments }) => fragments.length > 0)).toBe(kept);
  });

  it("lines of a listing that differ in numbers stay", () => {
    const pages = [1, 60, 120, 180].map((number) =>
      page(piece(`line ${number}`, 790), piece("abcd".charAt(number % 7) + "x".repeat(number), 779)),
    );
    expect(withoutRunningHeads(pages).flatMap(({ fragments }) => fragments)).toHaveLength(8);
    const numbered = [1, 2, 3, 4].map((number) => page(piece(`Chapter ${number}`, 790), piece("text", 600)));
    expect(withoutRunningHeads(numbered).flatMap(({ fragments }) => fragments)).toHaveLength(4);
  });

  it("tables that go on stay, also where they differ in numbers alone; boxes on every page do not", () => {
    const table = (rows: number, from: number) => {
      const cells = Array.from({ length: rows }, (_, at) => [[piece(`E${from + at}`, 790)]]);
      return {
        ...piece(
          cells
            .flat(2)
            .map(({ text }) => text)
            .join(" "),
          790,
        ),
        table: cells,
      };
    };
    const keptOf = (rows: number) =>
      withoutRunningHeads([1, 2, 3, 4].map((number) => page(table(rows, number * 100), piece("text", 400))))
        .flatMap(({ fragments }) => fragments)
        .filter((one) => one.table).length;
    expect(keptOf(30)).toBe(4);
    expect(keptOf(2)).toBe(0);
  });

  it("other text at the same place stays", () => {
    const pages = ["a", "b", "c", "d"].map((text) => page(piece(text, 790)));
    expect(withoutRunningHeads(pages).flatMap(({ fragments }) => fragments)).toHaveLength(4);
  });
});
