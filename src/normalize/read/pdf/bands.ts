import { rowsOf } from "./lines.ts";
import type { Fragment, Row } from "./text.ts";

/** Narrower gaps are rivers in justified text. Points. */
const MIN_GAP = 9;
const MIN_ROWS = 4;
const MIN_FULL_LINES = 3;
const MIN_COLUMN_WIDTH = 100;
/** Columns end where both pause for longer than this, in lines. */
const MAX_BREAK = 3.5;

/** A part of a page, from top to bottom, that is set in two columns. */
export interface Band {
  readonly above: readonly Fragment[];
  readonly left: readonly Fragment[];
  readonly right: readonly Fragment[];
  readonly below: readonly Fragment[];
}

/** The largest band of a page in two columns of prose, where the page as a whole is not in columns. */
export function bandOf(fragments: readonly Fragment[]): Band | undefined {
  const rows = rowsOf(fragments);
  if (rows.length < MIN_ROWS || rows.length > 2_000) return undefined;
  let best: { band: Band; rows: number } | undefined;
  for (const gutter of guttersOf(rows))
    for (const [from, to] of stretchesOf(rows, gutter)) {
      if (to - from <= (best?.rows ?? MIN_ROWS - 1)) continue;
      const inside = rows.slice(from, to).flatMap(({ cells }) => cells);
      const left = inside.filter(({ end }) => end <= gutter);
      const right = inside.filter(({ x }) => x >= gutter);
      if (!isProseColumn(left) || !isProseColumn(right)) continue;
      const above = rows.slice(0, from).flatMap(({ cells }) => cells);
      const below = rows.slice(to).flatMap(({ cells }) => cells);
      best = { band: { above, left, right, below }, rows: to - from };
    }
  return best?.band;
}

/** The middles of gaps that several rows share. */
function guttersOf(rows: readonly Row[]): number[] {
  const counts = new Map<number, number>();
  for (const { cells } of rows)
    cells.slice(1).forEach((cell, index) => {
      const end = cells[index]?.end ?? cell.x;
      if (cell.x - end < MIN_GAP) return;
      // Columns start at one place; their lines end at many.
      const at = Math.round(cell.x) - MIN_GAP / 2;
      counts.set(at, (counts.get(at) ?? 0) + 1);
    });
  return [...counts]
    .filter(([, count]) => count >= MIN_FULL_LINES)
    .toSorted((a, b) => b[1] - a[1])
    .slice(0, 8)
    .map(([at]) => at);
}

/** Consecutive rows that a gutter does not cross, without what stands apart on one side below. */
function stretchesOf(rows: readonly Row[], gutter: number): [number, number][] {
  const stretches: [number, number][] = [];
  let from = 0;
  const finish = (to: number, next = to + 1) => {
    let end = to;
    for (let at = to - 1; at > from; at -= 1) {
      const [row, above] = [rows[at], rows[at - 1]];
      if (!row || !above || sides(row, gutter) === 2) break;
      if (above.y - row.y > 2 * Math.min(row.size, above.size)) end = at;
    }
    if (end - from >= MIN_ROWS) stretches.push([from, end]);
    from = next;
  };
  rows.forEach((row, index) => {
    const above = rows[index - 1];
    if (above && above.y - row.y > MAX_BREAK * Math.max(row.size, above.size)) finish(index, index);
    if (row.cells.some(({ x, end }) => x < gutter && end > gutter)) finish(index);
  });
  finish(rows.length);
  return stretches;
}

function sides(row: Row, gutter: number): number {
  return Number(row.cells.some(({ end }) => end <= gutter)) + Number(row.cells.some(({ x }) => x >= gutter));
}

/** Lines that fill the column are most of its text. */
function isProseColumn(side: readonly Fragment[]): boolean {
  const left = Math.min(...side.map(({ x }) => x));
  const width = Math.max(...side.map(({ end }) => end)) - left;
  if (side.some(({ table }) => table) || width < MIN_COLUMN_WIDTH) return false;
  const full = side.filter(
    ({ x, end, text }) => end - x >= 0.7 * width && text.trim().split(/\s+/).length >= 4,
  );
  const total = side.reduce((sum, { text }) => sum + text.length, 0);
  const inFull = full.reduce((sum, { text }) => sum + text.length, 0);
  return full.length >= MIN_FULL_LINES && inFull >= total / 2;
}
