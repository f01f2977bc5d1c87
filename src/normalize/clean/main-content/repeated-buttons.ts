import { type ChildNode, type Element, isTag, isText, type ParentNode } from "domhandler";
import { isBlank, lineOf, relink } from "../../../html/dom.ts";
import { measureOf } from "./measure.ts";
import { isInSentence } from "./tool-texts.ts";

/** A label that stands below so many parts of a page says nothing of any of them. */
const MIN_TIMES = 3;
const MAX_LABEL = 25;
const closed = new Set("p h1 h2 h3 h4 h5 h6 td th dt dd li pre code table".split(" "));

/**
 * Removes the buttons that cards repeat: links with a line of their own and all with one label (`Start course`, `Buy now`)
 * to different pages. Returns how many were removed.
 */
export function dropRepeatedButtons(root: ParentNode): number {
  const byLabel = new Map<string, Element[]>();
  const visit = (node: ParentNode): void => {
    for (const child of node.children) {
      if (!isTag(child) || closed.has(child.name)) continue;
      if (child.name !== "a") visit(child);
      else if (measureOf(child).text > 0 && measureOf(child).text <= MAX_LABEL && stands(child)) {
        const label = lineOf(child).toLowerCase();
        const alike = byLabel.get(label);
        if (alike) alike.push(child);
        else byLabel.set(label, [child]);
      }
    }
  };
  visit(root);
  const gone = new Set<ChildNode>([...byLabel.values()].filter(leadToPages).flat());
  for (const parent of new Set([...gone].map((link) => link.parent)))
    if (parent)
      relink(
        parent,
        parent.children.filter((child) => !gone.has(child)),
      );
  return gone.size;
}

/** Not an entry of a list with commas, either. */
const stands = (link: Element): boolean =>
  !isInSentence(link) && [link.prev, link.next].every((one) => !one || !isText(one) || isBlank(one.data));

/** A name that leads to one place wherever it stands is a reference. */
const leadToPages = (links: readonly Element[]): boolean =>
  links.length >= MIN_TIMES && new Set(links.map(({ attribs }) => attribs.href)).size > 1;
