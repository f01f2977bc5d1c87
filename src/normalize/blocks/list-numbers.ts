import type { Element } from "domhandler";
import { attribute } from "../../html/dom.ts";

/** An item of a list, with the number that it states itself. */
export interface Item {
  readonly blocks: Element[];
  readonly value?: string | undefined;
  /** Of the nameless icon that it begins with. */
  readonly sign?: "✓" | "✗" | undefined;
}

type Style = "decimal" | "upper-alpha" | "lower-alpha" | "upper-roman" | "lower-roman";

/** https://html.spec.whatwg.org/#attr-ol-type */
const byType: ReadonlyMap<string, Style> = new Map([
  ["A", "upper-alpha"],
  ["a", "lower-alpha"],
  ["I", "upper-roman"],
  ["i", "lower-roman"],
]);
/** Class names of docutils, Asciidoctor and Pandoc. */
const byClass = /(?:^|\s)(?:list-)?(lower|upper)-?(alpha|latin|roman)(?:\s|$)/i;
const byStyle = /list-style(?:-type)?\s*:[^;]*\b(lower|upper)-(alpha|latin|roman)\b/i;
const wholeNumber = /^\s*([+-]?\d{1,9})\s*$/;

/** How a list counts. Its style sheet comes before its `type`, as in a browser. */
export function styleOf(node: Element): Style {
  const match = byStyle.exec(attribute(node, "style")) ?? byClass.exec(attribute(node, "class"));
  const stated = match && `${match[1]}-${match[2]}`.toLowerCase().replace("latin", "alpha");
  const found = [...byType.values()].find((style) => style === stated);
  return found ?? byType.get(attribute(node, "type").trim()) ?? "decimal";
}

/** The number that a list states for its first item; undefined where it states none. */
export function startOf(node: Element): number | undefined {
  return wholeOf(node.attribs.start);
}

/** Each item's number: the list's start, its own `value`, else one more (or less) than the one before. */
export function numbered(items: readonly Item[], start: number | undefined, isReversed: boolean): number[] {
  const step = isReversed ? -1 : 1;
  const numbers: number[] = [];
  for (const { value } of items) {
    const before = numbers.at(-1);
    const next = before === undefined ? (start ?? (isReversed ? items.length : 1)) : before + step;
    numbers.push(wholeOf(value) ?? next);
  }
  return numbers;
}

function wholeOf(value: string | undefined): number | undefined {
  const digits = wholeNumber.exec(value ?? "")?.[1];
  return digits === undefined ? undefined : Number(digits);
}

/** "3", "C", "c", "III" or "iii". Numbers that a style has no signs for are written in digits. */
export function markerOf(number: number, style: Style): string {
  const isRoman = style.endsWith("roman");
  if (style === "decimal" || number < 1 || number > (isRoman ? 3999 : 1_000_000)) return String(number);
  const marker = isRoman ? roman(number) : letters(number);
  return style.startsWith("upper") ? marker : marker.toLowerCase();
}

/** … Y, Z, AA, AB, … */
function letters(number: number): string {
  let rest = number;
  let made = "";
  while (rest > 0) {
    made = String.fromCharCode(65 + ((rest - 1) % 26)) + made;
    rest = Math.floor((rest - 1) / 26);
  }
  return made;
}

const signs: readonly (readonly [number, string])[] = [
  [1000, "M"],
  [900, "CM"],
  [500, "D"],
  [400, "CD"],
  [100, "C"],
  [90, "XC"],
  [50, "L"],
  [40, "XL"],
  [10, "X"],
  [9, "IX"],
  [5, "V"],
  [4, "IV"],
  [1, "I"],
];

function roman(number: number): string {
  let rest = number;
  let made = "";
  for (const [value, sign] of signs) {
    for (; rest >= value; rest -= value) made += sign;
  }
  return made;
}
