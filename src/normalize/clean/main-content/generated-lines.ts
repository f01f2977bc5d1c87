import { type ChildNode, isTag, type ParentNode } from "domhandler";
import { findFirst, lineOf, oneLine, relink } from "../../../html/dom.ts";
import { copyrightLine, generatedBy, pagerRow } from "./boilerplate.ts";

const unseen = new Set(["script", "style", "noscript"]);
/** Elements of a line, and those that nobody sees. */
const inLine = new Set([..."a b i em strong small font span tt code img br".split(" "), ...unseen]);

/**
 * Removes lines that are directly in the body, in no element that could be asked: what a generator says of itself or of the
 * owner below the last block, as man2html does, and the links to the pages around above the first and below the last, as
 * LinuxDoc does. Returns how many were removed.
 */
export function dropGeneratedLines(body: ParentNode): number {
  const { children } = body;
  const isBlock = (child: ChildNode) => isTag(child) && !inLine.has(child.name);
  const first = children.findIndex(isBlock);
  const start = children.findLastIndex(isBlock) + 1;
  const above = first > 0 && isGenerated(children.slice(0, first), [pagerRow]);
  const last = children.slice(start);
  const below = isGenerated(last, [generatedBy, pagerRow]) || copyrightLine.test(lineOfAll(last));
  if (above || below) relink(body, children.slice(above ? first : 0, below ? start : undefined));
  return Number(above) + Number(below);
}

function isGenerated(run: readonly ChildNode[], patterns: readonly RegExp[]): boolean {
  const line = lineOfAll(run);
  return patterns.some((pattern) => pattern.test(line)) && run.some(isLinked);
}

const lineOfAll = (run: readonly ChildNode[]): string =>
  oneLine(
    run
      .filter((child) => !isTag(child) || !unseen.has(child.name))
      .map(lineOf)
      .join(" "),
  );

const isLinked = (node: ChildNode): boolean =>
  isTag(node) && (node.name === "a" || findFirst(node, ({ name }) => name === "a") !== undefined);
