import type { Block, Row, Span } from "./text.ts";

/** Starts within this many points belong to one column. */
const TOLERANCE = 4;
const MIN_ROWS = 3;

/** A table that starts at a row: at least three rows, whose cells start at the same places. */
export function tableAt(rows: readonly Row[], at: number): { block: Block; used: number } | undefined {
  const first = rows[at];
  if (!first || first.cells.length < 2) return undefined;
  const starts = first.cells.map(({ x }) => x);
  const body: Span[][][] = [];
  let full = 0;
  let used = 0;
  for (let row = rows[at]; row; row = rows[at + used]) {
    if (row.cells.some(({ table }) => table)) break;
    const above = used > 0 ? rows[at + used - 1] : undefined;
    if (above && above.y - row.y > 3.2 * row.size) break;
    const places = row.cells.map(({ x }) => starts.findIndex((start) => Math.abs(start - x) <= TOLERANCE));
    if (places.includes(-1)) break;
    const last = body.at(-1);
    // A line without a first cell continues the cells of the row above, if it is close.
    const goesOn = last && above && places[0] !== 0 && above.y - row.y < 1.45 * row.size;
    if (!goesOn && row.cells.length < 2) break;
    const cells = goesOn ? last : starts.map((): Span[] => []);
    row.cells.forEach(({ spans }, index) => {
      const cell = cells[places[index] ?? 0];
      if (cell) cell.push(...(cell.length > 0 ? [{ text: " " }] : []), ...spans);
    });
    if (!goesOn) {
      body.push(cells);
      full += 1;
    }
    used += 1;
  }
  if (full < MIN_ROWS) return undefined;
  return { block: { kind: "table", rows: body, header: isHeader(body) }, used };
}

/** A first row in bold above others is a header. */
export function isHeader([first, second]: readonly Span[][][]): boolean {
  const bold = (row: readonly Span[][] | undefined) =>
    row?.every((cell) => cell.every(({ bold: isBold, text }) => isBold || text.trim() === "")) ?? false;
  return bold(first) && !bold(second);
}
