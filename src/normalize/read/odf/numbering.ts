import type { Element } from "domhandler";
import { formatted } from "../docx/number-format.ts";
import { attribute, childrenOf, local } from "../office/xml.ts";

/** What stands before an item or a heading. ODF 1.3 part 3, 19.797 and 19.880 */
export type Label =
  | { readonly kind: "bullet" }
  /** A number alone: `<ol type value>`. */
  | { readonly kind: "number"; readonly value: number; readonly type: string; readonly text: string }
  /** Anything else: `2.1`, `Step 3:`. */
  | { readonly kind: "text"; readonly text: string };

/** The number that each level has come to; undefined: it begins anew. */
export type Counters = (number | undefined)[];

const formats: Readonly<Record<string, string>> = {
  "1": "decimal",
  a: "lowerLetter",
  A: "upperLetter",
  i: "lowerRoman",
  I: "upperRoman",
};

/**
 * Counts one more at a level, and labels it.
 *
 * @param style `text:list-style` or `text:outline-style`
 * @param level from 1
 * @param start the number that the item states itself
 */
export function nextLabel(
  style: Element | undefined,
  counters: Counters,
  level: number,
  start: number | undefined,
): Label {
  const own = levelOf(style, level);
  const before = counters[level];
  const value = start ?? (before === undefined ? startOf(own) : before + 1);
  counters.length = level;
  counters[level] = value;
  const format = attribute(own, "num-format") ?? "";
  if (!own || local(own) === "list-level-style-bullet" || local(own) === "list-level-style-image")
    return { kind: "bullet" };
  if (formats[format] === undefined) return { kind: "text", text: "" };
  const [prefix, suffix] = [attribute(own, "num-prefix") ?? "", attribute(own, "num-suffix") ?? ""];
  const shown = Math.min(Number(attribute(own, "display-levels") ?? "1") || 1, level);
  const numbers = Array.from({ length: shown }, (_, index) => level - shown + 1 + index).map((at) => {
    const one = levelOf(style, at);
    return formatted(counters[at] ?? startOf(one), formats[attribute(one, "num-format") ?? ""] ?? "none");
  });
  const text = `${prefix}${numbers.filter((one) => one !== "").join(".")}${suffix}`.trim();
  const isPlain = shown === 1 && /^\(?$/.test(prefix.trim()) && /^[.):]?$/.test(suffix.trim());
  return isPlain ? { kind: "number", value, type: format, text } : { kind: "text", text };
}

const levelOf = (style: Element | undefined, level: number): Element | undefined =>
  style && childrenOf(style).find((one) => Number(attribute(one, "level")) === level);

const startOf = (level: Element | undefined): number => wholeOf(attribute(level, "start-value")) ?? 1;

export function wholeOf(text: string | undefined): number | undefined {
  return /^\d{1,9}$/.test(text ?? "") ? Number(text) : undefined;
}
