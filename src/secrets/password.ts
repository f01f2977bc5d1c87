import { isTemplate, restlessness, unguessableLeet, wordiness } from "./randomness.ts";

/** Bits that a password must hold to be taken for one: more than a word with a year and a sign behind it. */
const MIN_BITS = 36;
const bitsOfWord = 11;

/** Code, addresses, paths, names of variables and sums (crypt, bcrypt) stand behind `password:`, too. */
const noPassword =
  /\]\(|^[a-z_]+(?:\.[a-z_]+)+\[|^Test[A-Z]\w*\/|^(?:[\w.-]+\(|[a-z]+:\/\/|urn:|0x[0-9a-f]+$|\.{0,2}\/|~\/|[A-Za-z]:\\|--?[a-z]|#|@|\\)|^[\w.]+\.(?:[a-z]{2,10}|\w+\(.*)$|\w\(|[)\]}>][;,]?$|^[a-z]+(?:[A-Z][a-z]+)+$|^[A-Za-z]{2,}\d{0,4}(?:[-_./:][A-Za-z]{2,}\d{0,4})+$|^\w(?:\/\w)+|^[a-z]+(?:[|:,][a-z0-9]+)+$|^\d+$|^\d{4}-\d\d-\d\d|^\$(?:2[abxy]|[1-9]|apr1|y|argon2\w*)\$|\$[a-z_]{4,}|\$[A-Z_]{4,}|::|=>|:=|==|&&|\|\|/;

/** Whether a value behind `password` is one, by what is left of it without words, years and runs. */
export function isRealPassword(value: string): boolean {
  if (value.length < 8 || value.length > 128 || isTemplate(value)) return false;
  if (/^[A-Za-z]+$/.test(value) && (value.length < 10 || restlessness(value) < 0.4)) return false;
  return !noPassword.test(value) && bitsOf(value) >= MIN_BITS;
}

/** As `isRealPassword`, where only a password can stand (in an address, behind `curl -u`). */
export function isRealCredential(value: string): boolean {
  if (value.length < 6 || value.length > 256 || isTemplate(value)) return false;
  return bitsOf(value) >= 32;
}

function bitsOf(value: string): number {
  const rest = unguessableLeet(value).replace(/(?:19|20)\d\d/g, "");
  const alphabet = new Set(rest.toLowerCase()).size;
  if (alphabet < 5) return 0;
  const wordy = wordiness(rest) * rest.length;
  const perCharacter = Math.min(5.2, Math.log2(alphabet) + 1.5);
  return (rest.length - wordy) * perCharacter + (wordy / 5) * bitsOfWord;
}
