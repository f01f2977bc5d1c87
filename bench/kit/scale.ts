export type Size = "small" | "usual" | "full";

/**
 * How much is measured. As a rule the sizes that the targets speak of, in as many rounds as fit all benches into five
 * minutes; `BENCH=full`: more rounds and pages; `BENCH=small`: to see that the benches work.
 */
export const size: Size = sizeOf(process.env.BENCH);

function sizeOf(word: string | undefined): Size {
  if (word === undefined || word === "" || word === "usual") return "usual";
  if (word === "small" || word === "full") return word;
  throw new Error(`BENCH is small, usual or full, not ${word}`);
}

export const sized = <T>(values: Readonly<Record<Size, T>>): T => values[size];
