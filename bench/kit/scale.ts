export type Size = "small" | "usual" | "full";

/**
 * How much is measured. By default the sizes of the targets, in as many rounds as let all benches run in a few minutes;
 * `BENCH=full`: more rounds and pages; `BENCH=small`: only to check that the benches work.
 */
export const size: Size = sizeOf(process.env.BENCH);

function sizeOf(word: string | undefined): Size {
  if (word === undefined || word === "" || word === "usual") return "usual";
  if (word === "small" || word === "full") return word;
  throw new Error(`BENCH is small, usual or full, not ${word}`);
}

export const sized = <T>(values: Readonly<Record<Size, T>>): T => values[size];
