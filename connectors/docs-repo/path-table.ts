/** The largest block of memory that is asked for at once; the first ones are smaller. */
const BLOCK_BITS = 20;
const BLOCK_BYTES = 2 ** BLOCK_BITS;
const FIRST_BLOCK_BYTES = 4_096;
const FIRST_SLOTS = 64;

/** One byte for the id's length, four for the path's. */
const HEAD_BYTES = 5;
/** What ids are written as: git's are in hexadecimal, and take half as bytes. */
const hex = /^(?:[0-9a-f]{2})*$/;

/**
 * Paths and an id of each, in the order in which they came. In a map of strings a path takes four times the memory, and
 * all of them are looked at whenever V8 collects garbage; here they are bytes outside of its heap, found by their hash.
 */
export class PathTable implements Iterable<readonly [path: string, id: string]> {
  readonly #blocks: { readonly bytes: Buffer; used: number }[] = [];
  /** Where entries are, by the hash of their path: the block and the place in it, plus one; 0 for none. */
  #slots = new Uint32Array(FIRST_SLOTS);
  #size = 0;
  /** The bytes of the path that is looked for. */
  #sought = Buffer.alloc(256);

  get size(): number {
    return this.#size;
  }

  has(path: string): boolean {
    return this.#slots[this.#slotOf(this.#seek(path))] !== 0;
  }

  get(path: string): string | undefined {
    const slot = this.#slots[this.#slotOf(this.#seek(path))] ?? 0;
    return slot === 0 ? undefined : this.#entryAt(slot - 1).id;
  }

  /**
   * Adds a path that is not there.
   *
   * @param id in hexadecimal, 255 bytes at most; or empty
   * @throws RangeError for a path that is there, or another id
   */
  add(path: string, id: string): void {
    if (!hex.test(id) || id.length > 510) throw new RangeError(`not an id: ${id}`);
    if (this.#size >= this.#slots.length * 0.7) this.#grow();
    const length = this.#seek(path);
    const at = this.#slotOf(length);
    if (this.#slots[at] !== 0) throw new RangeError(`a path is there already: ${path}`);
    this.#slots[at] = this.#append(id, length) + 1;
    this.#size += 1;
  }

  *[Symbol.iterator](): Generator<readonly [string, string]> {
    for (const [block, { used }] of this.#blocks.entries()) {
      for (let place = 0; place < used; ) {
        const { path, id, end } = this.#entryAt(addressOf(block, place));
        yield [path, id];
        place = end;
      }
    }
  }

  /** Writes the path to `#sought`. @returns its length in bytes */
  #seek(path: string): number {
    // UTF-8 takes three bytes at most for what is one unit of a string.
    if (this.#sought.length < path.length * 3) this.#sought = Buffer.alloc(path.length * 6);
    return this.#sought.write(path, "utf8");
  }

  /** The slot of the path that is sought: its own, or the one that is free for it. */
  #slotOf(length: number): number {
    const mask = this.#slots.length - 1;
    let at = hashOf(this.#sought, 0, length) & mask;
    for (let slot = this.#slots[at] ?? 0; slot !== 0; slot = this.#slots[at] ?? 0) {
      if (this.#isSought(slot - 1, length)) return at;
      at = (at + 1) & mask;
    }
    return at;
  }

  #isSought(address: number, length: number): boolean {
    const { bytes, start, end } = this.#pathAt(address);
    return end - start === length && bytes.compare(this.#sought, 0, length, start, end) === 0;
  }

  #append(id: string, length: number): number {
    const needed = HEAD_BYTES + id.length / 2 + length;
    let last = this.#blocks.at(-1);
    if (last === undefined || last.bytes.length - last.used < needed) {
      const usual = Math.min(BLOCK_BYTES, FIRST_BLOCK_BYTES * 2 ** this.#blocks.length);
      last = { bytes: Buffer.allocUnsafeSlow(Math.max(usual, needed)), used: 0 };
      this.#blocks.push(last);
    }
    const { bytes, used } = last;
    bytes.writeUInt8(id.length / 2, used);
    bytes.writeUInt32LE(length, used + 1);
    bytes.write(id, used + HEAD_BYTES, "hex");
    this.#sought.copy(bytes, used + HEAD_BYTES + id.length / 2, 0, length);
    last.used += needed;
    return addressOf(this.#blocks.length - 1, used);
  }

  #grow(): void {
    const slots = new Uint32Array(this.#slots.length * 2);
    const mask = slots.length - 1;
    for (const slot of this.#slots) {
      if (slot === 0) continue;
      const { bytes, start, end } = this.#pathAt(slot - 1);
      let at = hashOf(bytes, start, end) & mask;
      while (slots[at] !== 0) at = (at + 1) & mask;
      slots[at] = slot;
    }
    this.#slots = slots;
  }

  #entryAt(address: number): { readonly path: string; readonly id: string; readonly end: number } {
    const { bytes, start, end, idStart } = this.#pathAt(address);
    return { path: bytes.toString("utf8", start, end), id: bytes.toString("hex", idStart, start), end };
  }

  #pathAt(address: number) {
    const block = this.#blocks[Math.floor(address / BLOCK_BYTES)];
    if (block === undefined) throw new RangeError(`no entry at ${address}`);
    const { bytes } = block;
    const place = address % BLOCK_BYTES;
    const idStart = place + HEAD_BYTES;
    const start = idStart + bytes.readUInt8(place);
    return { bytes, idStart, start, end: start + bytes.readUInt32LE(place + 1) };
  }
}

const addressOf = (block: number, place: number): number => block * BLOCK_BYTES + place;

/** FNV-1a: http://www.isthe.com/chongo/tech/comp/fnv/ */
function hashOf(bytes: Buffer, start: number, end: number): number {
  let hash = 0x811c9dc5;
  for (let at = start; at < end; at += 1) hash = Math.imul(hash ^ (bytes[at] ?? 0), 0x01000193);
  // The low bits choose the slot: the high ones must be in them, too.
  return (hash ^ (hash >>> 15)) >>> 0;
}
