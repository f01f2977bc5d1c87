import { expect, it } from "vitest";
import { type Probes, playHistory } from "../sync/history.ts";

const scale = Number(process.env.SOAK ?? 1);
const count = Math.max(1, Math.round(100_000 * scale));
const seeds = process.env.SEED === undefined ? [1, 2, 3] : [Number(process.env.SEED)];
const only = process.env.CASE;

/** Three seeds, each with another kind of probe answering: none, the truth, lies. */
const kinds: readonly Probes[] = ["none", "honest", "lying"];

it.each(seeds)("random histories of the planner, seed %i", (seed) => {
  const probesOf = (n: number): Probes => kinds[n % kinds.length] ?? "none";
  const first = (seed - 1) * 100_000_000;
  const cases = only === undefined ? Array.from({ length: count }, (_, n) => n) : [Number(only)];
  const failed: string[] = [];
  for (const n of cases) {
    const violations = playHistory(first + n, probesOf(n));
    if (violations.length > 0)
      failed.push(`SEED=${seed} CASE=${n} npm run soak histories  # ${violations[0]}`);
  }
  console.log(`histories: seed ${seed}, ${cases.length} played, ${failed.length} with a violation`);
  expect(failed.slice(0, 5)).toEqual([]);
});
