import { type Element, isTag, isText, type ParentNode } from "domhandler";
import { isHidden } from "../build/left-out.ts";

/** How much a reader sees in an element, in characters other than spaces. */
export interface Measure {
  text: number;
  /** The part of it that is links. */
  linked: number;
}

export type Measures = ReadonlyMap<ParentNode, Readonly<Measure>>;

const silent = new Set(
  "script style noscript template head svg math select textarea button option iframe noembed noframes xmp plaintext".split(
    " ",
  ),
);
export const nothing: Readonly<Measure> = { text: 0, linked: 0 };

/** Measures a node and all elements below it in one walk. */
export function measure(root: ParentNode): Map<ParentNode, Measure> {
  const measures = new Map<ParentNode, Measure>();
  const visit = (node: ParentNode, inLink: boolean): Measure => {
    let text = 0;
    let linked = 0;
    for (const child of node.children) {
      if (isText(child)) {
        const length = visibleLength(child.data);
        text += length;
        if (inLink) linked += length;
      } else if (isTag(child) && !silent.has(child.name) && !isOutOfSight(child)) {
        const inner = visit(child, inLink || child.name === "a");
        text += inner.text;
        linked += inner.linked;
      }
    }
    const measured = { text, linked };
    measures.set(node, measured);
    return measured;
  };
  visit(root, false);
  return measures;
}

/** Panels of tabs are hidden until chosen, and content all the same. */
function isOutOfSight(node: Element): boolean {
  return isHidden(node) && node.attribs.role !== "tabpanel";
}

function visibleLength(data: string): number {
  let length = 0;
  for (let index = 0; index < data.length; index += 1) {
    const code = data.charCodeAt(index);
    if (code > 32 && code !== 0xa0) length += 1;
  }
  return length;
}
