import type { Hit } from "./search.ts";

/** Whether the pages can answer a question, as far as words tell. */
export type Verdict = "found" | "weak" | "missing";

/** Passages at the top that Fin is taken to answer from; so many again are at most retrieved (`MAX_HITS`). */
export const answering = 5;

/** Pages that are given at most: as many passages as Fin retrieves. */
export const MAX_HITS = 40;

/**
 * Strength that makes an answer likely, and one that leaves it possible. Asked for their own descriptions, 95 % of
 * the pages of two documentations are above the first; asked for the other's, 95 % and more of the questions are below.
 */
export const strong = 0.42;
export const possible = 0.25;

/** How strongly a hit suggests itself: how well its page fits, and how much of the question its passage says; 0 to 1. */
export const strengthOf = ({ score, coverage }: Pick<Hit, "score" | "coverage">): number =>
  Math.sqrt(score * coverage);

/**
 * The verdict where no page is expected.
 * - `found`: one of the first five passages says most of what is asked, on a page that is about it
 * - `weak`: one of the forty retrieved has something to do with it
 * - `missing`: none has
 */
export function verdictOf(hits: readonly Pick<Hit, "score" | "coverage">[]): Verdict {
  if (hits.slice(0, answering).some((hit) => strengthOf(hit) >= strong)) return "found";
  return hits.some((hit) => strengthOf(hit) >= possible) ? "weak" : "missing";
}
