import type { Row } from "./database.ts";

/** Rows fetched at a time: no statement stays open between them, so rows may be written while others are read. */
const PAGE_ROWS = 256;

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
        const items = fetch(after, PAGE_ROWS);
        yield* items;
        const last = items.at(-1);
        if (last === undefined || items.length < PAGE_ROWS) return;
        after = keyOf(last);
      }
    },
  };
}

/** Rows read at a time during a walk. */
const MAX_ROWS = 256;
/** After so many ascending ids, lookups count as a walk; after so many more where rows were read in vain. */
const ASCENDING_MIN = 4;
const ASCENDING_MIN_AGAIN = 64;

/** Finds rows by their key; `forget` whenever one was written. */
export interface Lookahead {
  find(source: string, key: string): Row | undefined;
  forget(): void;
}

/**
 * Lookups in the order of the table, as those of a sorted listing are, read the following rows ahead. Other lookups
 * cost what a lookup costs: rows that were read ahead in vain end the walk.
 *
 * @param fetch the rows of a source from a key on, at most `limit` of them, in key order; with a limit of 1, the row of the key itself
 */
export function lookahead(fetch: (source: string, from: string, limit: number) => readonly Row[]): Lookahead {
  let rows = new Map<unknown, Row>();
  let last = { source: "", key: "" };
  let ascending = 0;
  let limit = 1;
  let used = 1;

  function readFrom(source: string, key: string): void {
    const isAscending = source === last.source && key > last.key;
    if (used < limit / 2) ascending = -ASCENDING_MIN_AGAIN;
    else if (ascending < 0 || isAscending) ascending += 1;
    else ascending = 0;
    last = { source, key };
    limit = ascending >= ASCENDING_MIN ? Math.min(MAX_ROWS, limit * 4) : 1;
    used = 0;
    rows = new Map(fetch(source, key, limit).map((row) => [row.external_id, row]));
  }

  return {
    find(source, key) {
      if (source !== last.source || !rows.has(key)) readFrom(source, key);
      const row = rows.get(key);
      if (row) used += 1;
      return row;
    },
    forget() {
      rows = new Map();
    },
  };
}
