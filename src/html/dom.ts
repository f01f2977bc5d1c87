import { type AnyNode, type ChildNode, Element, isTag, isText, type ParentNode, Text } from "domhandler";
import { withoutInvisible } from "./characters.ts";
import { lru } from "./lru.ts";

/** Small helpers over domhandler's tree, which parse5 builds and cheerio queries. */

export type Attributes = Readonly<Record<string, string>>;

export function element(
  name: string,
  attributes: Attributes = noAttributes,
  children: readonly ChildNode[] = [],
): Element {
  const made = new Element(name, isEmpty(attributes) ? noAttributes : { ...attributes });
  made.children = children.slice();
  for (const child of children) child.parent = made;
  return made;
}

function isEmpty(attributes: Attributes): boolean {
  for (const _ in attributes) return false;
  return true;
}

export function text(data: string): Text {
  return new Text(data);
}

/** Adds at the end. Sibling pointers are not set: built trees are only ever walked downwards. */
export function append(parent: ParentNode, child: ChildNode): void {
  parent.children = withOneMore(parent.children, child);
  child.parent = parent;
}

/** Gives a node these children, each of which knows its neighbours; those that it had besides are in no tree then. */
export function relink(node: ParentNode, children: ChildNode[]): void {
  for (const child of node.children) if (child.parent === node) child.parent = null;
  node.children = children;
  children.forEach((child, index) => {
    child.parent = node;
    child.prev = children[index - 1] ?? null;
    child.next = children[index + 1] ?? null;
  });
}

/** Takes a node out of its tree; its neighbours know each other then. */
export function detach(node: Element): void {
  const { parent } = node;
  if (!parent) return;
  relink(
    parent,
    parent.children.filter((child) => child !== node),
  );
}

/**
 * The list with one more item, possibly a new list. `push` allocates room for sixteen, which most elements never need,
 * so a list of up to three is made anew. This halves the memory of a tree.
 */
export function withOneMore<T extends object>(list: T[], one: T): T[] {
  const [first, second] = list;
  if (!first) return [one];
  if (list.length === 1) return [first, one];
  if (second && list.length === 2) return [first, second, one];
  list.push(one);
  return list;
}

export function attribute(node: Element, name: string): string {
  return node.attribs[name] ?? "";
}

export function elementChildren(node: ParentNode): Element[] {
  return node.children.filter(isTag);
}

/** The text of a node and all below it, as it stands. */
export function textOf(node: AnyNode): string {
  if (isText(node)) return node.data;
  if (!("children" in node)) return "";
  let all = "";
  for (const child of node.children) all += textOf(child);
  return all;
}

/** Nothing but white space. The first letter of most texts decides it. */
export function isBlank(data: string): boolean {
  const first = data.charCodeAt(0);
  return !(first > 0x20 && first < 0x7f) && data.trim() === "";
}

/** The visible text on one line, trimmed. */
export function lineOf(node: AnyNode): string {
  return oneLine(textOf(node));
}

export function oneLine(value: string): string {
  return isPlainLine(value) ? value : withoutInvisible(value).replace(/\s+/g, " ").trim();
}

/** Printable ASCII with single spaces between words: nothing to collapse. */
function isPlainLine(value: string): boolean {
  let before = 0x20;
  for (let at = 0; at < value.length; at += 1) {
    const code = value.charCodeAt(at);
    if (code < 0x20 || code > 0x7e || (code === 0x20 && before === 0x20)) return false;
    before = code;
  }
  return before !== 0x20 || value === "";
}

/** The first element below `node`, in document order, that satisfies `test`. */
export function findFirst(node: ParentNode, test: (candidate: Element) => boolean): Element | undefined {
  for (const child of node.children) {
    if (!isTag(child)) continue;
    if (test(child)) return child;
    const found = findFirst(child, test);
    if (found) return found;
  }
  return undefined;
}

/** All elements below `node`, in document order, that satisfy `test`. */
export function findAll(node: ParentNode, test: (candidate: Element) => boolean): Element[] {
  const found: Element[] = [];
  findFirst(node, (candidate) => {
    if (test(candidate)) found.push(candidate);
    return false;
  });
  return found;
}

/** Whether a node is another one, or around it. */
export function contains(node: ParentNode, other: ParentNode): boolean {
  for (let up: ParentNode | null = other; up; up = up.parent) if (up === node) return true;
  return false;
}

/** Class names in lower case; empty for most elements. */
export function classesOf(node: Element): readonly string[] {
  const value = node.attribs.class;
  return value ? lowerClasses(value) : none;
}

const none: readonly string[] = [];
const lowerClasses = lru((value): readonly string[] => value.toLowerCase().split(/\s+/));
/** The names in a `class` attribute as they are written. */
export const exactClassesOf = lru((value): readonly string[] => value.split(/\s+/));

export function hasClass(node: Element, name: string): boolean {
  const value = node.attribs.class;
  return value?.includes(name) === true && exactClassesOf(value).includes(name);
}

/**
 * The attributes of one element, by name; a name such as `constructor` finds only what the page has written. V8 makes an
 * object without any prototype a hash table, which is several times as large.
 */
class Attribs {
  [name: string]: string;
}
Object.setPrototypeOf(Attribs.prototype, null);
Reflect.deleteProperty(Attribs.prototype, "constructor");

/** Shared by all elements without attributes, which most are; a comparison with it is cheaper than a look-up. */
export const noAttributes: Record<string, string> = Object.freeze(new Attribs());

/** Attributes that may be added to. */
export function attribsOf(
  attributes: readonly { readonly name: string; readonly value: string }[],
): Record<string, string> {
  const attribs = new Attribs();
  for (const { name, value } of attributes) attribs[name] = value;
  return attribs;
}
