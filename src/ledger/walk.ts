import type { Row } from "./database.ts";

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

/** Rows read at a time where a walk is going on. */
const most = 256;
/** So many ids in ascending order, and it is taken for one; so many more after rows were read for nothing. */
const sure = 4;
const sureAgain = 64;

/** Finds rows by their key; `forget` whenever one was written. */
export interface Lookahead {
  find(source: string, key: string): Row | undefined;
  forget(): void;
}

/**
 * Lookups that come in the order of the table, as those of a listing beside the ledger do, read the rows that follow
 * with the one that was asked for. Others cost what a lookup costs: what was read ahead and not asked for ends it.
 *
 * @param fetch the rows of a source from a key on, so many at most, in key order; where one is asked for, the key's own will do
 */
export function lookahead(fetch: (source: string, from: string, limit: number) => readonly Row[]): Lookahead {
  let rows = new Map<unknown, Row>();
  let last = { source: "", key: "" };
  let ascending = 0;
  let limit = 1;
  let used = 1;

  function readFrom(source: string, key: string): void {
    const isAscending = source === last.source && key > last.key;
    if (used < limit / 2) ascending = -sureAgain;
    else if (ascending < 0 || isAscending) ascending += 1;
    else ascending = 0;
    last = { source, key };
    limit = ascending >= sure ? Math.min(most, limit * 4) : 1;
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
