import { displayWidth, pad, truncate, truncateStart } from "./terminal-text.ts";

export interface Column {
  readonly heading: string;
  /**
   * What gives way when the table is wider than the terminal: nothing, the cell's end (the default), or its start.
   * Columns that lose their start give way first: they hold addresses, of which the end says enough.
   */
  readonly cut?: "never" | "end" | "start";
  readonly align?: "left" | "right";
}

const gutter = 2;
/** So many columns of an address's end still identify it. */
const MIN_END_WIDTH = 20;

/**
 * A table in plain text: two spaces between columns, no rules, at most `columns` wide. The widest columns that may
 * be cut are cut first. `decorate` may colour a cell after it was cut and filled.
 */
export function table(
  columns: readonly Column[],
  rows: readonly (readonly string[])[],
  width: number,
  decorate: (cell: string, row: number, column: number) => string = (cell) => cell,
): string[] {
  const widths = columnWidths(columns, rows, width);
  const line = (cells: readonly string[], row: number) =>
    columns
      .map((column, index) => {
        const columnWidth = widths[index] ?? 0;
        const cell = cells[index] ?? "";
        const cut = column.cut === "start" ? truncateStart(cell, columnWidth) : truncate(cell, columnWidth);
        const filler = " ".repeat(Math.max(0, columnWidth - displayWidth(cut)));
        const filled =
          column.align === "right"
            ? filler + cut
            : index === columns.length - 1
              ? cut
              : pad(cut, columnWidth);
        return decorate(filled, row, index);
      })
      .join(" ".repeat(gutter))
      .trimEnd();
  const heading = columns.some((column) => column.heading !== "")
    ? [
        line(
          columns.map((column) => column.heading),
          -1,
        ),
      ]
    : [];
  return [...heading, ...rows.map(line)];
}

function columnWidths(
  columns: readonly Column[],
  rows: readonly (readonly string[])[],
  width: number,
): number[] {
  const widths = columns.map((column, index) =>
    rows.reduce(
      (widest, row) => Math.max(widest, displayWidth(row[index] ?? "")),
      displayWidth(column.heading),
    ),
  );
  let excess = widths.reduce((sum, own) => sum + own, gutter * (columns.length - 1)) - width;
  while (excess > 0) {
    const givesWay = (start: boolean, least: number) =>
      widths
        .map((own, index) => ({ own, index, cut: columns[index]?.cut }))
        .filter(({ own, cut }) => own > least && (start ? cut === "start" : cut !== "never"))
        .sort((a, b) => b.own - a.own)[0];
    const widest = givesWay(true, MIN_END_WIDTH) ?? givesWay(false, 4);
    if (!widest) break;
    widths[widest.index] = widest.own - 1;
    excess -= 1;
  }
  return widths;
}
