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
