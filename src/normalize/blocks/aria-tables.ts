import type { Element, ParentNode } from "domhandler";
import { elementChildren, noAttributes, textOf } from "../../html/dom.ts";

/** The cells of each row, where no cell is of HTML's own elements. */
export interface AriaTable {
  readonly rows: readonly (readonly Element[])[];
}

const tables = /^(?:table|grid|treegrid)$/;
const cells = /^(?:cell|gridcell|columnheader|rowheader)$/;
const headers = /^(?:columnheader|rowheader)$/;
/** A list of one column is none. */
const MIN_COLUMNS = 2;

/**
 * The table that an element of another name is by its roles, as GitBook and React Aria write one, or by its classes
 * (`divTableRow`, `tr`); undefined where it is none, or where a part of its text is in no cell. https://www.w3.org/TR/wai-aria-1.2/#table
 */
export function ariaTableOf(node: Element): AriaTable | undefined {
  if (node.attribs === noAttributes || node.name === "table" || !mayBeTable(node)) return undefined;
  if (!tables.test(roleOf(node))) return undefined;
  const rows = nearest(node, /^row$/).map((row) => nearest(row, cells));
  const all = rows.flat();
  if (!rows.some((row) => row.length >= MIN_COLUMNS) || all.some((cell) => nearest(cell, tables).length > 0))
    return undefined;
  if (node.attribs.role === undefined && !areAlike(rows)) return undefined;
  return all.reduce((sum, cell) => sum + lengthOf(cell), 0) === lengthOf(node) ? { rows } : undefined;
}

export const isAriaHeader = (cell: Element): boolean => headers.test(roleOf(cell));

/** Only a class says so: then there are several rows, and as many cells in each. */
function areAlike([first, ...rest]: readonly (readonly Element[])[]): boolean {
  return first !== undefined && rest.length > 0 && rest.every(({ length }) => length === first.length);
}

/** Most elements are asked, and few are. */
const mayBeTable = ({ attribs }: Element): boolean =>
  attribs.role !== undefined || (attribs.class !== undefined && /table/i.test(attribs.class));

/** The role that an element states, or that a class gives it of those which style sheets draw tables with. */
function roleOf({ name, attribs }: Element): string {
  if (attribs.role !== undefined || attribs.class === undefined || !drawn.test(name))
    return attribs.role ?? "";
  for (const one of attribs.class.split(/\s+/)) {
    const role = roleByClass.get(one.toLowerCase().replaceAll(/[_-]/g, ""));
    if (role !== undefined) return role;
  }
  return "";
}

const drawn = /^(?:div|span|li|ul|section)$/;

/** Class names without case, hyphens and underscores. */
const roleByClass: ReadonlyMap<string, string> = new Map(
  Object.entries({
    table: "table|divtable|rtable|csstable|flextable|gridtable|datatable",
    row: "tr|tablerow|divtablerow|rtablerow|trow|row",
    cell: "td|tablecell|divtablecell|rtablecell|tcell|cell",
    columnheader: "th|tableheadcell|divtablehead|rtablehead|tablehead",
  }).flatMap(([role, names]) => names.split("|").map((name): [string, string] => [name, role])),
);

/** Characters without blanks. */
const lengthOf = (node: Element): number => textOf(node).replace(/\s+/g, "").length;

/** The outermost elements below a node that have such a role. */
function nearest(node: ParentNode, role: RegExp): Element[] {
  return elementChildren(node).flatMap((child) =>
    role.test(roleOf(child)) ? [child] : nearest(child, role),
  );
}
