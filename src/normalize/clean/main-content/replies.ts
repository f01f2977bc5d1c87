import { type Element, isTag, isText, type ParentNode } from "domhandler";
import { lineOf, relink } from "../../../html/dom.ts";
import { measureOf, visibleLength } from "./measure.ts";

/** What stands below each comment, to answer it. */
const reply = /^(?:reply )?reply$/i;
/** One may be a word of the text. */
const MIN_REPLIES = 2;
/** The article that they are about is at least so much of all. */
const MIN_BEFORE = 0.5;
const closed = new Set("p pre code table h1 h2 h3 h4 h5 h6".split(" "));

/**
 * Removes readers' comments that no name gives away from an article: parts behind most of its text, each with a line to
 * answer it. Returns how many were removed.
 */
export function dropReplies(root: ParentNode): number {
  const found: Element[] = [];
  let before = 0;
  let start = 0;
  const visit = (node: ParentNode): void => {
    for (const child of node.children) {
      if (isText(child)) before += visibleLength(child);
      else if (!isTag(child)) continue;
      else if (measureOf(child).text > 0 && measureOf(child).text <= 10 && reply.test(lineOf(child))) {
        if (found.length === 0) start = before;
        found.push(child);
      } else if (closed.has(child.name)) before += measureOf(child).text;
      else visit(child);
    }
  };
  visit(root);
  const [first] = found;
  const last = found.at(-1);
  if (!first || !last || found.length < MIN_REPLIES || start < before * MIN_BEFORE) return 0;
  const [aroundFirst, aroundLast] = [withAncestors(first), withAncestors(last)];
  const list = [...aroundLast].find((one) => one !== last && aroundFirst.has(one));
  if (!list) return 0;
  const { children } = list;
  const from = children.findIndex((child) => isTag(child) && aroundFirst.has(child));
  const to = children.findIndex((child) => isTag(child) && aroundLast.has(child));
  const gone = children
    .slice(from, to + 1)
    .reduce((sum, one) => sum + (isTag(one) ? measureOf(one).text : 0), 0);
  // Otherwise the article itself is among them.
  if (gone > before * (1 - MIN_BEFORE)) return 0;
  relink(list, [...children.slice(0, from), ...children.slice(to + 1)]);
  return found.length;
}

/** The nearest first. */
function withAncestors(node: Element): Set<ParentNode> {
  const found = new Set<ParentNode>();
  for (let up: ParentNode | null = node; up; up = isTag(up) ? up.parent : null) found.add(up);
  return found;
}
