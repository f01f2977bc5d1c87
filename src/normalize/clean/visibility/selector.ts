import { type Element, isTag } from "domhandler";
import { cssText } from "./declarations.ts";
import type { SelectorEngine } from "./selector-engine.ts";

/** Whether an element is one that a selector means. */
export type Matches = (node: Element, classesOf: (one: Element) => readonly string[]) => boolean;

export interface Selector {
  readonly matches: Matches;
  /** Ids, classes and names as one number to compare. */
  readonly specificity: number;
  /** What candidates are looked up by: `#id`, `.class`, a name, or `*`; in lower case. */
  readonly key: string;
  /** Roughly what one test costs. */
  readonly cost: number;
  /** The selector as written. */
  readonly text: string;
}

/** A compound selector: `p.note#a[lang]:not(.open)`. */
interface Compound {
  readonly name?: string;
  readonly id?: string;
  readonly classes: readonly string[];
  readonly attributes: readonly { readonly name: string; readonly value?: string }[];
  readonly not: readonly Compound[];
  /** The relation to the element that the previous compound matches. */
  readonly within: "parent" | "ancestor";
}

const MAX_SELECTOR_LENGTH = 400;
const MAX_COMPOUNDS = 12;
const part =
  /(\*|[a-z][\w-]*)|#([\w\u0080-\uffff-]+)|\.([\w\u0080-\uffff-]+)|\[\s*([\w:-]+)\s*(?:=\s*["']?([^"'\]]*)["']?\s*)?\]|:not\(([^()]*)\)|(:root)/y;

const MAX_WRITTEN_LENGTH = 5_000;

/** A selector that can be tried on the elements of a static document; undefined where it is not understood. */
export function selectorOf(text: string, engine: SelectorEngine): Selector | undefined {
  if (text === "" || text.length > MAX_WRITTEN_LENGTH) return undefined;
  return (text.includes("\\") ? undefined : plainSelector(cssText(text), text)) ?? engine.compile(text);
}

const generated =
  /::?(?:before|after|first-l|selection|placeholder|marker|backdrop|-webkit-|-moz-|-ms-|file-)|::/i;

/** Whether a selector is about generated text or a part of a control, not an element. */
export const isOfGeneratedText = (text: string): boolean => text.includes(":") && generated.test(text);

/** Where generated text stands. */
export type GeneratedPlace = "before" | "after";
const place = /::?(before|after)\s*$/i;

/** Where the text is that a selector is about; undefined for other parts of an element. */
export const placeOfGenerated = (text: string): GeneratedPlace | undefined => {
  const name = place.exec(text)?.[1]?.toLowerCase();
  return name === "before" || name === "after" ? name : undefined;
};

/** The selector of the element that generated text belongs to. */
export const withoutGenerated = (text: string): string => {
  const owner = text.replace(place, "");
  return /(?:^|[\s>+~])$/.test(owner) ? `${owner}*` : owner;
};

/** Names, classes, ids, attributes and `:not()`, side by side or nested, which most selectors are made of. */
function plainSelector(text: string, written: string): Selector | undefined {
  if (text.length > MAX_SELECTOR_LENGTH) return undefined;
  const chain: Compound[] = [];
  let within: Compound["within"] = "ancestor";
  for (const word of text.replace(/\s*>\s*/g, " > ").split(/\s+/)) {
    if (word === ">") {
      within = "parent";
      continue;
    }
    const compound = compoundOf(word, within);
    if (!compound || chain.length >= MAX_COMPOUNDS) return undefined;
    chain.push(compound);
    within = "ancestor";
  }
  const last = chain.at(-1);
  if (!last) return undefined;
  const key =
    last.id !== undefined
      ? `#${last.id}`
      : last.classes[0] !== undefined
        ? `.${last.classes[0]}`
        : (last.name ?? "*");
  return {
    matches: (node, classesOf) => matches(node, chain, classesOf),
    key,
    specificity: chain.reduce((sum, one) => sum + weight(one), 0),
    cost: chain.length,
    text: written,
  };
}

