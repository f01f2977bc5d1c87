import { type ChildNode, type Document, type Element, isTag, type ParentNode } from "domhandler";
import { type Measures, nothing } from "./measure.ts";
import { type NamedRoots, namedRoots } from "./named-roots.ts";
import { commonRoots, generatorRoots, partRoots } from "./roots.ts";

/** A root that a generator's own class names is believed with this share of the page's text left after cleaning. */
const generatorShare = 0.3;
const commonShare = 0.5;
/** Of several elements of one name, one is the root only if it holds this share of what they hold together. */
const onlyShare = 0.7;
/** Descends while one child holds nearly all the text. */
const descendShare = 0.9;

/** The element that holds the content: by the names generators and authors give it, else by where the text is. */
export function chooseRoot(tree: Document, body: ParentNode, measures: Measures): ParentNode {
  const total = measureOf(body, measures);
  const roots = namedRoots(tree);
  const named =
    bestNamed(roots, generatorRoots, total * generatorShare, measures) ??
    bestNamed(roots, commonRoots, total * commonShare, measures);
  return named ?? densest(body, measures);
}

function bestNamed(
  roots: NamedRoots,
  selectors: readonly string[],
  least: number,
  measures: Measures,
): Element | undefined {
  for (const selector of selectors) {
    const found = roots.get(selector) ?? [];
    let best: Element | undefined;
    let all = 0;
    let outermost = 0;
    for (const one of found) {
      const size = measureOf(one, measures);
      if (size > measureOf(best, measures)) best = one;
      if (isInside(one, found)) continue;
      outermost += 1;
      all += size;
    }
    if (outermost > 1 && partRoots.has(selector)) continue;
    const size = measureOf(best, measures);
    if (best && size >= Math.max(least, 1) && size >= all * onlyShare) return best;
  }
  return undefined;
}

function isInside(node: Element, others: readonly Element[]): boolean {
  if (others.length === 1) return false;
  const set = new Set<ParentNode>(others);
  for (let up = node.parent; up; up = up.parent) if (set.has(up)) return true;
  return false;
}

const wrappers = new Set("div section main article center form td span font".split(" "));

function densest(body: ParentNode, measures: Measures): ParentNode {
  let root = body;
  for (;;) {
    const whole = measureOf(root, measures);
    const heaviest = root.children
      .filter(isTag)
      .find((child) => measureOf(child, measures) >= whole * descendShare && whole > 0);
    if (!heaviest || !wrappers.has(heaviest.name) || root.children.some(isFootnotes)) return root;
    root = heaviest;
  }
}

/** Texinfo sets them behind the text that they belong to: https://www.gnu.org/software/texinfo/manual/texinfo/ */
function isFootnotes(node: ChildNode): boolean {
  return isTag(node) && /(?:^|[\s_-])footnotes?(?:$|[\s_-])/.test(node.attribs.class ?? "");
}

/** Text that is no link: what an author writes, more than what a site lists. */
function measureOf(node: ParentNode | undefined, measures: Measures): number {
  const { text, linked } = (node && measures.get(node)) ?? nothing;
  return text - linked * 0.8;
}
