import { type ChildNode, isTag, isText } from "domhandler";

/** Scripts written without spaces count by character. */
const word =
  /[\p{Ideographic}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]|[\p{L}\p{N}](?:[\p{M}'’._-]?[\p{L}\p{N}])*/gu;
const asciiWord = /[A-Za-z0-9](?:['._-]?[A-Za-z0-9])*/g;
const inline = new Set(["a", "strong", "em", "code", "kbd", "del", "ins", "sub", "sup", "mark"]);

/** Words of the visible text. */
export function countWords(nodes: readonly ChildNode[]): number {
  let text = "";
  const gather = (node: ChildNode): void => {
    if (isText(node)) text += node.data;
    else if (isTag(node)) {
      for (const child of node.children) gather(child);
      if (!inline.has(node.name)) text += " ";
    }
  };
  for (const node of nodes) gather(node);
  const pattern = /^[\t\n -~]*$/.test(text) ? asciiWord : word;
  let count = 0;
  for (const _ of text.matchAll(pattern)) count += 1;
  return count;
}
