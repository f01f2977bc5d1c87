import { type Element, isTag, type ParentNode } from "domhandler";
import { textOf } from "../../../html/dom.ts";

/** Less text is a hint to switch scripts on, unless it has a heading or the mark of main content. */
const MIN_TEXT = 600;
const MIN_MARKED_TEXT = 120;
const mainMark = /<(?:h1|main|article)[\s>]|\brole=["']main["']/i;
/** A page that has this share of it without scripts is not waiting for one. */
const MAX_SHARE_BESIDE = 0.5;

/**
 * The HTML with its text in reach, of a page that scripts build from data: Discourse and others serve the same text in
 * `<noscript>`. Undefined where the page has text of its own, or no such part.
 * @param body of the page as it was parsed, in which the content of `<noscript>` is a text
 */
export function withoutScripts(html: string, body: ParentNode): string | undefined {
  const beside = { length: 0 };
  let largest: { readonly raw: string; readonly length: number } | undefined;
  for (const node of partsOf(body, beside)) {
    const raw = textOf(node);
    const { length } = raw.replace(/<[^<>]*>|\s+/g, "");
    const least = mainMark.test(raw) ? MIN_MARKED_TEXT : MIN_TEXT;
    if (length > (largest?.length ?? least)) largest = { raw, length };
  }
  if (!largest || beside.length > largest.length * MAX_SHARE_BESIDE) return undefined;
  const at = html.indexOf(largest.raw);
  if (at === -1) return undefined;
  const start = html.lastIndexOf("<noscript", at);
  const opened = start === -1 ? -1 : html.indexOf(">", start);
  const end = html.indexOf("</noscript", at + largest.raw.length);
  if (opened === -1 || end === -1) return undefined;
  return `${html.slice(0, start)}<div>${largest.raw}</div>${html.slice(html.indexOf(">", end) + 1)}`;
}

const unseen = new Set("script style template head svg textarea select option iframe".split(" "));

/** The `<noscript>` elements below a node; the text beside them is counted. */
function partsOf(node: ParentNode, beside: { length: number }): Element[] {
  const found: Element[] = [];
  for (const child of node.children) {
    if (!isTag(child))
      beside.length += "data" in child && child.type === "text" ? child.data.trim().length : 0;
    else if (child.name === "noscript") found.push(child);
    else if (!unseen.has(child.name)) found.push(...partsOf(child, beside));
  }
  return found;
}
