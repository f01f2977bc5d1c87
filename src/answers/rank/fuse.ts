import type { Database, Row } from "../../ledger/database.ts";
import { readPassages } from "../index/answer-index.ts";
import type { Near } from "../meaning/nearest.ts";
import type { Hit } from "./search.ts";
import { MAX_HITS } from "./verdict.ts";

/**
 * How much a rank counts for less than the one before it: the value of Cormack, Clarke and Büttcher 2009, whose
 * reciprocal-rank fusion this is.
 */
const DAMPING = 60;

/**
 * Puts things in one order by their places in several: each place gives 1 / (60 + place), and what an order lacks gets
 * nothing from it. What is equal stays in the first order's.
 */
export function fuseRanks<Key>(...orders: readonly (readonly Key[])[]): Key[] {
  const sums = new Map<Key, number>();
  for (const order of orders)
    for (const [at, key] of order.entries()) sums.set(key, (sums.get(key) ?? 0) + 1 / (DAMPING + at + 1));
  return [...sums].sort(([, a], [, b]) => b - a).map(([key]) => key);
}

/**
 * Pages in the order of words and of meaning together; each shows the passage by which it stands higher.
 *
 * @param byWords what words find, in their order, by ids in the index
 * @param hit scores a page that only its meaning found
 */
export function fuseHits(
  db: Database,
  byWords: readonly (readonly [number, Hit])[],
  near: ReadonlyMap<number, Near>,
  hit: (row: Row) => Hit,
): Hit[] {
  const hits = new Map(byWords);
  const [wordOrder, nearOrder] = [[...hits.keys()], [...near.keys()]];
  const places = (order: readonly number[]) => new Map(order.map((id, at) => [id, at]));
  const [byWord, byNear] = [places(wordOrder), places(nearOrder)];
  return fuseRanks(wordOrder, nearOrder)
    .slice(0, MAX_HITS)
    .flatMap((id): Hit[] => {
      const row = hits.has(id) ? undefined : db.get("SELECT * FROM pages WHERE id = ?", id);
      const found = hits.get(id) ?? (row && hit(row));
      const meant = near.get(id);
      if (!found || !meant) return found ? [found] : [];
      const { similarity } = meant;
      const isHigherByWords = (byWord.get(id) ?? byWord.size) <= (byNear.get(id) ?? byNear.size);
      const passage = isHigherByWords && hits.has(id) ? undefined : readPassages(db, id)[meant.passage];
      return [{ ...found, similarity, found: passage ?? found.found }];
    });
}
