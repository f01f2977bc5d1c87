import type { Warnings } from "../../warnings.ts";
import { fenceAfter, mapProse, markdownLines } from "./lines.ts";

/** At the start of a line, also of a quote's or an item's; indented by four it is code. */
const opening = /^ {0,3}(?:(?:>|[-*+]|\d{1,9}[.)])[ \t]{1,3})*<(script|style|textarea)(?=[\s>]|$)/i;
const isFormula = /^<script[^>]{0,200}type=["']?math\//i;

/**
 * Scripts and style sheets as elements that end where they are closed. CommonMark and HTML disagree about their end: a
 * blank line, an indentation or a `</pre>` in a string ends one for CommonMark only, and what follows would be lost.
 * Scripts lose their content (Vue's `<script setup>` holds imports), style sheets become one line. One that is never
 * closed ends at the next blank line, with a warning.
 */
export function settleRawElements(text: string, warnings: Warnings): string {
  if (!/<(?:script|style|textarea)[\s>]/i.test(text)) return text;
  const lines = text.split("\n");
  const result: string[] = [];
  let fence: string | undefined;
  for (let i = 0; i < lines.length; i += 1) {
    const line = lines[i] ?? "";
    const inside = fence !== undefined;
    fence = fenceAfter(line, fence);
    const match = inside || fence !== undefined ? null : opening.exec(line);
    if (match?.[1] === undefined) {
      result.push(line);
      continue;
    }
    const from = match[0].length - match[1].length - 1;
    const block = blockFrom(lines, i, from, match[1].toLowerCase());
    if (match[1].toLowerCase() === "textarea") {
      result.push(block.closed ? line : `${line.slice(0, from)}&lt;${line.slice(from + 1)}`);
      continue;
    }
    if (!block.closed) {
      warnings.add(
        "element-unclosed",
        `A <${match[1]}> is never closed; it is left out up to the next blank line.`,
      );
    }
    result.push(line.slice(0, from) + block.html);
    if (block.rest.trim() !== "") result.push("", block.rest.trim());
    i = block.last;
  }
  return result.join("\n");
}

const withMarkdown =
  /^([\s>]{0,80})<([a-z][\w-]*)\b[^<>]{0,400}\smarkdown(?:=["']?(?:1|block|span|true)["']?)?(?=[\s>])[^<>]{0,400}>(\s*<summary\b.*<\/summary>)?\s*$/i;

/** Complete on its line. */
const onOneLine =
  /^ {0,3}(<(div|p|section|article|aside|blockquote|figure|figcaption|details|center)\b[^<>]{0,400}\smarkdown(?:=["']?(?:1|block|span|true)["']?)?(?=[\s>])[^<>]{0,400}>)(.*)<\/\2>\s*$/i;

/**
 * `<div markdown="1">` of kramdown and Python-Markdown: what is inside is Markdown without blank lines, too.
 * https://python-markdown.github.io/extensions/md_in_html/
 */
export function markdownInHtml(text: string): string {
  if (!/<[a-z][^<>]{0,400}\smarkdown[\s=>]/i.test(text)) return text;
  const open: string[] = [];
  return mapProse(text, (line) => {
    const [, start = "", tag = "", inner = ""] = onOneLine.exec(line) ?? [];
    if (tag !== "") return `${start}\n\n${inner}\n\n</${tag}>`;
    const [, around = "", name, behind = ""] = withMarkdown.exec(line) ?? [];
    if (name !== undefined) {
      open.push(name.toLowerCase());
      const first = line.slice(0, line.length - behind.length);
      return behind === "" ? `${first}\n${around.trimEnd()}` : `${first}\n${summaryApart(behind)}`;
    }
    if (open.length > 0 && /^[^<]*(?:<summary\b.*)?<\/summary>\s*$/i.test(line)) return summaryApart(line);
    const [, before = "", closed] = /^([\s>]{0,80})<\/([a-z][\w-]*)\s*>\s*$/i.exec(line) ?? [];
    if (closed === undefined || closed.toLowerCase() !== open.at(-1)) return line;
    open.pop();
    const blank = before.trimEnd();
    return `${blank}\n${line}\n${blank}`;
  });
}

/** A summary and what is behind it, each with blank lines around it: both are Markdown. */
const summaryApart = (line: string): string =>
  line.replace(/^(.*<summary\b[^<>]{0,400}>)(.*)(<\/summary>)\s*$/i, "$1\n\n$2\n\n$3").concat("\n");

const admonition = /^ {0,3}<div\b[^<>]{0,400}\bclass=["'][^"'<>]{0,200}\badmonition\b/i;
/** An element that begins a line. */
const leading = /^([ \t]*)<(div|p)(?=[\s>])([^<>]{0,400})>(?:(.*)<\/\2>)?[ \t]*$/i;

/**
 * MyST's `<div class="admonition">`, whose text is Markdown up to the next blank line, in the form for the rule above.
 * https://myst-parser.readthedocs.io/en/latest/syntax/optional.html#html-admonitions
 */
export function admonitionsInHtml(text: string): string {
  if (!/<div\b[^<>]{0,400}\badmonition\b/i.test(text)) return text;
  let inside = false;
  return mapProse(text, (line) => {
    if (admonition.test(line)) inside = true;
    else if (line.trim() === "") inside = false;
    const [, , name = "", attributes = "", words] = (inside ? leading.exec(line) : null) ?? [];
    // A title is a box, because a paragraph holds no paragraph.
    if (words !== undefined) return `<div${attributes} markdown="1">${words}</div>\n`;
    return name === "" ? line.trimStart() : `<${name}${attributes} markdown="1">`;
  });
}

/** A line's mark, comments that end on the line, and text behind them. */
const commented =
  /^([\s>]{0,20}(?:(?:[-*+:]|\d{1,9}[.)])[ \t]{1,4})?)(?:<!--(?:(?!-->).){0,500}-->[ \t]*)+(?=\S)/;

/** For CommonMark a line that begins with a comment is HTML to its end; its author goes on in Markdown. */
export function textBehindComments(text: string): string {
  if (!text.includes("<!--")) return text;
  return mapProse(text, (line) => (line.includes("<!--") ? line.replace(commented, "$1") : line));
}

const apart = /^(?:<(?:small|span)\b[^<>]{0,400}>|(?:`{3,}|~{3,})[ \t]*[A-Za-z][\w+-]*)\s*$/;

/** A tag of a block alone on its line, and a container right behind it: Pandoc reads Markdown in such elements. */
const blockTag = /^<\/?(?:div|section|article|aside|figure|main|header|footer|details)\b[^<>]{0,400}>$/i;
const container = /^:{3,}(?:\s|\{|$)/;

/**
 * An element of a line right behind the end of a block's is one of its own: it may hold Markdown. So is a fence, which for CommonMark
 * would still be HTML: kramdown and Python-Markdown end the block where it is closed.
 */
export function apartFromBlocks(text: string): string {
  if (!/<\/div>[ \t]*\n(?:<(?:small|span)\b|`{3}|~{3})|>[ \t]*\n:{3}/.test(text)) return text;
  let before = "";
  return markdownLines(text)
    .map((line) => {
      const isApart =
        (before === "</div>" && apart.test(line.text)) ||
        (container.test(line.text) && blockTag.test(before));
      before = line.fenced ? "" : line.text.trim();
      return isApart ? `\n${line.text}` : line.text;
    })
    .join("\n");
}

interface Block {
  readonly html: string;
  /** What follows on the closing line. */
  readonly rest: string;
  /** The line that closes it. */
  readonly last: number;
  readonly closed: boolean;
}

function blockFrom(lines: readonly string[], first: number, column: number, name: string): Block {
  const closing = new RegExp(`</${name}\\s*>`, "i");
  const found: string[] = [];
  for (let i = first; i < lines.length; i += 1) {
    const line = (lines[i] ?? "").slice(i === first ? column : 0);
    const end = closing.exec(line);
    if (end === null) {
      found.push(line);
      continue;
    }
    found.push(line.slice(0, end.index));
    const rest = line.slice(end.index + end[0].length);
    return { html: settled(found, name), rest, last: i, closed: true };
  }
  const blank = lines.findIndex((line, i) => i > first && line.trim() === "");
  return { html: "", rest: "", last: blank === -1 ? lines.length : blank - 1, closed: false };
}

function settled(lines: readonly string[], name: string): string {
  const all = lines.join(" ");
  if (name === "script" && !isFormula.test(all)) return "<script></script>";
  return `${all}</${name}>`;
}
