import { type ChildNode, isTag, isText } from "domhandler";

/** Scripts written without spaces count by character. */
const word =
  /[\p{Ideographic}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]|[\p{L}\p{N}](?:[\p{M}'’._-]?[\p{L}\p{N}])*/gu;
const inline = new Set(["a", "strong", "em", "code", "kbd", "del", "ins", "sub", "sup", "mark"]);

/** Words of the visible text. No word crosses a block's boundary, so the blocks are counted one by one. */
export function countWords(nodes: readonly ChildNode[]): number {
  let count = 0;
  let text = "";
  const gather = (node: ChildNode): void => {
    if (isText(node)) text += node.data;
    else if (isTag(node)) {
      for (const child of node.children) gather(child);
      if (!inline.has(node.name)) text += " ";
    }
  };
  for (const node of nodes) {
    gather(node);
    if (!text.endsWith(" ")) continue;
    count += wordsIn(text);
    text = "";
  }
  return count + wordsIn(text);
}

const letter = 1;
const joiner = 2;
const kinds = new Uint8Array(128);
for (const one of "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789")
  kinds[one.charCodeAt(0)] = letter;
for (const one of "'._-") kinds[one.charCodeAt(0)] = joiner;

/** No word contains a space, so the pattern is needed only for stretches with characters beyond ASCII. */
function wordsIn(text: string): number {
  let count = 0;
  for (let at = 0; at < text.length; ) {
    let end = at;
    let words = 0;
    // Whether the last letter belongs to a word, and whether a character that may join two letters follows it.
    let inWord = false;
    let joined = false;
    let isAscii = true;
    for (; end < text.length; end += 1) {
      const code = text.charCodeAt(end);
      if (code <= 0x20) break;
      if (code > 0x7e) isAscii = false;
      else if (isAscii) {
        const kind = kinds[code];
        if (kind === letter) {
          if (!inWord) words += 1;
          inWord = true;
          joined = false;
        } else if (kind === joiner && inWord && !joined) joined = true;
        else inWord = false;
      }
    }
    if (isAscii) count += words;
    else for (const _ of text.slice(at, end).matchAll(word)) count += 1;
    at = end + 1;
  }
  return count;
}
