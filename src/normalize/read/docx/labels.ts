import type { Element, Document as Tree } from "domhandler";
import { at, attribute, textOf } from "../office/xml.ts";
import { madeRun, mark, prepend, remove } from "./make.ts";
import { Counter, type Label, listOf, numberingsOf, paragraphsOf } from "./numbering.ts";
import type { StyleFacts } from "./styles.ts";

/**
 * Computes the numbers that Word shows and the file does not contain. A heading gets its number as text; a paragraph of a
 * list gets a mark, the index of its label in `labels`, because only the finished lists can state where they start.
 */
export function labelParagraphs(
  root: Tree,
  numbering: Tree | undefined,
  styles: StyleFacts,
  labels: Label[],
): void {
  const counter = new Counter(numberingsOf(numbering));
  for (const paragraph of paragraphsOf(root)) {
    const style = attribute(at(paragraph, "pPr", "pStyle"), "val") ?? styles.paragraph;
    const list = listOf(paragraph, styles.line(style));
    if (!list) continue;
    const isEmpty = textOf(paragraph).trim() === "";
    if (isEmpty && isGone(paragraph)) continue;
    const label = counter.next(list.id, list.depth);
    if (!label || isEmpty) continue;
    if (isHeading(style, styles)) {
      if (label.kind === "number" || label.kind === "text")
        prepend(paragraph, madeRun(paragraph, `${label.text} `));
    } else {
      if (label.kind === "more") leaveList(paragraph);
      labels.push(label);
      prepend(paragraph, madeRun(paragraph, `${mark.label}${labels.length - 1}${mark.labelEnd}`));
    }
  }
}

/** Converters make an item of each paragraph of a list. */
function leaveList(paragraph: Element): void {
  const numbering = at(paragraph, "pPr", "numPr");
  if (numbering) remove(numbering);
}

/** A paragraph whose end is hidden or deleted has no line of its own, and no number. */
function isGone(paragraph: Element): boolean {
  const end = at(paragraph, "pPr", "rPr");
  return end !== undefined && (at(end, "vanish") ?? at(end, "del") ?? at(end, "moveFrom")) !== undefined;
}

function isHeading(id: string | undefined, styles: StyleFacts): boolean {
  if (styles.headings.has(id ?? "")) return true;
  const [style] = styles.line(id);
  return /^heading \d$/i.test(attribute(style && at(style, "name"), "val") ?? "");
}
