import { type Alphabet, encodings } from "./alphabets.ts";
import { decodeAs } from "./charset.ts";

const SAMPLE_BYTES = 65_536;
/** A reading fits if so many of its characters beyond ASCII can stand where they do. */
const MIN_FIT = 0.7;

/**
 * The encoding that bytes which are not UTF-8 and declare none are in: the one that makes them words of one language.
 * Every byte is some character in most encodings, so a reading is judged by what it says: letters of one alphabet, no
 * capital behind a small letter, no sign inside a word. Undefined where no reading is like a text.
 */
export function likelyCharset(body: Uint8Array): string | undefined {
  const sample = wordsBeyondAscii(body);
  let best: { readonly label: string; readonly fit: number } | undefined;
  for (const [label, alphabets, weight = 1] of encodings) {
    // A sample may end in the middle of a character.
    const text = decodeAs(sample, label) ?? decodeAs(sample.subarray(0, -1), label);
    const fit = text === undefined ? 0 : weight * fitOf(text, alphabets);
    if (fit > (best?.fit ?? 0) && decodeAs(body, label) !== undefined) best = { label, fit };
  }
  return best && best.fit >= MIN_FIT ? best.label : undefined;
}

const isSpace = (byte: number | undefined): boolean => byte === undefined || byte <= 0x20;

/** Words without a byte beyond ASCII are the same in every encoding. */
function wordsBeyondAscii(body: Uint8Array): Uint8Array {
  const words: number[] = [];
  let start = 0;
  for (let at = 0; at <= body.length && words.length < SAMPLE_BYTES; at += 1) {
    if (!isSpace(body[at])) continue;
    const word = body.subarray(start, at);
    if (word.some((byte) => byte >= 0x80)) words.push(0x20, ...word.subarray(0, SAMPLE_BYTES));
    start = at + 1;
  }
  return Uint8Array.from(words);
}

/** Signs of every language's texts; Windows-1252 and its kin have them all. */
const ordinary =
  /[\s‘’‚“”„‹›«»–—…•·€£¥§©®™°±×÷¿¡º²³½¼¾µ№\u00a0\u00adー、。・「」『』（）！？：；，《》【】〜～％]/u;
/** Of them, those that stand between letters. */
const betweenLetters = /[’\u00ad–—\u00a0ー・…]/u;
const letter = /[\p{L}\p{M}]/u;
const latinLetter = /\p{Script=Latin}/u;
/** Of scripts that are never in one word with Latin letters; Chinese, Japanese, Korean and Thai write no space beside them. */
const alphabetic = /[\p{Script=Cyrillic}\p{Script=Greek}\p{Script=Hebrew}\p{Script=Arabic}]/u;
const smallLetter = /\p{Ll}/u;
/** Words of Latin script have letters of ASCII, too. */
const accentsAlone = /(?<!\p{L})[^\P{Script=Latin}A-Za-z]{2,}(?!\p{L})/gu;
const capital = /\p{Lu}/u;

/** From 0 to 1: how well the best of the alphabets explains what is beyond ASCII. */
function fitOf(text: string, alphabets: readonly Alphabet[]): number {
  const characters = [...text.replace(accentsAlone, (word) => "\ufffd".repeat(word.length))];
  const letters: string[] = [];
  let others = 0;
  let misfits = 0;
  characters.forEach((character, at) => {
    if (character <= "\u007f") return;
    const [before = " ", after = " "] = [characters[at - 1], characters[at + 1]];
    if (letter.test(character)) {
      if (!isInItsWord(character, before, after)) misfits += 1;
      else letters.push(character.toLowerCase());
    } else if (!ordinary.test(character)) misfits += 1;
    else if (letter.test(before) && letter.test(after) && !isBetween(character, before, after)) misfits += 1;
    else others += 1;
  });
  const total = letters.length + others + misfits;
  if (total === 0) return 0;
  const fits = alphabets.map((alphabet) => (others + lettersIn(letters, alphabet)) / total);
  return Math.max(...fits);
}

/** A capital stands before small letters, and a word has one script. */
function isInItsWord(character: string, before: string, after: string): boolean {
  if (capital.test(character) && smallLetter.test(before)) return false;
  return !(alphabetic.test(character) && (latinLetter.test(before) || latinLetter.test(after)));
}

/** Chinese and Japanese write no spaces around their signs. */
const isBetween = (sign: string, before: string, after: string): boolean =>
  betweenLetters.test(sign) ||
  /^l·l$/i.test(before + sign + after) ||
  before >= "\u3000" ||
  after >= "\u3000";

/** How many of the letters the alphabet explains. */
function lettersIn(letters: readonly string[], { letters: own, common, weight = 1 }: Alphabet): number {
  const known = letters.filter((one) => own.test(one));
  if (common === undefined) return known.length * weight;
  const frequent = known.filter((one) => common.letters.test(one)).length;
  return known.length * Math.min(1, frequent / (known.length * common.share || 1));
}
