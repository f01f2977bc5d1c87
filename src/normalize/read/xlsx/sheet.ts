import type { Element } from "domhandler";
import { parseUrl } from "../../../http/url.ts";
import type { OfficeParts } from "../office/parts.ts";
import { at, attribute, childrenOf, textOf } from "../office/xml.ts";
import type { Cell } from "../tables/html.ts";
import { MAX_CELLS, MAX_COLUMNS, type SheetText, tooManyCells } from "../tables/sheet.ts";
import { richText, type Sheet, type Workbook } from "./workbook.ts";

/** @throws FinIngestError where it has too many cells */
export function readSheet(sheet: Sheet, parts: OfficeParts, book: Workbook): SheetText {
  const root = parts.part(sheet.part);
  const [body] = root ? childrenOf(root) : [];
  if (!body) return { rows: [], hidden: 0, unseen: 0 };
  const hiddenColumns = columnsHidden(body);
  const links = linksOf(body, parts.relations(sheet.part));
  const rows = new Map<number, Map<number, Cell>>();
  let [hidden, unseen, cells] = [hiddenColumns.size > 0 ? 1 : 0, 0, 0];
  let next = 1;
  for (const row of childrenOf(at(body, "sheetData") ?? body, "row")) {
    const number = Number(attribute(row, "r") ?? next);
    next = number + 1;
    if (["1", "true"].includes(attribute(row, "hidden") ?? "")) {
      hidden += 1;
      continue;
    }
    let column = 0;
    for (const cell of childrenOf(row, "c")) {
      column = columnOf(attribute(cell, "r")) ?? column + 1;
      if (hiddenColumns.has(column) || column > MAX_COLUMNS) continue;
      const text = textIn(cell, book).trim();
      if (text === "") continue;
      cells += 1;
      if (cells > MAX_CELLS) throw tooManyCells();
      if (book.styles[Number(attribute(cell, "s") ?? "0")]?.isUnseen) {
        unseen += 1;
        continue;
      }
      const own = rows.get(number) ?? new Map<number, Cell>();
      rows.set(number, own.set(column, { text, href: links.get(attribute(cell, "r") ?? "") }));
    }
  }
  repeatMerged(body, rows, hiddenColumns);
  return { rows: inOrder(rows), hidden, unseen };
}

/** ECMA-376 part 1, 18.18.11: the kinds of values. */
function textIn(cell: Element, { strings, styles }: Workbook): string {
  const kind = attribute(cell, "t") ?? "n";
  const inline = at(cell, "is");
  if (inline) return richText(inline);
  const value = at(cell, "v");
  const written = value ? textOf(value) : "";
  if (kind === "s") return strings[Number(written)] ?? "";
  if (kind === "b") return written === "1" ? "TRUE" : "FALSE";
  if (kind !== "n" || written === "" || Number.isNaN(Number(written))) return written;
  const style = styles[Number(attribute(cell, "s") ?? "0")];
  return style ? style.format(Number(written)) : written;
}

/** `BC12` → 55. */
function columnOf(reference: string | undefined): number | undefined {
  const letters = /^([A-Z]{1,3})\d/.exec(reference ?? "")?.[1];
  return letters === undefined
    ? undefined
    : [...letters].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0);
}

function columnsHidden(body: Element): ReadonlySet<number> {
  const hidden = new Set<number>();
  for (const column of childrenOf(at(body, "cols") ?? body, "col")) {
    if (!["1", "true"].includes(attribute(column, "hidden") ?? "")) continue;
    const last = Math.min(Number(attribute(column, "max") ?? "0"), MAX_COLUMNS);
    for (let at = Number(attribute(column, "min") ?? "1"); at <= last; at += 1) hidden.add(at);
  }
  return hidden;
}

/** A merged cell says its text for all that it covers. */
function repeatMerged(
  body: Element,
  rows: ReadonlyMap<number, Map<number, Cell>>,
  hiddenColumns: ReadonlySet<number>,
): void {
  const merged = at(body, "mergeCells");
  for (const one of merged ? childrenOf(merged, "mergeCell") : []) {
    const [from = "", to = ""] = (attribute(one, "ref") ?? "").split(":");
    const [left, right] = [columnOf(from), columnOf(to)];
    const [top, bottom] = [rowOf(from), rowOf(to)];
    if (left === undefined || right === undefined || (right - left) * (bottom - top) > MAX_CELLS) continue;
    const cell = rows.get(top)?.get(left);
    if (!cell) continue;
    for (let row = top; row <= bottom; row += 1)
      for (let column = left; column <= right; column += 1)
        // A row without any cell of its own is only space.
        if (!hiddenColumns.has(column)) rows.get(row)?.set(column, cell);
  }
}

const rowOf = (reference: string): number => Number(/\d+$/.exec(reference)?.[0] ?? "0");

function linksOf(
  body: Element,
  relations: ReturnType<OfficeParts["relations"]>,
): ReadonlyMap<string, string> {
  const links = new Map<string, string>();
  const all = at(body, "hyperlinks");
  for (const link of all ? childrenOf(all, "hyperlink") : []) {
    const id = Object.entries(link.attribs).find(([key]) => key.endsWith(":id"))?.[1] ?? "";
    const target = relations.get(id);
    if (target?.isExternal && parseUrl(target.target)) links.set(attribute(link, "ref") ?? "", target.target);
  }
  return links;
}

function inOrder(rows: ReadonlyMap<number, ReadonlyMap<number, Cell>>): Cell[][] {
  const numbers = [...rows.keys()].sort((a, b) => a - b);
  let width = 0;
  for (const row of rows.values()) for (const column of row.keys()) width = Math.max(width, column);
  // Columns that no row has cost nothing.
  const used = new Set([...rows.values()].flatMap((row) => [...row.keys()]));
  const columns = [...used].filter((column) => column <= width).sort((a, b) => a - b);
  return numbers.map((number) => columns.map((column) => rows.get(number)?.get(column) ?? { text: "" }));
}
