/** Rows fetched at a time: no statement stays open between them, so rows may be written while others are read. */
const pageSize = 256;

/**
 * Walks a table in key order. A row that changes during the walk is seen as it was when its page of rows was
 * fetched, or not at all if it went before; no row is seen twice. Can be walked again.
 */
export function walk<T>(
  fetch: (after: string, limit: number) => readonly T[],
  keyOf: (item: T) => string,
): Iterable<T> {
  return {
    *[Symbol.iterator]() {
      let after = "";
      for (;;) {
        const items = fetch(after, pageSize);
        yield* items;
        const last = items.at(-1);
        if (last === undefined || items.length < pageSize) return;
        after = keyOf(last);
      }
    },
  };
}
