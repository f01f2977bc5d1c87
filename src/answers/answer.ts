import type { VisibleTo } from "../audience.ts";
import type { Hit, SearchOptions, searcher } from "./rank/search.ts";
import { type Verdict, verdictOf } from "./rank/verdict.ts";

/** What `ask --json` says; the outside contract. */
export interface Answer {
  readonly question: string;
  readonly as: VisibleTo;
  readonly verdict: Verdict;
  readonly results: readonly Result[];
}

/** A page's best passage. */
export interface Result {
  readonly rank: number;
  readonly externalId: string;
  readonly title: string;
  readonly url: string | null;
  /** The headings it stands under: "Install › Windows"; null before the first. */
  readonly section: string | null;
  readonly audience: VisibleTo;
  /** 0 to 1. */
  readonly score: number;
  readonly passage: string;
}

/** What every text, help and page about it says. */
export const proxyNote =
  "A proxy, not Fin itself: it ranks by words where Fin retrieves by meaning, reranks, and writes an answer.";

/** Asks an index a question. */
export function answer(
  search: ReturnType<typeof searcher>,
  question: string,
  options: SearchOptions,
): { answer: Answer; hits: readonly Hit[] } {
  const hits = search(question, options);
  const { as } = options;
  return { answer: { question, as, verdict: verdictOf(hits), results: hits.map(resultOf) }, hits };
}

/** A hit as reports show it. */
export function resultOf({ externalId, title, url, audience, score, found }: Hit, at: number): Result {
  const section = found.section.join(" › ");
  return {
    rank: at + 1,
    externalId,
    title,
    url: url ?? null,
    section: section === "" ? null : section,
    audience,
    score: Math.round(score * 1000) / 1000,
    passage: found.text,
  };
}