function compoundOf(word: string, within: Compound["within"]): Compound | undefined {
  const classes: string[] = [];
  const attributes: { name: string; value?: string }[] = [];
  const not: Compound[] = [];
  let name: string | undefined;
  let id: string | undefined;
  let at = 0;
  while (at < word.length) {
    part.lastIndex = at;
    const match = part.exec(word);
    if (!match) return undefined;
    at = part.lastIndex;
    if (match[1] !== undefined) name = match[1] === "*" ? undefined : match[1];
    else if (match[2] !== undefined) id = match[2];
    else if (match[3] !== undefined) classes.push(match[3]);
    else if (match[4] !== undefined)
      attributes.push({ name: match[4], ...(match[5] === undefined ? {} : { value: match[5] }) });
    else if (match[6] !== undefined) {
      const inner = match[6].includes(":") ? undefined : compoundOf(match[6].trim(), "ancestor");
      if (!inner) return undefined;
      not.push(inner);
    } else name = "html";
  }
  return { classes, attributes, not, within, ...(name ? { name } : {}), ...(id === undefined ? {} : { id }) };
}

function weight({ name, id, classes, attributes, not }: Compound): number {
  const own = (id === undefined ? 0 : 10_000) + (classes.length + attributes.length) * 100 + (name ? 1 : 0);
  return own + not.reduce((sum, one) => sum + weight(one), 0);
}

/** Matches in one walk up the tree, whatever the selector. */
function matches(
  node: Element,
  chain: readonly Compound[],
  classesOf: (one: Element) => readonly string[],
): boolean {
  let index = chain.length - 1;
  const last = chain[index];
  if (!last || !isA(node, last, classesOf)) return false;
  // Bit i: the compounds after i are matched, and i is searched further up.
  let waiting = index === 0 ? 0 : 1 << (index - 1);
  if (index === 0) return true;
  for (let up = node.parent; up && isTag(up) && waiting !== 0; up = up.parent) {
    let next = 0;
    for (index = 0; index < chain.length - 1; index += 1) {
      if ((waiting & (1 << index)) === 0) continue;
      const compound = chain[index];
      if (compound && isA(up, compound, classesOf)) {
        if (index === 0) return true;
        next |= 1 << (index - 1);
      }
      if (chain[index + 1]?.within === "ancestor") next |= 1 << index;
    }
    waiting = next;
  }
  return false;
}

function isA(node: Element, compound: Compound, classesOf: (one: Element) => readonly string[]): boolean {
  const { name, id, classes, attributes, not } = compound;
  if (name !== undefined && node.name !== name) return false;
  if (id !== undefined && node.attribs.id?.toLowerCase() !== id) return false;
  if (classes.length > 0) {
    const own = classesOf(node);
    if (!classes.every((one) => own.includes(one))) return false;
  }
  for (const { name: attribute, value } of attributes) {
    const actual = node.attribs[attribute];
    if (actual === undefined || (value !== undefined && actual.toLowerCase() !== value)) return false;
  }
  return !not.some((one) => isA(node, one, classesOf));
}
/** A selector without combinators and lists: what is nested in it can extend its text. */
const simple = /^[^\s,>+~&()|]+$/;

/**
 * The selectors of a nested rule, with those of the rule around it in their place: `&` stands for it, and without `&` the
 * rule is about its descendants. https://www.w3.org/TR/css-nesting-1/
 */
export function nestedIn(selectors: readonly string[], parents: readonly string[]): string[] {
  const [only] = parents;
  const parent =
    parents.length === 1 && only !== undefined && simple.test(only) ? only : `:is(${parents.join(",")})`;
  return selectors.map((selector) => {
    if (!selector.includes("&")) return `${parent} ${selector}`;
    // A name after `&` would join the parent's text: `&p` is `p:is(parent)`.
    return selector
      .replace(/&([a-z][\w-]*)/gi, (_, name: string) => `${name}${asIs(parent)}`)
      .replaceAll("&", () => parent);
  });
}

const asIs = (parent: string) => (parent.startsWith(":is(") ? parent : `:is(${parent})`);
