import type { ParentNode } from "domhandler";
import { findFirst } from "../../../html/dom.ts";
import { percentDecoded } from "../../../http/url.ts";

/** Whether an element below a node has an id, or an anchor a name: asked of few pages, so found when it is first asked. */
export function anchorsOf(root: ParentNode): (id: string) => boolean {
  let ids: Set<string> | undefined;
  return (id) => {
    ids ??= collected(root);
    return ids.has(id) || ids.has(percentDecoded(id));
  };
}

function collected(root: ParentNode): Set<string> {
  const ids = new Set<string>();
  findFirst(root, ({ name, attribs }) => {
    if (attribs.id) ids.add(attribs.id);
    if (name === "a" && attribs.name) ids.add(attribs.name);
    return false;
  });
  return ids;
}
