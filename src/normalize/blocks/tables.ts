import { type ChildNode, type Element, isTag } from "domhandler";
import { element, elementChildren, text, textOf } from "../../html/dom.ts";
import { visibleLine } from "../vocabulary/dropped.ts";
import { numberedCode, titledCode } from "../vocabulary/html-code.ts";
import { signOfStyle, spokenCell, spokenLigature } from "../vocabulary/icons.ts";
import { type AriaTable, isAriaHeader } from "./aria-tables.ts";
import { type Builder, type Handler, tightened } from "./builder.ts";
import { code } from "./code.ts";
import type { Flow } from "./flow.ts";
import { type Cell, type Row, resolveSpans } from "./table-grid.ts";

/**
 * A data table keeps its rows, header cells and caption; row and column spans become plain cells. A layout table becomes
 * the content of its cells, one after the other.
 */
export const table: Handler = (node, flow, builder) => {
  const titled = titledCode(node);
  if (titled) {
    flow.push(element("p", {}, builder.inline(titled.title, flow)));
    builder.walk(titled.code, flow);
    return;
  }
  const numbered = numberedCode(node);
  if (numbered) {
    code(numbered, flow, builder);
    return;
  }
  const rows: Row[] = [];
  let caption: Element | undefined;
  for (const child of elementChildren(node)) {
    if (builder.isDropped(child)) continue;
    if (child.name === "caption") caption ??= child;
    else if (child.name === "tr") rows.push(rowOf(child, false, flow, builder));
    else if (/^(?:thead|tbody|tfoot)$/.test(child.name)) {
      for (const row of elementChildren(child)) {
        if (row.name === "tr" && !builder.isDropped(row))
          rows.push(rowOf(row, child.name === "thead", flow, builder));
      }
    }
  }
  const captionLine = caption ? builder.inline(caption, flow) : [];
  const first = rows[0];
  if (first && !rows.some(({ head }) => head) && first.cells.every(({ header }) => header))
    rows[0] = { ...first, head: true };
  const { grid, cut } = resolveSpans(rows);
  builder.warnings.countMany("table-span-cut", cut);
  const isLayout = /^(?:presentation|none)$/.test(node.attribs.role ?? "") && !isFilled(grid);
  if (grid.length > 0 && !isLayout && isData(grid, captionLine.length > 0)) {
    const head = captionLine.length > 0 ? [element("caption", {}, captionLine)] : [];
    flow.push(element("table", {}, [...head, ...sectionsOf(grid)]));
    return;
  }
  if (captionLine.length > 0) flow.push(element("p", {}, captionLine));
  // Nothing is read by rows here, so a cell that spans several is written once.
  for (const { cells } of rows) for (const cell of cells) flow.push(...blocksOf(cell));
};

/** A table whose rows and cells are elements of any name, with the roles of a table. */
export function addAriaTable({ rows }: AriaTable, flow: Flow, builder: Builder): void {
  const cellOf = (node: Element): Cell => ({
    ...contentOfCell(node, flow, builder),
    header: isAriaHeader(node),
    columns: spanOf(node.attribs["aria-colspan"]),
    rows: spanOf(node.attribs["aria-rowspan"]),
  });
  const { grid, cut } = resolveSpans(rows.map((cells) => ({ head: false, cells: cells.map(cellOf) })));
  builder.warnings.countMany("table-span-cut", cut);
  if (grid.length > 0) flow.push(element("table", {}, sectionsOf(grid)));
}

function rowOf(node: Element, head: boolean, flow: Flow, builder: Builder): Row {
  const cells: Cell[] = [];
  for (const child of node.children) {
    if (!isTag(child) || (child.name !== "td" && child.name !== "th") || builder.isDropped(child)) continue;
    cells.push({
      ...contentOfCell(child, flow, builder),
      header: child.name === "th",
      columns: spanOf(child.attribs.colspan),
      rows: child.attribs.rowspan === "0" ? Number.MAX_SAFE_INTEGER : spanOf(child.attribs.rowspan),
    });
  }
  return { head, cells };
}

function contentOfCell(cell: Element, flow: Flow, builder: Builder): Pick<Cell, "content" | "isLine"> {
  const blocks = signOfCell(cell, builder) ?? builder.blocks(cell, flow);
  return { content: tightened(blocks, false), isLine: blocks.length === 1 && blocks[0]?.name === "p" };
}

/** A cell that shows an icon or a box alone: empty, it would read as "no". */
function signOfCell(cell: Element, { warnings }: Builder): Element[] | undefined {
  if (elementChildren(cell).length === 0 && cell.attribs["aria-label"] === undefined) {
    const sign = signOfStyle(cell);
    return sign && [element("p", {}, [text(sign)])];
  }
  const said = visibleLine(cell) === "" ? spokenCell(cell) : spokenLigature(cell);
  if (said?.words === "") warnings.count("icon-without-name");
  return said && said.words !== "" ? [element("p", {}, [text(said.words)])] : undefined;
}

const blocksOf = ({ content, isLine }: Cell): Element[] =>
  isLine ? [element("p", {}, content)] : content.filter(isTag);

function spanOf(value: string | undefined): number {
  return Math.max(Number.parseInt(value ?? "1", 10) || 1, 1);
}

/** Decided by the result, so that normalising the page again decides the same. */
function isData(rows: readonly Row[], hasCaption: boolean): boolean {
  const [first] = rows;
  if (first && rows.length === 1) {
    const filled = first.cells.filter(({ content }) => content.length > 0);
    const isOnlyCode =
      filled.length === 1 && filled[0]?.content.every((node) => isTag(node) && node.name === "pre");
    if (first.cells.length === 1 || isOnlyCode) return false;
  }
  const someCell = (test: (cell: Cell) => boolean) => rows.some(({ cells }) => cells.some(test));
  if (hasCaption || someCell(({ header }) => header)) return true;
  if (first?.cells.length === 1) return false;
  return !someCell(({ content }) => content.some(isTableOrHeading));
}

/**
 * Editors of help articles mark every table as one for the layout. A layout has gaps, pictures and longer parts; a table
 * has a line of words in each cell.
 */
function isFilled(rows: readonly Row[]): boolean {
  const isWords = ({ content, isLine }: Cell) => isLine && /[\p{L}\p{N}]/u.test(wordsOf(content));
  return rows.length > 1 && rows.every(({ cells }) => cells.length > 1 && cells.every(isWords));
}

const wordsOf = (content: readonly ChildNode[]) => content.map(textOf).join("");

const isTableOrHeading = (node: ChildNode): boolean =>
  isTag(node) && (node.name === "table" || /^h[1-6]$/.test(node.name));

function sectionsOf(rows: readonly Row[]): Element[] {
  const firstBody = rows.findIndex(({ head }) => !head);
  let headRows = firstBody === -1 ? rows.length : firstBody;
  if (headRows === 0 && rows[0]?.cells.every(({ header }) => header)) headRows = 1;
  const build = (name: string, part: readonly Row[], allHeader: boolean) =>
    part.length === 0
      ? []
      : [
          element(
            name,
            {},
            part.map((row) => rowElement(row, allHeader)),
          ),
        ];
  return [...build("thead", rows.slice(0, headRows), true), ...build("tbody", rows.slice(headRows), false)];
}

function rowElement({ cells }: Row, allHeader: boolean): Element {
  return element(
    "tr",
    {},
    cells.map(({ header, content }) => element(header || allHeader ? "th" : "td", {}, content)),
  );
}
