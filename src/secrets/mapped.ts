/** A text made of pieces of another one, and where each of its characters came from. */
export class Mapped {
  private readonly pieces: string[] = [];
  private readonly starts: number[] = [];
  private readonly origins: number[] = [];
  private readonly literal: boolean[] = [];
  private length = 0;
  private whole: string | undefined;

  /** Adds a piece that began at `origin`; `literal`: its characters correspond one to one. */
  add(piece: string, origin: number, literal: boolean): void {
    if (piece === "") return;
    this.pieces.push(piece);
    this.starts.push(this.length);
    this.origins.push(origin);
    this.literal.push(literal);
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
    let [low, high] = [0, this.starts.length - 1];
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.starts[middle] ?? 0) <= index) low = middle;
      else high = middle - 1;
    }
    const offset = this.literal[low] === true ? index - (this.starts[low] ?? 0) : 0;
    return (this.origins[low] ?? 0) + offset;
  }
}

/** The text with every match of a global pattern replaced by what `by` says. */
export function replaced(text: string, pattern: RegExp, by: (match: string) => string): Mapped {
  const made = new Mapped();
  let last = 0;
  for (const { 0: match, index } of text.matchAll(pattern)) {
    made.add(text.slice(last, index), last, true);
    made.add(by(match), index, false);
    last = index + match.length;
  }
  made.add(text.slice(last), last, true);
  return made;
}
