import type { Box } from "../../legibility/cover.ts";
import { openTables } from "./across.ts";
import { fragmentsOf } from "./lines.ts";
import type { Rule } from "./painted-areas.ts";
import type { Fragment, PageText, TextItem } from "./text.ts";

/** Lines closer than this are one line, and touch. Points. */
const TOLERANCE = 3;
const MIN_LENGTH = 8;
/** Pages with more lines than this are drawings. */
const MAX_RULES = 4_000;

type Cells = NonNullable<Fragment["table"]>;

interface Grid {
  readonly box: Box;
  /** Where columns begin and end, from left to right. */
  readonly xs: readonly number[];
  /** Where rows begin and end, from top to bottom. */
  readonly ys: readonly number[];
  readonly across: readonly Box[];
  readonly down: readonly Box[];
}

/** What is on a page: lines, tables, and apart from them text that runs up or down beside a table. */
export interface Parts {
  readonly fragments: readonly Fragment[];
  readonly aside: readonly Fragment[];
}

/** The fragments of a page, with every table that lines enclose as one fragment. */
export function fragmentsWithTables({ items, turned, rules }: PageText): Parts {
  const tables: Fragment[] = [];
  const isTurned = new Set(turned);
  let rest = [...items, ...turned];
  for (const grid of gridsOf(rules)) {
    const inside = rest.filter((item) => isIn(grid.box, item));
    const table = tableOf(grid, inside);
    if (!table) continue;
    tables.push(table);
    rest = rest.filter((item) => !isIn(grid.box, item));
  }
  for (const { box, rows } of openTables(rest, rules)) {
    const inside = rest.filter((item) => isIn(box, item));
    if (inside.length === 0) continue;
    tables.push(placed(box, inside, rows));
    rest = rest.filter((item) => !isIn(box, item));
  }
  const upright = rest.filter((item) => !isTurned.has(item));
  const aside = rest.filter((item) => isTurned.has(item)).flatMap((item) => fragmentsOf([item]));
  return { fragments: [...fragmentsOf(upright), ...tables], aside };
}

function middle({ x, width, y, size }: TextItem): readonly [number, number] {
  return [x + width / 2, y + size * 0.3];
}

function isIn([left, bottom, right, top]: Box, item: TextItem): boolean {
  const [x, y] = middle(item);
  return x > left && x < right && y > bottom && y < top;
}

/** Groups of lines that touch, with at least two columns. */
function gridsOf(rules: readonly Rule[]): Grid[] {
  const boxes = rules.map(({ box }) => box).filter((box) => length(box) >= MIN_LENGTH);
  if (boxes.length < 4 || boxes.length > MAX_RULES) return [];
  return groupsOf(boxes).flatMap((group) => {
    const across = group.filter((box) => box[2] - box[0] >= box[3] - box[1]);
    const down = group.filter((box) => box[2] - box[0] < box[3] - box[1]);
    const ys = places(across.map((box) => (box[1] + box[3]) / 2)).reverse();
    const xs = places(down.map((box) => (box[0] + box[2]) / 2));
    if (ys.length < 2 || xs.length < 3) return [];
    const box: Box = [xs[0] ?? 0, ys.at(-1) ?? 0, xs.at(-1) ?? 0, ys[0] ?? 0];
    return [{ box, xs, ys, across, down }];
  });
}

function length([left, bottom, right, top]: Box): number {
  return Math.max(right - left, top - bottom);
}

function places(values: readonly number[]): number[] {
  const found: number[] = [];
  for (const value of values.toSorted((a, b) => a - b)) {
    const last = found.at(-1);
    if (last === undefined || value - last > TOLERANCE) found.push(value);
  }
  return found;
}

/** Lines that touch, directly or by others. */
function groupsOf(boxes: readonly Box[]): Box[][] {
  const sorted = boxes.toSorted((a, b) => b[3] - a[3]);
  const groups: Box[][] = [];
  const extents: Box[] = [];
  for (const box of sorted) {
    const touched = groups.flatMap((group, index) =>
      touches(extents[index] ?? box, box) && group.some((other) => touches(other, box)) ? [index] : [],
    );
    const [first, ...others] = touched;
    if (first === undefined) {
      groups.push([box]);
      extents.push(box);
      continue;
    }
    for (const index of [first, ...others]) {
      if (index === first) groups[first]?.push(box);
      else groups[first]?.push(...(groups[index]?.splice(0) ?? []));
      extents[first] = around(extents[first] ?? box, around(extents[index] ?? box, box));
    }
  }
  return groups.filter((group) => group.length > 0);
}

