import { expect, test } from "vitest";
import { healthOf } from "../../src/answers/health/health.ts";

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
    new Set(),
  );
  const pairs = nearDuplicates.map((pair) => pair.map(({ externalId }) => externalId).join("="));
  expect(new Set(pairs)).toEqual(new Set(["one=two"]));
});

test("names single blocks that are too long for a passage, the longest first", () => {
  const { tooLong } = healthOf(
    [page("a", words("x", 600)), page("b", words("y", 500)), page("c", words("z", 900))],
    new Set(),
  );
  expect(tooLong.map(({ externalId, words, section }) => ({ externalId, words, section }))).toEqual([
    { externalId: "c", words: 900, section: "Part 1" },
    { externalId: "a", words: 600, section: "Part 1" },
  ]);
});

test("names pages that no question finds", () => {
  expect(healthOf([page("a", "x"), page("b", "y")], new Set(["docs a"])).unasked).toEqual([
    { source: "docs", externalId: "b" },
  ]);
});
