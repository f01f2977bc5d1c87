import { type Element, isTag } from "domhandler";
import { parseUrl } from "../../../http/url.ts";
import { isInkSeen } from "../../legibility/ink.ts";
import { hexColor } from "../docx/colors.ts";
import { attribute, childrenOf, elementsOf, local, textOf } from "../office/xml.ts";
import type { Cell } from "../tables/html.ts";
import { MAX_CELLS, MAX_COLUMNS, type SheetText, tooManyCells } from "../tables/sheet.ts";
import { repeats, says } from "./package.ts";
import { type OdfStyles, property } from "./styles.ts";
import { isHiddenRow, rowsIn } from "./table.ts";

interface Column {
  readonly isHidden: boolean;
  readonly style: string | undefined;
}

/** @throws FinIngestError where it has too many cells */
export function readSheet(table: Element, styles: OdfStyles): SheetText {
  const columns = columnsOf(table);
  const sheet: Reading = { columns, styles, reaching: new Map(), cells: 0, unseen: 0 };
  const rows: (readonly Cell[])[] = [];
  let hidden = columns.some(({ isHidden }) => isHidden) ? 1 : 0;
  for (const { row } of rowsIn(table, false)) {
    const times = repeats(row, "number-rows-repeated", MAX_CELLS);
    const texts = rowCells(row, times, sheet);
    if (isHiddenRow(row)) hidden += 1;
    // A row without any cell of its own is only space.
    else if (texts.length > 0) {
      count(sheet, (times - 1) * texts.length);
      const whole = Array.from(texts, (one) => one ?? { text: "" });
      for (let left = times; left > 0; left -= 1) rows.push(whole);
    }
  }
  return { rows, hidden, unseen: sheet.unseen };
}

interface Reading {
  readonly columns: readonly Column[];
  readonly styles: OdfStyles;
  /** Cells that reach into rows below, by column, and how many rows these are. */
  readonly reaching: Map<number, { readonly cell: Cell; rows: number }>;
  cells: number;
  unseen: number;
}

function count(sheet: Reading, more: number): void {
  sheet.cells += more;
  if (sheet.cells > MAX_CELLS) throw tooManyCells();
}

/** The cells of a row that a reader sees, with those that reach into it; empty for one without cells of its own. */
function rowCells(row: Element, times: number, sheet: Reading): (Cell | undefined)[] {
  const texts: (Cell | undefined)[] = [];
  const rowStyle = attribute(row, "default-cell-style-name");
  let column = 0;
  for (const cell of childrenOf(row)) {
    if (!/^(?:covered-)?table-cell$/.test(local(cell))) continue;
    const first = column;
    column += repeats(cell, "number-columns-repeated", MAX_COLUMNS - column);
    const text = local(cell) === "table-cell" ? cellOf(cell) : { text: "" };
    if (text.text === "") continue;
    const wide = first + repeats(cell, "number-columns-spanned", MAX_COLUMNS - first);
    const down = repeats(cell, "number-rows-spanned", MAX_CELLS);
    for (let at = first; at < Math.max(column, wide); at += 1) {
      if (sheet.columns[at]?.isHidden) continue;
      count(sheet, 1);
      const style = attribute(cell, "style-name") ?? rowStyle ?? sheet.columns[at]?.style;
      if (isUnseen(sheet.styles, style, cell)) sheet.unseen += at === first ? 1 : 0;
      else {
        texts[at] = text;
        if (down > 1) sheet.reaching.set(at, { cell: text, rows: down });
      }
    }
  }
  const hasOwn = texts.length > 0;
  for (const [at, reach] of sheet.reaching) {
    if (hasOwn) texts[at] ??= reach.cell;
    reach.rows -= times;
    if (reach.rows <= 0) sheet.reaching.delete(at);
  }
  return texts;
}

function columnsOf(table: Element): Column[] {
  const columns: Column[] = [];
  for (const one of elementsOf(table)) {
    if (local(one) === "table-row") break;
    if (local(one) !== "table-column") continue;
    const column = { isHidden: isHiddenRow(one), style: attribute(one, "default-cell-style-name") };
    const times = repeats(one, "number-columns-repeated", MAX_COLUMNS - columns.length);
    for (let left = times; left > 0 && columns.length < MAX_COLUMNS; left -= 1) columns.push(column);
  }
  return columns;
}

/** What a cell shows; empty for one that shows nothing. */
function cellOf(cell: Element): Cell {
  const paragraphs = childrenOf(cell, "p");
  const links = paragraphs.flatMap((one) => [...elementsOf(one)].filter((inner) => local(inner) === "a"));
  const [href] = links.map((link) => attribute(link, "href") ?? "").filter((target) => parseUrl(target));
  const shown = paragraphs.map(shownText).join("\n").trim();
  return { text: shownValue(cell, shown), href };
}

/** The letters of a paragraph; blanks in a row are written as an element. */
function shownText(element: Element): string {
  return element.children
    .map((child) => {
      if (child.type === "text") return child.data.replaceAll(/\s+/g, " ");
      if (!isTag(child)) return "";
      if (local(child) === "s") return " ".repeat(repeats(child, "c", 100));
      if (local(child) === "line-break") return "\n";
      return /^(?:annotation|frame|ruby-text)$/.test(local(child)) ? "" : shownText(child);
    })
    .join("");
}

/** A day in digits is in ISO order: 03/04 is another day for other readers. A writer may leave out what is shown. */
function shownValue(cell: Element, shown: string): string {
  const date = attribute(cell, "date-value");
  if (date !== undefined && !/\p{L}/u.test(shown)) {
    const [day = "", time = ""] = date.split("T");
    return time !== "" && /\d:\d\d/.test(shown) ? `${day} ${time.slice(0, 5)}` : day;
  }
  if (shown !== "" || childrenOf(cell, "p").length > 0) return shown;
  if (attribute(cell, "value-type") === "boolean") return says(cell, "boolean-value") ? "TRUE" : "FALSE";
  return attribute(cell, "string-value") ?? attribute(cell, "value") ?? "";
}

function isUnseen(styles: OdfStyles, style: string | undefined, cell: Element): boolean {
  const line = styles.line("table-cell", style);
  const [ink, ground] = [
    hexColor(property(line, "text-properties", "color")),
    hexColor(property(line, "table-cell-properties", "background-color")),
  ];
  const isAutomatic = property(line, "text-properties", "use-window-font-color") === "true";
  // Letters may have colours of their own.
  const spans = [...elementsOf(cell)].filter((one) => local(one) === "span" && textOf(one).trim() !== "");
  const own = spans.map((one) =>
    hexColor(property(styles.line("text", attribute(one, "style-name")), "text-properties", "color")),
  );
  const inks = own.length > 0 ? own.map((one) => one ?? ink) : [isAutomatic ? undefined : ink];
  return inks.every((one) => one !== undefined && !isInkSeen(one, ground));
}

/** Whether an author hid a sheet: its table style says so. */
export function isHiddenSheet(table: Element, styles: OdfStyles): boolean {
  const line = styles.line("table", attribute(table, "style-name"));
  return property(line, "table-properties", "display") === "false";
}
