import type { TextItem } from "./text.ts";

/** A line of a page in pieces that wide gaps part; a piece is one cell, or several that only other lines tell apart. */
export type Pieces = readonly (readonly TextItem[])[];

/** Narrower gaps are spaces between words, as a share of the size. */
const MIN_GAP = 0.45;
/** Starts within this many points are those of one column. */
const TOLERANCE = 1.5;
/** How many lines away, and how far as a share of the size, other rows of a table are looked for. */
const MAX_LINES = 4;
const MAX_DISTANCE = 8;

/**
 * Parts the cells of a row that stand close to each other, where a narrow gap ends at the place where cells of the lines
 * around begin: two of those lines have to begin there, or the line has to be in cells already, or several of its gaps
 * have to agree.
 */
export function partedAtColumns(lines: readonly Pieces[]): Pieces[] {
  const done: Pieces[] = [...lines];
  // Down the page and up again, since a row may learn from those above and below it.
  for (const order of [lines.keys(), [...lines.keys()].reverse()])
    for (const at of order) done[at] = parted(done[at] ?? [], startsAround(done, at));
  return done;
}

/** The places where cells behind the first begin in the lines around, each with the lines that have it. */
function startsAround(lines: readonly Pieces[], at: number): readonly number[][] {
  const own = lines[at]?.[0]?.[0];
  if (!own) return [];
  const around = [
    ...lines.slice(Math.max(0, at - MAX_LINES), at),
    ...lines.slice(at + 1, at + 1 + MAX_LINES),
  ];
  return around
    .filter((line) => Math.abs((line[0]?.[0]?.y ?? 0) - own.y) < MAX_DISTANCE * own.size)
    .map((line) => line.slice(1).flatMap(([first]) => (first ? [first.x] : [])));
}

function parted(line: Pieces, starts: readonly (readonly number[])[]): Pieces {
  const agree = (x: number) =>
    starts.filter((places) => places.some((place) => Math.abs(place - x) <= TOLERANCE)).length;
  const gaps = line.flatMap((piece) =>
    piece.filter((item, index) => isApart(piece[index - 1], item) && agree(item.x) > 0),
  );
  const isInCells = line.length > 1 || gaps.length > 1;
  const begins = new Set(gaps.filter(({ x }) => isInCells || agree(x) > 1));
  if (begins.size === 0) return line;
  return line.flatMap((piece) => {
    const cells: TextItem[][] = [[]];
    for (const item of piece) {
      if (begins.has(item)) cells.push([]);
      cells.at(-1)?.push(item);
    }
    return cells;
  });
}

function isApart(before: TextItem | undefined, item: TextItem): boolean {
  return (
    before !== undefined && !before.format.code && item.x - (before.x + before.width) > MIN_GAP * item.size
  );
}
