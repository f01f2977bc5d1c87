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
 * The table that an element of another name is by its roles, as GitBook and React Aria write one; undefined where it is
 * none, or where a part of its text is in no cell. https://www.w3.org/TR/wai-aria-1.2/#table
 */
export function ariaTableOf(node: Element): AriaTable | undefined {
  if (node.attribs === noAttributes || node.name === "table" || !tables.test(roleOf(node))) return undefined;
  const rows = nearest(node, /^row$/).map((row) => nearest(row, cells));
  const all = rows.flat();
  if (!rows.some((row) => row.length >= MIN_COLUMNS) || all.some((cell) => nearest(cell, tables).length > 0))
    return undefined;
  return all.reduce((sum, cell) => sum + lengthOf(cell), 0) === lengthOf(node) ? { rows } : undefined;
}

export const isAriaHeader = (cell: Element): boolean => headers.test(roleOf(cell));

const roleOf = ({ attribs }: Element): string => attribs.role ?? "";

/** Characters without blanks. */
const lengthOf = (node: Element): number => textOf(node).replace(/\s+/g, "").length;

/** The outermost elements below a node that have such a role. */
function nearest(node: ParentNode, role: RegExp): Element[] {
  return elementChildren(node).flatMap((child) =>
    role.test(roleOf(child)) ? [child] : nearest(child, role),
  );
}
