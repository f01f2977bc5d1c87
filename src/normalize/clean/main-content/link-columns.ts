import { type Element, isTag, type ParentNode } from "domhandler";
import { findFirst } from "../../../html/dom.ts";
import { measureOf } from "./measure.ts";

/** The share of a parent's text that the child with the page's text has. */
const MIN_TEXT_SHARE = 0.85;
const MIN_LINKED_SHARE = 0.75;
/** Fewer links to other pages are not navigation. */
const MIN_LINKS = 6;
const columns = new Set("div section aside td".split(" "));
const wrappers = new Set("body div section main article center form table tbody tr td".split(" "));

/**
 * Removes columns of links to other pages beside the text that no name gives away: on the way down to the element with
 * the text, siblings that are nothing but such links. Returns how many were removed.
 */
export function dropLinkColumns(root: ParentNode): number {
  let dropped = 0;
  for (let node = root; ; ) {
    const text = node.children
      .filter(isTag)
      .reduce<Element | undefined>(
        (most, child) => (written(child) > written(most) ? child : most),
        undefined,
      );
    if (!text || written(text) < written(node) * MIN_TEXT_SHARE) return dropped;
    const kept = node.children.filter(
      (child) => child === text || !isTag(child) || !isLinkColumn(child, text),
    );
    dropped += node.children.length - kept.length;
    node.children = kept;
    if (!wrappers.has(text.name)) return dropped;
    node = text;
  }
}

function isLinkColumn(node: Element, text: Element): boolean {
  if (!columns.has(node.name)) return false;
  const size = measureOf(node);
  if (size.linked < size.text * MIN_LINKED_SHARE || size.text > written(text)) return false;
  let away = 0;
  let other = 0;
  let isSection = false;
  findFirst(node, ({ name, attribs: { href } }) => {
    // One of the author's sections, such as "See also".
    if (/^h[1-6]$/.test(name)) isSection = true;
    else if (name === "a" && href !== undefined && /^[^#]/.test(href)) away += 1;
    else if (name === "a") other += 1;
    return isSection;
  });
  return !isSection && away >= MIN_LINKS && away > other * 2;
}

function written(node: ParentNode | undefined): number {
  const { text, linked } = measureOf(node);
  return text - linked;
}
