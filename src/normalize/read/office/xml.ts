import { load } from "cheerio/slim";
import { type AnyNode, type Element, isTag, type Document as Tree } from "domhandler";
import { tooMuch } from "./zip.ts";

/** No editor nests more deeply; the next steps recurse. */
const MAX_DEPTH = 200;

/** An XML part as a tree. The parser ignores document types, so a document's own entities stay plain text. */
export interface Part {
  readonly root: Tree;
  /** The part as XML again, without document type and processing instructions. */
  write(): string;
}

/** @throws FinIngestError when elements are nested more deeply than any editor does */
export function parsePart(xml: string): Part {
  refuseBottomless(xml);
  const $ = load(xml.replace(/^\uFEFF/, ""), { xml: true }, false);
  // The root of a loaded tree is a Document; cheerio's type says "any node".
  const root = $.root()[0] as Tree;
  refuseDepth(root);
  root.children = root.children.filter(isTag);
  return { root, write: () => $.xml() };
}

/** A parser's time grows with the square of the depth beyond this. */
const MAX_OPEN = 20_000;

/**
 * Counts tags roughly, before a parser does: a sign in an attribute's value counts as the end of its tag.
 *
 * @throws FinIngestError for a text that opens elements without end
 */
export function refuseBottomless(xml: string): void {
  let open = 0;
  for (let at = xml.indexOf("<"); at !== -1; at = xml.indexOf("<", at + 1)) {
    const next = xml.charCodeAt(at + 1);
    if (next === SLASH) open -= 1;
    else if (next !== BANG && next !== QUESTION) {
      const end = xml.indexOf(">", at);
      if (end === -1) return;
      if (xml.charCodeAt(end - 1) !== SLASH) open += 1;
      if (open > MAX_OPEN) throw tooDeep();
      at = end;
    }
  }
}

const [SLASH, BANG, QUESTION] = [47, 33, 63];

const tooDeep = () => tooMuch(`elements are nested more than ${MAX_DEPTH} deep`);

/** @throws FinIngestError for a tree that the next steps, which recurse, could not walk */
export function refuseDepth(root: Tree): void {
  let level: AnyNode[] = [root];
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > MAX_DEPTH) throw tooDeep();
    const below: AnyNode[] = [];
    for (const node of level) if ("children" in node) for (const child of node.children) below.push(child);
    level = below;
  }
}

/** The name without its prefix: writers choose prefixes freely. */
export function local({ name }: Element): string {
  return name.slice(name.indexOf(":") + 1);
}

export function childrenOf(node: Element | Tree, name?: string): Element[] {
  return node.children.filter(
    (child): child is Element => isTag(child) && (name === undefined || local(child) === name),
  );
}

/** Follows child names from an element: `at(run, "rPr", "vanish")`. */
export function at(node: Element | Tree, ...names: readonly string[]): Element | undefined {
  let found: Element | Tree | undefined = node;
  for (const name of names) found = found && childrenOf(found, name)[0];
  return found === node ? undefined : (found as Element | undefined);
}

/** All elements below, in document order. */
export function* elementsOf(node: Element | Tree): Generator<Element> {
  for (const child of [...node.children]) {
    if (!isTag(child)) continue;
    yield child;
    yield* elementsOf(child);
  }
}

/** An attribute whatever its prefix. */
export function attribute(element: Element | undefined, name: string): string | undefined {
  if (!element) return undefined;
  for (const [key, value] of Object.entries(element.attribs)) {
    if (key === name || key.endsWith(`:${name}`)) return value;
  }
  return undefined;
}

/** An on/off property: present means on, unless its value is off. Absent: undefined. */
export function flag(element: Element | undefined): boolean | undefined {
  if (!element) return undefined;
  return !["false", "0", "off"].includes(attribute(element, "val") ?? "true");
}

export function textOf(node: Element | Tree): string {
  return node.children
    .map((child) => (isTag(child) ? textOf(child) : child.type === "text" ? child.data : ""))
    .join("");
}
