import { type Element, isTag, type ParentNode } from "domhandler";
import { detach, findFirst, lineOf, relink } from "../../../html/dom.ts";
import { measureOf } from "./measure.ts";

const names = /(?:^|[\s_-])(?:foot|end)-?notes?(?=$|[\s_-])/i;
const headings = /^(?:foot|end)notes:?$/i;

/**
 * Moves the footnotes that stand behind the element with the content into it: programs put them outside of the article
 * that refers to them.
 */
export function takeNotesIn(body: ParentNode, root: ParentNode): void {
  if (root === body) return;
  const found: Element[] = [];
  let isBehind = false;
  const visit = (node: ParentNode): void => {
    for (const child of node.children) {
      if (child === root) isBehind = true;
      else if (isTag(child) && isBehind && isNotes(child)) found.push(child);
      else if (isTag(child)) visit(child);
    }
  };
  visit(body);
  for (const notes of found) {
    detach(notes);
    relink(root, [...root.children, notes]);
  }
}

function isNotes(node: Element): boolean {
  if (measureOf(node).text === 0) return false;
  if (names.test(node.attribs.class ?? "") || names.test(node.attribs.id ?? "")) return true;
  const first = findFirst(node, ({ name }) => /^h[1-6]$/.test(name));
  return node.name === "section" && first !== undefined && headings.test(lineOf(first));
}
