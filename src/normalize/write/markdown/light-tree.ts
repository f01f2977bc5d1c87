import { type ChildNode, type Element, isTag, isText } from "domhandler";
import { withOneMore } from "../../../html/dom.ts";

/**
 * The smallest DOM that turndown and its rules need, built from domhandler nodes. Turndown's own DOM takes minutes for a
 * table of a few thousand rows; this takes a tenth of a second and gives the same Markdown.
 */
export type LightNode = LightElement | LightText;

export class LightText {
  readonly nodeType = 3;
  readonly nodeName = "#text";
  data: string;
  parentNode: LightElement;
  previousSibling: LightNode | null = null;
  nextSibling: LightNode | null = null;

  constructor(data: string, parent: LightElement) {
    this.data = data;
    this.parentNode = parent;
  }

  get nodeValue(): string {
    return this.data;
  }

  get textContent(): string {
    return this.data;
  }
}

export class LightElement {
  readonly nodeType = 1;
  readonly nodeName: string;
  childNodes: LightNode[] = [];
  readonly parentNode: LightElement | null;
  previousSibling: LightNode | null = null;
  nextSibling: LightNode | null = null;
  readonly #attributes: Readonly<Record<string, string>>;
  #text: string | undefined;

  constructor(name: string, attributes: Readonly<Record<string, string>>, parent: LightElement | null) {
    this.nodeName = name.toUpperCase();
    this.#attributes = attributes;
    this.parentNode = parent;
  }

  getAttribute(name: string): string | null {
    return this.#attributes[name] ?? null;
  }

  get className(): string {
    return this.#attributes.class ?? "";
  }

  get firstChild(): LightNode | null {
    return this.childNodes[0] ?? null;
  }

  get lastChild(): LightNode | null {
    return this.childNodes.at(-1) ?? null;
  }

  get children(): LightElement[] {
    return this.childNodes.filter((child) => child.nodeType === 1);
  }

  get lastElementChild(): LightElement | null {
    return this.childNodes.findLast((child) => child.nodeType === 1) ?? null;
  }

  /** Cached: turndown reads it for every inline element, and only after it has collapsed the white space. */
  get textContent(): string {
    this.#text ??= this.childNodes.map((child) => child.textContent).join("");
    return this.#text;
  }

  /** Only called for elements without text, to find images and the like. */
  getElementsByTagName(name: string): LightElement[] {
    return this.children.flatMap((child) => [
      ...(child.nodeName === name.toUpperCase() ? [child] : []),
      ...child.getElementsByTagName(name),
    ]);
  }

  removeChild(child: LightNode): void {
    const { previousSibling, nextSibling } = child;
    if (previousSibling) previousSibling.nextSibling = nextSibling;
    if (nextSibling) nextSibling.previousSibling = previousSibling;
    this.childNodes.splice(this.childNodes.indexOf(child), 1);
  }
}

/** A new light tree for every call, because turndown changes it. */
export function lightTree(nodes: readonly ChildNode[]): LightElement {
  const root = new LightElement("x-turndown", {}, null);
  for (const node of nodes) addTo(root, node);
  return root;
}

/** Rows of a table, which its caption precedes when they are its first ones, and other rows otherwise. */
export function lightRows(
  section: string,
  rows: readonly ChildNode[],
  above: { readonly kind: "start"; readonly caption: Element | undefined } | { readonly kind: "rows" },
): LightElement {
  const root = new LightElement("x-turndown", {}, null);
  const table = new LightElement("table", {}, root);
  link(root, table);
  if (above.kind === "start" && above.caption) addTo(table, above.caption);
  const part = new LightElement(section, {}, table);
  link(table, part);
  for (const row of rows) addTo(part, row);
  const first = part.firstChild;
  if (first && above.kind === "rows") first.previousSibling = new LightElement("tr", {}, part);
  return root;
}

function addTo(parent: LightElement, node: ChildNode): void {
  if (isText(node)) {
    const last = parent.lastChild;
    if (last?.nodeType === 3) last.data += node.data;
    else link(parent, new LightText(node.data, parent));
  } else if (isTag(node)) {
    const made = new LightElement(node.name, node.attribs, parent);
    link(parent, made);
    for (const child of node.children) addTo(made, child);
  }
}

function link(parent: LightElement, node: LightNode): void {
  const last = parent.lastChild;
  if (last) {
    last.nextSibling = node;
    node.previousSibling = last;
  }
  parent.childNodes = withOneMore(parent.childNodes, node);
}
