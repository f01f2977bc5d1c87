import { type Element, isTag, isText } from "domhandler";
import { lineOf } from "../../../html/dom.ts";
import {
  copyrightLine,
  feedbackQuestions,
  generatedBy,
  toolSentences,
  toolWords,
  topLink,
} from "./boilerplate.ts";
import { measureOf } from "./measure.ts";
import { isBehindSentence, isPagerLink, isPagerRow, isSourceLink } from "./tool-links.ts";

const either = (patterns: readonly RegExp[]) =>
  new RegExp(patterns.map(({ source }) => `(?:${source})`).join("|"), "i");
const sentence = either(toolSentences);
const word = either(toolWords);
const question = either(feedbackQuestions);
const isHeading = ({ name }: Element) => /^h[2-6]$/.test(name);
/** These are parts of a sentence: they do not show where a text begins and ends. */
const inline = new Set(
  "a span strong b em i u small kbd samp label time font abbr cite q sub sup mark tt var dfn bdi del ins".split(
    " ",
  ),
);
const never = new Set("h1 h2 h3 h4 h5 h6 pre code td th tr li dt dd html body".split(" "));
/** A single word here is an author's entry: a menu, a function, a property. */
const cells = new Set("td th dt dd".split(" "));

/**
 * Whether a page's tools printed this text, a line, as a whole block. Within a sentence, a table or a list, an author
 * writes about "Share" or "Print".
 */
export function isToolText(node: Element, line: string, inContent: boolean): boolean {
  if (isPagerRow(node, line)) return true;
  if (never.has(node.name)) return isHeading(node) && question.test(line);
  if (isSourceLink(node, line) && isBehindSentence(node)) return true;
  if (isPagerLink(node) || isSourceLink(node, line)) return !isInSentence(node);
  if (topLink.test(line) && leadsIntoPage(node)) return true;
  if (sentence.test(line)) return !isInSentence(node);
  if (word.test(line)) return standsAmongTools(node);
  if (generatedBy.test(line)) return measureOf(node).linked > 0 && !isInSentence(node) && isLast(node);
  return copyrightLine.test(line) && !isInSentence(node) && (!inContent || isLast(node));
}

/** Manuals have one beside each heading. */
function leadsIntoPage({ name, attribs, parent }: Element): boolean {
  if (name === "a") return attribs.href?.startsWith("#") ?? false;
  return inline.has(name) && parent !== null && isTag(parent) && leadsIntoPage(parent);
}

/** A row of tools has fewer parts; the cap also keeps the check linear. */
const MAX_PARTS = 100;

/** A word in these is the author's, whatever it is. */
export function isInSentence(node: Element): boolean {
  for (let at = node; inline.has(at.name); ) {
    const { parent } = at;
    if (!parent || !isTag(parent)) return false;
    if (parent.children.length > MAX_PARTS) return true;
    if (parent.children.some((child) => isText(child) && /[\p{L}\p{N}]/u.test(child.data))) return true;
    at = parent;
  }
  return false;
}

/** Whether the whole block, or the list that it is an item of, has only such texts. */
function standsAmongTools(node: Element): boolean {
  let block = node;
  while (inline.has(block.name) || isItem(block)) {
    const { parent } = block;
    if (!parent || !isTag(parent)) break;
    block = parent;
  }
  if (cells.has(block.name) || block.children.length > MAX_PARTS) return false;
  if (block === node) return !isItsOnlyText(node);
  return block.children.every((child) => {
    const line = lineOf(child);
    return !/[\p{L}\p{N}]/u.test(line) || word.test(line) || sentence.test(line);
  });
}

const isItem = (node: Element) =>
  node.name === "li" || (node.parent !== null && isTag(node.parent) && node.parent.name === "li");

/** `<td><p>top</p></td>`: the text of the cell or item is that of its only paragraph. */
function isItsOnlyText({ parent }: Element): boolean {
  return parent !== null && isTag(parent) && cells.has(parent.name);
}

/** Whether nothing follows it in the content. */
function isLast(node: Element): boolean {
  for (let at = node; ; ) {
    for (let next = at.next; next; next = next.next) if (lineOf(next) !== "") return false;
    const { parent } = at;
    if (
      !parent ||
      !isTag(parent) ||
      parent.name === "body" ||
      parent.name === "main" ||
      parent.name === "article" ||
      parent.attribs.role === "main"
    )
      return true;
    at = parent;
  }
}
