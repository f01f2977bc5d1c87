import { isTag, isText, type ParentNode } from "domhandler";

/** Characters of text below a node, scripts and the like apart. */
export function lengthOf(node: ParentNode): number {
  let length = 0;
  for (const child of node.children) {
    if (isText(child)) length += trimmedLength(child.data);
    else if (isTag(child) && !uncounted.has(child.name)) length += lengthOf(child);
  }
  return length;
}

const uncounted = new Set(["script", "style", "template", "noscript", "head"]);

/** Most texts begin and end with a letter and need no trimming. */
function trimmedLength(data: string): number {
  return isLetter(data.charCodeAt(0)) && isLetter(data.charCodeAt(data.length - 1))
    ? data.length
    : data.trim().length;
}

const isLetter = (code: number) => code > 0x20 && code < 0x7f;

/** Whether an element of this name shows something other than text. */
export const isReplacedName = (name: string): boolean => replaced.has(name);
const replaced = new Set("img iframe video audio embed object svg canvas".split(" "));
