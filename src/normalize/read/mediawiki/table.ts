import { escapeHtml } from "../../../html/characters.ts";
import type { WikitextContext } from "./context.ts";
import { inlineHtml } from "./inline.ts";

/** The line behind the table that begins at a line; the text's end where it is never closed. */
export function endOfTable(lines: readonly string[], at: number): number {
  let depth = 0;
  for (let end = at; end < lines.length; end += 1) {
    const line = (lines[end] ?? "").trim();
    if (/^:*\{\|/.test(line)) depth += 1;
    if (line.startsWith("|}")) depth -= 1;
    if (depth === 0) return end + 1;
  }
  return lines.length;
}

interface Cell {
  readonly tag: "td" | "th";
  readonly attributes: string;
  lines: string[];
}

/**
 * `{| … |}`. https://www.mediawiki.org/wiki/Help:Tables
 *
 * @param blocks makes the HTML of what a cell holds on lines of its own
 */
export function tableHtml(
  lines: readonly string[],
  context: WikitextContext,
  blocks: (text: string) => string,
): string {
  const rows: Cell[][] = [[]];
  let caption: string | undefined;
  let depth = 0;
  const last = () => rows.at(-1)?.at(-1);
  for (const line of lines.slice(1)) {
    const text = line.trim();
    if (depth > 0 || /^\{\|/.test(text)) {
      if (/^\{\|/.test(text)) depth += 1;
      if (text.startsWith("|}")) depth -= 1;
      last()?.lines.push(line);
    } else if (text.startsWith("|}")) break;
    else if (text.startsWith("|+")) caption = withoutAttributes(text.slice(2))[1];
    else if (text.startsWith("|-")) rows.push([]);
    else if (/^[|!]/.test(text)) rows.at(-1)?.push(...cellsOf(text));
    else last()?.lines.push(line);
  }
  const body = rows
    .filter((row) => row.length > 0)
    .map((row) => `<tr>${row.map((cell) => cellHtml(cell, context, blocks)).join("")}</tr>\n`);
  const named = caption === undefined ? "" : `<caption>${inlineHtml(caption.trim(), context)}</caption>`;
  return `<table>${named}<tbody>${body.join("")}</tbody></table>\n`;
}

function cellsOf(line: string): Cell[] {
  const tag = line.startsWith("!") ? "th" : "td";
  const divider = tag === "th" ? /!!|\|\|/ : /\|\|/;
  return line
    .slice(1)
    .split(divider)
    .map((written) => {
      const [attributes, text] = withoutAttributes(written);
      return { tag, attributes, lines: [text] };
    });
}

/** `colspan="2" | text`; a bar within a link does not end attributes. */
function withoutAttributes(written: string): readonly [attributes: string, text: string] {
  const at = written.indexOf("|");
  const before = at === -1 ? "" : written.slice(0, at);
  if (at === -1 || before.includes("[[") || before.includes("\uE000")) return ["", written];
  const kept = [
    ...before.matchAll(/\b(colspan|rowspan|style|class|hidden)\s*=\s*(?:"([^"]{0,300})"|([^\s"|]{1,100}))/gi),
  ];
  const attributes = kept.map(
    ([, name = "", quoted, bare]) => ` ${name.toLowerCase()}="${escapeHtml(quoted ?? bare ?? "")}"`,
  );
  return [attributes.join(""), written.slice(at + 1)];
}

function cellHtml(
  { tag, attributes, lines }: Cell,
  context: WikitextContext,
  blocks: (text: string) => string,
): string {
  const [first = "", ...rest] = lines;
  const isInline = rest.every((line) => line.trim() === "") && !/^\s*[*#:;]/.test(first.trim());
  const content = isInline ? inlineHtml(first.trim(), context) : blocks([first.trim(), ...rest].join("\n"));
  return `<${tag}${attributes}>${content}</${tag}>`;
}
