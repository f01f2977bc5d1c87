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
  /** With an embedding model: how near the page's nearest passage is in meaning, at most 1. */
  readonly similarity?: number;
}

/** What every text, help and page about it says. */
export const proxyNote =
  "A proxy, not Fin itself: it ranks by words where Fin retrieves by meaning, reranks, and writes an answer.";

/** The same where an embedding model ranked, too. */
export const noteFor = (results: readonly Pick<Result, "similarity">[]): string =>
  results.some(({ similarity }) => similarity !== undefined)
    ? "A proxy, not Fin itself, which retrieves with a model of its own, reranks, and writes an answer."
    : proxyNote;

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
export function resultOf(hit: Hit, at: number): Result {
  const { externalId, title, url, audience, score, found, similarity } = hit;
  const section = found.section.join(" › ");
  return {
    rank: at + 1,
    externalId,
    title,
    url: url ?? null,
    section: section === "" ? null : section,
    audience,
    score: rounded(score),
    passage: found.text,
    ...(similarity === undefined ? {} : { similarity: rounded(similarity) }),
  };
}

const rounded = (value: number): number => Math.round(value * 1000) / 1000;
