import { matchAt } from "../markup.ts";
import { attributesOf } from "./inline.ts";

const cellMark =
  /^((?:_|\\\d{1,3}|\/\d{1,3}|[<>=^~-]|<>|\([^)\n]{0,100}\)|\{[^}\n]{0,200}\}|\[[^\]\n]{0,30}\]){1,12})\.(?:\s+|$)/;
const tableLine = /^table(?:\([^)\n]*\)|\{[^}\n]*\}|[<>=]){0,6}\.\s*$/;

/** `|a|b|`, `{style}. |a|b|`, `table(class). `. */
export function isTableLine(line: string): boolean {
  return (
    tableLine.test(line) ||
    /^(?:(?:\([^)\n]*\)|\{[^}\n]*\}|[<>=^~-]){1,6}\. )?\|.*\|\s*$/.test(line) ||
    /^\|(?:[\^~-]\.\s*$|=\.)/.test(line)
  );
}

const rowStart = /^(?:(?:\([^)\n]*\)|\{[^}\n]*\}|[<>=^~-]){1,6}\. )?\|/;
/** Lines of one row. */
const MAX_ROW = 100;

/** The line behind the row of a table that begins at a line, which goes on until one ends with a bar; that line where none begins. */
export function endOfRow(lines: readonly string[], at: number): number {
  const line = lines[at] ?? "";
  if (isTableLine(line)) return at + 1;
  if (!rowStart.test(line)) return at;
  for (let end = at + 1; end < Math.min(lines.length, at + MAX_ROW); end += 1) {
    const more = (lines[end] ?? "").trimEnd();
    if (more === "" || rowStart.test(more)) return at;
    if (more.endsWith("|")) return end + 1;
  }
  return at;
}

/** The table that begins at a line, and the line behind it. */
export function tableHtml(
  lines: readonly string[],
  at: number,
  inline: (text: string) => string,
): readonly [html: string, next: number] {
  let end = at;
  let caption = "";
  let rows = "";
  for (let next = endOfRow(lines, at); next > end; end = next, next = endOfRow(lines, end)) {
    const line = lines.slice(end, next).join("\n").trim();
    const stated = /^\|=\.\s*(.*?)\s*\|?$/.exec(line);
    if (stated) caption = `<caption>${inline(stated[1] ?? "")}</caption>`;
    else if (!tableLine.test(line) && !/^\|[\^~-]\.\s*$/.test(line)) rows += rowHtml(line, inline);
  }
  return [`<table>${caption}<tbody>${rows}</tbody></table>\n`, end];
}

function rowHtml(line: string, inline: (text: string) => string): string {
  const own = /^((?:\([^)\n]*\)|\{[^}\n]*\}|[<>=^~-]){1,6})\. (?=\|)/.exec(line);
  const cells = cellsOf(line.slice(own?.[0].length ?? 0));
  return `<tr${attributesOf(own?.[1] ?? "")}>${cells.map((cell) => cellHtml(cell, inline)).join("")}</tr>\n`;
}

/** Bars in `[[Page|text]]`, `@code@` and macros do not divide cells. */
function cellsOf(row: string): string[] {
  const cells: string[] = [];
  let cell = "";
  const inner = /\[\[[^[\]\n]{1,300}\]\]|@[^@\n]{1,300}@|\{\{[^{}\n]{1,300}\}\}/y;
  for (let at = 1; at < row.length; at += 1) {
    const whole = matchAt(inner, row, at)?.[0];
    if (whole !== undefined) {
      cell += whole;
      at += whole.length - 1;
    } else if (row[at] === "|") {
      cells.push(cell);
      cell = "";
    } else cell += row[at];
  }
  return cell.trim() === "" ? cells : [...cells, cell];
}

function cellHtml(cell: string, inline: (text: string) => string): string {
  const [whole = "", marks = ""] = cellMark.exec(cell) ?? [];
  const span = (mark: string) => new RegExp(String.raw`${mark}(\d{1,3})`).exec(marks)?.[1];
  const [columns, rows] = [span("\\\\"), span("/")];
  const tag = marks.includes("_") ? "th" : "td";
  const spans = `${columns ? ` colspan="${columns}"` : ""}${rows ? ` rowspan="${rows}"` : ""}`;
  return `<${tag}${spans}${attributesOf(marks)}>${inline(cell.slice(whole.length).trim()).replaceAll("\n", "<br>")}</${tag}>`;
}
