import { expect, test } from "vitest";
import { count, countsText, duration, number, summaryLine } from "../../src/report/numbers.ts";
import { noCounts } from "../../src/sync/run-report.ts";
import { aReport, aSource, eventful } from "./reports.ts";

test.each([
  [0, "0.0s"],
  [849, "0.8s"],
  [9_949, "9.9s"],
  [9_950, "10s"],
  [59_499, "59s"],
  [59_500, "1m00s"],
  [192_000, "3m12s"],
  [3_599_600, "1h00m"],
  [7_530_000, "2h05m"],
  [-5, "0.0s"],
])("%d ms is %s", (ms, text) => expect(duration(ms)).toBe(text));

test("thousands are grouped, one is singular", () => {
  expect(number(1_234_567)).toBe("1,234,567");
  expect([count(0, "page"), count(1, "page"), count(2, "entry", "entries")]).toEqual([
    "0 pages",
    "1 page",
    "2 entries",
  ]);
});

test("kinds that did not occur are left out", () => {
  expect(countsText(noCounts)).toBeUndefined();
  expect(countsText({ ...noCounts, create: 12, sentAgain: 9 })).toBe("create 3 · sent again 9");
  expect(countsText({ ...noCounts, create: 9, update: 1, sentAgain: 9 })).toBe("sent again 9 · update 1");
  expect(countsText({ ...noCounts, fail: 1, create: 12, unchanged: 9310 })).toBe(
    "create 12 · unchanged 9,310 · fail 1",
  );
});

test("the summary line", () => {
  const counts = { ...noCounts, create: 12, update: 40, unchanged: 9310, delete: 2, fail: 1 };
  expect(summaryLine(aReport([aSource({ counts })]))).toBe(
    "create 12 · update 40 · unchanged 9,310 · delete 2 · fail 1 · 3m12s",
  );
  expect(summaryLine(aReport([aSource()]))).toBe("no documents · 3m12s");
  expect(summaryLine(eventful)).toMatch(/ · 1 source failed · 3m12s$/);
});
