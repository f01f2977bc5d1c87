import { type Element, isTag, isText, type ParentNode } from "domhandler";
import { exactClassesOf } from "../../../html/dom.ts";
import { measureOf, visibleLength } from "./measure.ts";

/** Of the classes of the one with fewer. */
const MIN_SHARED = 0.6;

/**
 * Whether two siblings are parts of one list, however long each is: a program gives the posts of a list one name and the
 * same classes, besides those of each one's own number, tags and categories.
 */
export function areAlike(one: Element, other: Element): boolean {
  if (one === other || one.parent !== other.parent || one.name !== other.name) return false;
  const classes = classesOf(one);
  const others = new Set(classesOf(other));
  const shared = classes.filter((name) => others.has(name)).length;
  if (shared === 0 && one.name !== "article") return false;
  return shared >= Math.min(classes.length, others.size) * MIN_SHARED;
}

const classesOf = ({ attribs }: Element): readonly string[] =>
  exactClassesOf(attribs.class ?? "").filter((name) => name !== "" && !/\d|^(?:tag|category)-/.test(name));

/**
 * Asks of each element, in the order of the page, whether it is taken as a whole, and goes into those that are not.
 * @param isWhole gets an element and how many characters of text stand before it
 */
export function walkParts(root: ParentNode, isWhole: (node: Element, before: number) => boolean): void {
  let before = 0;
  const visit = (node: ParentNode): void => {
    for (const child of node.children) {
      if (isText(child)) before += visibleLength(child);
      if (!isTag(child)) continue;
      if (isWhole(child, before)) before += measureOf(child).text;
      else visit(child);
    }
  };
  visit(root);
}
