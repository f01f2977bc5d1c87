import { type ChildNode, type Element, isTag, isText, type ParentNode, type Text } from "domhandler";
import { detach, isBlank, noAttributes } from "../../../html/dom.ts";
import { PageElement, PageText } from "../../../html/tree-adapter.ts";
import { isHidden } from "../../vocabulary/dropped.ts";

/** How much text a reader sees in an element, in characters other than spaces. */
export interface Measure {
  text: number;
  /** The part of it that is in links. */
  linked: number;
}

const uncounted = new Set(
  "script style noscript template head svg math select textarea button option iframe noembed noframes xmp plaintext".split(
    " ",
  ),
);
const nothing: Readonly<Measure> = { text: 0, linked: 0 };

/** Measures a node and all elements below it in one walk, and records it on each. */
export function measure(root: ParentNode): Readonly<Measure> {
  return visit(root, false);
}

/** The recorded measure of an element; zero for one that is out of sight. */
export function measureOf(node: ParentNode | undefined): Readonly<Measure> {
  return node instanceof PageElement ? node : nothing;
}

/** Corrects an element's measure when parts of it are removed. */
export function subtract(node: ParentNode, removed: Readonly<Measure>): void {
  if (!(node instanceof PageElement)) return;
  node.text -= removed.text;
  node.linked -= removed.linked;
}

/** Removes an element from the tree, and its text from the measure of what is around it. */
export function takeOut(node: Element): void {
  const { parent } = node;
  if (!parent) return;
  const { text, linked } = measureOf(node);
  detach(node);
  for (let up: ParentNode | null = parent; up; up = isTag(up) ? up.parent : null)
    subtract(up, { text, linked });
}

function visit(node: ParentNode, inLink: boolean): Readonly<Measure> {
  let text = 0;
  let linked = 0;
  for (const child of node.children) {
    if (isText(child)) {
      const length = visibleLength(child);
      text += length;
      if (inLink) linked += length;
    } else if (isTag(child) && !uncounted.has(child.name) && !isOutOfSight(child)) {
      const inner = visit(child, inLink || child.name === "a");
      text += inner.text;
      linked += inner.linked;
    }
  }
  if (!(node instanceof PageElement)) return { text, linked };
  node.text = text;
  node.linked = linked;
  return node;
}

/** Panels of tabs are hidden until they are selected, but are content. */
function isOutOfSight(node: Element): boolean {
  return node.attribs !== noAttributes && isHidden(node) && node.attribs.role !== "tabpanel";
}

/** Characters of a text other than spaces; counted once, because many steps ask how much stands before a part. */
export function visibleLength(text: Text): number {
  if (!(text instanceof PageText)) return countVisible(text.data);
  if (text.countedIn !== text.data) {
    text.countedIn = text.data;
    text.visible = countVisible(text.data);
  }
  return text.visible;
}

function countVisible(data: string): number {
  let length = 0;
  for (let index = 0; index < data.length; index += 1) {
    const code = data.charCodeAt(index);
    if (code > 32 && code !== 0xa0) length += 1;
  }
  return length;
}

/** An element around a single other one has the same text, and the inner one is classified itself. */
export function hasOwnText({ children }: Element): boolean {
  let only: ChildNode | undefined;
  for (const child of children) {
    if (isText(child) && isBlank(child.data)) continue;
    if (only) return true;
    only = child;
  }
  return !only || isText(only);
}
