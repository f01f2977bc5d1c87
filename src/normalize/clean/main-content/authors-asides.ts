import { type Element, isTag } from "domhandler";
import { hasClass } from "../../../html/dom.ts";

/** Who said what a quotation or figure shows. */
export function isAttribution({ name, parent }: Element): boolean {
  return name === "footer" && parent !== null && isTag(parent) && /^(?:blockquote|figure)$/.test(parent.name);
}

/** An aside without a class or id is written by hand, as a note beside the text; those of a site have names. */
export function isPlainAside({ attribs, parent }: Element, inContent: boolean): boolean {
  return (
    inContent &&
    Object.keys(attribs).length === 0 &&
    parent !== null &&
    isTag(parent) &&
    parent.name !== "main"
  );
}

/** A footnote, a topic or a sidebar of the text, as tools for DocBook and reStructuredText write it. */
export function isAuthorsAside(node: Element): boolean {
  const { class: classes = "", role = "" } = node.attribs;
  if (/^(?:note|doc-(?:footnote|endnotes?|tip|notice|pullquote|example))$/.test(role)) return true;
  if (/(?:^|\s)(?:footnotes?|footnote-list|citation|topic)(?:\s|$)/.test(classes))
    return node.name === "aside" && !hasClass(node, "contents");
  if (!hasClass(node, "sidebar")) return false;
  const first = node.children.find(isTag);
  return first !== undefined && (hasClass(first, "sidebar-title") || hasClass(first, "titlepage"));
}
