import type { MarkdownIt, StateBlock } from "markdown-it";
import { indentOf, ours } from "../nest.ts";
import { type Cell, MAX_TABLE_DEPTH, type PlainTable, pushTable } from "./table-html.ts";

/**
 * Pandoc's tables whose columns stand below dashes: a row a line ("simple"), or rows between blank lines ("multiline"), with a head
 * or without. https://pandoc.org/MANUAL.html#tables
 */
export function dashedTables(md: MarkdownIt): void {
  md.block.ruler.before("fence", "dashed_table", dashedTable, {
    alt: ["paragraph", "reference", "blockquote"],
  });
}

/** Two columns at least: one line of dashes makes a heading or a rule. */
const columnLine = /^ *-{2,}(?: +-{2,})+ *$/;
const ruleLine = /^ *-{10,} *$/;
/** Real heads are shorter. */
const MAX_HEAD_LINES = 12;

function dashedTable(state: StateBlock, start: number, end: number, silent: boolean): boolean {
  if (!startsWithDash(state, start) && (start + 1 >= end || !startsWithDash(state, start + 1))) return false;
  if (indentOf(state, start) >= 4 || ours(state.env).depth > MAX_TABLE_DEPTH) return false;
  const read = (line: number) => (line < end ? state.getLines(line, line + 1, state.blkIndent, false) : "");
  const first = read(start);
  const isMarked = columnLine.test(first) || ruleLine.test(first);
  const table = isMarked ? markedTable(read, start, end) : simpleTable(read, start, end);
  if (table === undefined) return false;
  if (!silent) pushTable(state, table);
  return true;
}

/** Every line of a paragraph is asked whether a table begins there. */
const startsWithDash = (state: StateBlock, line: number): boolean =>
  state.src.charAt((state.bMarks[line] ?? 0) + (state.tShift[line] ?? 0)) === "-";

type Read = (line: number) => string;
const isBlank = (line: string): boolean => line.trim() === "";

/** A line of heads, the dashes, rows up to a blank line. */
function simpleTable(read: Read, start: number, end: number): PlainTable | undefined {
  if (isBlank(read(start)) || !columnLine.test(read(start + 1))) return undefined;
  const columns = columnsOf(read(start + 1));
  let next = start + 2;
  while (next < end && !isBlank(read(next))) next += 1;
  const rows = linesBetween(read, start + 2, next).filter((line) => !columnLine.test(line));
  if (rows.length === 0) return undefined;
  return {
    head: [cells([read(start)], columns)],
    body: rows.map((row) => cells([row], columns)),
    next,
  };
}

/** Begins and ends with dashes. */
function markedTable(read: Read, start: number, end: number): PlainTable | undefined {
  const isHeadless = columnLine.test(read(start));
  let marks = start;
  if (!isHeadless) {
    marks += 1;
    while (marks < start + MAX_HEAD_LINES && !isBlank(read(marks)) && !columnLine.test(read(marks)))
      marks += 1;
    if (!columnLine.test(read(marks))) return undefined;
  }
  const close = closingLine(read, marks + 1, end);
  if (close === undefined) return undefined;
  const columns = columnsOf(read(marks));
  const lines = linesBetween(read, marks + 1, close);
  const hasGaps = lines.some(isBlank) || !isHeadless;
  const rows = hasGaps ? apart(lines) : lines.map((line) => [line]);
  return {
    head: isHeadless ? [] : [cells(linesBetween(read, start + 1, marks), columns)],
    body: rows.map((row) => cells(row, columns)),
    next: close + 1,
  };
}

/** The line of dashes before a blank one; a heading or further text before it means that this is no table. */
function closingLine(read: Read, from: number, end: number): number | undefined {
  for (let line = from; line < end; line += 1) {
    const isDashes = columnLine.test(read(line)) || ruleLine.test(read(line));
    if (isDashes && line > from && isBlank(read(line + 1))) return line;
    if (isDashes || /^(?:#{1,6} |```|~~~)/.test(read(line))) return undefined;
  }
  return undefined;
}

const linesBetween = (read: Read, from: number, to: number): string[] =>
  Array.from({ length: Math.max(to - from, 0) }, (_, i) => read(from + i));

function apart(lines: readonly string[]): string[][] {
  const rows: string[][] = [[]];
  for (const line of lines) {
    if (!isBlank(line)) rows.at(-1)?.push(line);
    else if (rows.at(-1)?.length !== 0) rows.push([]);
  }
  return rows.filter((row) => row.length > 0);
}

interface Column {
  readonly from: number;
  readonly to: number;
}

/** Each column reaches to the next one's dashes. */
function columnsOf(marks: string): Column[] {
  const starts = [...marks.matchAll(/-+/g)].map(({ index }) => index);
  return starts.map((from, i) => ({
    from: i === 0 ? 0 : from,
    to: starts[i + 1] ?? Number.MAX_SAFE_INTEGER,
  }));
}

function cells(lines: readonly string[], columns: readonly Column[]): Cell[] {
  return columns.map(({ from, to }) => ({
    text: lines
      .map((line) => line.slice(from, to).trim())
      .filter((text) => text !== "")
      .join("\n"),
    span: 1,
  }));
}
