import { type Element, isTag, isText, type ParentNode } from "domhandler";
import { isBlank, lineOf } from "../../../html/dom.ts";
import { isSetInLines } from "../../vocabulary/html-code.ts";
import { measureOf, takeOut } from "./measure.ts";

/** Characters of what is repeated; shorter texts are repeated often before they are a band. */
const MIN_TEXT = 20;
const MIN_TIMES = 2;
const MIN_TIMES_SHORT = 6;
/** One part is there twice for a narrow and a wide screen, or because an author wrote so. */
const MIN_TIMES_ALONE = 3;
/** Parts that lay out a page. Paragraphs, cells, items, terms and lines of code may be alike. */
const parts = new Set("div section article figure ul span a".split(" "));

const closed = new Set("p pre code samp kbd tt table h1 h2 h3 h4 h5 h6".split(" "));

/**
 * Removes what a band of running cards or words repeats, so that it seems endless: all parts of an element are the first
 * ones over again. Returns how many were removed.
 */
export function dropRepeats(root: ParentNode): number {
  let dropped = 0;
  for (const child of root.children) {
    if (isTag(child) && measureOf(child).text > 0 && !closed.has(child.name) && !isSetInLines(child))
      dropped += dropRepeats(child);
  }
  for (const part of repeatedIn(root)) {
    takeOut(part);
    dropped += 1;
  }
  return dropped;
}

function repeatedIn(node: ParentNode): Element[] {
  if (node.children.some((child) => isText(child) && !isBlank(child.data))) return [];
  const shown = node.children.filter(isTag).filter((child) => measureOf(child).text > 0);
  if (!shown.every(({ name }) => parts.has(name))) return [];
  const sizes = shown.map((child) => measureOf(child).text);
  // The texts are compared only where their sizes repeat: this keeps the time linear in practice.
  if (periodOf(sizes) === undefined) return [];
  const period = periodOf(shown.map((one) => `${one.name} ${lineOf(one)}`));
  if (period === undefined) return [];
  const times = shown.length / period;
  const length = sizes.slice(0, period).reduce((sum, size) => sum + size, 0);
  const least = length < MIN_TEXT ? MIN_TIMES_SHORT : period === 1 ? MIN_TIMES_ALONE : MIN_TIMES;
  return times >= least ? shown.slice(period) : [];
}

/**
 * How many parts there are before they repeat, each of them at least once; undefined when they do not. Linear:
 * https://en.wikipedia.org/wiki/Knuth–Morris–Pratt_algorithm
 */
export function periodOf<Part>(all: readonly Part[]): number | undefined {
  const borders = [0];
  for (let at = 1; at < all.length; at += 1) {
    let border = borders[at - 1] ?? 0;
    while (border > 0 && all[at] !== all[border]) border = borders[border - 1] ?? 0;
    borders.push(all[at] === all[border] ? border + 1 : 0);
  }
  const period = all.length - (borders.at(-1) ?? 0);
  return all.length > 1 && period * 2 <= all.length ? period : undefined;
}
