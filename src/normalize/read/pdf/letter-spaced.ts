import type { Spaced, TextItem } from "./text.ts";

/** Pairs of letters are set closer than others: few, and not by more than this share. */
const MIN_UNIFORM = 0.6;
const MAX_CLOSER = 0.15;
/** A gap that is wider than this, as a share of that between letters, is one between words. */
const WORD_GAP = 1.5;
/** Fewer letters may be a row of names: A B C. */
const MIN_LETTERS = 5;

/** The letters of an item, and how far each is from the one before it, as shares of their size. */
export interface Letters {
  readonly texts: readonly string[];
  readonly gaps: readonly number[];
}

/**
 * The words of an item whose letters are set so far apart that each seems to be a word; undefined for any other.
 *
 * @param space the gap from which on letters seem to be parted by a space, as a share of their size
 */
export function spacedText({ texts, gaps }: Letters, space: number): Spaced | undefined {
  const [only] = texts;
  if (only === undefined || texts.length === 1)
    return only !== undefined && /^\p{L}$/u.test(only) ? { text: only, gap: 0 } : undefined;
  const usual = gaps.toSorted((a, b) => a - b)[Math.floor((gaps.length - 1) / 2)] ?? 0;
  const closer = gaps.filter((gap) => gap < usual * MIN_UNIFORM).length;
  if (usual <= space || closer > gaps.length * MAX_CLOSER) return undefined;
  const text = texts
    .map((one, index) => {
      const gap = gaps[index - 1] ?? 0;
      return gap > usual * WORD_GAP && gap - usual > space ? ` ${one}` : one;
    })
    .join("");
  return { text, gap: usual };
}

/** A line's items as words, where all of them are letters that are set apart, and not a row of the alphabet or of numbers. */
export function withoutLetterSpacing(items: readonly TextItem[]): readonly TextItem[] {
  if (items.some(({ spaced }) => spaced === undefined)) return items;
  const letters = [...items.map(({ spaced }) => spaced?.text).join("")].filter((one) => one.trim() !== "");
  const words = letters.filter((one) => /\p{L}/u.test(one));
  const isRow = words.every((one, index) => index === 0 || (words[index - 1] ?? "") < one);
  if (words.length < MIN_LETTERS || words.length < letters.length * 0.8 || isRow) return items;
  // Single letters alone are cells.
  if (!items.some(({ spaced }) => spaced && spaced.text.length >= 3)) return items;
  return items.map((item) => ({ ...item, text: item.spaced?.text ?? item.text }));
}
