import type { Box } from "../../legibility/cover.ts";
import { fragmentsOf } from "./lines.ts";
import type { Rule } from "./painted-areas.ts";
import type { Fragment, TextItem } from "./text.ts";

/** Lines that touch are at most so far apart, in points. */
const TOLERANCE = 3;
/** Lines that start and end within this many points of each other belong to one table. */
const SAME_END = 1.2;
const MIN_WIDTH = 40;
/** A row of one line is at most this share of its size high. */
const MAX_ROW_HEIGHT = 2.6;
/** Narrower gaps are spaces between words. Points. */
const MIN_GUTTER = 5;
/** The share of a table's lines that may cross a gutter: headings over several columns. */
const MAX_CROSSING = 0.2;
/** With more lines than this, each stands between two rows; with fewer, above and below all of them. */
const MAX_FRAME = 3;
/** Columns of prose between two lines are not a table. */
const MAX_PROSE_LINES = 8;
const MAX_TABLES = 200;
/** Lines of one cell are closer than this share of their size. */
const MAX_LEADING = 1.6;

interface Frame {
  readonly box: Box;
  /** From top to bottom. */
  readonly ys: readonly number[];
}

/** A table that has lines between or around its rows, and none between its columns. */
export interface OpenTable {
  readonly box: Box;
  readonly rows: readonly (readonly (readonly Fragment[])[])[];
}

/** The tables of a page that have lines across only. */
export function openTables(items: readonly TextItem[], rules: readonly Rule[]): OpenTable[] {
  const frames = framesOf(rules);
  if (frames.length === 0) return [];
  const fragments = fragmentsOf(items);
  return frames.flatMap((frame) =>
    stretchesOf(frame, fragments).flatMap((stretch) => {
      const framed = withHead(stretch, fragments);
      const rows = rowsOf(
        framed,
        fragments.filter((piece) => isIn(framed.box, piece)),
      );
      return rows ? [{ box: framed.box, rows }] : [];
    }),
  );
}

/** Tables below each other may be equally wide: text between them that is not in cells parts them. */
function stretchesOf({ box: [left, , right], ys }: Frame, fragments: readonly Fragment[]): Frame[] {
  const stretches: number[][] = [[]];
  ys.forEach((y, index) => {
    const above = ys[index - 1];
    if (above !== undefined && !isTabular([left, y, right, above], fragments)) stretches.push([]);
    stretches.at(-1)?.push(y);
  });
  return stretches
    .filter((some) => some.length > 1)
    .map((some) => ({ box: [left, some.at(-1) ?? 0, right, some[0] ?? 0], ys: some }));
}

function isTabular(box: Box, fragments: readonly Fragment[]): boolean {
  const lines = linesOf(fragments.filter((piece) => isIn(box, piece)));
  const [first] = lines;
  if (!first) return false;
  const [, second] = lines;
  // A paragraph stands apart from the head below it.
  if (
    first.length === 1 &&
    second &&
    (first[0]?.y ?? 0) - (second[0]?.y ?? 0) > MAX_LEADING * (first[0]?.size ?? 0)
  )
    return false;
  const inCells = lines.filter((line) => line.length > 1).length;
  // A heading of some rows is alone, and the lines are close to it.
  if (inCells === 0) return lines.length === 1 && box[3] - box[1] <= MAX_ROW_HEIGHT * (first[0]?.size ?? 0);
  return inCells >= lines.length / 3;
}

/** Many tables have no line above their first row. */
function withHead(frame: Frame, fragments: readonly Fragment[]): Frame {
  const [left, bottom, right, top] = frame.box;
  const above = linesOf(fragments.filter(({ y, size }) => y > top && y - top < MAX_ROW_HEIGHT * size)).at(-1);
  const size = above?.[0]?.size ?? 0;
  const box: Box = [left, bottom, right, (above?.[0]?.y ?? top) + size];
  if (!above || above.length < 2 || !above.every((piece) => isIn(box, piece))) return frame;
  return { box, ys: [box[3], ...frame.ys] };
}

function isIn([left, bottom, right, top]: Box, { x, end, y, size }: Fragment): boolean {
  const middle = y + size * 0.3;
  return x > left - TOLERANCE && end < right + TOLERANCE && middle > bottom && middle < top;
}

/** Lines across of one extent, as long as nothing longer or shorter parts them. */
function framesOf(rules: readonly Rule[]): Frame[] {
  const lines = joined(rules.map(({ box }) => box).filter((box) => box[2] - box[0] > box[3] - box[1])).filter(
    (box) => box[2] - box[0] >= MIN_WIDTH,
  );
  const groups: Box[][] = [];
  for (const line of lines.toSorted((a, b) => b[3] - a[3])) {
    const group = groups.find(([first]) => first && isAligned(first, line));
    if (group) group.push(line);
    else if (groups.length < MAX_TABLES) groups.push([line]);
  }
  const down = rules
    .map(({ box }) => box)
    .filter((box) => box[3] - box[1] > Math.max(box[2] - box[0], TOLERANCE));
  return groups.flatMap((group) => {
    const ys = group.map((box) => (box[1] + box[3]) / 2);
    const distinct = ys.filter((y, index) => index === 0 || (ys[index - 1] ?? y) - y > TOLERANCE);
    const [first] = group;
    if (!first || distinct.length < 2) return [];
    const isBox = down.some(
      (box) =>
        box[3] >= (distinct.at(-1) ?? 0) &&
        box[1] <= (distinct[0] ?? 0) &&
        box[2] >= first[0] - TOLERANCE &&
        box[0] <= first[2] + TOLERANCE,
    );
    if (isBox && distinct.length === 2) return [];
    return [{ box: [first[0], distinct.at(-1) ?? 0, first[2], distinct[0] ?? 0], ys: distinct }];
  });
}

