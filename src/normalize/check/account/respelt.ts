/** Fewer letters in a row are found in any page by chance. */
const MIN_LETTERS = 6;
/** Each takes a pass over the page. */
const MAX_SEARCHES = 2_000;

/**
 * Those of the lost words that the page does not have in another spelling either: put together ("2020Code" for two
 * labels that only a style sheet keeps apart), taken apart, or once where the source says the same twice.
 *
 * @param lost indexes of words of the source, ascending
 */
export function notRespelt(
  lost: readonly number[],
  own: readonly string[],
  page: readonly string[],
): number[] {
  const packed = page.join("");
  const known = new Set(page);
  const left: number[] = [];
  let searches = 0;
  const isThere = (run: readonly number[]): boolean => {
    const [first] = run;
    const letters = run.map((index) => own[index]).join("");
    if (letters.length < MIN_LETTERS || searches > MAX_SEARCHES) return false;
    if (run.length === 1 && first !== undefined && known.has(own[first] ?? "")) return false;
    searches += 1;
    return packed.includes(letters);
  };
  for (const run of runsOf(lost)) {
    for (let from = 0; from < run.length; ) {
      let to = run.length;
      while (to > from && !isThere(run.slice(from, to))) to = from + Math.floor((to - from) / 2);
      if (to === from) left.push(run[from] ?? 0);
      from = Math.max(to, from + 1);
    }
  }
  return left;
}

function runsOf(indexes: readonly number[]): number[][] {
  const runs: number[][] = [];
  for (const index of indexes) {
    const run = runs.at(-1);
    if (run?.at(-1) === index - 1) run.push(index);
    else runs.push([index]);
  }
  return runs;
}
