import { describe, expect, it } from "vitest";
import { leftOutCode } from "../../../src/connector-kit/included.ts";
import { uploadHold } from "../../../src/sync/plan/upload-rules.ts";
import { samplePage, sampleRow } from "../samples.ts";

const rule = (...[page, row, equals]: Parameters<typeof uploadHold>) => uploadHold(page, row, equals)?.rule;
const changed = (words: number) => samplePage({ words, bodyHash: "other" });

describe("a page that collapses", () => {
  it.each([
    // words before, words now, held
    [199, 0, false],
    [200, 0, false],
    [201, 0, true],
    [201, 40, true],
    [201, 41, false],
    [1000, 199, true],
    [1000, 200, false],
    [1000, 201, false],
    [1000, 5000, false],
  ])("%i words before, %i now: held: %s", (before, now, held) => {
    expect(rule(changed(now), sampleRow({ words: before }), 0)).toBe(held ? "collapse" : undefined);
  });

  it("a hidden page that reappears collapsed is held, a deleted one is a new page", () => {
    expect(rule(changed(3), sampleRow({ words: 900, state: "hidden" }), 0)).toBe("collapse");
    expect(rule(changed(3), sampleRow({ words: 900, state: "deleted" }), 0)).toBeUndefined();
    expect(rule(changed(3), undefined, 0)).toBeUndefined();
  });

  it("tells the numbers and the command", () => {
    const hash = "0123456789abcdef";
    expect(uploadHold(samplePage({ words: 12, bodyHash: hash }), sampleRow({ words: 900 }), 0)).toEqual({
      rule: "collapse",
      message: "a.md had 900 words and now has 12; the page as it was stays.",
      resolve: expect.stringContaining("--approve-uploads 0123456789ab`"),
      externalIds: ["a.md"],
    });
  });
});

describe("a body that equals other pages' bodies", () => {
  it.each([
    // new page; words; others; held
    [true, 20, 4, false],
    [true, 20, 5, true],
    [true, 20, 6, true],
    [true, 19, 5, false],
    [true, 19, 19, false],
    [true, 19, 20, true],
    [true, 0, 21, true],
    [false, 0, 4, false],
    [false, 0, 5, true],
    [false, 500, 6, true],
  ])("new: %s, %i words, like %i others: held: %s", (isNew, words, others, held) => {
    const row = isNew ? undefined : sampleRow({ words: 10 });
    expect(rule(changed(words), row, others)).toBe(held ? "sameness" : undefined);
  });
});

it("a body that was sent before is never held: its new title or audience must get through", () => {
  expect(rule(samplePage({ words: 1, bodyHash: "b1" }), sampleRow({ words: 900 }), 100)).toBeUndefined();
});

it.each([
  ["shows less of a restricted document", { warnings: [{ code: leftOutCode, message: "left out" }] }, false],
  ["is for fewer people", { availability: { agent: false, copilot: true } }, false],
  ["is for the same people", {}, true],
])("a page that %s than the one that stands is held: %s", (_what, over, held) => {
  const page = samplePage({ words: 3, bodyHash: "other", ...over });
  expect(rule(page, sampleRow({ words: 900 }), 0)).toBe(held ? "collapse" : undefined);
  expect(rule(page, sampleRow({ words: 3 }), 9)).toBe(held ? "sameness" : undefined);
});

it("a page that answers nobody as it stands is held like any other", () => {
  const page = samplePage({ words: 3, bodyHash: "other", warnings: [{ code: leftOutCode, message: "x" }] });
  expect(rule(page, sampleRow({ words: 900, state: "hidden" }), 0)).toBe("collapse");
  expect(rule(page, undefined, 30)).toBe("sameness");
});
