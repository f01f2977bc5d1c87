import type { Element, Document as Tree } from "domhandler";
import { at, attribute, textOf } from "../office/xml.ts";
import { made, madeRun, mark, prefixOf, prepend, remove } from "./make.ts";
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
      else stateList(paragraph, list);
      const indent = indentOf(styles.line(style)[0]);
      labels.push(indent === 0 ? label : { ...label, indent });
      prepend(paragraph, madeRun(paragraph, `${mark.label}${labels.length - 1}${mark.labelEnd}`));
    }
  }
}

/** Word's own styles for lists inside lists have definitions of one level each: "List Number 2". */
function indentOf(style: Element | undefined): number {
  const name = attribute(style && at(style, "name"), "val") ?? "";
  return Number(/^list (?:bullet|number) ([2-5])$/i.exec(name)?.[1] ?? "1") - 1;
}

/** Converters do not look for the list in a paragraph's style, nor in those that it is based on. */
function stateList(paragraph: Element, { id, depth }: { readonly id: string; readonly depth: number }): void {
  const properties = at(paragraph, "pPr");
  if (!properties || at(properties, "numPr", "numId")) return;
  const stated = at(properties, "numPr");
  if (stated) remove(stated);
  const valued = (name: string, value: string) => {
    const one = made(paragraph, name);
    one.attribs[`${prefixOf(paragraph)}val`] = value;
    return one;
  };
  const numbering = made(paragraph, "numPr", [valued("ilvl", String(depth)), valued("numId", id)]);
  properties.children.push(numbering);
  numbering.parent = properties;
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
