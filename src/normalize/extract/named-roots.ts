import { type Element, isTag, type ParentNode } from "domhandler";
import { exactClassesOf } from "../html/dom.ts";
import { commonRoots, generatorRoots } from "./roots.ts";

/** The elements that each selector of roots.ts finds, in document order; none for those that find none. */
export type NamedRoots = ReadonlyMap<string, readonly Element[]>;

/** `div.chapter`, `#readme`, `[role=main]`; the compounds that elements around it must be, nearest first. */
interface Wanted {
  readonly selector: string;
  readonly itself: Compound;
  readonly around: readonly Compound[];
}

interface Compound {
  readonly name: string;
  /** A class or id with its mark, or an attribute as `role=main`. */
  readonly key: string;
}

const compound = /^([a-z]*)(?:([.#][\w-]+)|\[(\w+=\w+)\])?$/;

/** What roots.ts asks for, by what an element must have to be asked at all. */
const wantedBy = new Map<string, Wanted[]>();
for (const selector of [...generatorRoots, ...commonRoots]) {
  for (const alternative of selector.split(", ")) {
    const [itself, ...around] = alternative.split(" ").map(compoundOf).reverse();
    if (!itself) continue;
    const by = itself.key === "" ? itself.name : itself.key;
    wantedBy.set(by, [...(wantedBy.get(by) ?? []), { selector, itself, around }]);
  }
}

/** @throws TypeError for a selector of another kind than roots.ts has */
function compoundOf(text: string): Compound {
  const match = compound.exec(text);
  if (!match || text === "") throw new TypeError(`no selector of a root: ${text}`);
  return { name: match[1] ?? "", key: match[2] ?? match[3] ?? "" };
}

/** Looks at every element once for all selectors: a query for each, compiled anew, costs as much as the parse. */
export function namedRoots(tree: ParentNode): NamedRoots {
  const found = new Map<string, Element[]>();
  const visit = (node: ParentNode) => {
    for (const child of node.children) {
      if (!isTag(child)) continue;
      for (const key of keysOf(child)) {
        for (const wanted of wantedBy.get(key) ?? []) if (isWanted(child, wanted)) add(found, wanted, child);
      }
      if (child.children.length > 0) visit(child);
    }
  };
  visit(tree);
  return found;
}

function add(found: Map<string, Element[]>, { selector }: Wanted, node: Element): void {
  const known = found.get(selector);
  if (!known) found.set(selector, [node]);
  // Two alternatives of one selector may name the same element.
  else if (known.at(-1) !== node) known.push(node);
}

function keysOf({ name, attribs }: Element): string[] {
  const keys = [name];
  if (attribs.class) for (const one of exactClassesOf(attribs.class)) keys.push(`.${one}`);
  if (attribs.id !== undefined) keys.push(`#${attribs.id}`);
  if (attribs.role !== undefined) keys.push(`role=${attribs.role}`);
  if (attribs.itemprop !== undefined) keys.push(`itemprop=${attribs.itemprop}`);
  return keys;
}

function isWanted(node: Element, { itself, around }: Wanted): boolean {
  if (itself.name !== "" && itself.name !== node.name) return false;
  let up = node.parent;
  for (const outer of around) {
    while (up && !(isTag(up) && isA(up, outer))) up = up.parent;
    if (!up) return false;
    up = up.parent;
  }
  return true;
}

function isA(node: Element, { name, key }: Compound): boolean {
  return (name === "" || name === node.name) && (key === "" || keysOf(node).includes(key));
}
