import type { WordSketch } from "./sketch.ts";

/**
 * Counts the words of Markdown or MDX without most of its markup, in one pass. Markup that it takes for words costs
 * time, because the words are then compared one by one; it never takes words for markup.
 */
export function scanMarkdown(text: string, sketch: WordSketch): void {
  let fence: string | undefined;
  // Docusaurus reads what is in such a fence as if there were none.
  let isProse = false;
  for (let at = 0; at < text.length; ) {
    const newline = text.indexOf("\n", at);
    const end = newline === -1 ? text.length : newline;
    const marks = fenceMarks(text, at, end);
    if (fence !== undefined) {
      const closes = marks.startsWith(fence);
      if (closes) fence = undefined;
      else if (!isProse) sketch.add(text, at, end);
      at = isProse && !closes ? scanLine(text, at, end, sketch) : end + 1;
    } else if (marks !== "") {
      fence = marks;
      isProse = text.slice(at, end).includes("mdx-code-block");
      at = end + 1;
    } else at = scanLine(text, at, end, sketch);
    sketch.boundary();
  }
}

/** "```" at the start of a line, in a list or a quotation too; empty: none. */
function fenceMarks(text: string, from: number, end: number): string {
  let at = from;
  while (at < end && isIndent(text.charCodeAt(at))) at += 1;
  const mark = text.charCodeAt(at);
  if (mark !== 0x60 && mark !== 0x7e) return "";
  let stop = at;
  while (stop < end && text.charCodeAt(stop) === mark) stop += 1;
  if (stop - at < 3) return "";
  // "```code```" is a span.
  return mark === 0x60 && text.slice(stop, end).includes("`") ? "" : text.slice(at, stop);
}

const isIndent = (code: number) => code === 0x20 || code === 0x09 || code === 0x3e;
const lineMarkup = /\s*(?:\d{1,9}[.)]\s|(?:import|export)\s.*|\[[^\]^][^\]\n]*\]:.*|(?:!!!|\?\?\?|:::).*)/y;

/** One line outside fences, or several where markup runs on; gives where the next one begins. */
function scanLine(text: string, start: number, lineEnd: number, sketch: WordSketch): number {
  let from = start;
  let end = lineEnd;
  lineMarkup.lastIndex = start;
  if (mayBeginMarkup(text, start, end) && lineMarkup.test(text)) from = lineMarkup.lastIndex;
  for (let at = sketch.add(text, from, end, special); at < end; at = sketch.add(text, from, end, special)) {
    from = Math.max(markupEnd(text, at), at + 1);
    if (from <= end) continue;
    const newline = text.indexOf("\n", from);
    end = newline === -1 ? text.length : newline;
  }
  return end + 1;
}

function mayBeginMarkup(text: string, start: number, end: number): boolean {
  let at = start;
  while (at < end && isIndent(text.charCodeAt(at))) at += 1;
  const code = text.charCodeAt(at);
  return (code >= 0x30 && code <= 0x39) || lineStarts.has(code);
}

const lineStarts = new Set([..."ie[!?:"].map((char) => char.charCodeAt(0)));
const special = new Uint8Array(128);
for (const mark of "<]{&") special[mark.charCodeAt(0)] = 1;

const patterns: Readonly<Record<string, RegExp>> = {
  "<": /<!--[\s\S]*?(?:-->|$)|<(?:script|style)\b[\s\S]{0,50000}?<\/(?:script|style)>|<\/?[A-Za-z][^<>]{0,4000}>/iy,
  "]": /\]\([^()\n]*(?:\([^()\n]*\)[^()\n]*)?\)|\]\[[^[\]\n]*\]/y,
  "{": /\{\/\*[\s\S]*?(?:\*\/\}|$)|\{[#.%<:][^{}\n]*\}/y,
  "&": /&#?\w{1,32};/y,
};

/** Where the markup that begins here ends; the same place where none does. */
function markupEnd(text: string, at: number): number {
  const pattern = patterns[text.charAt(at)];
  if (pattern === undefined) return at;
  pattern.lastIndex = at;
  return pattern.test(text) ? pattern.lastIndex : at;
}
