import type { MarkdownIt, StateBlock } from "markdown-it";
import { indentOf, lineText, ours } from "../nest.ts";
import { type Cell, MAX_TABLE_DEPTH, type PlainTable, pushTable } from "./table-html.ts";

/**
 * Tables that are drawn with `+---+---+`, of Pandoc and Quarto, whose cells hold any Markdown. A cell that reaches over several
 * columns has no line where the others have one. https://pandoc.org/MANUAL.html#extension-grid_tables
 */
export function gridTables(md: MarkdownIt): void {
  md.block.ruler.before("fence", "grid_table", gridTable, { alt: ["paragraph", "reference", "blockquote"] });
}

const border = /^\+(?:[-=:]+\+)+[ \t]*$/;

function gridTable(state: StateBlock, start: number, end: number, silent: boolean): boolean {
  if (
    indentOf(state, start) >= 4 ||
    !lineText(state, start).startsWith("+") ||
    !border.test(lineOf(state, start)) ||
    ours(state.env).depth > MAX_TABLE_DEPTH
  )
    return false;
  let next = start + 1;
  while (next < end && /^[|+]/.test(lineOf(state, next))) next += 1;
  const lines = Array.from({ length: next - start }, (_, i) => lineOf(state, start + i).trimEnd());
  const last = lines.findLastIndex((line) => border.test(line));
  if (last < 2) return false;
  if (!silent) pushTable(state, { ...tableOf(lines.slice(0, last + 1)), next: start + last + 1 });
  return true;
}

function lineOf(state: StateBlock, line: number): string {
  return state.getLines(line, line + 1, state.blkIndent, false).replace(/^ {0,3}(?=[|+])/, "");
}

function tableOf(lines: readonly string[]): Omit<PlainTable, "next"> {
  const edges = [
    ...new Set(lines.filter((line) => border.test(line)).flatMap((line) => positions(line, "+"))),
  ].sort((a, b) => a - b);
  const rows: { cells: Cell[]; isHead: boolean }[] = [];
  let block: string[] = [];
  for (const line of lines.slice(1)) {
    if (!border.test(line)) {
      block.push(line);
      continue;
    }
    if (block.length > 0) rows.push({ cells: cellsOf(block, edges), isHead: false });
    block = [];
    // The line of "=" below the head; a second one stands above a foot.
    if (line.includes("=") && !rows.some(({ isHead }) => isHead)) for (const row of rows) row.isHead = true;
  }
  const cellsWhere = (isHead: boolean) =>
    rows.filter((row) => row.isHead === isHead).map(({ cells }) => cells);
  return { head: cellsWhere(true), body: cellsWhere(false) };
}

function positions(line: string, mark: string): number[] {
  return [...line].flatMap((char, i) => (char === mark ? [i] : []));
}

/** The cells of one row: they end where each of its lines has a mark. */
function cellsOf(block: readonly string[], edges: readonly number[]): Cell[] {
  const cells: Cell[] = [];
  let from = 0;
  for (let to = 1; to < edges.length; to += 1) {
    const at = edges[to] ?? 0;
    const isEdge = to === edges.length - 1 || block.every((line) => /[|+]/.test([...line][at] ?? ""));
    if (!isEdge) continue;
    const start = (edges[from] ?? 0) + 1;
    const texts = block.map((line) =>
      [...line]
        .slice(start, at)
        .join("")
        .replace(/[-=]+\+?$/, ruled),
    );
    cells.push({ text: dedented(texts), span: to - from });
    from = to;
  }
  return cells;
}

/** A line that is drawn within a row, where a cell beside it reaches over several rows, is no text. */
const ruled = (line: string): string => (/^[-=]{3,}\+?$/.test(line) ? "" : line);

function dedented(lines: readonly string[]): string {
  const indents = lines.filter((line) => line.trim() !== "").map((line) => line.search(/\S/));
  const indent = indents.length === 0 ? 0 : Math.min(...indents);
  return lines
    .map((line) => line.slice(indent).trimEnd())
    .join("\n")
    .trim();
}
