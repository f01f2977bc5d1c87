import { csvRows } from "../../../csv.ts";
import { FinIngestError } from "../../../errors.ts";
import type { Document } from "../../document.ts";
import { decodeBody } from "../encoding.ts";
import type { ReadPage } from "../reader.ts";
import { tablesHtml } from "./html.ts";

const MAX_CELLS = 500_000;

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
  if (count > MAX_CELLS)
    throw new FinIngestError(`the document cannot be read: it has ${count} cells, more than ${MAX_CELLS}`, {
      hint: "Split it, or leave it out: a table of this size is data, not documentation.",
    });
  return [{ html: tablesHtml(rows, 2), warnings }];
}
