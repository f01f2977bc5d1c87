import { type Element, isTag, isText } from "domhandler";
import { findFirst, hasClass, isBlank } from "../../../html/dom.ts";
import { measureOf } from "./measure.ts";
import { holdsSentences } from "./part-kinds.ts";

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

const flow = /^(?:p|h[1-6]|ul|ol|dl|pre|blockquote|figure|table)$/;
const MAX_LINKED = 0.3;

/**
 * Whether an aside is a note that the author put into the text: paragraphs and headings stand before and behind it, and it
 * has sentences of its own, no fields, and few links.
 */
export function isAsideInText(node: Element): boolean {
  const [before, behind] = [tagBeside(node, "prev"), tagBeside(node, "next")];
  if (!before || !behind || !flow.test(before.name) || !flow.test(behind.name)) return false;
  const { text, linked } = measureOf(node);
  if (linked > text * MAX_LINKED || !holdsSentences(node)) return false;
  return findFirst(node, ({ name }) => /^(?:form|input|button|iframe)$/.test(name)) === undefined;
}

function tagBeside(node: Element, side: "prev" | "next"): Element | undefined {
  for (let at = node[side]; at; at = at[side]) {
    if (isText(at) && !isBlank(at.data)) return undefined;
    if (isTag(at)) return at;
  }
  return undefined;
}

/** Of the page's written text, that of a column beside the content: more of it is the content. */
const MAX_BESIDE = 0.6;
/** Characters of the content beside which it stands. */
const MIN_CONTENT = 1000;
const MIN_CARDS = 4;

/**
 * Whether an aside is a column of cards of other pages, which may have more text than a short article: headings in links,
 * and nothing that only a text has.
 * @param written characters of the page that are not in links
 */
export function isCardsBeside(node: Element, written: number): boolean {
  if (node.name !== "aside" && node.attribs.role !== "complementary") return false;
  const { text, linked } = measureOf(node);
  const own = text - linked;
  if (own > written * MAX_BESIDE || written - own < MIN_CONTENT) return false;
  let titles = 0;
  const ofText = findFirst(node, (one) => {
    if (/^h[1-6]$/.test(one.name) && isLinked(one)) titles += 1;
    return one.name === "pre" || one.name === "table";
  });
  return ofText === undefined && titles >= MIN_CARDS;
}

/** It is in a link, or is one. */
function isLinked(heading: Element): boolean {
  const { text, linked } = measureOf(heading);
  return text > 0 && linked > text * 0.5;
}
