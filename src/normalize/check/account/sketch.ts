/** Slots for word counts; two words of one document rarely share one, and then hide at most each other's loss. */
const SLOTS = 1 << 16;
/** Where a word may be broken; pages are written without it. */
const SOFT_HYPHEN = 0xad;
const START = 0x811c9dc5 | 0;
const PRIME = 0x01000193;

/** What a character is to a word: 0 ends it, else the lower-case code that counts. */
const codes = new Uint8Array(128);
for (let code = 0; code < 128; code += 1) {
  const char = String.fromCharCode(code);
  if (/[a-z0-9]/i.test(char)) codes[code] = char.toLowerCase().charCodeAt(0);
}

const noStops = new Uint8Array(128);

/**
 * How often each word of a source still has to be found in its page, by hash alone: a tenth of the time that lists of
 * words take. Words are counted up, then down; what stays above zero may be lost, and is looked at word by word.
 */
export class WordSketch {
  readonly #counts = new Int32Array(SLOTS);
  /** Slots that are not zero any more, each once or more. */
  #touched = new Uint16Array(4_096);
  #touchedCount = 0;
  #hash = START;
  #step = 1;
  /** Words counted up. */
  words = 0;

  /** Begins the words of a source. */
  begin(): void {
    for (let at = 0; at < this.#touchedCount; at += 1) this.#counts[this.#touched[at] ?? 0] = 0;
    this.#touchedCount = 0;
    this.#hash = START;
    this.#step = 1;
    this.words = 0;
  }

  /** From here on words are counted down. */
  turn(): void {
    this.boundary();
    this.#step = -1;
  }

  /**
   * Adds a stretch of text; a word may go on in the next one, unless a boundary is between.
   * @param stops characters before which it ends, as a table by code; none of them is a letter or a digit
   * @returns where it ended
   */
  add(text: string, from = 0, to = text.length, stops: Uint8Array = noStops): number {
    let hash = this.#hash;
    for (let at = from; at < to; at += 1) {
      const code = text.charCodeAt(at);
      const counted = code < 128 ? (codes[code] ?? 0) : otherCode(code);
      if (counted > 0) hash = Math.imul(hash ^ counted, PRIME);
      else if (code !== SOFT_HYPHEN) {
        if (hash !== START) {
          this.#count(hash);
          hash = START;
        }
        if (counted < 0) this.#count(Math.imul(START ^ code, PRIME));
        else if (code < 128 && stops[code] === 1) {
          this.#hash = hash;
          return at;
        }
      }
    }
    this.#hash = hash;
    return to;
  }

  boundary(): void {
    if (this.#hash === START) return;
    this.#count(this.#hash);
    this.#hash = START;
  }

  /** Words that were counted up and not down. */
  lost(): number {
    this.boundary();
    let lost = 0;
    for (let at = 0; at < this.#touchedCount; at += 1) {
      const slot = this.#touched[at] ?? 0;
      const left = this.#counts[slot] ?? 0;
      if (left <= 0) continue;
      lost += left;
      this.#counts[slot] = 0;
    }
    return lost;
  }

  #count(hash: number): void {
    const slot = (hash ^ (hash >>> 16)) & (SLOTS - 1);
    const before = this.#counts[slot] ?? 0;
    this.#counts[slot] = before + this.#step;
    if (this.#step > 0) this.words += 1;
    if (before !== 0) return;
    if (this.#touchedCount === this.#touched.length) this.#grow();
    this.#touched[this.#touchedCount] = slot;
    this.#touchedCount += 1;
  }

  #grow(): void {
    const grown = new Uint16Array(this.#touched.length * 2);
    grown.set(this.#touched);
    this.#touched = grown;
  }
}

/** Beyond ASCII: 0 ends a word, -1 is a word of its own (scripts without spaces), else its own code. */
function otherCode(code: number): number {
  if (code < 0xc0) return 0;
  if (code === 0xd7 || code === 0xf7) return 0;
  if (code < 0x0300) return code;
  if (code < 0x0370) return 0;
  if (code >= 0x0e00 && code < 0x0e80) return -1;
  if (code < 0x2000) return code;
  if (code < 0x2e80) return 0;
  if (code >= 0x3040 && code < 0x9fff) return -1;
  if (code >= 0xac00 && code < 0xd7a4) return -1;
  return 0;
}
