import { type ChildNode, isTag, isText, type ParentNode } from "domhandler";
import type { WordSketch } from "./sketch.ts";

/** Elements whose text no reader sees in any document. */
const unseen = new Set(
  "script style template noscript title svg iframe object video audio select textarea math".split(" "),
);
/** Elements that do not end a word: a highlighter may colour the halves of one differently. */
const inline = new Set(
  "a abbr b bdi bdo cite code data del dfn em font i ins kbd mark nobr q s samp small span strong sub sup time tt u var wbr".split(
    " ",
  ),
);

/** Counts the words of a tree. */
export function scanTree(nodes: readonly ChildNode[], sketch: WordSketch): void {
  for (const node of nodes) {
    if (isText(node)) sketch.add(node.data);
    else if (isTag(node) && !unseen.has(node.name)) {
      const ends = !inline.has(node.name);
      if (ends) sketch.boundary();
      scanTree(node.children, sketch);
      if (ends) sketch.boundary();
    }
  }
}

/** The text of a tree, with spaces where words end. */
export function treeText({ children }: Pick<ParentNode, "children">): string {
  let all = "";
  const gather = (nodes: readonly ChildNode[]): void => {
    for (const node of nodes) {
      if (isText(node)) all += node.data;
      else if (isTag(node) && !unseen.has(node.name)) {
        const ends = !inline.has(node.name);
        if (ends) all += " ";
        gather(node.children);
        if (ends) all += " ";
      }
    }
  };
  gather(children);
  return all;
}
