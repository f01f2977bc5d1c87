/** A stretch without spaces, quotes and the like. */
export interface Word {
  readonly value: string;
  readonly index: number;
}

/** Shorter words are not tokens. */
const MIN_WORD_LENGTH = 14;

const longWord = new RegExp(`(?<![\\w+/.~%-])[\\w+/.~-]{${MIN_WORD_LENGTH},60000}={0,2}`, "g");

/** The long words of a text, in which tokens without a prefix and what is encoded are looked for. */
export function longWords(text: string): Word[] {
  return [...text.matchAll(longWord)].map(({ 0: value, index }) => ({ value, index }));
}
