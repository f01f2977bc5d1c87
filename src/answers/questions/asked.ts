import { pageKey } from "../health/place.ts";
import type { searcher } from "../rank/search.ts";
import { answering } from "../rank/verdict.ts";

/**
 * A search that remembers which pages were among the first five of any question.
 *
 * @param found takes them, by `pageKey`
 */
export function noting(search: ReturnType<typeof searcher>, found: Set<string>): typeof search {
  return (text, options) => {
    const hits = search(text, options);
    for (const hit of hits.slice(0, answering)) found.add(pageKey(hit));
    return hits;
  };
}