function isAligned(one: Box, other: Box): boolean {
  return Math.abs(one[0] - other[0]) <= SAME_END && Math.abs(one[2] - other[2]) <= SAME_END;
}

/** A line is often drawn cell by cell. */
function joined(boxes: readonly Box[]): Box[] {
  const lines: Box[] = [];
  for (const box of boxes.toSorted((a, b) => Math.round(b[1]) - Math.round(a[1]) || a[0] - b[0])) {
    const last = lines.at(-1);
    if (last && Math.abs(last[1] - box[1]) <= 1 && box[0] <= last[2] + TOLERANCE)
      lines[lines.length - 1] = [last[0], last[1], Math.max(last[2], box[2]), last[3]];
    else lines.push(box);
  }
  return lines;
}

function rowsOf({ box, ys }: Frame, fragments: readonly Fragment[]): Fragment[][][] | undefined {
  const gutters = guttersOf(box, fragments);
  if (gutters.length === 0 || isProse(gutters, fragments)) return undefined;
  const columnOf = ({ x, end }: Fragment) => gutters.filter((gutter) => (x + end) / 2 > gutter).length;
  const rows: Fragment[][][] = [];
  const bands = ys.slice(1).map((bottom, index) => [ys[index] ?? bottom, bottom] as const);
  for (const [top, bottom] of bands) {
    const inside = fragments.filter(({ y, size }) => y + size * 0.3 < top && y + size * 0.3 > bottom);
    const lines = linesOf(inside);
    lines.forEach((line, index) => {
      const cells = gutters.concat(0).map((): Fragment[] => []);
      for (const piece of line) cells[columnOf(piece)]?.push(piece);
      const last = rows.at(-1);
      const gap = (lines[index - 1]?.[0]?.y ?? 0) - (line[0]?.y ?? 0);
      const isOpenRow = last?.[0]?.length === 0 && gap < MAX_LEADING * (line[0]?.size ?? 0);
      const isOwn = ys.length <= MAX_FRAME && startsRow(cells) && gap > (line[0]?.size ?? 0) && !isOpenRow;
      const begins = index === 0 || !last || isOwn;
      if (begins) rows.push(cells);
      else for (const [column, cell] of cells.entries()) last[column]?.push(...cell);
    });
  }
  // Two lines are as often around a remark.
  return rows.length >= (ys.length === 2 ? 3 : 2) ? rows : undefined;
}

/** A line whose first cell is empty, or that has nothing else, goes on with the row above. */
function startsRow([first = [], ...others]: readonly (readonly Fragment[])[]): boolean {
  return first.length > 0 && others.some((cell) => cell.length > 0);
}

function linesOf(fragments: readonly Fragment[]): Fragment[][] {
  const lines: Fragment[][] = [];
  for (const piece of fragments.toSorted((a, b) => b.y - a.y || a.x - b.x)) {
    const lead = lines.at(-1)?.[0];
    if (lead && lead.y - piece.y < 0.35 * Math.min(lead.size, piece.size)) lines.at(-1)?.push(piece);
    else lines.push([piece]);
  }
  return lines;
}

/** The middles of vertical gaps that hardly any line crosses. */
function guttersOf([left, , right]: Box, fragments: readonly Fragment[]): number[] {
  const allowed = Math.floor(linesOf(fragments).length * MAX_CROSSING);
  const edges = fragments
    .flatMap(({ x, end }) => [
      { at: x, by: 1 },
      { at: end, by: -1 },
    ])
    .toSorted((a, b) => a.at - b.at || a.by - b.by);
  const gutters: number[] = [];
  let covered = 0;
  let from: number | undefined;
  for (const { at, by } of edges) {
    const isOpenNow = covered <= allowed;
    covered += by;
    if (!isOpenNow && covered <= allowed) from = at;
    else if (isOpenNow && covered > allowed) {
      if (from !== undefined && at - from >= MIN_GUTTER && from > left && at < right)
        gutters.push((from + at) / 2);
      from = undefined;
    }
  }
  return gutters;
}

/** Whether what stands between the lines is prose in columns: many lines, most of them with several words, on each side. */
function isProse(gutters: readonly number[], fragments: readonly Fragment[]): boolean {
  const sides = [...gutters, Number.POSITIVE_INFINITY].map((gutter, index) =>
    fragments.filter(({ x }) => x < gutter && x >= (gutters[index - 1] ?? Number.NEGATIVE_INFINITY)),
  );
  return sides.every(
    (side) =>
      side.length > MAX_PROSE_LINES &&
      side.filter(({ text }) => text.trim().split(/\s+/).length >= 4).length > side.length / 2,
  );
}
