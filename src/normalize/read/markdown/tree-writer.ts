import { Comment, Document, Element, isTag, isText, type ParentNode, Text } from "domhandler";

/** Inline elements open at once: the HTML parser stops counting formatting elements at twelve. */
const mostInline = 8;
/** Elements open at once, far from where the HTML parser flattens. */
const mostOpen = 250;

const inlineNames = new Set("a b code del em i ins kbd mark s strong sub sup".split(" "));
/** Elements that stand only in these, and in which only they can stand. */
const parents: Readonly<Record<string, readonly string[]>> = {
  li: ["ul", "ol"],
  dt: ["dl"],
  dd: ["dl"],
  thead: ["table"],
  tbody: ["table"],
  tr: ["thead", "tbody"],
  th: ["tr"],
  td: ["tr"],
};
const blockNames = new Set([
  ..."p h1 h2 h3 h4 h5 h6 blockquote ul ol dl pre table".split(" "),
  ...Object.keys(parents),
]);
const voidNames = new Set("br hr img".split(" "));
/** What they hold is no block. */
const lines = new Set("p h1 h2 h3 h4 h5 h6 pre".split(" "));
/** Text and inline elements would be moved out of these. */
const structure = new Set("table thead tbody tr".split(" "));

/**
 * Writes a tree in document order, as the HTML parser would build it from the same tags. It refuses whatever that
 * parser would not simply nest: each method then returns false, and the tree is not to be used.
 */
export class TreeWriter {
  readonly tree = new Document([]);
  #parent: ParentNode = this.tree;
  #name = "";
  #inline = 0;
  #depth = 0;

  /** Whether all that was opened is closed. */
  get isComplete(): boolean {
    return this.#depth === 0;
  }

  text(data: string): boolean {
    if (data === "") return true;
    if (structure.has(this.#name) || this.#name === "pre" || data.includes("\r")) return false;
    const { children } = this.#parent;
    const last = children[children.length - 1];
    if (last !== undefined && isText(last)) last.data += data;
    else this.#add(new Text(data));
    return true;
  }

  comment(): void {
    this.#add(new Comment(""));
  }

  empty(name: string, attributes: Attributes): boolean {
    if (!voidNames.has(name) || structure.has(this.#name)) return false;
    if (name === "hr" && (this.#inline > 0 || lines.has(this.#name))) return false;
    this.#add(new Element(name, attributes));
    return true;
  }

  open(name: string, attributes: Attributes): boolean {
    if (inlineNames.has(name)) {
      if (this.#inline >= mostInline || structure.has(this.#name)) return false;
      if (name === "a" && this.#isOpen("a")) return false;
      this.#inline += 1;
    } else if (!blockNames.has(name) || !this.#takesBlock(name)) return false;
    if (this.#depth >= mostOpen) return false;
    const made = new Element(name, attributes);
    this.#add(made);
    this.#parent = made;
    this.#name = name;
    this.#depth += 1;
    return true;
  }

  close(name: string): boolean {
    const { parent } = this.#parent;
    if (this.#name !== name || parent === null) return false;
    if (inlineNames.has(name)) this.#inline -= 1;
    this.#parent = parent;
    this.#name = isTag(parent) ? parent.name : "";
    this.#depth -= 1;
    return true;
  }

  #takesBlock(name: string): boolean {
    if (this.#inline > 0 || lines.has(this.#name)) return false;
    return parents[name]?.includes(this.#name) ?? !structure.has(this.#name);
  }

  #isOpen(name: string): boolean {
    for (let up: ParentNode | null = this.#parent; up !== null && isTag(up); up = up.parent)
      if (up.name === name) return true;
    return false;
  }

  #add(node: Text | Comment | Element): void {
    this.#parent.children.push(node);
    node.parent = this.#parent;
  }
}

export type Attributes = Record<string, string>;
