import { readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { z } from "zod";
import { conflictsIn } from "../../src/answers/health/conflicts.ts";
import { quantitiesIn } from "../../src/answers/health/quantities.ts";

test.each([
  ["within 14 days", ["duration 1209600"]],
  ["within two weeks", ["duration 1209600"]],
  ["a 30-day trial", ["duration 2592000"]],
  ["5 business days", ["duration 432000 working"]],
  ["costs $1,200.50 or 20 €", ["price 1200.5 USD", "price 20 EUR"]],
  ["20 euros", ["price 20 EUR"]],
  ["12.5 % or 3 percent", ["percent 12.5", "percent 3"]],
  ["at most 25 MB", ["size 25000000"]],
  [
    "on March 3, 2026, not 2026-03-04 or 5 March 2026",
    ["date 2026-03-03", "date 2026-03-04", "date 2026-03-05"],
  ],
  ["up to 50 users", ["count 50 users"]],
  ["version 2.3.4 in 7.5, chapter 12", []],
  ["a 40 years old house", []],
])("%s states %j", (text, expected) => {
  expect(
    quantitiesIn(text).map(({ kind, value, of }) => [kind, value, of].filter(Boolean).join(" ")),
  ).toEqual(expected);
});

const passage = (externalId: string, text: string, title = "Refunds") => ({
  place: { source: "docs", externalId, section: null },
  title,
  text,
  bareTable: false,
});
const conflicts = (one: string, other: string, otherTitle = "Refunds") =>
  conflictsIn([passage("one.md", one), passage("two.md", other, otherTitle)]);

test.each([
  [
    "Refunds are possible within 14 days of the purchase.",
    "A refund is possible within 30 days of your purchase.",
    "duration",
  ],
  ["The Team plan costs $20 a month.", "The Team plan costs $25 a month.", "price"],
  ["Files may have up to 25 MB each.", "Files may have up to 50 MB each.", "size"],
  ["A workspace has at most 10 users.", "A workspace has at most 50 users.", "count"],
  ["The old API ends on 3 March 2026.", "The old API ends on June 1, 2026.", "date"],
])("%s / %s", (one, other, kind) => {
  const [found] = conflicts(one, other);
  expect(found?.kind).toBe(kind);
  expect(found?.places.map(({ externalId, sentence }) => [externalId, sentence])).toEqual([
    ["one.md", one],
    ["two.md", other],
  ]);
});

test.each([
  [
    "in other units",
    "Refunds are possible within 14 days of purchase.",
    "Refunds are possible within two weeks of purchase.",
  ],
  ["of other names", "The Team plan costs $20 a month.", "The Enterprise plan costs $90 a month."],
  ["about other things", "Refunds are possible within 14 days.", "Backups are deleted after 30 days."],
  ["in code", "const limit = 5; // 10 days of retries", "const limit = 5; // 20 days of retries"],
])("no conflict %s: %s / %s", (_, one, other) => {
  expect(conflicts(one, other)).toEqual([]);
});

test("no conflict on pages of other subjects, nor within a page, whose sections are parallel", () => {
  const [one, other] = [
    "Deliveries arrive within 3 days of the order.",
    "Deliveries arrive within 9 days of the order.",
  ];
  expect(conflicts(one, other, "Norway")).toEqual([]);
  expect(conflictsIn([passage("one.md", one), passage("one.md", other)])).toEqual([]);
});

const side = z.tuple([z.string(), z.string().nullable(), z.string()]);
const pairs = z.array(z.strictObject({ conflict: z.boolean(), one: side, other: side }));

/** What is found in a whole collection of pairs, in which any two passages might be taken for a conflict. */
function measured(name: string) {
  const file = path.join(import.meta.dirname, "../fixtures/conflicts", name);
  const known = pairs.parse(parse(readFileSync(file, "utf8")));
  const found = conflictsIn(
    known.flatMap(({ one, other }, nth) =>
      [one, other].map(([title, section, text], at) => ({
        place: { source: "docs", externalId: `${nth} ${at}`, section },
        title,
        text,
        bareTable: false,
      })),
    ),
  );
  const right = new Set(
    found.flatMap(({ places }) => {
      const [nth, other] = places.map(({ externalId }) => externalId.split(" ")[0]);
      return nth === other && known[Number(nth)]?.conflict ? [nth] : [];
    }),
  );
  return {
    precision: right.size / found.length,
    recall: right.size / known.filter(({ conflict }) => conflict).length,
  };
}

test("on pairs that nothing was searched for on, nine of ten findings contradict each other", () => {
  const { precision, recall } = measured("held-back.yaml");
  expect(precision).toBeGreaterThanOrEqual(0.9);
  expect(recall).toBeGreaterThanOrEqual(0.65);
});

test("and on those that its limits were searched for on", () => {
  const { precision, recall } = measured("searched.yaml");
  expect(precision).toBeGreaterThanOrEqual(0.85);
  expect(recall).toBeGreaterThanOrEqual(0.6);
});
