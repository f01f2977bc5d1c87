import { type ChildNode, type Element, isTag, type ParentNode } from "domhandler";
import { contains, lineOf } from "../../../html/dom.ts";
import { measureOf } from "./measure.ts";
import type { NamedRoots } from "./named-roots.ts";
import { areAlike } from "./parts.ts";
import { commonRoots, generatorRoots, partRoots, statedRoots } from "./roots.ts";

/** An element with a generator's own class is the root if it has this share of the text that is left after cleaning. */
const MIN_GENERATOR_SHARE = 0.3;
/** The same for what a page itself states to be its article: readers' comments below it may be many times as long. */
const MIN_STATED_SHARE = 0.1;
const MIN_STATED_TEXT = 1000;
const MIN_COMMON_SHARE = 0.5;
/** Of several elements with one name, one is the root only if it has this share of the text of all. */
const MIN_ONLY_SHARE = 0.7;
/** So many are compared with each other. */
const MAX_POSTS = 100;
/** Elements with one name that have more of their text in links are not compared with the others. */
const MAX_LINKED = 0.9;
/** The search descends while one child has nearly all the text. */
const MIN_DESCEND_SHARE = 0.9;

/** The element with the content: by the names that generators and authors use, else by where the text is. */
export function chooseRoot(body: ParentNode, roots: NamedRoots): ParentNode {
  const total = writtenIn(body);
  const named =
    bestNamed(roots, generatorRoots, total * MIN_GENERATOR_SHARE) ??
    bestNamed(roots, statedRoots, Math.max(total * MIN_STATED_SHARE, MIN_STATED_TEXT)) ??
    bestNamed(roots, commonRoots, total * MIN_COMMON_SHARE);
  return named ?? densest(body);
}

function bestNamed(roots: NamedRoots, selectors: readonly string[], least: number): ParentNode | undefined {
  for (const selector of selectors) {
    const found = roots.get(selector) ?? [];
    const others = new Set<ParentNode>(found);
    const isCommon = !partRoots.has(selector);
    let best: Element | undefined;
    let all = 0;
    let outermost = 0;
    for (const one of found) {
      const size = writtenIn(one);
      if (size > writtenIn(best)) best = one;
      if (isInside(one, others) || (isCommon && isOfLinks(one))) continue;
      outermost += 1;
      all += size;
    }
    if (outermost > 1 && !isCommon) continue;
    const size = writtenIn(best);
    if (best && size >= Math.max(least, 1) && size >= all * MIN_ONLY_SHARE)
      return listAround(best, isCommon ? found.filter((one) => !isOfLinks(one)) : found) ?? best;
  }
  return undefined;
}

/**
 * What holds the element and others like it: the posts of a blog's first page are one content, however long the first is.
 * Each may be in a box of its own.
 */
function listAround(one: Element, found: readonly Element[]): ParentNode | undefined {
  if (found.length > MAX_POSTS) return undefined;
  const boxes = new Map<ParentNode, Element>();
  for (let at: ParentNode | null = one; at && isTag(at) && at.parent; at = at.parent)
    boxes.set(at.parent, at);
  for (const other of found) {
    let at = other;
    while (at.parent && isTag(at.parent) && !boxes.has(at.parent)) at = at.parent;
    const box = at.parent && boxes.get(at.parent);
    if (box && at !== box && areAlike(box, at) && isAlone(found, box) && isAlone(found, at))
      return at.parent ?? undefined;
  }
  return undefined;
}

const isAlone = (found: readonly Element[], box: Element): boolean =>
  found.filter((one) => contains(box, one)).length === 1;

/** A card: the articles of a site stand in rows below the one that a page shows. */
function isOfLinks(node: Element): boolean {
  const { text, linked } = measureOf(node);
  return linked > text * MAX_LINKED;
}

function isInside(node: Element, others: ReadonlySet<ParentNode>): boolean {
  if (others.size === 1) return false;
  for (let up = node.parent; up; up = up.parent) if (others.has(up)) return true;
  return false;
}

const wrappers = new Set("div section main article center form td span font".split(" "));

function densest(body: ParentNode): ParentNode {
  let root = body;
  for (;;) {
    const whole = writtenIn(root);
    const heaviest = root.children
      .filter(isTag)
      .find((child) => writtenIn(child) >= whole * MIN_DESCEND_SHARE && whole > 0);
    if (!heaviest || !wrappers.has(heaviest.name) || root.children.some(isFootnotes)) return root;
    if (isOneOfSections(heaviest) || isAnnounced(heaviest)) return root;
    root = heaviest;
  }
}

/** A section, however long it is beside its neighbours: each begins with a heading of the same level. */
function isOneOfSections(node: Element): boolean {
  const { parent } = node;
  const level = firstHeadingOf(node);
  if (!parent || level === undefined) return false;
  const isLike = (other: Element) =>
    other !== node &&
    other.name === node.name &&
    other.attribs.class === node.attribs.class &&
    firstHeadingOf(other) === level;
  return parent.children.some((child) => isTag(child) && isLike(child));
}

/** "Here are the classes with their descriptions:", right before a long table. */
function isAnnounced({ prev }: Element): boolean {
  let before = prev;
  while (before && !(isTag(before) && measureOf(before).text > 0)) before = before.prev;
  return before !== null && /[:：]$/.test(lineOf(before));
}

/** The name of the heading that an element begins with. */
function firstHeadingOf(node: Element): string | undefined {
  for (const child of node.children) {
    if (!isTag(child) || measureOf(child).text === 0) continue;
    if (/^h[1-6]$/.test(child.name)) return child.name;
    return wrappers.has(child.name) || child.name === "header" ? firstHeadingOf(child) : undefined;
  }
  return undefined;
}

/** Texinfo puts them behind the text that they belong to: https://www.gnu.org/software/texinfo/manual/texinfo/ */
function isFootnotes(node: ChildNode): boolean {
  return isTag(node) && /(?:^|[\s_-])footnotes?(?:$|[\s_-])/.test(node.attribs.class ?? "");
}

/** Mainly the text outside links, which is what an author writes rather than what a site lists. */
function writtenIn(node: ParentNode | undefined): number {
  const { text, linked } = measureOf(node);
  return text - linked * 0.8;
}