function around(one: Box, other: Box): Box {
  return [
    Math.min(one[0], other[0]),
    Math.min(one[1], other[1]),
    Math.max(one[2], other[2]),
    Math.max(one[3], other[3]),
  ];
}

function touches(one: Box, other: Box): boolean {
  return (
    one[0] <= other[2] + TOLERANCE &&
    other[0] <= one[2] + TOLERANCE &&
    one[1] <= other[3] + TOLERANCE &&
    other[1] <= one[3] + TOLERANCE
  );
}

/** A table's cells; undefined for a grid that is not a table: a form's frame, the lines of a chart. */
function tableOf(grid: Grid, items: readonly TextItem[]): Fragment | undefined {
  const rows = grid.ys.slice(1).map((_, row) =>
    grid.xs.slice(1).map((_x, column) => {
      const cell: Box = [
        grid.xs[column] ?? 0,
        grid.ys[row + 1] ?? 0,
        grid.xs[column + 1] ?? 0,
        grid.ys[row] ?? 0,
      ];
      return items.filter((item) => isIn(cell, item));
    }),
  );
  const filledRows = rows.filter((cells) => cells.some((cell) => cell.length > 0));
  const filledColumns = grid.xs
    .slice(1)
    .filter((_, column) => rows.some((cells) => (cells[column] ?? []).length > 0));
  if (filledColumns.length < 2 || filledRows.length < rows.length / 2) return undefined;
  // One row is a table only when all of its cells say something: bars of a chart and fields of a form look alike.
  if (filledRows.length < 2 && (filledRows[0] ?? []).some((cell) => cell.length === 0)) return undefined;
  const table = merged(grid, rows).map((cells) => cells.map((cell) => fragmentsOf(cell)));
  const kept = table.filter((cells) => cells.some((cell) => cell.length > 0));
  return placed(grid.box, items, kept);
}

/** A table as a fragment in the place of its text. */
function placed([left, , right, top]: Box, items: readonly TextItem[], table: Cells): Fragment {
  const words = items.map(({ text }) => text).join(" ");
  const sizes = items.map(({ size }) => size).toSorted((a, b) => a - b);
  const size = sizes[Math.floor(sizes.length / 2)] ?? 10;
  return { spans: [{ text: words }], text: words, x: left, end: right, y: top - size, size, table };
}

/** A cell without a line to the next is one with it: its text stands in each of them, as readers understand it. */
function merged(grid: Grid, rows: readonly (readonly (readonly TextItem[])[])[]): TextItem[][][] {
  const cells = rows.map((row) => row.map((cell) => [...cell]));
  const { xs, ys } = grid;
  for (let row = 0; row < cells.length; row += 1) {
    const y = ((ys[row] ?? 0) + (ys[row + 1] ?? 0)) / 2;
    const borders = xs.map((x) => grid.down.some((box) => crossesAt(box, x, y)));
    // A row without any line inside is a heading of the table: once is enough.
    if (borders.slice(1, -1).every((drawn) => !drawn)) {
      const all = (cells[row] ?? []).flat();
      cells[row] = (cells[row] ?? []).map((_, column) => (column === 0 ? all : []));
      continue;
    }
    spread(cells[row] ?? [], borders);
  }
  for (let column = 0; column + 1 < xs.length; column += 1) {
    const x = ((xs[column] ?? 0) + (xs[column + 1] ?? 0)) / 2;
    const borders = ys.map((y) => grid.across.some((box) => liesAt(box, x, y)));
    const line = cells.map((row) => row[column] ?? []);
    spread(line, borders);
    line.forEach((cell, row) => {
      const target = cells[row];
      if (target) target[column] = cell;
    });
  }
  return cells;
}

/** Gives all cells of a group without borders inside the group's text. */
function spread(cells: TextItem[][], borders: readonly boolean[]): void {
  for (let at = 0; at < cells.length; ) {
    let end = at + 1;
    while (end < cells.length && borders[end] === false) end += 1;
    if (end - at > 1) {
      const all = cells.slice(at, end).flat();
      const unique = [...new Set(all)];
      for (let index = at; index < end; index += 1) cells[index] = unique;
    }
    at = end;
  }
}

function crossesAt([left, bottom, right, top]: Box, x: number, y: number): boolean {
  return Math.abs((left + right) / 2 - x) <= TOLERANCE && bottom <= y && top >= y;
}

function liesAt([left, bottom, right, top]: Box, x: number, y: number): boolean {
  return Math.abs((bottom + top) / 2 - y) <= TOLERANCE && left <= x && right >= x;
}
