import { type ChildNode, isTag, type ParentNode } from "domhandler";
import { findFirst, lineOf, oneLine, relink } from "../../../html/dom.ts";
import { generatedBy } from "./boilerplate.ts";

/** Elements of a line, and those that nobody sees. */
const inLine = new Set("a b i em strong small font span tt code img br script style noscript".split(" "));

/**
 * Removes what a generator says of itself below the last block, directly in the body, as man2html does: it is in no
 * element that could be asked. Returns how many were removed.
 */
export function dropGeneratedLines(body: ParentNode): number {
  const { children } = body;
  const start = children.findLastIndex((child) => isTag(child) && !inLine.has(child.name)) + 1;
  const lines = children.slice(start);
  if (!generatedBy.test(oneLine(lines.map(lineOf).join(" "))) || !lines.some(isLinked)) return 0;
  relink(body, children.slice(0, start));
  return 1;
}

const isLinked = (node: ChildNode): boolean =>
  isTag(node) && (node.name === "a" || findFirst(node, ({ name }) => name === "a") !== undefined);
