import type { MarkdownIt, StateBlock } from "markdown-it";
import { indentOf, inlineHtml, lineText, pushHtml } from "../nest.ts";
import { dashedTables } from "./dashed-table.ts";
import { gridTables } from "./grid-table.ts";
import { references } from "./references.ts";

/** What Pandoc's Markdown has beyond that of others, as Quarto and bookdown read it: https://pandoc.org/MANUAL.html#pandocs-markdown */
export function pandoc(md: MarkdownIt): void {
  gridTables(md);
  dashedTables(md);
  references(md);
  md.block.ruler.before("fence", "table_caption", caption, { alt: ["paragraph"] });
  md.block.ruler.before("table", "line_block", lineBlock, { alt: ["paragraph"] });
}

const captionLine = /^(?:[Tt]able)?:[ \t]+(\S.*)$/;
const attributes = /[ \t]*\{[^{}]*\}[ \t]*$/;

/** `: Words {#tbl-x}` behind or before a table; with attributes alone it says nothing. */
function caption(state: StateBlock, start: number, end: number, silent: boolean): boolean {
  if (indentOf(state, start) >= 4) return false;
  const written = captionLine.exec(lineText(state, start))?.[1];
  if (written === undefined) return false;
  const before = state.tokens.at(-1);
  const isBehind =
    before?.type === "table_close" ||
    (before?.type === "block_html_ready" && before.content.endsWith("</table>\n"));
  const after = paragraphEnd(state, start, end);
  const isBefore = /^[|+]/.test(after + 1 < end ? lineText(state, after + 1) : "");
  if (!isBehind && !isBefore) return false;
  if (silent) return true;
  const text = [
    written,
    ...Array.from({ length: after - start - 1 }, (_, i) => lineText(state, start + 1 + i)),
  ].join("\n");
  const words = text.replace(attributes, "").trim();
  if (words !== "") pushHtml(state, `<p>${inlineHtml(state.md, words, state.env)}</p>\n`);
  state.line = after;
  return true;
}

/** What was looked at last of a text, by the depth of its container, within which a line is blank or not. */
interface Paragraph {
  readonly level: number;
  readonly start: number;
  readonly end: number;
  readonly limit: number;
}
const lastParagraphs = new WeakMap<StateBlock, Paragraph>();

/** The first blank line behind a line of a paragraph. Each of its lines may look like a caption: it is searched for once. */
function paragraphEnd(state: StateBlock, start: number, limit: number): number {
  const { level } = state;
  const last = lastParagraphs.get(state);
  if (last?.level === level && last.limit === limit && last.start <= start && start < last.end)
    return last.end;
  let end = start + 1;
  while (end < limit && !state.isEmpty(end)) end += 1;
  lastParagraphs.set(state, { level, start, end, limit });
  return end;
}

/** `| Lines of a poem`, whose ends stay. A line with further bars is a table's. https://pandoc.org/MANUAL.html#line-blocks */
const verse = /^\|(?:[ \t]([^|]*))?$/;

function lineBlock(state: StateBlock, start: number, end: number, silent: boolean): boolean {
  if (indentOf(state, start) >= 4) return false;
  let next = start;
  while (next < end && verse.test(lineText(state, next))) next += 1;
  if (next - start < 2) return false;
  if (silent) return true;
  const lines = Array.from(
    { length: next - start },
    (_, i) => verse.exec(lineText(state, start + i))?.[1] ?? "",
  );
  const html = lines.map((line) => inlineHtml(state.md, line.trim(), state.env)).join("<br>\n");
  pushHtml(state, `<p>${html}</p>\n`);
  state.line = next;
  return true;
}

/** `(@)` and `(@name)` before examples, which are numbered through the text, and `(@name)` where it refers to one. */
export function numberedExamples(text: string): string {
  if (!text.includes("(@") || !/^ {0,3}\(@[\w-]*\)[ \t]/m.test(text)) return text;
  let last = 0;
  const numbers = new Map<string, number>();
  const listed = text.replaceAll(/^( {0,3})\(@([\w-]*)\)(?=[ \t])/gm, (_, indent: string, name: string) => {
    const number = numbers.get(name) ?? last + 1;
    if (number > last) last = number;
    if (name !== "") numbers.set(name, number);
    return `${indent}${number})`;
  });
  return listed.replaceAll(/\(@([\w-]+)\)/g, (written, name: string) => {
    const number = numbers.get(name);
    return number === undefined ? written : `(${number})`;
  });
}
