import { describe, expect, test } from "vitest";
import { periodOf } from "../../../src/normalize/clean/main-content/repeats.ts";
import { flat } from "../support/normalized.ts";

const text = `<p>${"Words of the author that make up most of this page, as they should. ".repeat(12).trim()}</p>`;
const page = (inner: string) =>
  flat(
    `<!doctype html><html><head><title>T</title></head><body><main><h1>T</h1>${text}${inner}</main></body></html>`,
  );
const times = (inner: string) => page(inner).split("Card one").length - 1;

describe("what a running band repeats is read once", () => {
  const two = "<div>Card one says this.</div><div>Card two says that.</div>";
  test.each<[string, string]>([
    ["a row of cards", two.repeat(2)],
    ["the same, cut in the middle", `${two.repeat(2)}<div>Card one says this.</div>`],
    ["a card alone", "<section>Card one says this and no more.</section>".repeat(3)],
    ["words without end", "<span>Card one</span>".repeat(7)],
  ])("%s", (_name, band) => expect(times(`<div>${band}</div>`)).toBe(1));
});

describe("what only looks alike stays", () => {
  test.each<[string, string, number]>([
    [
      "paragraphs of a refrain",
      "<div><p>Card one, a refrain of many words.</p></div>".replace(/<p>.*<\/p>/, "$&$&$&"),
      3,
    ],
    [
      "items",
      "<ul><li>Card one, with several words.</li><li>Card one, with several words.</li><li>Card one, with several words.</li></ul>",
      3,
    ],
    [
      "cells",
      "<table><tr><th>A</th><th>B</th></tr><tr><td>Card one of the table</td><td>Card one of the table</td></tr></table>",
      2,
    ],
    [
      "two parts",
      "<div><div>Card one, with several words.</div><div>Card one, with several words.</div></div>",
      2,
    ],
    ["a short word", "<div><span>Card one</span> <span>Card one</span> <span>Card one</span></div>", 3],
    [
      "another word at the end",
      `<div>${"<div>Card one, with several words.</div>".repeat(3)}<div>End.</div></div>`,
      3,
    ],
    ["code", `<pre>${"<span>Card one, with several words.\n</span>".repeat(4)}</pre>`, 4],
  ])("%s", (_name, inner, count) => expect(times(inner)).toBe(count));
});

test.each<[number[], number | undefined]>([
  [[], undefined],
  [[5], undefined],
  [[5, 5], 1],
  [[5, 6], undefined],
  [[5, 6, 5], undefined],
  [[5, 6, 5, 6], 2],
  [[5, 6, 5, 6, 5], 2],
  [[5, 6, 5, 7], undefined],
])("the period of %j is %s", (sizes, period) => expect(periodOf(sizes)).toBe(period));
