/** Words that make up one feature: order counts, single words do not. */
const gram = 3;
/** Words looked at; what is longer is like another by its first 20,000 words. */
const mostWords = 20_000;

/**
 * A 64-bit simhash over the text's word 3-grams as 16 hexadecimal digits: texts that share most of them differ in few bits
 * (Charikar 2002, https://www.cs.princeton.edu/courses/archive/spring04/cos598B/bib/CharikarEstim.pdf). Undefined where
 * the text has fewer than `fewest` words, which say too little.
 */
export function simhash(text: string, fewest = gram): string | undefined {
  const words = text
    .toLowerCase()
    .match(/[\p{Ideographic}\p{Script=Hiragana}\p{Script=Katakana}]|[\p{L}\p{N}]+/gu);
  if (!words || words.length < Math.max(fewest, gram)) return undefined;
  const sums = new Int32Array(64);
  const end = Math.min(words.length, mostWords) - gram + 1;
  for (let at = 0; at < end; at++) {
    const feature = `${words[at]} ${words[at + 1]} ${words[at + 2]}`;
    vote(sums, 0, fnv(feature, 0x811c9dc5));
    vote(sums, 32, fnv(feature, 0x2f0b4c47));
  }
  return digits(sums, 0) + digits(sums, 32);
}

/** In how many of the 64 bits two simhashes differ. */
export function distance(one: string, other: string): number {
  return [0, 8].reduce((sum, at) => {
    const difference =
      Number.parseInt(one.slice(at, at + 8), 16) ^ Number.parseInt(other.slice(at, at + 8), 16);
    return sum + bitsIn(difference);
  }, 0);
}

function vote(sums: Int32Array, from: number, hash: number): void {
  for (let bit = 0; bit < 32; bit++)
    sums[from + bit] = (sums[from + bit] ?? 0) + ((hash >>> bit) & 1 ? 1 : -1);
}

function digits(sums: Int32Array, from: number): string {
  let value = 0;
  for (let bit = 0; bit < 32; bit++) if ((sums[from + bit] ?? 0) > 0) value |= 1 << bit;
  return (value >>> 0).toString(16).padStart(8, "0");
}

/** FNV-1a over UTF-16 units with a last mixing, so that every bit depends on every unit. */
function fnv(text: string, seed: number): number {
  let hash = seed;
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return hash ^ (hash >>> 16);
}

function bitsIn(value: number): number {
  let count = 0;
  for (let rest = value; rest !== 0; rest &= rest - 1) count += 1;
  return count;
}
