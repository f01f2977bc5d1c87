import type { Stretch } from "../log/escapes.ts";
import { Mapped, replaced } from "./mapped.ts";
import type { Word } from "./match.ts";

/** What separates parts of a line on a page, see `pageText`: a line break, a table's cells. */
export const lineBreak = "\v";
export const cellBreak = "\t";

/** Characters without a glyph, which editors and mails put between those of a token, and ones that stand for ASCII. */
const invisible =
  "\\u00ad\\u034f\\u061c\\u180b-\\u180f\\u200b-\\u200f\\u202a-\\u202e\\u2060-\\u206f\\ufe00-\\ufe0f\\ufeff";
const lookalike = "\\u00a0\\u2000-\\u200a\\u2010-\\u201f\\u202f\\u2212\\u3000\\uff01-\\uff5e";
const odd = new RegExp(`[${invisible}${lookalike}]+|[\\u{1d400}-\\u{1d7ff}]+`, "gu");
const unseen = new RegExp(`[${invisible}]`, "g");

/** The text in plain ASCII letters and signs, as somebody copies a token from it. */
export function plainOf(text: string): Mapped | undefined {
  // A property of the engine: a search that finds nothing is far quicker than the replacement.
  if (text.search(odd) < 0) return undefined;
  return replaced(text, odd, (match) =>
    match
      .replace(unseen, "")
      .normalize("NFKC")
      .replace(/\u2014/g, "---")
      .replace(/\u2013/g, "--")
      .replace(/[\u2010-\u2012\u2015\u2212]/g, "-")
      .replace(/[\u2018-\u201b]/g, "'")
      .replace(/[\u201c-\u201f]/g, '"'),
  );
}

/** How much longer than a text what is read out of it may be. */
const MAX_GROWTH = 4;
const gap = "\n\n";

/** What can be read out of a text by decoding: percent signs, escapes and base64, each stretch by itself. */
export function decodedOf(text: string, words: readonly Word[]): Mapped {
  const made = new Mapped();
  const add = (stretch: string, origin: number, span: number) => {
    if (made.size + stretch.length > MAX_GROWTH * text.length + 1_000) return;
    made.add(stretch, origin, span);
    made.add(gap, origin, span);
  };
  // One percent sign decides whether a text is looked through at all.
  if (text.includes("%"))
    for (const { 0: run, index } of text.matchAll(percentRun)) add(percentDecoded(run), index, run.length);
  if (escaped.test(text))
    for (const { 0: run, index } of text.matchAll(escapedRun)) add(unescaped(run), index, run.length);
  for (const { run, index } of base64Runs(text, words)) {
    const decoded = base64Decoded(run);
    if (decoded !== undefined) add(decoded, index, run.length);
  }
  return made;
}

