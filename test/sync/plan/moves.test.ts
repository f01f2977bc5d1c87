import { describe, expect, it } from "vitest";
import type { CiPage } from "../../../src/sync/ci-plan.ts";
import { type ForgottenPage, findMoves } from "../../../src/sync/plan/moves.ts";

const learnt = (externalId: string, markdown: string, title = "T", source = "docs"): CiPage => ({
  source,
  externalId,
  title,
  url: null,
  words: 1,
  audience: { before: null, after: "customers" },
  markdown,
  warnings: [],
});
const gone = (externalId: string, markdown?: string, title = "T", source = "docs"): ForgottenPage => ({
  source,
  externalId,
  title,
  url: null,
  audience: { before: "teammates", after: null },
  why: "deleted",
  ...(markdown === undefined ? {} : { markdown }),
});
const found = (forget: ForgottenPage[], learn: CiPage[]) =>
  findMoves({ learn, forget }).moved.map(({ from, externalId }) => `${from} → ${externalId}`);
const lines = (...words: string[]) => words.join("\n\n");

describe("moves", () => {
  it.each<[string, ForgottenPage[], CiPage[], string[]]>([
    ["the same text", [gone("a", "x")], [learnt("b", "x")], ["a → b"]],
    ["relative links lead elsewhere", [gone("a", "[x](../c)")], [learnt("b/a", "[x](c)")], ["a → b/a"]],
    [
      "one line of four differs",
      [gone("a", lines("1", "2", "3", "4"))],
      [learnt("b", lines("1", "2", "3", "x"))],
      ["a → b"],
    ],
    ["most lines differ", [gone("a", lines("1", "2", "3"))], [learnt("b", lines("1", "x", "y"))], []],
    ["another source", [gone("a", "x")], [learnt("b", "x", "T", "other")], []],
    ["no text that may be compared", [gone("a")], [learnt("b", "")], []],
    ["blank texts", [gone("a", " ")], [learnt("b", "")], []],
    ["a copy that stays one", [gone("a", "x")], [learnt("b", "x"), learnt("c", "x")], ["a → b"]],
    [
      "copies by their titles",
      [gone("a", "x", "A"), gone("b", "x", "B")],
      [learnt("d", "x", "B"), learnt("c", "x", "A")],
      ["a → c", "b → d"],
    ],
    [
      "the same before the similar",
      [gone("a", lines("1", "2", "3")), gone("b", lines("1", "2", "x"))],
      [learnt("c", lines("1", "2", "3"))],
      ["a → c"],
    ],
  ])("%s", (_, forget, learn, expected) => {
    expect(found(forget, learn)).toEqual(expected);
  });

  it("keeps the old audience, and every page exactly once", () => {
    const { learn, forget, moved } = findMoves({
      learn: [learnt("c", "x"), learnt("d", "new")],
      forget: [gone("a", "x"), gone("b", "old")],
    });
    expect(moved).toMatchObject([
      { from: "a", externalId: "c", audience: { before: "teammates", after: "customers" } },
    ]);
    expect([learn, forget].map((list) => list.map(({ externalId }) => externalId))).toEqual([["d"], ["b"]]);
  });
});
