import fc from "fast-check";
import { expect, test } from "vitest";
import { table } from "../../src/report/table.ts";
import { displayWidth, oneLine, pad, truncate, truncateStart, wrap } from "../../src/report/terminal-text.ts";

test.each([
  ["plain", 5],
  ["", 0],
  ["é", 1],
  ["e\u0301", 1],
  ["日本語", 6],
  ["한글", 4],
  ["👩‍👩‍👧‍👦", 2],
  ["🇩🇪", 2],
  ["❤️", 2],
  ["\u001b[31mred\u001b[39m", 3],
  ["a\u200bb", 2],
])("%j takes %d columns", (text, columns) => expect(displayWidth(text)).toBe(columns));

test.each([
  ["a long title", 8, "a long…", "…g title"],
  ["日本語のページ", 7, "日本語…", "…ページ"],
  ["short", 5, "short", "short"],
  ["short", 0, "", ""],
])("%j in %d columns", (text, columns, end, start) => {
  expect(truncate(text, columns)).toBe(end);
  expect(truncateStart(text, columns)).toBe(start);
});

test("cut texts are never wider than asked, padded ones never narrower", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme" }), fc.nat(40), (text, columns) => {
      expect(displayWidth(truncate(text, columns))).toBeLessThanOrEqual(columns);
      expect(displayWidth(truncateStart(text, columns))).toBeLessThanOrEqual(columns);
      expect(displayWidth(pad(text, columns))).toBeGreaterThanOrEqual(columns);
    }),
  );
});

test("wrapping breaks at spaces and keeps long words whole", () => {
  expect(wrap("one two  three\nfour", 9)).toEqual(["one two", "three", "four"]);
  expect(wrap("see https://example.com/long ok", 10)).toEqual(["see", "https://example.com/long", "ok"]);
  expect(wrap("", 10)).toEqual([]);
});

test("texts from outside cannot move the cursor, colour the screen or turn the line round", () => {
  expect(oneLine("a\nb\tc \u001b[2Jd\u202ee\u0007 ")).toBe("a b c \ufffd[2Jd\ufffde\ufffd");
});

test("a table keeps to the width; columns that must not be cut are not", () => {
  const columns = [
    { heading: "TITLE" },
    { heading: "WHO", cut: "never" },
    { heading: "URL", cut: "start" },
  ] as const;
  const rows = [
    ["A very long title of a page", "customers, teammates", "https://example.com/handbook/long"],
    ["Short", "teammates", "https://example.com/a"],
  ];
  for (const line of table(columns, rows, 60)) expect(displayWidth(line)).toBeLessThanOrEqual(60);
  expect(table(columns, rows, 60).join("\n")).toContain("customers, teammates");
  expect(table(columns, rows, Number.POSITIVE_INFINITY)[1]).toContain("https://example.com/handbook/long");
});
