import { type Element, isTag, isText } from "domhandler";
import { findFirst, isBlank, lineOf } from "../../../html/dom.ts";
import { measureOf } from "./measure.ts";

/** Characters of a line that says something; a link's title or a label is shorter. */
const MIN_SENTENCE = 70;
/** Of the part's text. */
const MIN_SHARE = 0.4;
/** Elements within a line. */
const inline = new Set("a span strong b em i u small code kbd sup sub br img svg abbr time mark".split(" "));

/** Whether most of a part is sentences, as in a text, and not titles and labels, as in lists of links. */
export function holdsSentences(node: Element): boolean {
  const { text } = measureOf(node);
  return text >= MIN_SENTENCE && lettersInSentences(node) >= text * MIN_SHARE;
}

function lettersInSentences(node: Element): number {
  const hasOwnText = node.children.some((child) => isText(child) && !isBlank(child.data));
  const isLine = node.children.every((child) => !isTag(child) || inline.has(child.name));
  if (hasOwnText && isLine) return lineOf(node).length >= MIN_SENTENCE ? measureOf(node).text : 0;
  return node.children.filter(isTag).reduce((sum, child) => sum + lettersInSentences(child), 0);
}

const filled = new Set("text email tel url number password date search".split(" "));
/** A form with one field searches, or takes an address. */
const MIN_FIELDS = 2;

/**
 * Whether an element is a form of a site to fill in: a contact or an order, whose labels and hints tell nothing. A form
 * around a text, as some programs put it around the whole page, has headings, tables or code.
 */
export function isSiteForm(node: Element): boolean {
  if (node.name !== "form") return false;
  let fields = 0;
  const text = findFirst(node, ({ name, attribs }) => {
    const type = (attribs.type ?? "text").toLowerCase();
    if (name === "textarea" || name === "select" || (name === "input" && filled.has(type))) fields += 1;
    return /^(?:h1|h2|pre|table|article|main)$/.test(name);
  });
  return text === undefined && fields >= MIN_FIELDS;
}
