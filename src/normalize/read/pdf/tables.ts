import { type Block, type Fragment, plain, type Row, type Span } from "./text.ts";

/** Starts within this many points belong to one column. */
const TOLERANCE = 4;
const MIN_ROWS = 3;
/** Lines of one row are closer than this share of their size; rows of one table than the other. */
const MAX_LEADING = 1.45;
const MAX_ROW_GAP = 3.2;
/** So far below its head a table has a line with all of its cells. */
const MAX_LINES_BELOW = 4;

/** A table that starts at a row: at least three rows, whose cells start at the same places. */
export function tableAt(rows: readonly Row[], at: number): { block: Block; used: number } | undefined {
  const first = rows[at];
  if (!first || first.cells.length < 2) return undefined;
  const starts = startsOf(rows, at);
  const body: Span[][][] = [];
  let used = 0;
  while (at + used < rows.length) {
    const above = rows[at + used - 1];
    if (used > 0 && above && above.y - (rows[at + used]?.y ?? 0) > MAX_ROW_GAP * above.size) break;
    const lines = linesAt(rows, at + used, used === 0 ? first.cells.map(({ x }) => x) : starts);
    if (lines.length === 0) break;
    body.push(cellsOf(lines, used === 0 ? first.cells.map(({ x }) => x) : starts));
    used += lines.length;
  }
  if (body.length < MIN_ROWS) return undefined;
  return { block: { kind: "table", rows: body, header: isHeader(body) }, used };
}

/** Heads of columns may be set in their middle: then the row below them tells where the columns start. */
function startsOf(rows: readonly Row[], at: number): readonly number[] {
  const first = rows[at]?.cells ?? [];
  const below = rows
    .slice(at + 1, at + 1 + MAX_LINES_BELOW)
    .find(({ cells }) => cells.length === first.length);
  const isHead = below !== undefined && first.every(isBold) && !below.cells.every(isBold);
  return (isHead ? below.cells : first).map(({ x }) => x);
}

const isBold = ({ spans }: Fragment): boolean => spans.every(({ bold, text }) => bold || text.trim() === "");

/**
 * The lines of the table's row that starts at a line: those that follow it closely, up to one that has a first cell of
 * its own. In a row whose cells are set in their middle, lines of a longer cell come before that of the first one.
 */
function linesAt(rows: readonly Row[], at: number, starts: readonly number[]): readonly Row[] {
  const lines: Row[] = [];
  let hasFirst = false;
  let isInCells = false;
  for (let line = rows[at]; line; line = rows[at + lines.length]) {
    const above = lines.at(-1);
    const places = placesOf(line, starts);
    const begins = places.includes(0);
    if (line.cells.some(({ table }) => table) || places.includes(-1)) break;
    if (above && (above.y - line.y >= MAX_LEADING * line.size || (begins && hasFirst))) break;
    lines.push(line);
    hasFirst ||= begins;
    isInCells ||= line.cells.length > 1;
  }
  return hasFirst && isInCells ? lines : [];
}

const placesOf = ({ cells }: Row, starts: readonly number[]): number[] =>
  cells.map(({ x }) => starts.findIndex((start) => Math.abs(start - x) <= TOLERANCE));

function cellsOf(lines: readonly Row[], starts: readonly number[]): Span[][] {
  const cells = starts.map((): Span[] => []);
  for (const line of lines) {
    const places = placesOf(line, starts);
    line.cells.forEach(({ spans }, index) => {
      const cell = cells[places[index] ?? 0];
      if (cell) cell.push(...(cell.length > 0 ? [{ text: " " }] : []), ...spans);
    });
  }
  return cells;
}

type Table = Extract<Block, { kind: "table" }>;

/** A table that goes on behind a page break: with its head again, or without one below a table that has one. */
export function joinedTables(last: Table, next: Table): Table | undefined {
  const widthOf = ({ rows }: Table) => Math.max(...rows.map((row) => row.length));
  if (!last.header || widthOf(last) !== widthOf(next)) return undefined;
  if (!next.header) return { ...last, rows: [...last.rows, ...next.rows] };
  const headOf = ({ rows: [head = []] }: Table) => JSON.stringify(head.map((cell) => plain(cell).trim()));
  return headOf(last) === headOf(next) ? { ...last, rows: [...last.rows, ...next.rows.slice(1)] } : undefined;
}

/** A first row in bold above others is a header. */
export function isHeader([first, second]: readonly Span[][][]): boolean {
  const bold = (row: readonly Span[][] | undefined) =>
    row?.every((cell) => cell.every(({ bold: isBold, text }) => isBold || text.trim() === "")) ?? false;
  return bold(first) && !bold(second);
}
