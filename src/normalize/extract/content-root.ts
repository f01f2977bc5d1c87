import { type Element, isTag, type ParentNode } from "domhandler";
import { $ } from "../html/parse.ts";
import { type Measures, nothing } from "./measure.ts";
import { commonRoots, generatorRoots } from "./roots.ts";

/** A root that a generator's own class names is believed with this share of the page's text left after cleaning. */
const generatorShare = 0.3;
const commonShare = 0.5;
/** Descends while one child holds nearly all the text. */
const descendShare = 0.9;

/** The element that holds the content: by the names generators and authors give it, else by where the text is. */
export function chooseRoot(body: ParentNode, measures: Measures): ParentNode {
  const total = measureOf(body, measures);
  const named =
    bestNamed(body, generatorRoots, total * generatorShare, measures) ??
    bestNamed(body, commonRoots, total * commonShare, measures);
  return named ?? densest(body, measures);
}

function bestNamed(
  body: ParentNode,
  selectors: readonly string[],
  least: number,
  measures: Measures,
): Element | undefined {
  for (const selector of selectors) {
    let best: Element | undefined;
    for (const found of $(body).find(selector).get()) {
      if (measureOf(found, measures) > measureOf(best, measures)) best = found;
    }
    if (best && measureOf(best, measures) >= Math.max(least, 1)) return best;
  }
  return undefined;
}

function densest(body: ParentNode, measures: Measures): ParentNode {
  let root = body;
  for (;;) {
    const whole = measureOf(root, measures);
    const heaviest = root.children
      .filter(isTag)
      .find((child) => measureOf(child, measures) >= whole * descendShare && whole > 0);
    if (!heaviest || /^(?:ul|ol|dl|table|pre|p|blockquote|a)$/.test(heaviest.name)) return root;
    root = heaviest;
  }
}

/** Text that is no link: what an author writes, more than what a site lists. */
function measureOf(node: ParentNode | undefined, measures: Measures): number {
  const { text, linked } = (node && measures.get(node)) ?? nothing;
  return text - linked * 0.8;
}
