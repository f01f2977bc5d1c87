import { distance, simhash } from "../../sync/plan/simhash.ts";
import type { Draftable } from "../questions/suggest.ts";
import { lineWords } from "../text/lines.ts";
import { MAX_WORDS } from "../text/passages.ts";

/** A place in the pages that somebody should look at. */
export interface Place {
  readonly source: string;
  /** The document to edit. */
  readonly externalId: string;
  readonly section: string | null;
}

/** What is wrong with the pages as answers, whatever is asked. */
export interface Health {
  /** Passages of different pages that say nearly the same: Fin may cite either, and an edit has to find both. */
  readonly nearDuplicates: readonly (readonly [Place, Place])[];
  /** A single paragraph, list item or row too long to be one passage. */
  readonly tooLong: readonly (Place & { readonly words: number })[];
  /** Pages that are among the first five of no question. Says as much as the questions do. */
  readonly unasked: readonly Pick<Place, "source" | "externalId">[];
}

/** Shorter passages are alike by their form alone. */
const MIN_WORDS = 40;
/** Bits of a 64-bit simhash in which nearly equal texts may differ. */
const MAX_BITS = 3;
/** Bits of which equal ones put two passages together to be compared; with three bits apart one of four bands is equal. */
const bands = [0, 4, 8, 12];
/** Of each kind that are named. */
const MAX_NAMED = 100;

/**
 * Looks for what hinders pages from being answers.
 *
 * @param asked the pages that were among the first five of some question, as `source externalId`
 */
export function healthOf(pages: readonly Draftable[], asked: ReadonlySet<string>): Health {
  const passages = pages.flatMap((page) =>
    page.passages.map(({ section, text }) => ({
      place: { source: page.source, externalId: page.externalId, section: section.join(" › ") || null },
      text,
    })),
  );
  const tooLong = passages
    .map(({ place, text }) => ({ ...place, words: lineWords(text) }))
    .filter(({ words }) => words > 2 * MAX_WORDS)
    .sort((a, b) => b.words - a.words);
  return {
    nearDuplicates: nearDuplicates(passages).slice(0, MAX_NAMED),
    tooLong: tooLong.slice(0, MAX_NAMED),
    unasked: pages
      .map(({ source, externalId }) => ({ source, externalId }))
      .filter((page) => !asked.has(pageKey(page)))
      .slice(0, MAX_NAMED),
  };
}

/** Names a page among those of all sources. */
export const pageKey = ({ source, externalId }: Pick<Place, "source" | "externalId">): string =>
  `${source} ${externalId}`;

function nearDuplicates(passages: readonly { place: Place; text: string }[]): [Place, Place][] {
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
      // A text that hundreds of pages share is one finding, not all pairs of them.
      if (others.length < 16) byBand.set(key, [...others, { place, hash }]);
    }
  }
  return [...pairs.values()];
}
