import { stemmer } from "stemmer";

/** A word as it stands, without case and accents, and what it is indexed as. */
export interface Word {
  readonly plain: string;
  readonly stem: string;
}

/**
 * The words of a text in order. English words are indexed by their Porter stem, so that "cancelling" finds "cancel";
 * Chinese, Japanese, Thai and their like are cut into words by the Unicode segmenter, Korean into pairs of syllables,
 * because particles stand on its nouns. Other languages are indexed as they are written, without case and accents:
 * stemmers for German, French and Spanish found no more than none on the documentation they were measured on.
 *
 * @param locale the language of the text: "en", "pt-BR"
 */
export function wordsOf(text: string, locale: string): Word[] {
  const stem = isEnglish(locale) ? englishStem : itself;
  const words: Word[] = [];
  for (const [run] of folded(text).matchAll(runPattern)) {
    if (!isUnspaced.test(run)) words.push({ plain: run, stem: stem(run) });
    else
      for (const part of run.split(scriptChanges)) {
        if (part === "") continue;
        const pieces = korean.test(part) ? pairs(part) : isUnspaced.test(part) ? segmented(part) : [part];
        for (const plain of pieces) words.push({ plain, stem: stem(plain) });
      }
  }
  return words;
}

/** Names that are written as one word are also their parts: "useAppConfig" is "useAppConfig use App Config". */
export const withParts = (text: string): string =>
  // Most texts have none, and to look for a whole name takes ten times as long.
  turn.test(text) ? text.replace(joined, (name) => `${name} ${inParts(name)}`) : text;

/** The same with the parts alone: "use App Config". */
export const inParts = (text: string): string => text.replace(partings, " ");

const turn = /\p{Ll}\p{Lu}/u;
const partings = /(?<=\p{Ll})(?=\p{Lu})|(?<=\p{Lu})(?=\p{Lu}\p{Ll})/gu;
const joined = /(?<![\p{L}\p{N}])[\p{L}\p{N}]*\p{Ll}\p{Lu}[\p{L}\p{N}]*/gu;

/** What the words of a text are indexed as. */
export const stemsOf = (text: string, locale: string): string[] =>
  wordsOf(text, locale).map(({ stem }) => stem);

const isEnglish = (locale: string): boolean => /^en(?:-|$)/i.test(locale);

/** What a word is indexed as. */
export const stemOf = (plain: string, locale: string): string =>
  isEnglish(locale) && !isUnspaced.test(plain) ? englishStem(plain) : plain;

export const wordCharacters = /[\p{L}\p{M}\p{N}\u30fc]/u;
const runPattern = /[\p{L}\p{M}\p{N}\u30fc]+/gu;
/** Scripts whose words no spaces part, or not all. */
export const isUnspaced =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u;
const scriptChanges =
  /(\p{Script=Hangul}+|[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\u30fc]+|[\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}\p{M}]+)/u;
const korean = /^\p{Script=Hangul}/u;

/** Compatibility forms and accents go; what is not a Latin, Greek or Cyrillic letter keeps its marks. */
export function folded(text: string): string {
  const lower = text.toLowerCase();
  if (isAscii.test(lower)) return lower;
  return lower
    .normalize("NFKD")
    .replace(/([\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}])\p{M}+/gu, "$1")
    .normalize("NFC");
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: all of ASCII is meant.
const isAscii = /^[\x00-\x7f]*$/;

function pairs(syllables: string): string[] {
  if (syllables.length < 3) return [syllables];
  return Array.from({ length: syllables.length - 1 }, (_, at) => syllables.slice(at, at + 2));
}

let segmenter: Intl.Segmenter | undefined;

function segmented(run: string): string[] {
  segmenter ??= new Intl.Segmenter("ja", { granularity: "word" });
  return Array.from(segmenter.segment(run), ({ segment }) => segment);
}

const itself = (word: string): string => word;
const stems = new Map<string, string>();
/** Words remembered: a language's common ones many times over. */
const MAX_STEMS = 50_000;

function englishStem(word: string): string {
  const known = stems.get(word);
  if (known !== undefined) return known;
  const stem = word.length > 40 ? word : stemmer(word);
  if (stems.size >= MAX_STEMS) stems.clear();
  stems.set(word, stem);
  return stem;
}

/**
 * English words that every page has and that say nothing of what is asked. Only questions leave them out, and only
 * where other words remain: "What is it?" is asked as it stands.
 */
export const stopWords: ReadonlySet<string> = new Set(
  (
    "a an and are as at be but by for from has have how i if in into is it its my of on or that the their them then " +
    "there these they this to was what when where which who will with you your we our can do does use using via " +
    "about am any could did just many may me much need please should so some want would get"
  ).split(" "),
);
