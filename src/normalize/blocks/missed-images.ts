import { type Element, isTag, isText, type ParentNode } from "domhandler";
import { findFirst, isBlank } from "../../html/dom.ts";
import { measureOf } from "../clean/main-content/measure.ts";

/** Characters of a text that a picture may belong to; a shorter one is a label. */
const MIN_TEXT = 40;
/** Of such a text; a list of links is no text. */
const MAX_LINKED = 0.5;
const texts = new Set("p ol ul dl pre blockquote table".split(" "));
const items = new Set("li dd td p".split(" "));

/**
 * Whether somebody who reads a page without its pictures may miss this one: it stands alone below a text, or in a step.
 * Pictures of cards, links, headings and bands of a page decorate it, whether or not their author says so.
 */
export function isMissed(image: Element): boolean {
  if (isInLinkAway(image)) return false;
  let alone: Element = image;
  for (let up = image.parent; isWithin(up) && measureOf(up).text === 0; up = up.parent) alone = up;
  const before = textBefore(alone);
  if (before !== undefined) return isRunningText(before);
  const { parent } = alone;
  return isWithin(parent) && items.has(parent.name) && isRunningText(parent);
}

const isWithin = (node: ParentNode | null): node is Element =>
  node !== null && isTag(node) && node.name !== "body";

/** The element before it that has a text; the item itself where that text is its own. */
function textBefore(node: Element): Element | undefined {
  for (let at = node.prev; at !== null; at = at.prev) {
    if (isText(at) && !isBlank(at.data)) return undefined;
    if (isTag(at) && measureOf(at).text > 0) return texts.has(at.name) || holdsText(at) ? at : undefined;
  }
  return undefined;
}

const holdsText = (node: Element): boolean =>
  node.name === "div" && findFirst(node, ({ name }) => name === "pre" || name === "p") !== undefined;

function isRunningText(node: Element): boolean {
  const { text, linked } = measureOf(node);
  return text >= MIN_TEXT && linked <= text * MAX_LINKED;
}

/** A link to the picture itself shows it larger. */
function isInLinkAway(image: Element): boolean {
  for (let up = image.parent; isWithin(up); up = up.parent)
    if (up.name === "a" && up.attribs.href !== undefined)
      return !/\.(?:png|jpe?g|gif|svg|webp|avif)(?:[?#]|$)|^#/i.test(up.attribs.href);
  return false;
}
