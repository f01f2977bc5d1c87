import { type ChildNode, type Element, isTag, isText } from "domhandler";
import { elementChildren, oneLine, textOf } from "../../html/dom.ts";
import { type Line, lineWords, tableLines } from "./lines.ts";
import { pageTree } from "./page-tree.ts";

/** A section of a page, short enough to be retrieved as one. */
export interface Passage {
  /** The headings it stands under, outermost first, without the page's title. */
  readonly section: readonly string[];
  /** A line for each paragraph, list item, line of code, and table row; its cells follow the heads of their columns. */
  readonly text: string;
  /** A table begins in it that nothing names: no caption, heading or sentence stands before it, or only another table. */
  readonly bareTable?: true;
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
  let open: PassageLine[] = [];
  let tables = 0;
  let others = 0;

  /** A heading that only further headings stand under makes no passage: theirs name it. */
  const close = (nextLevel = 0) => {
    const { level = 0 } = headings.at(-1) ?? {};
    const section = headings.map(({ words }) => words);
    if (open.length > 0 || (level > 0 && nextLevel <= level))
      passages.push(...chunks(open).map((chunk) => ({ section, ...chunk })));
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
    } else if (node.name === "table") addTable(node);
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
    if (text.trim() === "") return;
    open.push({ text: trimmed ? text.trimEnd() : text, words: lineWords(text) });
    others += 1;
  };
  const addTable = (table: Element) => {
    const before = open.at(-1);
    const isNamed = hasCaption(table) || (before ? before.table !== tables : headings.length > 0);
    tables += 1;
    const lines = tableLines(table).map((line) => ({ ...line, table: tables }));
    open.push(...lines.map((line, at) => (at === 0 && !isNamed ? { ...line, isBare: true } : line)));
  };

  for (const node of tree.children) walk(node, "");
  const isOnlyTable = tables === 1 && others === 0 && headings.length === 0;
  close();
  // A page that is one table is named by its title.
  return isOnlyTable ? passages.map(({ section, text }) => ({ section, text })) : passages;
}

interface PassageLine extends Line {
  /** Which table of the page it is a row of, from 1. */
  readonly table?: number;
  readonly isBare?: boolean;
}

const hasCaption = (table: Element): boolean =>
  elementChildren(table).some((child) => child.name === "caption" && oneLine(textOf(child)) !== "");

/** Always one at least: the words of a heading may be all there is to a question. */
function chunks(lines: readonly PassageLine[]): Omit<Passage, "section">[] {
  const parts: PassageLine[][] = [];
  let open: PassageLine[] = [];
  let words = 0;
  for (const line of lines) {
    if (open.length > 0 && words + line.words > MAX_WORDS) {
      parts.push(open);
      open = [];
      words = 0;
    }
    open.push(line);
    words += line.words;
  }
  if (open.length > 0 || parts.length === 0) parts.push(open);
  return parts.map((part) => ({
    text: part.map(({ text }) => text).join("\n"),
    ...(part.some(({ isBare }) => isBare) ? { bareTable: true as const } : {}),
  }));
}

function headingLevel({ name }: Element): number | undefined {
  const [, level] = /^h([1-6])$/.exec(name) ?? [];
  return level === undefined ? undefined : Number(level);
}

const containers = new Set(["ul", "ol", "dl", "li", "dd", "dt", "blockquote", "div", "section"]);
const isBlock = ({ name }: Element): boolean =>
  containers.has(name) || name === "p" || name === "pre" || name === "table" || /^h[1-6r]$/.test(name);

const indent = ({ name }: Element, prefix: string): string => (name === "li" ? `${prefix}  ` : prefix);
