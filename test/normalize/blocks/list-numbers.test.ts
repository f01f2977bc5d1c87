import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { markerOf, numbered } from "../../../src/normalize/blocks/list-numbers.ts";
import { flat } from "../support/normalized.ts";

describe("lists count as a reader sees them", () => {
  test.each<[string, string, string]>([
    ["a first item with a value", "<ol><li value=2>a<li>b</ol>", '<ol start="2"><li>a</li><li>b</li></ol>'],
    [
      "a jump",
      "<ol start=5><li>a<li value=10>b<li>c</ol>",
      '<ol start="5"><li>a</li></ol><ol start="10"><li>b</li><li>c</li></ol>',
    ],
    ["backwards", "<ol reversed><li>a<li>b<li>c</ol>", "<ul><li>3. a</li><li>2. b</li><li>1. c</li></ul>"],
    ["letters", "<ol type=A><li>a<li>b</ol>", "<ul><li>A. a</li><li>B. b</li></ul>"],
    ["letters from the third on", "<ol type=a start=3><li>a</ol>", "<ul><li>c. a</li></ul>"],
    [
      "Roman numbers",
      "<ol type=i><li>a<li>b<li>c<li>d</ol>",
      "<ul><li>i. a</li><li>ii. b</li><li>iii. c</li><li>iv. d</li></ul>",
    ],
    ["a style", '<ol style="list-style-type: upper-roman"><li>a</ol>', "<ul><li>I. a</li></ul>"],
    ["a class of docutils", '<ol class="loweralpha simple"><li>a</ol>', "<ul><li>a. a</li></ul>"],
    [
      "letters before code",
      "<ol type=a><li><pre>x</pre></ol>",
      "<ul><li><p>a.</p><pre><code>x</code></pre></li></ul>",
    ],
    [
      "a number that a stepper writes as well",
      "<ol start=3><li><div>3</div><p>a</p></li><li><div>4.</div><p>b</p></li></ol>",
      '<ol start="3"><li>a</li><li>b</li></ol>',
    ],
    [
      "another number in a line of its own",
      "<ol><li><div>42</div><p>a</p></li><li>2</li></ol>",
      "<ol><li><p>42</p><p>a</p></li><li>2</li></ol>",
    ],
    ["a start that is not a number", "<ol start=x><li>a</ol>", "<ol><li>a</li></ol>"],
    ["zero and below", "<ol type=a start=0><li>a<li>b</ol>", "<ul><li>0. a</li><li>a. b</li></ul>"],
  ])("%s", (_name, html, wanted) => expect(flat(html)).toBe(wanted));
});

test("without values, numbers follow one another", () => {
  fc.assert(
    fc.property(fc.integer({ min: -99, max: 99 }), fc.integer({ min: 1, max: 30 }), (start, length) => {
      const items = Array.from({ length }, () => ({ blocks: [] }));
      expect(numbered(items, start, false)).toEqual(items.map((_item, at) => start + at));
      expect(numbered(items, undefined, true).at(-1)).toBe(1);
    }),
  );
});

test("no two numbers have the same marker", () => {
  for (const style of ["upper-alpha", "lower-roman"] as const) {
    const markers = Array.from({ length: 3000 }, (_, at) => markerOf(at + 1, style));
    expect(new Set(markers).size).toBe(3000);
  }
  expect([1, 26, 27, 703].map((number) => markerOf(number, "upper-alpha"))).toEqual(["A", "Z", "AA", "AAA"]);
  expect([4, 9, 1994].map((number) => markerOf(number, "upper-roman"))).toEqual(["IV", "IX", "MCMXCIV"]);
});
