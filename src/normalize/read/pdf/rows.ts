import { isMarker } from "./markers.ts";
import { type Fragment, joinSpans, plain, type Row, type Span } from "./text.ts";

/** All spans of a row; cells outside tables are separated by a space. */
export function spansOf(row: Row): Span[] {
  return joinSpans(
    row.cells.flatMap(({ spans }, index) => (index === 0 ? spans : [{ text: " " }, ...spans])),
  );
}

export function isTable({ table }: Fragment): boolean {
  return table !== undefined;
}

export function hasTable({ cells }: Row): boolean {
  return cells.some(isTable);
}

export function isCode({ cells }: Row): boolean {
  return cells.every(({ spans }) => spans.every(({ code, text }) => code === true || text.trim() === ""));
}

/** How far a number without a full stop may be from its text, as a share of the size. */
const MAX_DISTANCE = 3;

/** A list marker is apart from its text, but is not a cell. */
export function markerJoined(row: Row): Row {
  const [marker, text, ...more] = row.cells;
  if (!marker || !text || !isMarker(marker.text)) return row;
  // Numbers are also cells.
  if (/^\d+$/.test(marker.text.trim()) && (more.length > 0 || text.x - marker.end > MAX_DISTANCE * row.size))
    return row;
  const spans = joinSpans([...marker.spans, { text: " " }, ...text.spans]);
  return {
    ...row,
    cells: [{ ...text, spans, text: plain(spans), x: marker.x, bodyX: text.x }, ...more],
  };
}

/** The rows from one on that a test holds for. */
export function takeWhile(rows: readonly Row[], at: number, test: (row: Row) => boolean): Row[] {
  let end = at;
  for (let next = rows[end]; next && test(next); next = rows[end]) end += 1;
  return rows.slice(at, end);
}
