import { type ChildNode, type Element, isTag, isText } from "domhandler";
import { oneLine, textOf } from "../../html/dom.ts";
import { type Line, lineWords, tableLines } from "./lines.ts";
import { pageTree } from "./page-tree.ts";

/** A section of a page, short enough to be retrieved as one. */
export interface Passage {
  /** The headings it stands under, outermost first, without the page's title. */
  readonly section: readonly string[];
  /** A line for each paragraph, list item, line of code, and table row; its cells follow the heads of their columns. */
  readonly text: string;
}

/**
 * Words of a passage at most. Intercom does not say how long Fin's passages are; common retrievers take a few hundred
 * words. A single paragraph, row or line is never cut.
 */
export const MAX_WORDS = 250;

/** The passages of a page's HTML as the normaliser writes it: split at headings, long sections between their lines. */
export function passagesOf(html: string): Passage[] {
  const tree = pageTree(html);
  const passages: Passage[] = [];
  const headings: { level: number; words: string }[] = [];
  let open: Line[] = [];

  /** A heading that only further headings stand under makes no passage: theirs name it. */
  const close = (nextLevel = 0) => {
    const { level = 0 } = headings.at(-1) ?? {};
    const section = headings.map(({ words }) => words);
    if (open.length > 0 || (level > 0 && nextLevel <= level))
      passages.push(...chunks(open).map((text) => ({ section, text })));
    open = [];
  };
  const walk = (node: ChildNode, prefix: string): void => {
    if (isText(node)) {
      add(prefix + oneLine(node.data));
      return;
    }
    if (!isTag(node)) return;
    const level = headingLevel(node);
    if (level !== undefined) {
      close(level);
      while ((headings.at(-1)?.level ?? 0) >= level) headings.pop();
      headings.push({ level, words: oneLine(textOf(node)) });
    } else if (node.name === "table") open.push(...tableLines(node));
    else if (node.name === "pre") for (const line of textOf(node).split("\n")) add(line, false);
    else if (containers.has(node.name)) walkItem(node, prefix);
    else add(prefix + oneLine(textOf(node)));
  };
  /** An item's own words are a line; the blocks in it are lines of their own. */
  const walkItem = (node: Element, prefix: string): void => {
    const mark = node.name === "li" ? `${prefix}- ` : prefix;
    let inline: ChildNode[] = [];
    let isMarked = false;
    const nextMark = () => {
      if (isMarked) return indent(node, prefix);
      isMarked = true;
      return mark;
    };
    const flush = () => {
      const words = oneLine(inline.map(textOf).join(""));
      if (words !== "") add(nextMark() + words);
      inline = [];
    };
    for (const child of node.children) {
      if (isTag(child) && isBlock(child)) {
        flush();
        walk(child, child.name === "p" ? nextMark() : indent(node, prefix));
      } else inline.push(child);
    }
    flush();
  };
  const add = (text: string, trimmed = true) => {
    if (text.trim() !== "") open.push({ text: trimmed ? text.trimEnd() : text, words: lineWords(text) });
  };

  for (const node of tree.children) walk(node, "");
  close();
  return passages;
}

/** Always one at least: the words of a heading may be all there is to a question. */
function chunks(lines: readonly Line[]): string[] {
  const texts: string[] = [];
  let open: string[] = [];
  let words = 0;
  for (const line of lines) {
    if (open.length > 0 && words + line.words > MAX_WORDS) {
      texts.push(open.join("\n"));
      open = [];
      words = 0;
    }
    open.push(line.text);
    words += line.words;
  }
  if (open.length > 0 || texts.length === 0) texts.push(open.join("\n"));
  return texts;
}

function headingLevel({ name }: Element): number | undefined {
  const [, level] = /^h([1-6])$/.exec(name) ?? [];
  return level === undefined ? undefined : Number(level);
}

const containers = new Set(["ul", "ol", "dl", "li", "dd", "dt", "blockquote", "div", "section"]);
const isBlock = ({ name }: Element): boolean =>
  containers.has(name) || name === "p" || name === "pre" || name === "table" || /^h[1-6r]$/.test(name);

const indent = ({ name }: Element, prefix: string): string => (name === "li" ? `${prefix}  ` : prefix);
