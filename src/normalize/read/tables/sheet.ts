import { csvRows } from "../../../csv.ts";
import { FinIngestError } from "../../../errors.ts";
import type { Document } from "../../document.ts";
import { decodeBody } from "../encoding.ts";
import type { ReadPage } from "../reader.ts";
import { type Cell, tablesHtml } from "./html.ts";

/** What readers see of a sheet. */
export interface SheetText {
  readonly rows: readonly (readonly Cell[])[];
  /** Rows and columns that their author hid, and cells whose ink is the ground's colour. */
  readonly hidden: number;
  readonly unseen: number;
}

/** Cells of a table that are read at most. */
export const MAX_CELLS = 500_000;

/**
 * Columns of a sheet, as programs allow them.
 * https://support.microsoft.com/office/1672b34d-7043-467e-8e27-269d656771c3
 */
export const MAX_COLUMNS = 16_384;

/** The error for a table that is too large. @param said how many cells it has */
export function tooManyCells(said = `more than ${MAX_CELLS} cells`): FinIngestError {
  return new FinIngestError(`the document cannot be read: it has ${said}`, {
    hint: "Split it, or leave it out: a table of this size is data, not documentation.",
  });
}

/**
 * A CSV file (https://www.rfc-editor.org/rfc/rfc4180; commas, semicolons or tabs) as a table, cut into several with the
 * header repeated where it is long.
 *
 * @throws FinIngestError where it has too many cells
 */
export async function readCsv(document: Document): Promise<readonly ReadPage[]> {
  const { text, warnings } = decodeBody(document);
  const rows = csvRows(text).map(({ cells }) => cells.map((cell) => ({ text: cell.trim() })));
  const count = rows.reduce((sum, row) => sum + row.length, 0);
  if (count > MAX_CELLS) throw tooManyCells(`${count} cells, more than ${MAX_CELLS}`);
  return [{ html: tablesHtml(rows, 2), warnings }];
}
