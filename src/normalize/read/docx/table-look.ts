import type { Element } from "domhandler";
import { at, attribute, childrenOf, local } from "../office/xml.ts";
import type { StyleFacts } from "./styles.ts";

/** The bits of `w:tblLook/@w:val` (ECMA-376 part 1, 17.4.55). */
const bits: Readonly<Record<string, number>> = {
  firstRow: 0x20,
  lastRow: 0x40,
  firstColumn: 0x80,
  lastColumn: 0x100,
  noHBand: 0x200,
  noVBand: 0x400,
};

/** What a table's style says of the cell around, the strongest first: corners and edges, bands, the whole table. */
export function* tableProperties(
  around: readonly Element[],
  styles: StyleFacts,
  name: "rPr" | "tcPr",
): Generator<Element> {
  const cell = around.find((one) => local(one) === "tc");
  const row = around.find((one) => local(one) === "tr");
  const table = around.find((one) => local(one) === "tbl");
  if (!cell || !row || !table) return;
  const line = styles.line(attribute(at(table, "tblPr", "tblStyle"), "val"));
  if (line.length === 0) return;
  const parts = partsOf(cell, row, table);
  for (const part of parts)
    for (const style of line)
      for (const special of childrenOf(style, "tblStylePr"))
        if (attribute(special, "type") === part) {
          const found = at(special, name);
          if (found) yield found;
        }
  for (const style of line) {
    const found = at(style, name);
    if (found) yield found;
  }
}

/** The parts of a table's style that apply to a cell (ECMA-376 part 1, 17.18.89), the strongest first. */
function partsOf(cell: Element, row: Element, table: Element): string[] {
  const look = at(table, "tblPr", "tblLook");
  const value = Number.parseInt(attribute(look, "val") ?? "0", 16);
  const isOn = (name: string) => {
    const stated = attribute(look, name);
    return stated === undefined ? (value & (bits[name] ?? 0)) !== 0 : stated === "1" || stated === "true";
  };
  const rows = childrenOf(table, "tr");
  const cells = childrenOf(row, "tc");
  const [down, across] = [rows.indexOf(row), cells.indexOf(cell)];
  const isFirstRow = down === 0 && isOn("firstRow");
  const isFirstColumn = across === 0 && isOn("firstColumn");
  const parts: string[] = [];
  if (isFirstRow) parts.push(...(isFirstColumn ? ["nwCell"] : []), "firstRow");
  if (down === rows.length - 1 && isOn("lastRow")) parts.push("lastRow");
  if (isFirstColumn) parts.push("firstCol");
  if (across === cells.length - 1 && isOn("lastColumn")) parts.push("lastCol");
  const bandRow = down - (isOn("firstRow") ? 1 : 0);
  const bandColumn = across - (isOn("firstColumn") ? 1 : 0);
  if (!isOn("noVBand") && bandColumn >= 0) parts.push(bandColumn % 2 === 0 ? "band1Vert" : "band2Vert");
  if (!isOn("noHBand") && bandRow >= 0) parts.push(bandRow % 2 === 0 ? "band1Horz" : "band2Horz");
  return [...parts, "wholeTable"];
}
