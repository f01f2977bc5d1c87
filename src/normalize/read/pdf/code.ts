import { isCode, takeWhile } from "./rows.ts";
import type { Row } from "./text.ts";

/** Lines of one block are closer than this share of their size. */
const MAX_LEADING = 1.9;
/** A blank line makes a gap twice as wide as the others, or three times; what is off by more is a space between blocks. */
const TOLERANCE = 0.17;
const MAX_SPACES = 200;
/** Letters of a typewriter's font are as wide as this share of their size. */
const LETTER_WIDTH = 0.6;

/** The block of code that starts at a row. */
export function codeAt(rows: readonly Row[], at: number): { text: string; used: number } | undefined {
  const all = takeWhile(rows, at, isCode);
  if (all.length === 0) return undefined;
  const step = stepOf(all);
  const end = all.findIndex((row, index) => index > 0 && isApart(gapAbove(all, index), step, row.size));
  const taken = end < 0 ? all : all.slice(0, end);
  const left = Math.min(...taken.map(({ x }) => x));
  const lines = taken.map((row, index) => {
    const columns = Math.round((row.x - left) / (LETTER_WIDTH * row.size));
    const indent = " ".repeat(Math.max(0, Math.min(MAX_SPACES, columns)));
    return `${index > 0 && gapAbove(taken, index) > step * 1.6 ? "\n" : ""}${indent}${row.text}`;
  });
  return { text: lines.join("\n"), used: taken.length };
}

/** The distance of lines without a blank one between them. */
function stepOf(rows: readonly Row[]): number {
  return Math.min(...rows.slice(1).map((_, index) => gapAbove(rows, index + 1)));
}

function gapAbove(rows: readonly Row[], at: number): number {
  const [above, row] = [rows[at - 1], rows[at]];
  return above && row ? above.y - row.y : 0;
}

function isApart(gap: number, step: number, size: number): boolean {
  if (step > MAX_LEADING * size) return true;
  const lines = gap / step;
  return lines > 1.4 && Math.abs(lines - Math.round(lines)) > TOLERANCE;
}
