import { type Element, isTag, isText, type ParentNode } from "domhandler";
import { lineOf, relink, textOf } from "../../../../html/dom.ts";
import { measureOf } from "../measure.ts";

/** Words that are compared together. */
const GRAM = 4;
/** Of a quotation, so much must be in the posts themselves: it may be shortened or corrected. */
const MIN_REPEATED = 0.85;
/** Characters: nobody quotes more, and the cap keeps nested quotations linear. */
const MAX_QUOTED = 20_000;
const quoteName =
  /(?:^|[\s_-])(?:quote(?:box|d)?|bbcode_?quote|mycode_quote|bbcodeblock--quote|ipsquote)(?=$|[\s_-])/i;
const headName =
  /(?:^|[\s_-])(?:quote-?header|bbcodeblock-(?:sourcejump|title)|ipsquote_citation|quote-controls)(?=$|[\s_-])/i;
/** Who was quoted, and the handles. */
const said =
  /^(?:quote:|originally posted by\b.{0,60}|.{1,80}\b(?:said|wrote|writes) ?:|click to (?:expand|shrink)(?:\.{3}|…)?)$/i;
/** A folded quotation is shown whole. */
const handle = /^click to (?:expand|shrink)(?:\.{3}|…)?$/i;

/**
 * Removes the quotations of other posts that are on the page themselves, and the handles that unfold quotations. What is
 * quoted from elsewhere stays. Returns the removed texts.
 */
export function dropRepeatedQuotes(bodies: readonly Element[]): readonly string[] {
  const own = new Set<string>();
  for (const body of bodies) for (const gram of grams(wordsOf(body, isQuote))) own.add(gram);
  const removed: string[] = [];
  for (const body of bodies) prune(body, own, removed);
  return removed;
}

function prune(node: ParentNode, own: ReadonlySet<string>, removed: string[]): void {
  const kept = node.children.filter((child) => {
    if (!isTag(child) || !isDropped(child, own)) return true;
    removed.push(textOf(child));
    return false;
  });
  if (kept.length < node.children.length) relink(node, kept);
  for (const child of kept) if (isTag(child)) prune(child, own, removed);
}

function isDropped(node: Element, own: ReadonlySet<string>): boolean {
  if (isQuote(node)) return isRepeated(node, own);
  if (headName.test(node.attribs.class ?? "")) {
    const quote = nextTag(node);
    return quote !== undefined && isQuote(quote) && isRepeated(quote, own);
  }
  return node.children.length === 1 && isShort(node) && handle.test(textOf(node).trim());
}

function isQuote(node: Element): boolean {
  const { name, attribs } = node;
  if (name === "blockquote" || isQuoteTable(node)) return true;
  return name !== "span" && name !== "q" && quoteName.test(attribs.class ?? "");
}

/** vBulletin 3: the word "Quote:" above a table. */
function isQuoteTable({ children }: Element): boolean {
  const [label, table, ...more] = children.filter(isTag);
  return (
    label !== undefined &&
    table?.name === "table" &&
    more.length === 0 &&
    isShort(label) &&
    lineOf(label) === "Quote:"
  );
}

function isRepeated(quote: Element, own: ReadonlySet<string>): boolean {
  if (measureOf(quote).text > MAX_QUOTED) return false;
  const all = grams(wordsOf(quote, isAttribution));
  const repeated = all.filter((gram) => own.has(gram)).length;
  return all.length > 0 && repeated >= all.length * MIN_REPEATED;
}

const MAX_HANDLE = 100;
const isShort = (node: Element) => measureOf(node).text <= MAX_HANDLE;

/** Who said it, and the handles. */
const isAttribution = (node: Element) =>
  node.name === "cite" ||
  headName.test(node.attribs.class ?? "") ||
  (isShort(node) && said.test(lineOf(node)));

function wordsOf(
  node: ParentNode,
  isLeftOut: (node: Element) => boolean,
  words: string[] = [],
): readonly string[] {
  for (const child of node.children) {
    if (isText(child))
      for (const [word] of child.data.toLowerCase().matchAll(/[\p{L}\p{N}]+/gu)) words.push(word);
    if (isTag(child) && !isLeftOut(child)) wordsOf(child, isLeftOut, words);
  }
  return words;
}

function grams(words: readonly string[]): readonly string[] {
  return words.slice(GRAM - 1).map((_, index) => words.slice(index, index + GRAM).join(" "));
}

function nextTag(node: Element): Element | undefined {
  for (let next = node.next; next; next = next.next) if (isTag(next)) return next;
  return undefined;
}
