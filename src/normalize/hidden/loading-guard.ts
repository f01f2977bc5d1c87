import { isTag, isText, type ParentNode } from "domhandler";

/** Of a page's text: an element that holds so much of it is the page. */
const wholeShare = 0.95;
const hides = /(?:^|;)\s*(?:visibility\s*:\s*hidden|opacity\s*:\s*0(?:\.0*)?)\s*(?:!important\s*)?(?=;|$)/gi;

/**
 * Some sites hide the whole page until their script has run (`<div id="__next"><div style="visibility:hidden">`), so that
 * it does not flicker. What hides everything hides nothing from readers: taken off elements that hold all the text.
 * Only these two are used so; a part of a page, however large, stays hidden.
 */
export function liftLoadingGuard(body: ParentNode, html: string): void {
  if (!/(?:visibility|opacity)\s*:/i.test(html)) return;
  const lengths = new Map<ParentNode, number>();
  const whole = measure(body, lengths) * wholeShare;
  const isWhole = (child: ParentNode) => (lengths.get(child) ?? 0) >= whole;
  for (let node: ParentNode | undefined = body; node && whole > 0; ) {
    if (isTag(node) && node.attribs.style !== undefined)
      node.attribs.style = node.attribs.style.replace(hides, "");
    node = node.children.filter(isTag).find(isWhole);
  }
}

const inertPart = /<(?:body|div|main|section|article)\b[^>]{0,400}\baria-hidden\s?=\s?["']?true/i;
/** A part with so much of a page's text is no decoration. */
const inertShare = 0.5;

/**
 * While a dialog is open (to accept cookies, say), scripts hide the page behind it from screen readers, and from nobody
 * else: `aria-hidden` comes off the elements that hold most of the text.
 */
export function liftInertPage(body: ParentNode, html: string): void {
  if (!inertPart.test(html)) return;
  const lengths = new Map<ParentNode, number>();
  const most = measure(body, lengths) * inertShare;
  const isMost = (child: ParentNode) => (lengths.get(child) ?? 0) >= most;
  for (let node: ParentNode | undefined = body; node && most > 0; ) {
    if (isTag(node) && node.attribs["aria-hidden"] === "true") node.attribs["aria-hidden"] = "false";
    node = node.children.filter(isTag).find(isMost);
  }
}

const silent = new Set(["script", "style", "noscript", "template", "head"]);

/** Notes how much text each element holds. */
function measure(node: ParentNode, lengths: Map<ParentNode, number>): number {
  let length = 0;
  for (const child of node.children) {
    if (isText(child)) length += child.data.trim().length;
    else if (isTag(child) && !silent.has(child.name)) length += measure(child, lengths);
  }
  lengths.set(node, length);
  return length;
}
