/** Words of one feature: their order counts, single words do not. */
const gram = 3;
/** Longer texts are compared by their first words. */
const MAX_WORDS = 20_000;
const wordPattern = /[\p{Ideographic}\p{Script=Hiragana}\p{Script=Katakana}]|[\p{L}\p{N}]+/gu;
const fnvPrime = 0x01000193;
const space = 32;

/**
 * A 64-bit simhash over the text's word 3-grams as 16 hexadecimal digits: texts that share most of them differ in few bits
 * (Charikar 2002, https://www.cs.princeton.edu/courses/archive/spring04/cos598B/bib/CharikarEstim.pdf). Undefined where
 * the text has fewer than `minWords` words: too few to compare.
 */
export function simhash(text: string, minWords = gram): string | undefined {
  const words = text.toLowerCase().match(wordPattern);
  if (!words || words.length < Math.max(minWords, gram)) return undefined;
  const votes = new Votes();
  const end = Math.min(words.length, MAX_WORDS) - gram + 1;
  // Both FNV-1a hashes of a feature in one walk over its UTF-16 units: joining its words first would take longer than hashing.
  for (let at = 0; at < end; at++) {
    let low = 0x811c9dc5 | 0;
    let high = 0x2f0b4c47;
    for (let nth = at; nth < at + gram; nth++) {
      if (nth > at) {
        low = Math.imul(low ^ space, fnvPrime);
        high = Math.imul(high ^ space, fnvPrime);
      }
      const word = words[nth] ?? "";
      for (let unit = 0; unit < word.length; unit++) {
        const code = word.charCodeAt(unit);
        low = Math.imul(low ^ code, fnvPrime);
        high = Math.imul(high ^ code, fnvPrime);
      }
    }
    votes.cast(mixed(low), mixed(high));
  }
  return votes.digits();
}

/** In how many of the 64 bits two simhashes differ. */
export function distance(one: string, other: string): number {
  return [0, 8].reduce((sum, at) => {
    const difference =
      Number.parseInt(one.slice(at, at + 8), 16) ^ Number.parseInt(other.slice(at, at + 8), 16);
    return sum + bitsIn(difference);
  }, 0);
}

/** A counter holds four counts of eight binary digits: so many votes fit before they must be added up. */
const MAX_VOTES_PER_COUNTER = 255;
const everyEighthBit = 0x01010101;

/** Every bit of a feature's hash votes on the same digit of the simhash; a tie is 0. */
class Votes {
  private readonly ones = new Int32Array(64);
  private readonly counters = new Int32Array(16);
  private inCounters = 0;
  private voters = 0;

  cast(low: number, high: number): void {
    const { counters } = this;
    for (let bit = 0; bit < 8; bit++) {
      counters[bit] = (counters[bit] ?? 0) + ((low >>> bit) & everyEighthBit);
      counters[bit + 8] = (counters[bit + 8] ?? 0) + ((high >>> bit) & everyEighthBit);
    }
    this.voters += 1;
    this.inCounters += 1;
    if (this.inCounters === MAX_VOTES_PER_COUNTER) this.addUp();
  }

  digits(): string {
    this.addUp();
    return this.half(0) + this.half(32);
  }

  private addUp(): void {
    const { counters, ones } = this;
    for (let counter = 0; counter < 16; counter++) {
      const first = counter < 8 ? counter : counter + 24;
      for (let bit = 0; bit < 4; bit++)
        ones[first + bit * 8] =
          (ones[first + bit * 8] ?? 0) + (((counters[counter] ?? 0) >>> (bit * 8)) & 255);
    }
    counters.fill(0);
    this.inCounters = 0;
  }

  private half(from: number): string {
    let value = 0;
    for (let bit = 0; bit < 32; bit++) if ((this.ones[from + bit] ?? 0) * 2 > this.voters) value |= 1 << bit;
    return (value >>> 0).toString(16).padStart(8, "0");
  }
}

/** A last mixing, so that every bit depends on every unit. */
function mixed(fnv: number): number {
  let hash = Math.imul(fnv ^ (fnv >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return hash ^ (hash >>> 16);
}

function bitsIn(value: number): number {
  let count = 0;
  for (let rest = value; rest !== 0; rest &= rest - 1) count += 1;
  return count;
}
