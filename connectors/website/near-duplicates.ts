/** How many hashes stand for a text; more would only make the estimate finer. */
const SIZE = 32;

/**
 * A few numbers that stand for a text: the smallest hashes of its runs of three words (MinHash, Broder 1997,
 * https://doi.org/10.1109/SEQUEN.1997.666900). Pure.
 */
export function sketchOf(words: readonly string[]): readonly number[] {
  const runs = new Set<number>();
  const last = Math.max(words.length - 2, 1);
  for (let at = 0; at < last; at += 1) runs.add(hashOf(words.slice(at, at + 3).join(" ")));
  return [...runs].sort((a, b) => a - b).slice(0, SIZE);
}

/** FNV-1a, 32 bits. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at += 1) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193) >>> 0;
  return hash;
}

/** The share of runs that two texts have in common, 0 to 1, as their sketches estimate it. Pure. */
export function similarity(one: readonly number[], other: readonly number[]): number {
  const [mine, theirs] = [new Set(one), new Set(other)];
  const smallest = [...new Set([...one, ...other])].sort((a, b) => a - b).slice(0, SIZE);
  if (smallest.length === 0) return 1;
  return smallest.filter((hash) => mine.has(hash) && theirs.has(hash)).length / smallest.length;
}
