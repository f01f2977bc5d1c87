/**
 * The known word that was probably meant; undefined when none is near. Case does not count as a difference, nor does `-`
 * for `_`; two swapped letters count as one.
 */
export function suggest(word: string, known: Iterable<string>): string | undefined {
  const meant = folded(word);
  // Of two letters, half are no slip: "uk" is not "us".
  const allowed = meant.length < 3 ? 0 : Math.max(1, Math.floor(meant.length / 3));
  let best: { word: string; distance: number } | undefined;
  for (const candidate of known) {
    const distance = editDistance(meant, folded(candidate));
    if (distance <= allowed && distance < (best?.distance ?? Number.POSITIVE_INFINITY)) {
      best = { word: candidate, distance };
    }
  }
  return best?.word;
}

/** `, did you mean "x"?`, or nothing. */
export function didYouMean(word: string, known: Iterable<string>): string {
  const meant = suggest(word, known);
  return meant === undefined ? "" : `, did you mean "${meant}"?`;
}

// Longer words are not typing mistakes, and the table below grows with the square of their length.
const MAX_LENGTH = 64;
const folded = (word: string): string => word.slice(0, MAX_LENGTH).toLowerCase().replaceAll("-", "_");

/** Insertions, deletions, replacements and swaps of neighbours that turn `a` into `b` (optimal string alignment). */
export function editDistance(a: string, b: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let row = 1; row <= a.length; row++) {
    const current = [row];
    for (let column = 1; column <= b.length; column++) {
      const same = a[row - 1] === b[column - 1];
      let cost = Math.min(
        at(last, column) + 1,
        at(current, column - 1) + 1,
        at(last, column - 1) + (same ? 0 : 1),
      );
      if (row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1]) {
        cost = Math.min(cost, at(beforeLast, column - 2) + 1);
      }
      current.push(cost);
    }
    beforeLast = last;
    last = current;
  }
  return at(last, b.length);
}

const at = (row: readonly number[], column: number): number => row[column] ?? Number.POSITIVE_INFINITY;
