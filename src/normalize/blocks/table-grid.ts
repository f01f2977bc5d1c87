import type { ChildNode } from "domhandler";

export interface Cell {
  readonly header: boolean;
  /** Blocks, or the content of the only paragraph. */
  readonly content: readonly ChildNode[];
  readonly isLine: boolean;
  readonly columns: number;
  readonly rows: number;
}

export interface Row {
  /** Part of the table's head. */
  readonly head: boolean;
  readonly cells: readonly Cell[];
}

/** No table that a person reads is wider. */
const MAX_COLUMNS = 100;
/** Cells that the spans of one table may add, so that a small page cannot grow without bound. */
const MAX_ADDED_CELLS = 5000;

/**
 * Gives every row one cell for each column. A cell that spans rows is repeated in each of them, because a row is read
 * alone; so is one that spans columns, unless it is the only cell of a row of the body, which is a heading of the rows below. A span
 * that is too large to repeat is counted in `cut`. Rows without content are dropped.
 */
export function resolveSpans(rows: readonly Row[]): { grid: Row[]; cut: number } {
  const widest = ownWidth(rows);
  const hanging = new Map<number, { cell: Cell; left: number; repeat: boolean }>();
  let added = 0;
  let cut = 0;
  const grid = rows.map((row, rowIndex) => {
    const { head, cells } = row;
    if (hanging.size === 0 && cells.every(isSingle)) return row;
    const line: Cell[] = [];
    const fillHanging = () => {
      for (let above = hanging.get(line.length); above; above = hanging.get(line.length)) {
        if (above.left === 1) hanging.delete(line.length);
        else above.left -= 1;
        added += 1;
        line.push(above.repeat ? copyOf(above.cell) : empty(above.cell.header));
      }
    };
    for (const cell of cells) {
      fillHanging();
      const rowsDown = Math.min(cell.rows, rows.length - rowIndex);
      const spanned = Math.min(cell.columns, Math.max(widest - line.length, 1));
      const isCut = spanned > MAX_COLUMNS || added + spanned * rowsDown > MAX_ADDED_CELLS;
      if (isCut && spanned * rowsDown > 1) cut += 1;
      const columns = isCut ? 1 : spanned;
      for (let offset = 0; offset < columns; offset += 1) {
        // Beside another cell, also one from a row above, it is no heading of the rows below.
        const repeat = offset === 0 || head || cells.length > 1 || line.length > offset;
        if (!isCut && rowsDown > 1) hanging.set(line.length, { cell, left: rowsDown - 1, repeat });
        if (offset > 0) added += 1;
        line.push(offset === 0 ? cell : repeat ? copyOf(cell) : empty(cell.header));
      }
    }
    fillHanging();
    return { head, cells: line };
  });
  return { grid: padded(grid.filter(({ cells }) => cells.some(({ content }) => content.length > 0))), cut };
}

/** Columns in which some row has a cell that begins there: one that is to span "all" of them (`colspan="100"`) has no more. */
function ownWidth(rows: readonly Row[]): number {
  /** Per column, the row up to which a cell from above fills it. */
  const filled: number[] = [];
  let width = 1;
  rows.forEach(({ cells }, rowIndex) => {
    let column = 0;
    for (const { columns, rows: down } of cells) {
      while ((filled[column] ?? 0) > rowIndex) column += 1;
      width = Math.max(width, column + 1);
      const end = column + Math.min(columns, MAX_COLUMNS);
      if (down > 1) for (let at = column; at < end; at += 1) filled[at] = rowIndex + down;
      column = end;
    }
  });
  return width;
}

const isSingle = ({ columns, rows }: Cell): boolean => columns === 1 && rows === 1;

/** Rows of equal length: short rows get empty cells, columns without content are dropped. */
function padded(rows: readonly Row[]): Row[] {
  const width = rows.reduce((most, { cells }) => Math.max(most, usedWidth(cells)), 0);
  const total = rows.reduce((sum, { cells }) => sum + cells.length, 0);
  // A very wide row among many short ones is not padded: the table would grow with width × rows.
  const target = width * rows.length > total * 2 + MAX_ADDED_CELLS ? 0 : width;
  return rows.map((row) => {
    const { head, cells } = row;
    if (cells.length === target) return row;
    const own = cells.slice(0, Math.max(target, usedWidth(cells)));
    const missing = Array.from({ length: Math.max(0, target - cells.length) }, () => empty(isHeader(cells)));
    return { head, cells: [...own, ...missing] };
  });
}

function isHeader(cells: readonly Cell[]): boolean {
  return cells.every(({ header }) => header);
}

function usedWidth(cells: readonly Cell[]): number {
  return cells.findLastIndex(({ content, header }) => content.length > 0 || header) + 1;
}

function empty(header: boolean): Cell {
  return { header, content: [], isLine: false, columns: 1, rows: 1 };
}

function copyOf(cell: Cell): Cell {
  return { ...cell, content: cell.content.map((node) => node.cloneNode(true)) };
}
