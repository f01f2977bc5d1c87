export type Size = "small" | "usual" | "full";

/**
 * How much is measured. `BENCH=full`: the sizes that the targets speak of; `BENCH=small`: to see that the benches
 * work; otherwise what fits all benches into five minutes.
 */
export const size: Size = sizeOf(process.env.BENCH);

function sizeOf(word: string | undefined): Size {
  if (word === undefined || word === "" || word === "usual") return "usual";
  if (word === "small" || word === "full") return word;
  throw new Error(`BENCH is small, usual or full, not ${word}`);
}

export const sized = <T>(values: Readonly<Record<Size, T>>): T => values[size];
