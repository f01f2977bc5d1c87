import { escapeHtml } from "../../../html/characters.ts";
import { codeBlock } from "../../vocabulary/html-text.ts";
import { type Block, joinedBlocks, unescapedCode } from "../markup.ts";
import type { PageIncludes } from "../page-links.ts";
import { type PrefixedItem, prefixedLists } from "../prefixed-lists.ts";
import { withoutComments } from "./comments.ts";
import { attributesOf, inlineHtml } from "./inline.ts";
import { collapseEnd, collapseStart, macroHtml } from "./macros.ts";
import { endOfRow, isTableLine, tableHtml } from "./table.ts";

/** What the parts of one Textile document share. */
export interface TextileContext extends PageIncludes {
  /** Footnotes by number, as HTML. */
  readonly notes: Map<number, string>;
  /** `[alias]address`. */
  readonly aliases: Map<string, string>;
}

const attributes = String.raw`((?:\([^)\n]{0,200}\)|\{[^}\n]{0,300}\}|\[[^\]\n]{0,60}\]|<>|[<>=()])*)`;
const signature = new RegExp(
  String.raw`^(h[1-6]|p|bq|bc|pre|notextile|fn\d{1,4}|div|###)${attributes}(\.\.?)(?::(\S+))?(?:[ \t]|$)(.*)$`,
);
const listLine = /^([*#]{1,30})(?:\([^)\n]*\)|\{[^}\n]*\}|(?<=#)(\d{1,6})|_)?[ \t]+(\S.*)$/;
const definition = /^- (.{1,300}?)\s*:=\s*(.*)$/;
/** Lines of one definition. */
const MAX_DEFINITION = 100;
const alias = /^\[([\w-]{1,60})\]((?:https?:\/\/|\/|mailto:)\S+)$/;
const htmlBlock =
  /^<\/?(?:div|table|tbody|thead|tr|td|th|ul|ol|li|dl|dt|dd|blockquote|section|details|summary|hr|p|h[1-6])\b/i;

/** Textile → HTML, not sanitised. */
export function blocksHtml(text: string, context: TextileContext): string {
  const lines = withoutComments(text, context.warnings).split("\n");
  for (const line of lines) {
    const match = alias.exec(line);
    if (match) context.aliases.set(match[1] ?? "", match[2] ?? "");
  }
  return joinedBlocks(lines, (all, at) => blockAt(all, at, context));
}

function blockAt(lines: readonly string[], at: number, context: TextileContext): Block {
  const line = lines[at] ?? "";
  if (line.trim() === "" || alias.test(line)) return ["", at + 1];
  if (/^\s*<(?:pre|notextile)(?=[\s>])/i.test(line)) return rawBlock(lines, at);
  const marked = signature.exec(line);
  if (marked) return signed(lines, at, marked, context);
  if (/^(?:-{3,}|_{3,}|\*{3,})\s*$/.test(line)) return ["<hr>\n", at + 1];
  const collapse = collapseStart(line);
  if (collapse !== undefined) {
    const end = collapseEnd(lines, at);
    const body = blocksHtml(lines.slice(at + 1, end).join("\n"), context);
    return [`<p><strong>${escapeHtml(collapse)}</strong></p>\n${body}`, end + 1];
  }
  if (/^\{\{[^{}]*\}\}\s*$/.test(line)) return [blockMacro(line.trim(), context), at + 1];
  if (listLine.test(line)) return list(lines, at, context);
  if (definition.test(line)) return definitions(lines, at, context);
  if (endOfRow(lines, at) > at) return tableHtml(lines, at, (cell) => inlineHtml(cell, context));
  const end = endOfParagraph(lines, at);
  const content = lines.slice(at, end).join("\n");
  if (htmlBlock.test(content.trim())) return [`${inlineHtml(content, context)}\n`, end];
  return [`<p>${withBreaks(inlineHtml(content, context))}</p>\n`, end];
}

/** Line ends are line breaks, as Redmine shows them. */
const withBreaks = (html: string): string => html.replaceAll(/\n(?!<)/g, "<br>\n");

function endOfParagraph(lines: readonly string[], at: number): number {
  let end = at + 1;
  while (end < lines.length && !startsBlock(lines[end] ?? "")) end += 1;
  return end;
}

const startsBlock = (line: string): boolean =>
  line.trim() === "" ||
  signature.test(line) ||
  listLine.test(line) ||
  isTableLine(line) ||
  /^\s*<pre(?=[\s>])/i.test(line) ||
  collapseStart(line) !== undefined;

/** `h2(#id). Title`, `bq. …`, and `bc.. …`, which goes on until the next block that says what it is. */
function signed(
  lines: readonly string[],
  at: number,
  match: RegExpExecArray,
  context: TextileContext,
): Block {
  const [, name = "", written = "", dots, cite = "", first = ""] = match;
  const isLong = dots === "..";
  let end = at + 1;
  while (end < lines.length) {
    const line = lines[end] ?? "";
    if (signature.test(line) || (!isLong && line.trim() === "")) break;
    if (!isLong && /^h[1-6]$/.test(name) && (listLine.test(line) || isTableLine(line))) break;
    end += 1;
  }
  const body = [first, ...lines.slice(at + 1, end)].join("\n").trimEnd();
  const own = attributesOf(written);
  if (name === "###") {
    context.warnings.countMany("comment-dropped", 1);
    context.warnings.explain(body);
    return ["", end];
  }
  if (name === "notextile") return [`${body}\n`, end];
  if (name === "bc" || name === "pre") {
    const language = /\(([\w+#-]+)\)|\[([\w+#-]+)\]/.exec(written);
    return [codeBlock({ text: body, language: language?.[1] ?? language?.[2] }), end];
  }
  if (name.startsWith("fn")) {
    context.notes.set(Number(name.slice(2)), `<p>${inlineHtml(body, context)}</p>`);
    return ["", end];
  }
  if (name === "bq") {
    const source = cite === "" ? "" : `<p><a href="${escapeHtml(cite)}">${escapeHtml(cite)}</a></p>`;
    return [`<blockquote${own}>${paragraphs(body, context)}${source}</blockquote>\n`, end];
  }
  const content = withBreaks(inlineHtml(body, context));
  return isLong ? [paragraphs(body, context), end] : [`<${name}${own}>${content}</${name}>\n`, end];
}

const paragraphs = (text: string, context: TextileContext): string =>
  text
    .split(/\n[ \t]*\n/)
    .filter((part) => part.trim() !== "")
    .map((part) => `<p>${withBreaks(inlineHtml(part.trim(), context))}</p>\n`)
    .join("");

/** `<pre><code class="ruby">` up to its end, blank lines included; what it holds is text. */
function rawBlock(lines: readonly string[], at: number): Block {
  const name = /^\s*<(pre|notextile)/i.exec(lines[at] ?? "")?.[1]?.toLowerCase() ?? "pre";
  let end = at;
  while (end < lines.length && !(lines[end] ?? "").toLowerCase().includes(`</${name}>`)) end += 1;
  const whole = lines.slice(at, end + 1).join("\n");
  const [, inner = "", rest = ""] =
    new RegExp(`^\\s*<${name}[^>]*>([^\\0]*?)(?:</${name}>([^\\0]*))?$`, "i").exec(whole) ?? [];
  if (name === "notextile") return [`${inner}${rest}\n`, end + 1];
  const code = /^\s*<code(?:\s+class="([^"]*)")?[^>]*>\n?([^\0]*?)(?:<\/code>\s*)?$/i.exec(inner);
  const text = unescapedCode((code?.[2] ?? inner).replace(/^\n/, ""));
  const language = code?.[1]?.replace(/\s*syntaxhl\s*|^language-/g, "");
  return [codeBlock({ text, language: language === "" ? undefined : language }), end + 1];
}

function list(lines: readonly string[], at: number, context: TextileContext): Block {
  const items: PrefixedItem[] = [];
  let end = at;
  for (; end < lines.length; end += 1) {
    const match = listLine.exec(lines[end] ?? "");
    if (match) {
      const [, prefix = "*", start, content = ""] = match;
      const html = inlineHtml(content, context);
      items.push({ prefix, html, ...(start === undefined ? {} : { start: Number(start) }) });
    } else {
      const last = items.at(-1);
      if (last === undefined || startsBlock(lines[end] ?? "")) break;
      items[items.length - 1] = {
        ...last,
        html: `${last.html}<br>\n${inlineHtml(lines[end] ?? "", context)}`,
      };
    }
  }
  return [prefixedLists(items), end];
}

function definitions(lines: readonly string[], at: number, context: TextileContext): Block {
  let html = "";
  let end = at;
  for (let match = definition.exec(lines[end] ?? ""); match; match = definition.exec(lines[end] ?? "")) {
    // One of several lines ends with its sign.
    const last = match[2] === "" ? lines.findIndex((line, n) => n > end && /=:\s*$/.test(line)) : -1;
    const isLong = last > end && last - end < MAX_DEFINITION;
    const text = isLong
      ? lines
          .slice(end + 1, last + 1)
          .join("\n")
          .replace(/\s*=:\s*$/, "")
      : (match[2] ?? "");
    html += `<dt>${inlineHtml(match[1] ?? "", context)}</dt><dd>${withBreaks(inlineHtml(text, context))}</dd>\n`;
    end = isLong ? last + 1 : end + 1;
  }
  return [`<dl>${html}</dl>\n`, end];
}

function blockMacro(written: string, context: TextileContext): string {
  return macroHtml(written, context, (text) =>
    blocksHtml(text, { ...context, open: [...context.open, text] }),
  );
}
