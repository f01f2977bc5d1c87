import { escapeHtml } from "../../../html/characters.ts";
import { leadIn } from "../../vocabulary/html-text.ts";

/** Renders Markdown of a cell. */
type Render = (text: string) => string;

/** MyST's `list-table`: a list of lists, a row each. */
export function listTable(text: string, title: string, headerRows: number, render: Render): string {
  const rows: string[][] = [];
  for (const line of text.split("\n")) {
    const start = /^(?:[*-][ \t]+)([*-])(?:[ \t]+(.*))?$/.exec(line);
    const next = /^[ \t]{1,4}[*-](?:[ \t]+(.*))?$/.exec(line);
    const row = rows.at(-1);
    if (start !== null) rows.push([start[2] ?? ""]);
    else if (next !== null && row !== undefined) row.push(next[1] ?? "");
    else if (row !== undefined) row[row.length - 1] += `\n${line.replace(/^[ \t]{1,4}/, "")}`;
  }
  return table(rows, title, headerRows, render);
}

/** MyST's `csv-table`. */
export function csvTable(text: string, title: string, header: string | undefined, render: Render): string {
  const rows = [...(header === undefined ? [] : [header]), ...text.split("\n")]
    .filter((line) => line.trim() !== "")
    .map((line) =>
      [...line.matchAll(/\s*(?:"((?:[^"]|"")*)"|([^,]*))(?:,|$)/g)]
        .filter((match) => match.index < line.length)
        .map((match) => (match[1]?.replaceAll('""', '"') ?? match[2] ?? "").trim()),
    );
  return table(rows, title, header === undefined ? 0 : 1, render);
}

/** MyST's `glossary`: a definition list, or as in Sphinx terms at the margin and their meaning indented. https://mystmd.org/guide/glossaries */
export function glossary(text: string, render: Render): string {
  if (/^:[ \t]+\S/m.test(text)) return render(text);
  const parts = text.split(/\n(?=\S)/).filter((part) => part.trim() !== "");
  const items = parts.map((part) => {
    const [term = "", ...rest] = part.split("\n");
    const meaning = rest.map((line) => line.replace(/^[ \t]{1,4}/, "")).join("\n");
    return `<dt>${escapeHtml(term.replace(/^:/, "").trim())}</dt>\n<dd>${render(meaning)}</dd>\n`;
  });
  return `<dl>\n${items.join("")}</dl>\n`;
}

function table(rows: readonly string[][], title: string, headerRows: number, render: Render): string {
  const rowHtml = (cells: readonly string[], tag: string) =>
    `<tr>${cells.map((cell) => `<${tag}>${render(cell.trim())}</${tag}>`).join("")}</tr>\n`;
  const head = rows.slice(0, headerRows).map((row) => rowHtml(row, "th"));
  const body = rows.slice(headerRows).map((row) => rowHtml(row, "td"));
  const header = head.length === 0 ? "" : `<thead>\n${head.join("")}</thead>\n`;
  return `${leadIn(title)}<table>\n${header}<tbody>\n${body.join("")}</tbody>\n</table>\n`;
}
