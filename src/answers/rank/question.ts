import { isUnspaced, stopWords, type Word, wordsOf } from "../text/words.ts";

/** A word that is asked for. */
export interface Term {
  readonly plain: string;
  /** What it may be indexed as: as it stands, and by its English stem. */
  readonly forms: readonly string[];
  /** How telling it is: high where few pages have it. */
  readonly rarity: number;
}

export interface Question {
  readonly terms: readonly Term[];
  /** The sum of the terms' rarities. */
  readonly total: number;
  /** Neighbouring terms, as indexes into `terms`. */
  readonly pairs: readonly (readonly [number, number])[];
}

/**
 * The terms of a question. Words that say nothing are left out where others remain.
 *
 * @param pages how many pages there are
 * @param pagesWith how many of them have a word
 * @param inflected the words that pages have of those that begin as this one does
 */
export function questionOf(
  text: string,
  pages: number,
  pagesWith: (form: string) => number,
  inflected: (beginning: string) => readonly string[],
): Question {
  const all = wordsOf(text, "en");
  const telling = all.filter(({ plain }) => !stopWords.has(plain));
  const sequence = telling.length > 0 ? telling : all;
  const terms: Term[] = [];
  const places = new Map<string, number>();
  const order = sequence.slice(0, MAX_WORDS).map((word) => {
    const known = places.get(word.stem);
    if (known !== undefined) return known;
    const own = formsOf(word);
    const forms = own.some((form) => pagesWith(form) > 0) ? own : [...own, ...inflectedOf(word, inflected)];
    const having = Math.max(...forms.map(pagesWith));
    terms.push({ plain: word.plain, forms, rarity: rarity(pages, having) });
    places.set(word.stem, terms.length - 1);
    return terms.length - 1;
  });
  const pairs = order.slice(1).map((at, nth): [number, number] => [order[nth] ?? at, at]);
  return { terms, total: terms.reduce((sum, term) => sum + term.rarity, 0), pairs };
}

/** A longer question is a text; its first words stand for it. */
const MAX_WORDS = 64;

/**
 * Words that no page has as they are asked for are looked for by their beginnings: "Erstattung" finds "Erstattungen", in
 * whatever language.
 */
function inflectedOf(
  { plain }: Word,
  inflected: (beginning: string) => readonly string[],
): readonly string[] {
  if (plain.length < MIN_INFLECTED || isUnspaced.test(plain)) return [];
  const least = plain.slice(0, Math.max(MIN_INFLECTED - 1, plain.length - MAX_ENDING));
  return inflected(least).filter((word) => {
    let alike = least.length;
    while (alike < plain.length && plain[alike] === word[alike]) alike += 1;
    return word.length - alike <= MAX_ENDING;
  });
}

/** Letters of a word that may have an ending, and of the ending. */
const MIN_INFLECTED = 6;
const MAX_ENDING = 3;

const formsOf = ({ plain, stem }: Word): string[] => (plain === stem ? [plain] : [stem, plain]);

/**
 * Inverse document frequency as BM25 has it, never below zero.
 *
 * Few pages are taken for some of more: among three, a word of one page would say little, and any word that none of them happens
 * to have ("reset", "add") would say more than what the question is about.
 */
export const rarity = (pages: number, having: number): number =>
  Math.log(1 + (Math.max(pages, MIN_COLLECTION) - having + 0.5) / (having + 0.5));

/** With it 91 % instead of 81 of any three pages of two documentations are found by their own descriptions, and still none by the other's. */
const MIN_COLLECTION = 100;
