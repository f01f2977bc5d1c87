import { type ChildNode, Document, Element, type ParentNode } from "domhandler";
import type { TreeAdapter } from "parse5";
import { type Htmlparser2TreeAdapterMap, adapter as stock } from "parse5-htmlparser2-tree-adapter";

/**
 * The stock adapter with less work per element (no namespace maps, which nothing here reads) and with searches from
 * the end: content that HTML moves out of a broken table is inserted before its last child, so a search from the
 * start makes a page of such content quadratic.
 */
export const treeAdapter: TreeAdapter<Htmlparser2TreeAdapterMap> = {
  ...stock,
  createDocument: () => new Document([]),
  createElement(tagName, namespace, attributes) {
    const attribs = new Attribs();
    for (const { name, value } of attributes) attribs[name] = value;
    const made = new Element(tagName, attribs);
    made.namespace = namespace;
    return made;
  },
  adoptAttributes(recipient, attributes) {
    for (const { name, value } of attributes) recipient.attribs[name] ??= value;
  },
  insertBefore,
  insertTextBefore(parent, data, reference) {
    const previous = reference.prev;
    if (previous?.type === "text" && "data" in previous) previous.data += data;
    else insertBefore(parent, stock.createTextNode(data), reference);
  },
  detachNode(node) {
    const { parent, prev, next } = node;
    if (!parent) return;
    if (prev) prev.next = next;
    if (next) next.prev = prev;
    parent.children.splice(parent.children.lastIndexOf(node), 1);
    node.parent = null;
    node.prev = null;
    node.next = null;
  },
};

/**
 * The attributes of one element, by name; a name such as `constructor` finds nothing that the page did not write. An
 * object made with no prototype at all is a hash table to V8, several times as large.
 */
class Attribs {
  [name: string]: string;
}
Object.setPrototypeOf(Attribs.prototype, null);
Reflect.deleteProperty(Attribs.prototype, "constructor");

function insertBefore(parent: ParentNode, made: ChildNode, reference: ChildNode): void {
  const { prev } = reference;
  if (prev) prev.next = made;
  made.prev = prev;
  made.next = reference;
  reference.prev = made;
  made.parent = parent;
  parent.children.splice(parent.children.lastIndexOf(reference), 0, made);
}
