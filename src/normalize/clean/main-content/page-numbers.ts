import { type Element, isTag, type ParentNode } from "domhandler";
import { lineOf } from "../../../html/dom.ts";
import { measureOf, takeOut } from "./measure.ts";

/** Fewer links may be an author's. */
const MIN_LINKS = 10;
/** Characters of a chapter's number or letter. */
const MAX_NUMBER = 3;
/** Of the links, so many are that short; of the row's text, so much is in links. */
const MIN_SHORT = 0.8;
const MIN_LINKED = 0.7;
const rows = new Set("div p ul ol".split(" "));

/**
 * Removes rows of links that are nothing but the numbers or letters of other pages: "Chapter: 1 2 3 …". Returns how many
 * were removed.
 */
export function dropPageNumbers(root: ParentNode): number {
  const found = rowsIn(root);
  for (const row of found) takeOut(row);
  return found.length;
}

function rowsIn(node: ParentNode): Element[] {
  return node.children.filter(isTag).flatMap((child) => {
    const { linked } = measureOf(child);
    if (linked < MIN_LINKS || child.name === "pre" || child.name === "table") return [];
    return rows.has(child.name) && isRow(child) ? [child] : rowsIn(child);
  });
}

function isRow(node: Element): boolean {
  const { text, linked } = measureOf(node);
  if (linked < text * MIN_LINKED) return false;
  const links = linksOf(node).filter((link) => measureOf(link).text > 0);
  const short = links.filter((link) => lineOf(link).length <= MAX_NUMBER);
  return (
    links.length >= MIN_LINKS &&
    short.length >= links.length * MIN_SHORT &&
    links.every(({ attribs }) => /^[^#]/.test(attribs.href ?? ""))
  );
}

const linksOf = (node: Element): Element[] =>
  node.name === "a" ? [node] : node.children.filter(isTag).flatMap(linksOf);
