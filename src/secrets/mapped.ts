/** A text made of pieces of another one, and where each of its characters came from. */
export class Mapped {
  private readonly pieces: string[] = [];
  private readonly starts: number[] = [];
  private readonly origins: number[] = [];
  /** How much of the other text a piece was made of; 0: its characters correspond one to one. */
  private readonly spans: number[] = [];
  private length = 0;
  private whole: string | undefined;

  /**
   * Adds a piece that began at `origin`.
   *
   * @param span characters that it was made of; absent: its characters correspond one to one
   */
  add(piece: string, origin: number, span = 0): void {
    if (piece === "") return;
    this.pieces.push(piece);
    this.starts.push(this.length);
    this.origins.push(origin);
    this.spans.push(span);
    this.length += piece.length;
    this.whole = undefined;
  }

  get text(): string {
    this.whole ??= this.pieces.join("");
    return this.whole;
  }

  get size(): number {
    return this.length;
  }

  /** Where the character came from; for a decoded piece, where that began. */
  origin(index: number): number {
    const at = this.pieceAt(index);
    const offset = this.spans[at] === 0 ? index - (this.starts[at] ?? 0) : 0;
    return (this.origins[at] ?? 0) + offset;
  }

  /** Where that ends which the character came from. */
  originEnd(index: number): number {
    return this.origin(index) + (this.spans[this.pieceAt(index)] || 1);
  }

  private pieceAt(index: number): number {
    let [low, high] = [0, this.starts.length - 1];
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.starts[middle] ?? 0) <= index) low = middle;
      else high = middle - 1;
    }
    return low;
  }
}

/** The text with every match of a global pattern replaced by what `by` says. */
export function replaced(text: string, pattern: RegExp, by: (match: string) => string): Mapped {
  const made = new Mapped();
  let last = 0;
  for (const { 0: match, index } of text.matchAll(pattern)) {
    made.add(text.slice(last, index), last);
    made.add(by(match), index, match.length);
    last = index + match.length;
  }
  made.add(text.slice(last), last);
  return made;
}