const percentRun = /(?<![^\s"'<>])[^\s"'<>]{0,20000}?%[0-9a-f]{2}[^\s"'<>]*/gi;

/** Byte by byte where what was cut off leaves no whole character; once more where it was encoded twice. */
function percentDecoded(run: string): string {
  const once = run.replace(/%([0-9a-f]{2})/gi, (_, hex: string) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  );
  return /%[0-9a-f]{2}/i.test(once) ? `${once}${gap}${percentDecoded(once)}` : once;
}

const escaped = /\\u00|\\x[0-9a-f]|\\\/|&#/i;
const escapedRun = /(?<!\S)\S*?(?:\\u00[0-9a-f]{2}|\\x[0-9a-f]{2}|\\\/|&#x?[0-9a-f]{2,6};)\S*/gi;

function unescaped(run: string): string {
  return run
    .replace(/\\(?:u00|x)([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
    .replace(/&#(x?)([0-9a-f]{2,6});/gi, (_, x: string, code: string) =>
      String.fromCharCode(Number.parseInt(code, x === "" ? 10 : 16) & 0xffff),
    )
    .replaceAll("\\/", "/");
}

/** A stretch; a longer one may be a block's line, with more of them below. */
const base64Stretch = /[\w+/-]{24,60000}={0,2}/g;
const MIN_LINE_LENGTH = 56;
const moreLines = /(?:(?:\\n|\r?\n)[ \t>]{0,12}[A-Za-z0-9+/]{1,100}={0,2}(?![\w+/-])){1,4000}/y;

function* base64Runs(
  text: string,
  words: readonly Word[],
): Generator<{ readonly run: string; readonly index: number }> {
  let from = 0;
  for (const word of words)
    for (const { 0: line, index: at } of word.value.matchAll(base64Stretch)) {
      const index = word.index + at;
      if (index < from) continue;
      from = index + line.length;
      moreLines.lastIndex = from;
      const isLine = line.length >= MIN_LINE_LENGTH && line.length <= 100;
      const more = isLine ? (moreLines.exec(text)?.[0] ?? "") : "";
      from += more.length;
      yield { run: line + more, index };
    }
}

/** The text that base64 holds; undefined where it holds bytes. */
function base64Decoded(run: string): string | undefined {
  const joined = run.replace(/\\n|[\s>]/g, "");
  if (!isText(Buffer.from(joined.slice(0, 64), "base64"))) return undefined;
  const bytes = Buffer.from(joined, "base64");
  return isText(bytes) ? bytes.toString("latin1") : undefined;
}

function isText(bytes: Buffer): boolean {
  let odd = 0;
  for (const byte of bytes)
    if (byte > 126 || (byte < 32 && byte !== 9 && byte !== 10 && byte !== 13)) odd += 1;
  return bytes.length >= 12 && odd === 0;
}

/** The lines that have cells or breaks, with these put together, where a token may be cut by them. */
export function unbroken(text: string): Mapped {
  const made = new Mapped();
  for (const { start, end } of linesWithBreaks(text)) {
    let from = start;
    for (const { index, 0: signs } of text.slice(start, end).matchAll(breakInToken)) {
      made.add(text.slice(from, start + index), from);
      from = start + index + signs.length;
    }
    if (from > start) made.add(text.slice(from, end) + gap, from);
  }
  return made;
}

const breakInToken = /(?<=\S)[\t\v](?=\S)/g;
const anyBreak = /[\t\v]/g;

function* linesWithBreaks(text: string): Generator<Stretch> {
  for (let at = 0; at < text.length; ) {
    anyBreak.lastIndex = at;
    const found = anyBreak.exec(text);
    if (!found) return;
    const start = text.lastIndexOf("\n", found.index) + 1;
    const next = text.indexOf("\n", found.index);
    const end = next < 0 ? text.length : next;
    yield { start, end };
    at = end + 1;
  }
}

/** Pieces that a token is cut into at most, and its characters. */
const MAX_PIECES = 6;
const MAX_JOINED_LENGTH = 600;

const piece = "[\\w+/=.~%:-]{2,400}";
const pieceRun = new RegExp(`${piece}(?:[ \\r]{0,4}[\\t\\v][ \\t\\v\\r]{0,12}${piece})+`, "g");

/** Tokens that may be cut by cells or broken lines: from each piece that `begins` one, with ever more of those that follow. */
export function piecedOf(text: string, begins: (piece: string) => boolean): Mapped {
  const made = new Mapped();
  for (const { run, index } of brokenRuns(text)) {
    const pieces = [...run.matchAll(new RegExp(piece, "g"))];
    pieces.forEach(({ 0: first, index: at }, start) => {
      if (!begins(first)) return;
      let joined = first;
      for (const { 0: next, index: nextAt } of pieces.slice(start + 1, start + MAX_PIECES)) {
        joined += next;
        if (joined.length > MAX_JOINED_LENGTH || made.size > MAX_GROWTH * text.length + 1_000) return;
        const span = nextAt + next.length - at;
        made.add(joined, index + at, span);
        made.add(gap, index + at, span);
      }
    });
  }
  return made;
}

/** Stretches of pieces, in the few lines that have breaks. */
function* brokenRuns(text: string): Generator<{ readonly run: string; readonly index: number }> {
  for (const { start, end } of linesWithBreaks(text))
    for (const { 0: run, index } of text.slice(start, end).matchAll(pieceRun))
      yield { run, index: start + index };
}
