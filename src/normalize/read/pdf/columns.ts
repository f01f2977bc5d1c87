import { bandOf } from "./bands.ts";
import { rowsOf } from "./lines.ts";
import type { Fragment } from "./text.ts";

/** Narrower gaps are rivers in justified text. Points. */
const MIN_GAP = 9;
/** The share of a page's rows that may cross a gutter: titles, wide figures. */
const MAX_CROSSING = 0.2;

/**
 * The fragments of a page in groups in reading order: columns from left to right, between rows that cross their gutters.
 * Cells of a table are not columns: they are too short to be prose.
 */
export function readingOrder(fragments: readonly Fragment[], depth = 0): Fragment[][] {
  if (fragments.length === 0) return [];
  const gutter = depth < 3 ? gutterOf(fragments) : undefined;
  if (gutter === undefined) {
    const band = depth < 3 ? bandOf(fragments) : undefined;
    if (!band) return [[...fragments]];
    const { above, left, right, below } = band;
    return [above, left, right, below].flatMap((part) => readingOrder(part, depth + 1));
  }
  const groups: Fragment[][] = [];
  let band: Fragment[] = [];
  const flush = () => {
    for (const side of [band.filter(({ end }) => end <= gutter), band.filter(({ x }) => x >= gutter)]) {
      groups.push(...readingOrder(side, depth + 1));
    }
    band = [];
  };
  for (const piece of fragments.toSorted((a, b) => b.y - a.y || a.x - b.x)) {
    if (piece.end <= gutter || piece.x >= gutter) band.push(piece);
    else {
      flush();
      groups.push([piece]);
    }
  }
  flush();
  return joinSingles(groups, gutter);
}

/** Consecutive rows that cross the gutter are one group. */
function joinSingles(groups: readonly Fragment[][], gutter: number): Fragment[][] {
  const joined: Fragment[][] = [];
  const crosses = (group: readonly Fragment[]) => group.every(({ x, end }) => x < gutter && end > gutter);
  for (const group of groups) {
    const last = joined.at(-1);
    if (last && crosses(last) && crosses(group)) last.push(...group);
    else joined.push(group);
  }
  return joined;
}

/** The middle of the widest vertical gap with prose on both sides. */
function gutterOf(fragments: readonly Fragment[]): number | undefined {
  const left = Math.floor(Math.min(...fragments.map(({ x }) => x)));
  const right = Math.ceil(Math.max(...fragments.map(({ end }) => end)));
  const width = Math.min(right - left, 5_000);
  if (!(width > 100)) return undefined;
  const covered = coverage(fragments, left, width);
  const allowed = Math.floor(rowsOf(fragments).length * MAX_CROSSING);
  const gaps: { from: number; to: number }[] = [];
  for (let at = Math.floor(width * 0.1); at < width * 0.9; at += 1) {
    if ((covered[at] ?? 0) > allowed) continue;
    const last = gaps.at(-1);
    if (last?.to === at) last.to = at + 1;
    else gaps.push({ from: at, to: at + 1 });
  }
  return gaps
    .filter(({ from, to }) => to - from >= MIN_GAP)
    .toSorted((a, b) => b.to - b.from - (a.to - a.from))
    .map(({ from, to }) => left + (from + to) / 2)
    .find(
      (gutter) =>
        isProse(fragments.filter(({ end }) => end <= gutter)) &&
        isProse(fragments.filter(({ x }) => x >= gutter)),
    );
}

function coverage(fragments: readonly Fragment[], left: number, width: number): number[] {
  const steps = new Array<number>(width + 2).fill(0);
  const within = (at: number) => Math.max(0, Math.min(width + 1, Math.floor(at - left)));
  for (const { x, end } of fragments) {
    steps[within(x)] = (steps[within(x)] ?? 0) + 1;
    steps[within(end) + 1] = (steps[within(end) + 1] ?? 0) - 1;
  }
  let sum = 0;
  return steps.map((step) => {
    sum += step;
    return sum;
  });
}

/** Prose fills its column; cells do not. */
function isProse(side: readonly Fragment[]): boolean {
  if (side.length < 4) return false;
  const width = Math.max(...side.map(({ end }) => end)) - Math.min(...side.map(({ x }) => x));
  const widths = side.map(({ x, end }) => end - x).toSorted((a, b) => a - b);
  const words = side.reduce((sum, { text }) => sum + text.split(/\s+/).length, 0);
  return (widths[Math.floor(widths.length / 2)] ?? 0) > 0.55 * width && words / side.length >= 2.5;
}
