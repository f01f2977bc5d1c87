import { codeBlock } from "../../vocabulary/html-text.ts";
import { type Block, joinedBlocks, unescapedCode } from "../markup.ts";
import { type PrefixedItem, prefixedLists } from "../prefixed-lists.ts";
import { keptBlock, restored, type WikitextContext } from "./context.ts";
import { inlineHtml } from "./inline.ts";
import { endOfTable, tableHtml } from "./table.ts";

const heading = /^(={1,6})([^=\n].*?|[^\n]*?[^=\n])\1\s*$/;
const listLine = /^([*#:;]{1,30})\s*(.*)$/;
const blockElement =
  /^<\/?(?:div|table|tbody|thead|tr|td|th|ul|ol|li|dl|dt|dd|blockquote|center|hr|p|h[1-6])\b/i;

/** Prepared wikitext → HTML, not sanitised. */
export function blocksHtml(text: string, context: WikitextContext): string {
  return restored(
    joinedBlocks(text.split("\n"), (lines, at) => blockAt(lines, at, context)),
    context,
  );
}

function blockAt(lines: readonly string[], at: number, context: WikitextContext): Block {
  const line = lines[at] ?? "";
  if (line.trim() === "") return ["", at + 1];
  const kept = keptBlock(line, context);
  if (kept !== undefined) return [`${kept}\n`, at + 1];
  const title = heading.exec(line);
  if (title) {
    const level = title[1]?.length ?? 2;
    return [`<h${level}>${inlineHtml((title[2] ?? "").trim(), context)}</h${level}>\n`, at + 1];
  }
  if (/^-{4,}/.test(line)) return [`<hr>\n${paragraph(line.replace(/^-+/, ""), context)}`, at + 1];
  const redirect = /^#\s?(?:redirect|weiterleitung|redirection|redirección)\s*:?\s*(\[\[.*)$/i.exec(line);
  if (redirect) return [paragraph(`→ ${redirect[1]}`, context), at + 1];
  if (/^\s*:*\{\|/.test(line)) {
    const end = endOfTable(lines, at);
    return [tableHtml(lines.slice(at, end), context, (inner) => blocksHtml(inner, context)), end];
  }
  if (listLine.test(line)) return list(lines, at, context);
  if (line.startsWith(" ")) return preformatted(lines, at, context);
  let end = at + 1;
  while (end < lines.length && !startsBlock(lines[end] ?? "", context)) end += 1;
  return [paragraph(lines.slice(at, end).join("\n"), context), end];
}

const startsBlock = (line: string, context: WikitextContext): boolean =>
  line.trim() === "" ||
  heading.test(line) ||
  listLine.test(line) ||
  line.startsWith(" ") ||
  /^(?:-{4,}|\s*\{\|)/.test(line) ||
  keptBlock(line, context) !== undefined;

function paragraph(text: string, context: WikitextContext): string {
  const content = inlineHtml(text.trim(), context);
  if (content.trim() === "") return "";
  return blockElement.test(text.trim()) ? `${content}\n` : `<p>${content}</p>\n`;
}

/** Lines that begin with a blank. Markup within them counts; where there is none they are code. */
function preformatted(lines: readonly string[], at: number, context: WikitextContext): Block {
  let end = at;
  while (end < lines.length && (lines[end] ?? "").startsWith(" ") && !/^\s*\{\|/.test(lines[end] ?? ""))
    end += 1;
  const text = lines.slice(at, end).map((line) => line.slice(1));
  if (text.every((line) => line.trim() === "")) return ["", end];
  const whole = text.join("\n");
  if (!/\[\[|''|\[https?:|\uE000/.test(whole)) return [codeBlock({ text: decoded(whole) }), end];
  return [`<pre>${inlineHtml(whole, context)}</pre>\n`, end];
}

const decoded = (text: string): string => unescapedCode(text.replaceAll("&nbsp;", " "));

function list(lines: readonly string[], at: number, context: WikitextContext): Block {
  const items: PrefixedItem[] = [];
  let end = at;
  for (; end < lines.length; end += 1) {
    const match = listLine.exec(lines[end] ?? "");
    if (match === null) break;
    const [, prefix = "*", content = ""] = match;
    const [term, definition] = prefix.endsWith(";") ? termOf(content) : [content, undefined];
    items.push({ prefix, html: inlineHtml(term, context) });
    if (definition !== undefined)
      items.push({ prefix: `${prefix.slice(0, -1)}:`, html: inlineHtml(definition, context) });
  }
  // Indented paragraphs are not definitions.
  if (items.every(({ prefix }) => /^:+$/.test(prefix)))
    return [items.map(({ html }) => `<p>${html}</p>\n`).join(""), end];
  return [prefixedLists(items), end];
}

/** `; term : definition` on one line. */
function termOf(content: string): readonly [term: string, definition: string | undefined] {
  const at = content.search(/\s:\s/);
  return at === -1 ? [content, undefined] : [content.slice(0, at), content.slice(at + 3)];
}
