import { type Element, isTag } from "domhandler";
import { exactClassesOf, noAttributes } from "../../../html/dom.ts";
import { lru } from "../../../html/lru.ts";
import { commonRoots, generatorRoots } from "./roots.ts";

/** Selector of roots.ts → the elements that match it, in document order. */
export type NamedRoots = ReadonlyMap<string, readonly Element[]>;

/** A parsed selector such as `div.chapter`, with the compounds that its ancestors must match, nearest first. */
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

type By = "name" | "class" | "id" | "role" | "itemprop";

/** The selectors of roots.ts, by what an element must have to match at all. */
const wantedBy: Readonly<Record<By, Map<string, Wanted[]>>> = {
  name: new Map(),
  class: new Map(),
  id: new Map(),
  role: new Map(),
  itemprop: new Map(),
};
for (const selector of [...generatorRoots, ...commonRoots]) {
  for (const alternative of selector.split(", ")) {
    const [itself, ...around] = alternative.split(" ").map(compoundOf).reverse();
    if (!itself) continue;
    const { by, value } = byOf(itself);
    const wanted = wantedBy[by].get(value) ?? [];
    wantedBy[by].set(value, [...wanted, { selector, itself, around }]);
  }
}

/** @throws TypeError for an attribute that is not indexed */
function byOf({ name, key }: Compound): { by: By; value: string } {
  if (key === "") return { by: "name", value: name };
  if (key.startsWith(".")) return { by: "class", value: key.slice(1) };
  if (key.startsWith("#")) return { by: "id", value: key.slice(1) };
  const [by = "", value = ""] = key.split("=");
  if (by === "role" || by === "itemprop") return { by, value };
  throw new TypeError(`no selector of a root: ${key}`);
}

/** @throws TypeError for a selector of another kind than roots.ts has */
function compoundOf(text: string): Compound {
  const match = compound.exec(text);
  if (!match || text === "") throw new TypeError(`no selector of a root: ${text}`);
  return { name: match[1] ?? "", key: match[2] ?? match[3] ?? "" };
}

/**
 * Collects them from elements added in document order, in one pass for all selectors: a compiled query for each selector
 * costs as much as the parse.
 */
export class RootFinder {
  readonly #found = new Map<string, Element[]>();

  get found(): NamedRoots {
    return this.#found;
  }

  show(node: Element): void {
    const { name, attribs } = node;
    this.#ask(node, wantedBy.name.get(name));
    if (attribs === noAttributes) return;
    if (attribs.class) this.#ask(node, wantedByClass(attribs.class));
    if (attribs.id !== undefined) this.#ask(node, wantedBy.id.get(attribs.id));
    if (attribs.role !== undefined) this.#ask(node, wantedBy.role.get(attribs.role));
    if (attribs.itemprop !== undefined) this.#ask(node, wantedBy.itemprop.get(attribs.itemprop));
  }

  #ask(node: Element, some: readonly Wanted[] | undefined): void {
    if (some) for (const wanted of some) if (isWanted(node, wanted)) this.#add(wanted.selector, node);
  }

  #add(selector: string, node: Element): void {
    const known = this.#found.get(selector);
    if (!known) this.#found.set(selector, [node]);
    // Two alternatives of one selector may name the same element.
    else if (known.at(-1) !== node) known.push(node);
  }
}

const wantedByClass = lru((value) => exactClassesOf(value).flatMap((one) => wantedBy.class.get(one) ?? []));

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
  return (name === "" || name === node.name) && (key === "" || hasKey(node, key));
}

function hasKey({ attribs }: Element, key: string): boolean {
  if (key.startsWith(".")) return exactClassesOf(attribs.class ?? "").includes(key.slice(1));
  if (key.startsWith("#")) return attribs.id === key.slice(1);
  const [name = "", value] = key.split("=");
  return attribs[name] === value;
}
