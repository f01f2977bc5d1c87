import { stopWords, type Word, wordsOf } from "../text/words.ts";

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
 */
export function questionOf(text: string, pages: number, pagesWith: (form: string) => number): Question {
  const all = wordsOf(text, "en");
  const telling = all.filter(({ plain }) => !stopWords.has(plain));
  const sequence = telling.length > 0 ? telling : all;
  const terms: Term[] = [];
  const places = new Map<string, number>();
  const order = sequence.slice(0, MAX_WORDS).map((word) => {
    const known = places.get(word.stem);
    if (known !== undefined) return known;
    const forms = formsOf(word);
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

const formsOf = ({ plain, stem }: Word): string[] => (plain === stem ? [plain] : [stem, plain]);

/** Inverse document frequency as BM25 has it, never below zero. */
export const rarity = (pages: number, having: number): number =>
  Math.log(1 + (pages - having + 0.5) / (having + 0.5));
