import { expect, test } from "vitest";
import { healthOf } from "../../src/answers/health/health.ts";
import { draftable } from "../../src/answers/index/listing.ts";
import type { Tested } from "../../src/answers/questions/test.ts";
import { page as indexed, indexOf } from "./support.ts";

const words = (seed: string, count: number) =>
  Array.from({ length: count }, (_, at) => `${seed}${(at * at) % 97}`).join(" ");
const page = (externalId: string, ...texts: readonly string[]) => ({
  externalId,
  title: externalId,
  audience: "customers" as const,
  source: "docs",
  passages: texts.map((text, at) => ({ section: [`Part ${at + 1}`], text })),
});

test("names passages that say nearly the same on different pages, and none that are short or alone", () => {
  const shared = words("a", 120);
  const { nearDuplicates } = healthOf(
    [
      page("one", shared, shared),
      page("two", `${shared} more`),
      page("three", words("b", 120)),
      page("four", "short"),
      page("five", "short"),
    ],
    {},
  );
  const pairs = nearDuplicates.map((pair) => pair.map(({ externalId }) => externalId).join("="));
  expect(new Set(pairs)).toEqual(new Set(["one=two"]));
});

test("names single blocks that are too long for a passage, the longest first", () => {
  const { tooLong } = healthOf(
    [page("a", words("x", 600)), page("b", words("y", 500)), page("c", words("z", 900))],
    {},
  );
  expect(tooLong.map(({ externalId, words, section }) => ({ externalId, words, section }))).toEqual([
    { externalId: "c", words: 900, section: "Part 1" },
    { externalId: "a", words: 600, section: "Part 1" },
  ]);
});

test("names pages that no question finds", () => {
  expect(
    healthOf([page("a", "x"), page("b", "y")], { asked: { pages: new Set(["docs a"]), questions: [] } })
      .unasked,
  ).toEqual([{ source: "docs", externalId: "b" }]);
});

test("names questions that nothing answers, with the nearest document, and none that must not be answered", () => {
  const tested = (question: string, verdict: "missing" | "weak", more: Partial<Tested> = {}): Tested => ({
    question,
    expected: null,
    rank: null,
    verdict,
    results: [],
    as: "customers",
    source: null,
    mustNotAnswer: false,
    passed: false,
    why: null,
    line: 3,
    ...more,
  });
  const { unanswered } = healthOf([page("a", "x")], {
    asked: {
      pages: new Set(),
      questions: [
        tested("nothing", "missing"),
        tested("something", "weak"),
        tested("forbidden", "missing", { mustNotAnswer: true }),
      ],
    },
  });
  expect(unanswered).toEqual([{ question: "nothing", line: 3, nearest: null }]);
});

const table = (...cells: readonly string[]) =>
  `<table><tr><th>Plan</th><th>Price</th></tr><tr>${cells.map((cell) => `<td>${cell}</td>`).join("")}</tr></table>`;

test.each([
  ["first on its page, with text after it", `${table("Pro", "20 €")}<p>That is all.</p>`, 1],
  ["alone on its page, which names it", table("Pro", "20 €"), 0],
  ["right after another table", `<p>Prices:</p>${table("Pro", "20 €")}${table("Old", "10 €")}`, 1],
  ["under a heading", `<p>Intro.</p><h2>Prices</h2>${table("Pro", "20 €")}`, 0],
  ["two under a heading", `<h2>Prices</h2>${table("Pro", "20 €")}${table("Old", "10 €")}`, 1],
  ["after a sentence", `<p>Prices:</p>${table("Pro", "20 €")}`, 0],
  ["after a list", `<ul><li>Prices</li></ul>${table("Pro", "20 €")}`, 0],
  [
    "with a caption",
    `<p>Prices:</p>${table("Pro", "20 €")}<table><caption>Old prices</caption><tr><th>Plan</th></tr><tr><td>Old</td></tr></table>`,
    0,
  ],
])("a table %s", (_, markup, orphans) => {
  const index = indexOf(indexed("prices.md", "Prices", markup));
  const { orphanTables } = healthOf(draftable(index.db), {});
  expect(orphanTables).toHaveLength(orphans);
  for (const { externalId } of orphanTables) expect(externalId).toBe("prices.md");
  index.close();
});
