import { type Element, isTag, isText, type ParentNode } from "domhandler";
import { isBlank, lineOf } from "../../../html/dom.ts";
import { measureOf, takeOut } from "./measure.ts";

/** Characters; nobody writes as much twice in a row. */
const MIN_TEXT = 60;
const inline = new Set(
  "a span strong b em i u small code kbd sup sub br img svg abbr time mark cite q".split(" "),
);
/** Rows of these may be alike: parameters, properties, lines of an example. */
const closed = new Set("pre code table dl h1 h2 h3 h4 h5 h6".split(" "));

/**
 * Removes a block that says over again what the one right before it says: a caption in full and cut short, a lead for
 * narrow and for wide screens. Returns how many were removed.
 */
export function dropSaidTwice(root: ParentNode): number {
  const twice: Element[] = [];
  let last: Element | undefined;
  const visit = (node: ParentNode): void => {
    for (const child of node.children) {
      if (isText(child) ? !isBlank(child.data) : isTag(child) && isBroken(child)) last = undefined;
      else if (isTag(child) && measureOf(child).text > 0) {
        if (!isLine(child)) visit(child);
        else if (child.name !== "li" && last && isSame(child, last)) twice.push(child);
        else last = child.name === "li" ? undefined : child;
      }
    }
  };
  visit(root);
  for (const one of twice) takeOut(one);
  return twice.length;
}

const isBroken = ({ name }: Element): boolean => closed.has(name) || inline.has(name);

/** A block without other blocks in it. */
const isLine = (node: Element): boolean =>
  node.children.every((child) => !isTag(child) || inline.has(child.name));

const isSame = (one: Element, other: Element): boolean =>
  measureOf(one).text >= MIN_TEXT &&
  measureOf(one).text === measureOf(other).text &&
  lineOf(one) === lineOf(other) &&
  !isInPanels(one, other);

/** Two tabs may have the same text, each under its label, and an author may write it twice: parts made alike, or named so. */
function isInPanels(one: Element, other: Element): boolean {
  const [branch, before] = [branchesOf(one), branchesOf(other)];
  const shared = new Set<ParentNode | null>(before.map(({ parent }) => parent));
  const at = branch.findIndex(({ parent }) => shared.has(parent));
  const beside = before.find(({ parent }) => parent === branch[at]?.parent);
  const isAlike = branch[at]?.attribs.class === beside?.attribs.class;
  return isAlike || branch.slice(0, at + 1).some(isPanel);
}

/** An element and those around it, the nearest first. */
function branchesOf(node: Element): Element[] {
  const found = [node];
  for (let up = node.parent; up && isTag(up); up = up.parent) found.push(up);
  return found;
}

const isPanel = ({ attribs }: Element): boolean =>
  attribs.role === "tabpanel" ||
  /(?:^|[\s_-])(?:tabs?|pane|panel|pivot)/i.test(`${attribs.class ?? ""} ${attribs.id ?? ""}`);
