import { distance, simhash } from "../../sync/plan/simhash.ts";
import { type Place, type Placed, pageKey } from "./place.ts";

/** Shorter passages are alike by their form alone. */
const MIN_WORDS = 40;
/** Bits of a 64-bit simhash in which nearly equal texts may differ. */
const MAX_BITS = 3;
/** Bits of which equal ones put two passages together to be compared; with three bits apart one of four bands is equal. */
const bands = [0, 4, 8, 12];
/** A text that hundreds of pages share is one finding, not all pairs of them. */
const MAX_TOGETHER = 16;

/** Passages of different pages that say nearly the same. */
export function nearDuplicates(passages: readonly Placed[]): [Place, Place][] {
  const byBand = new Map<string, { place: Place; hash: string }[]>();
  const pairs = new Map<string, [Place, Place]>();
  for (const { place, text } of passages) {
    const hash = simhash(text, MIN_WORDS);
    if (hash === undefined) continue;
    for (const at of bands) {
      const key = `${at} ${hash.slice(at, at + 4)}`;
      const others = byBand.get(key) ?? [];
      for (const other of others) {
        const isOther = pageKey(other.place) !== pageKey(place);
        if (isOther && distance(other.hash, hash) <= MAX_BITS)
          pairs.set(JSON.stringify([other.place, place]), [other.place, place]);
      }
      if (others.length < MAX_TOGETHER) byBand.set(key, [...others, { place, hash }]);
    }
  }
  return [...pairs.values()];
}
