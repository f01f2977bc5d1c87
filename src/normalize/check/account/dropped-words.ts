import { diffArrays } from "diff";
import type { Document } from "../../document.ts";
import { htmlWords, markdownWords, plainWords, type Stretch, type Word } from "./visible-text.ts";

/** Consecutive words of the source that the page does not have. */
export interface DroppedPart extends Stretch {
  /** Line of the source, from 1. */
  readonly line: number;
  readonly words: number;
  /** The same without the markup between the words. */
  readonly marks: readonly Stretch[];
}

/** The words that a reader of the source sees and a reader of the page does not. */
export interface DroppedWords {
  readonly parts: readonly DroppedPart[];
  /** Words of all parts. */
  readonly words: number;
  /** Words of the source's visible text. */
  readonly of: number;
}

/** Beyond these limits only how often each word occurs is compared, and not the order of words. */
const LIMITS = { maxEditLength: 5_000, timeout: 800 };

/**
 * Compares the source's visible text with the pages that were made of it, word by word. Words that
 * only moved (notes, captions) are not dropped. Undefined for formats whose text cannot be told from their markup.
 *
 * @param text the source, decoded
 * @param pages titles and HTML of all pages of the document, in order
 */
export function droppedWords(
  text: string,
  mediaType: Document["mediaType"],
  pages: readonly { readonly title: string; readonly html: string }[],
): DroppedWords | undefined {
  const source = sourceWords(text, mediaType);
  if (source === undefined) return undefined;
  const page = pages.flatMap(({ title, html }) => [...plainWords(title), ...htmlWords(html)]);
  const missing = missingWords(source, page);
  const parts = partsOf(source, missing, text);
  return { parts, words: missing.length, of: source.length };
}

/** Removed passages that are searched for elsewhere in the page. */
const MAX_SEARCHES = 500;

/** The words of a text that its readers see; undefined for formats whose text cannot be told from their markup. */
export function sourceWords(text: string, mediaType: string): Word[] | undefined {
  switch (mediaType) {
    case "text/html":
      return htmlWords(text);
    case "text/markdown":
    case "text/mdx":
      return markdownWords(text);
    case "text/plain":
      return plainWords(text);
    default:
      return undefined;
  }
}

/** Indexes of the source's words that the page does not have. */
function missingWords(source: readonly Word[], page: readonly Word[]): number[] {
  const own = source.map(({ word }) => word);
  const theirs = page.map(({ word }) => word);
  const changes = diffArrays(own, theirs, LIMITS);
  if (!changes) return surplusWords(own, theirs);
  const added = ` ${changes
    .filter((change) => change.added)
    .map(({ value }) => value.join(" "))
    .join(" \n ")} `;
  const missing: number[] = [];
  let at = 0;
  let searches = 0;
  for (const { removed, added: isAdded, value } of changes) {
    if (isAdded) continue;
    if (removed) {
      searches += 1;
      const moved = searches <= MAX_SEARCHES && value.length > 1 && added.includes(` ${value.join(" ")} `);
      if (!moved) for (let word = 0; word < value.length; word += 1) missing.push(at + word);
    }
    at += value.length;
  }
  return missing;
}

/** Indexes of the words that one text has more often than another; the first of them count as missing. */
export function surplusWords(own: readonly string[], theirs: readonly string[]): number[] {
  const surplus = new Map<string, number>();
  for (const word of own) surplus.set(word, (surplus.get(word) ?? 0) + 1);
  for (const word of theirs) surplus.set(word, (surplus.get(word) ?? 0) - 1);
  return own.flatMap((word, index) => {
    const left = surplus.get(word) ?? 0;
    if (left <= 0) return [];
    surplus.set(word, left - 1);
    return [index];
  });
}

function partsOf(source: readonly Word[], missing: readonly number[], text: string): DroppedPart[] {
  const parts: { start: number; end: number; words: number; last: number; marks: Stretch[] }[] = [];
  for (const index of missing) {
    const word = source[index];
    if (!word) continue;
    const before = parts.at(-1);
    // Misnested markup can show a word before one that is written earlier.
    if (before && before.last === index - 1 && word.start >= before.start) {
      addWord(before.marks, word, text);
      before.end = Math.max(before.end, word.end);
      before.words += 1;
      before.last = index;
    } else
      parts.push({
        start: word.start,
        end: word.end,
        words: 1,
        last: index,
        marks: [{ start: word.start, end: word.end }],
      });
  }
  parts.sort((a, b) => a.start - b.start);
  let line = 1;
  let at = 0;
  return parts.map(({ start, end, words, marks }) => {
    for (; at < start; at += 1) if (text.charCodeAt(at) === 10) line += 1;
    return { start, end, words, line, marks };
  });
}

/** Adds a word: marks run on over spaces and punctuation, not over tags. */
function addWord(marks: Stretch[], { start, end }: Word, text: string): void {
  const last = marks.at(-1);
  const joins = last !== undefined && start - last.end < 80 && !/[<>]/.test(text.slice(last.end, start));
  if (joins) marks[marks.length - 1] = { start: last.start, end: Math.max(last.end, end) };
  else marks.push({ start, end });
}
