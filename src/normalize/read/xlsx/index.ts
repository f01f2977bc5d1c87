import { escapeHtml } from "../../../html/characters.ts";
import type { DocumentFile } from "../../document.ts";
import { unseenText } from "../../legibility/ink.ts";
import { Warnings } from "../../warnings.ts";
import { sensibleTitle } from "../docx/package.ts";
import { openOffice } from "../office/parts.ts";
import type { ConvertedPage } from "../reader.ts";
import { tablesHtml } from "../tables/html.ts";
import { readSheet } from "./sheet.ts";
import { readWorkbook } from "./workbook.ts";

/**
 * An Excel workbook (.xlsx) as tables, a sheet under its name each: values as they are shown, without hidden sheets, rows
 * and columns, without comments. Long sheets are cut into tables with the header repeated.
 * https://ecma-international.org/publications-and-standards/standards/ecma-376/
 *
 * @throws FinIngestError where it is encrypted, damaged, not a workbook, or too large
 */
export async function readXlsx({ body }: Pick<DocumentFile, "body">): Promise<readonly ConvertedPage[]> {
  const parts = openOffice(body, "a workbook (.xlsx)");
  const book = readWorkbook(parts);
  const warnings = new Warnings();
  let hidden = book.hiddenSheets;
  let unseen = 0;
  const isOne = book.sheets.length === 1;
  const html = book.sheets
    .map((sheet) => {
      const text = readSheet(sheet, parts, book);
      hidden += text.hidden;
      unseen += text.unseen;
      const tables = tablesHtml(text.rows, isOne ? 2 : 3);
      return tables === "" || isOne ? tables : `<h2>${escapeHtml(sheet.name)}</h2>${tables}`;
    })
    .join("");
  for (let left = hidden; left > 0; left -= 1) warnings.count("hidden-dropped");
  if (unseen > 0) warnings.add("hidden-text", unseenText(unseen));
  return [{ html, title: sensibleTitle(book.title ?? ""), warnings: warnings.all() }];
}
