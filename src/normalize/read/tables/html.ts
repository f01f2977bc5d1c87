import { escapeHtml } from "../../../html/characters.ts";

/** Rows under one header: longer tables are cut there, each part with the header again, so that every passage has it. */
const ROWS_PER_TABLE = 100;

/** A cell's text, and where it leads. */
export interface Cell {
  readonly text: string;
  readonly href?: string | undefined;
}

/**
 * Rows as tables. The first one is the header where all of its cells are words and no two are alike. Rows and columns
 * without text are left out.
 *
 * @param level of the headings over the parts of a long table
 */
export function tablesHtml(rows: readonly (readonly Cell[])[], level: number): string {
  const [first, ...rest] = withoutEmpty(rows);
  if (first === undefined) return "";
  const isHeader = rest.length > 0 && looksLikeHeader(first);
  const header = isHeader ? `<thead>${rowHtml(first, "th")}</thead>` : "";
  const body = isHeader ? rest : [first, ...rest];
  const parts: string[] = [];
  for (let from = 0; from < body.length; from += ROWS_PER_TABLE) {
    const part = body.slice(from, from + ROWS_PER_TABLE);
    const heading =
      body.length > ROWS_PER_TABLE ? `<h${level}>Rows ${from + 1} to ${from + part.length}</h${level}>` : "";
    parts.push(
      `${heading}<table>${header}<tbody>${part.map((row) => rowHtml(row, "td")).join("")}</tbody></table>`,
    );
  }
  return parts.join("");
}

function withoutEmpty(rows: readonly (readonly Cell[])[]): (readonly Cell[])[] {
  const filled = rows.filter((row) => row.some(({ text }) => text !== ""));
  const used = new Set<number>();
  for (const row of filled) for (const [column, { text }] of row.entries()) if (text !== "") used.add(column);
  const columns = [...used].sort((a, b) => a - b);
  return filled.map((row) => columns.map((column) => row[column] ?? { text: "" }));
}

/** Whether these cells name columns: words, short, and no two alike. */
export function looksLikeHeader(row: readonly Cell[]): boolean {
  const texts = row.map(({ text }) => text.trim());
  const areWords = texts.every((text) => /\p{L}/u.test(text) && text.length <= 100);
  return areWords && new Set(texts).size === texts.length;
}

const rowHtml = (row: readonly Cell[], tag: "td" | "th"): string =>
  `<tr>${row.map((cell) => `<${tag}>${cellHtml(cell)}</${tag}>`).join("")}</tr>`;

function cellHtml({ text, href }: Cell): string {
  const html = escapeHtml(text).replaceAll(/\r?\n/g, "<br>");
  return href === undefined || text === "" ? html : `<a href="${escapeHtml(href)}">${html}</a>`;
}
