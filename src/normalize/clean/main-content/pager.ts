import { type Element, isTag, isText, type ParentNode } from "domhandler";
import { findAll, isBlank, lineOf } from "../../../html/dom.ts";
import { measureOf, takeOut } from "./measure.ts";

const rows = new Set("div section ul footer".split(" "));
const wrappers = new Set([...rows, "main", "article"]);
/** Characters of the titles of two pages. */
const MAX_TEXT = 250;

/**
 * Removes the links to the page before and the page behind, which no name gives away: the last part of a page is nothing
 * but two links to other pages, with an arrow or picture at the outer side of each. Cards have theirs at one side. Returns
 * how many parts were removed.
 */
export function dropPager(root: ParentNode): number {
  const pager = pagerAtEnd(root);
  if (pager) takeOut(pager);
  return pager ? 1 : 0;
}

function pagerAtEnd(root: ParentNode): Element | undefined {
  for (let at = root; ; ) {
    const last = lastShown(at);
    if (!last || !wrappers.has(last.name)) return undefined;
    if (rows.has(last.name) && isPager(last)) return last;
    at = last;
  }
}

/** Undefined where the last thing is a text of the author's own. */
function lastShown({ children }: ParentNode): Element | undefined {
  const last = children.findLast((child) =>
    isTag(child) ? measureOf(child).text > 0 : isText(child) && !isBlank(child.data),
  );
  return last && isTag(last) ? last : undefined;
}

function isPager(node: Element): boolean {
  const { text, linked } = measureOf(node);
  if (text > MAX_TEXT || linked < text) return false;
  const [before, behind, ...others] = findAll(node, ({ name }) => name === "a");
  if (!before || !behind || others.length > 0) return false;
  return (
    [before, behind].every(({ attribs }) => /^[^#]/.test(attribs.href ?? "")) &&
    hasSign(before, "first") &&
    hasSign(behind, "last") &&
    !hasSign(before, "last") &&
    !hasSign(behind, "first")
  );
}

type Side = "first" | "last";

/** Whether a link begins or ends with an arrow or a picture, within the elements around it. */
function hasSign({ children }: Element, side: Side): boolean {
  const shown = children.filter((child) => isTag(child) || (isText(child) && !isBlank(child.data)));
  const edge = side === "first" ? shown[0] : shown.at(-1);
  if (!edge) return false;
  if (isText(edge)) return (side === "first" ? /^[«»←→‹›]/ : /[«»←→‹›]$/).test(lineOf(edge));
  return isTag(edge) && (/^(?:svg|img|i)$/.test(edge.name) || hasSign(edge, side));
}
