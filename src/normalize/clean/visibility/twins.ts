import { type Document, type Element, isTag, isText, type ParentNode } from "domhandler";
import { classesOf, isBlank, noAttributes, textOf } from "../../../html/dom.ts";
import { isOffScreenName } from "../../vocabulary/dropped.ts";
import type { Sight } from "./sight.ts";

/**
 * A sign for the eye (`aria-hidden`) beside its words for screen readers say the same twice: `★★★★☆` and "4 out of 5".
 * One of the two stays: the sign if it has words or digits of its own, as that is what readers see, else the words.
 */
export function settleTwins(tree: Document, html: string, sight: Sight): Twins {
  const twins = { kept: new Set<Element>(), dropped: new Set<Element>() };
  if (/aria-hidden\s?=\s?["']?true/i.test(html)) visit(tree, sight, twins);
  return twins;
}

export interface Twins {
  /** Words for screen readers that stay in the place of a sign. */
  readonly kept: Set<Element>;
  /** Signs and words whose twin stays. */
  readonly dropped: Set<Element>;
}

/** Longer texts are not the name of a sign. */
const MAX_WORDS_LENGTH = 120;

/** A sign and its words stand alone among fewer; the cap keeps the check linear. */
const MAX_BESIDE = 8;

function visit(node: ParentNode, sight: Sight, twins: Twins): void {
  for (const child of node.children) {
    if (!isTag(child)) continue;
    if (child.attribs !== noAttributes && child.attribs["aria-hidden"] === "true")
      settle(child, sight, twins);
    else visit(child, sight, twins);
  }
}

function settle(sign: Element, sight: Sight, twins: Twins): void {
  const words = [neighbour(sign, "next"), neighbour(sign, "prev")].find(
    (one) => one !== undefined && isForScreenReaders(one, sight),
  );
  if (!words || !isSeen(sign, sight)) return;
  const said = textOf(words).trim();
  if (said === "" || said.length > MAX_WORDS_LENGTH) return;
  // Beside a picture the words are a remark ("opens in a new tab"), unless there is nothing else.
  if (textOf(sign).trim() === "" && !isAllOf(words, sign)) return;
  if (isSaidBy(textOf(sign), said)) {
    keep(words);
    twins.kept.add(words);
    twins.dropped.add(sign);
  } else {
    delete sign.attribs["aria-hidden"];
    twins.dropped.add(words);
  }
}

/** Whether the text around a sign and its words is nothing but them, and no link or button, which would be a tool. */
function isAllOf(words: Element, sign: Element): boolean {
  const { parent } = words;
  if (!parent || !isTag(parent) || /^(?:a|button|summary|label)$/.test(parent.name)) return false;
  if (parent.children.length > MAX_BESIDE || isJoined(parent)) return false;
  return parent.children.every((one) => one === words || one === sign || (isText(one) && isBlank(one.data)));
}

/** Right before a word: a folder's picture in a tree of files, say. */
const isJoined = ({ name, next }: Element): boolean =>
  name === "span" && next !== null && isText(next) && /^[\p{L}\p{N}]/u.test(next.data);

/** The element beside another one, with nothing but blanks between. */
function neighbour(node: Element, side: "next" | "prev"): Element | undefined {
  let at = node[side];
  while (at && isText(at) && isBlank(at.data)) at = at[side];
  return at && isTag(at) ? at : undefined;
}

/** Out of sight in a way that is used for screen readers: anything else hides from everybody. */
function isForScreenReaders(node: Element, sight: Sight): boolean {
  const { attribs } = node;
  if (attribs === noAttributes || attribs["aria-hidden"] === "true" || attribs.hidden !== undefined)
    return false;
  if (classesOf(node).some(isOffScreenName)) return !isGone(node, sight);
  const style = sight.styleOf(node);
  const isPlaced = style.get("position")?.value === "absolute" || style.has("clip") || style.has("clip-path");
  return isPlaced && sight.hides(node) && !isGone(node, sight);
}

/** Not rendered at all: screen readers do not read it either. */
function isGone(node: Element, sight: Sight): boolean {
  const style = sight.styleOf(node);
  return style.get("display")?.value === "none" || style.get("visibility")?.value === "hidden";
}

function isSeen(node: Element, sight: Sight): boolean {
  return !sight.hides(node) && (!sight.isUnreadable(node) || textOf(node).trim() === "");
}

/** A sign without words says nothing else; one with words must say the same. */
function isSaidBy(sign: string, words: string): boolean {
  const own = plain(sign);
  return own === "" || plain(words).includes(own);
}

const plain = (text: string) => text.toLowerCase().replaceAll(/[^\p{L}\p{N}]+/gu, "");

/** From now on the words are text like any other. */
function keep(words: Element): void {
  delete words.attribs.class;
  delete words.attribs.style;
}
