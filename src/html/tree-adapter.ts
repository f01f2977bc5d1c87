import { type ChildNode, Document, Element, type ParentNode, Text } from "domhandler";
import type { TreeAdapter } from "parse5";
import { type Htmlparser2TreeAdapterMap, adapter as stock } from "parse5-htmlparser2-tree-adapter";
import { attribsOf, noAttributes, withOneMore } from "./dom.ts";

/**
 * The stock adapter with less work per element (no namespace maps, which nothing reads) and with searches from the end:
 * content that HTML moves out of a broken table is inserted before the last child, and a search from the start would
 * make a page of such content quadratic.
 */
export const treeAdapter: TreeAdapter<Htmlparser2TreeAdapterMap> = {
  ...stock,
  createDocument: () => new Document([]),
  createElement(tagName, namespace, attributes) {
    const made = new PageElement(tagName, attributes.length === 0 ? noAttributes : attribsOf(attributes));
    made.namespace = namespace;
    return made;
  },
  adoptAttributes(recipient, attributes) {
    if (recipient.attribs === noAttributes) recipient.attribs = attribsOf([]);
    for (const { name, value } of attributes) recipient.attribs[name] ??= value;
  },
  appendChild,
  insertText(parent, data) {
    const { children } = parent;
    const last = children[children.length - 1];
    if (last instanceof Text) last.data += data;
    else appendChild(parent, new PageText(data));
  },
  insertBefore,
  insertTextBefore(parent, data, reference) {
    const previous = reference.prev;
    if (previous instanceof Text) previous.data += data;
    else insertBefore(parent, new PageText(data), reference);
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

/** An element of a parsed page, with the measures by which its main content is found. */
export class PageElement extends Element {
  text = 0;
  linked = 0;
}

/** A text of a parsed page, with the number of visible characters that was counted for what it was then. */
export class PageText extends Text {
  countedIn: string | undefined = undefined;
  visible = 0;
}

function appendChild(parent: ParentNode, made: ChildNode): void {
  const { children } = parent;
  const prev = children[children.length - 1];
  if (prev) {
    prev.next = made;
    made.prev = prev;
  }
  parent.children = withOneMore(children, made);
  made.parent = parent;
}

function insertBefore(parent: ParentNode, made: ChildNode, reference: ChildNode): void {
  const { prev } = reference;
  if (prev) prev.next = made;
  made.prev = prev;
  made.next = reference;
  reference.prev = made;
  made.parent = parent;
  parent.children.splice(parent.children.lastIndexOf(reference), 0, made);
}
