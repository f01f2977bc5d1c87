import { rowsOf } from "./lines.ts";
import { hasBullet } from "./lists.ts";
import { isMarker } from "./markers.ts";
import type { Fragment, Row } from "./text.ts";

/** Narrower gaps are rivers in justified text. Points. */
const MIN_GAP = 9;
const MIN_ROWS = 3;
const MIN_FULL_LINES = 3;
const MIN_COLUMN_WIDTH = 100;
/** Lists stand no further right than this from the text around them. Points. */
const MAX_INDENT = 60;
/** Where more lines than this share a baseline, they may be rows of a table. */
const MAX_ROWS_SHARE = 0.5;
/** Columns end where both pause for longer than this, in lines. */
const MAX_BREAK = 3.5;

/** A part of a page, from top to bottom, that is set in two columns. */
export interface Band {
  readonly above: readonly Fragment[];
  readonly left: readonly Fragment[];
  readonly right: readonly Fragment[];
  readonly below: readonly Fragment[];
}

/** The largest band of a page in two columns of prose or lists, where the page as a whole is not in columns. */
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
      if (!areProse(left, right) && !areLists(left, right)) continue;
      const above = rows.slice(0, from).flatMap(({ cells }) => cells);
      const below = rows.slice(to).flatMap(({ cells }) => cells);
      best = { band: { above, left, right, below }, rows: to - from };
    }
  return best?.band;
}

/** Places left of which columns may end: of gaps that several rows share, and of lines that start close by. */
function guttersOf(rows: readonly Row[]): number[] {
  return [...new Set([...gapsOf(rows), ...startsOf(rows)])];
}

function startsOf(rows: readonly Row[]): number[] {
  const starts = rows.flatMap(({ cells }) => cells.map(({ x }) => Math.round(x)));
  const left = Math.min(...starts);
  const right = Math.max(...rows.flatMap(({ cells }) => cells.map(({ end }) => end)));
  const counts = new Map<number, number>();
  for (const at of new Set(starts.filter((x) => x > left + (right - left) * 0.3)))
    counts.set(at, starts.filter((x) => x >= at && x <= at + MAX_INDENT).length);
  return [...counts]
    .filter(([, count]) => count >= MIN_FULL_LINES)
    .toSorted(([one, a], [other, b]) => b - a || one - other)
    .slice(0, 4)
    .map(([at]) => at - 1);
}

function gapsOf(rows: readonly Row[]): number[] {
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

function areProse(left: readonly Fragment[], right: readonly Fragment[]): boolean {
  if (isRunning(left) && isRunning(right)) return true;
  return Math.max(left.length, right.length) > MIN_ROWS && isProseColumn(left) && isProseColumn(right);
}

/** A paragraph of few lines: each but the last fills the column, and sentences go on from one to the next. */
function isRunning(side: readonly Fragment[]): boolean {
  if (side.length < MIN_FULL_LINES || side.some(({ table }) => table)) return false;
  const width = Math.max(...side.map(({ end }) => end)) - Math.min(...side.map(({ x }) => x));
  const lines = side.toSorted((a, b) => b.y - a.y);
  const isFull = ({ x, end, text }: Fragment) =>
    end - x >= 0.75 * width && text.trim().split(/\s+/).length >= 4;
  const goesOn = (one: Fragment, at: number) =>
    !/[.!?:]$/.test(lines[at - 1]?.text.trim() ?? "") && /^\s*[\p{Ll}\p{Lo}]/u.test(one.text);
  return (
    width >= MIN_COLUMN_WIDTH &&
    lines.slice(0, -1).every(isFull) &&
    lines.slice(1).filter((one, at) => goesOn(one, at + 1)).length >= (lines.length - 1) * 0.7
  );
}

/** Columns that a list goes through: prose and items in both, and no rows of cells. */
function areLists(left: readonly Fragment[], right: readonly Fragment[]): boolean {
  const marked = [left, right].map((side) => side.filter(({ text }) => isMarked(text)).length);
  const [inLeft = 0, inRight = 0] = marked;
  if (inLeft === 0 || inRight === 0 || ![left, right].every(isTextColumn)) return false;
  const shared = right.filter((one) => left.some(({ y }) => Math.abs(y - one.y) < 1)).length;
  return shared <= Math.min(left.length, right.length) * MAX_ROWS_SHARE || (inLeft >= 2 && inRight >= 2);
}

const isMarked = (text: string): boolean =>
  hasBullet(text) || (isMarker(text.trim().split(/\s/)[0] ?? "") && /\s/.test(text.trim()));

/** Lines that fill the column, items, and what goes on with an item. */
function isTextColumn(side: readonly Fragment[]): boolean {
  const left = Math.min(...side.map(({ x }) => x));
  const width = Math.max(...side.map(({ end }) => end)) - left;
  if (side.some(({ table }) => table) || width < MIN_COLUMN_WIDTH || side.length < MIN_FULL_LINES)
    return false;
  const sorted = side.toSorted((a, b) => b.y - a.y);
  const text = sorted.filter((one, index) => {
    const above = sorted[index - 1];
    const isLong = one.end - one.x >= 0.6 * width && one.text.trim().split(/\s+/).length >= 4;
    return isMarked(one.text) || isLong || (above !== undefined && above.y - one.y < 1.7 * one.size);
  });
  return text.length >= side.length * 0.6;
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
