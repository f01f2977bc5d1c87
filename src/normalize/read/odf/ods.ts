import { escapeHtml } from "../../../html/characters.ts";
import type { DocumentFile } from "../../document.ts";
import { unseenText } from "../../legibility/ink.ts";
import { Warnings } from "../../warnings.ts";
import { attribute, childrenOf } from "../office/xml.ts";
import type { ConvertedPage } from "../reader.ts";
import { tablesHtml } from "../tables/html.ts";
import { openOdf } from "./package.ts";
import { isHiddenSheet, readSheet } from "./sheet.ts";

/**
 * An OpenDocument spreadsheet (.ods) as tables, a sheet under its name each: values as they are shown, without hidden
 * sheets, rows and columns, without comments. Long sheets are cut into tables with the header repeated.
 * https://docs.oasis-open.org/office/OpenDocument/v1.3/
 *
 * @throws FinIngestError where it is encrypted, damaged, not a spreadsheet, or too large
 */
export async function readOds({ body }: Pick<DocumentFile, "body">): Promise<readonly ConvertedPage[]> {
  const { content, styles, title } = openOdf(body, "spreadsheet");
  const warnings = new Warnings();
  const all = childrenOf(content, "table");
  const shown = all.filter((table) => !isHiddenSheet(table, styles));
  let hidden = all.length - shown.length;
  let unseen = 0;
  const isOne = shown.length === 1;
  const html = shown
    .map((table) => {
      const text = readSheet(table, styles);
      hidden += text.hidden;
      unseen += text.unseen;
      const tables = tablesHtml(text.rows, isOne ? 2 : 3);
      const name = attribute(table, "name") ?? "";
      return tables === "" || isOne ? tables : `<h2>${escapeHtml(name)}</h2>${tables}`;
    })
    .join("");
  warnings.countMany("hidden-dropped", hidden);
  if (unseen > 0) warnings.add("hidden-text", unseenText(unseen));
  return [{ html, title, warnings: warnings.all() }];
}
