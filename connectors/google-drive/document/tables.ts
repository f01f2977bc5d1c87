import type { Cell, Table } from "./schema.ts";

/** A table as HTML. Cells that a merged one covers are in the answer, and empty. */
export function tableHtml(table: Table, cellHtml: (cell: Cell) => string): string {
  const covered = new Set<string>();
  const rows = table.tableRows.map(({ tableCells, tableRowStyle }, row) => {
    const cells = tableCells ?? [];
    const isWhole = cells.length === table.columns;
    const tag = tableRowStyle?.tableHeader ? "th" : "td";
    let column = 0;
    const html = cells.map((cell) => {
      if (!isWhole) while (covered.has(`${row} ${column}`)) column += 1;
      const here = column;
      column += 1;
      const text = cellHtml(cell);
      if (covered.has(`${row} ${here}`) && text === "") return "";
      const { rowSpan, columnSpan } = cell.tableCellStyle ?? {};
      const [down, across] = [Math.max(rowSpan ?? 1, 1), Math.max(columnSpan ?? 1, 1)];
      for (let below = 0; below < down; below += 1)
        for (let beside = 0; beside < across; beside += 1)
          if (below + beside > 0) covered.add(`${row + below} ${here + beside}`);
      if (!isWhole) column = here + across;
      const spans = `${down > 1 ? ` rowspan="${down}"` : ""}${across > 1 ? ` colspan="${across}"` : ""}`;
      return `<${tag}${spans}>${text}</${tag}>`;
    });
    return `<tr>${html.join("")}</tr>`;
  });
  return `<table>${rows.join("")}</table>`;
}
