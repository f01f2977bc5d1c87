import { type Element, isTag, isText, type ParentNode } from "domhandler";

/** An element with this share of a page's text is the page. */
const MIN_WHOLE_SHARE = 0.95;
const hides = /(?:^|;)\s*(?:visibility\s*:\s*hidden|opacity\s*:\s*0(?:\.0*)?)\s*(?:!important\s*)?(?=;|$)/gi;

/**
 * Some sites hide the whole page until their script has run (`<div id="__next"><div style="visibility:hidden">`), so that
 * it does not flicker. Readers do see it, so the two properties that are used for this are removed from elements with all
 * the text. A part of a page, however large, stays hidden.
 */
export function liftLoadingGuard(body: ParentNode, html: string): void {
  if (!/(?:visibility|opacity)\s*:/i.test(html)) return;
  for (const node of holding(body, MIN_WHOLE_SHARE))
    if (node.attribs.style !== undefined) node.attribs.style = node.attribs.style.replace(hides, "");
}

const inertPart = /<(?:body|div|main|section|article)\b[^>]{0,400}\baria-hidden\s?=\s?["']?true/i;
/** A part with this share of a page's text is not decoration. */
const MIN_INERT_SHARE = 0.5;

/**
 * While a dialog is open (for cookies, say), scripts hide the page behind it from screen readers only: `aria-hidden` is
 * removed from the elements with most of the text.
 */
export function liftInertPage(body: ParentNode, html: string): void {
  if (!inertPart.test(html)) return;
  for (const node of holding(body, MIN_INERT_SHARE))
    if (node.attribs["aria-hidden"] === "true") node.attribs["aria-hidden"] = "false";
}

/** The chain of nested elements, from the body down, that each have this share of the text. */
function* holding(body: ParentNode, share: number): Generator<Element> {
  const lengths = new Map<ParentNode, number>();
  const least = measure(body, lengths) * share;
  const isLarge = (child: ParentNode) => (lengths.get(child) ?? 0) >= least;
  for (
    let node: ParentNode | undefined = body;
    node && least > 0;
    node = node.children.filter(isTag).find(isLarge)
  )
    if (isTag(node)) yield node;
}

const uncounted = new Set(["script", "style", "noscript", "template", "head"]);

/** Records how much text each element has. */
function measure(node: ParentNode, lengths: Map<ParentNode, number>): number {
  let length = 0;
  for (const child of node.children) {
    if (isText(child)) length += child.data.trim().length;
    else if (isTag(child) && !uncounted.has(child.name)) length += measure(child, lengths);
  }
  lengths.set(node, length);
  return length;
}
