import type { VisibleTo } from "../../audience.ts";
import { type Result, resultOf } from "../answer.ts";
import type { Health } from "../health/health.ts";
import { pageKey } from "../health/place.ts";
import type { FinSaid } from "../live/canary.ts";
import type { LivePage } from "../live/presence.ts";
import type { Hit, SearchOptions } from "../rank/search.ts";
import {
  answering,
  MAX_HITS,
  possible,
  strengthOf,
  strong,
  type Verdict,
  verdictOf,
} from "../rank/verdict.ts";
import { namesPage } from "./match.ts";
import type { TestQuestion } from "./question.ts";

/** What `test --json` says; the outside contract. */
export interface TestReport {
  readonly questions: readonly Tested[];
  /** With `--health`. */
  readonly health?: Health;
  readonly summary: {
    readonly questions: number;
    readonly top1: number;
    readonly top5: number;
    readonly top40: number;
  };
}

/** How one question did. */
export interface Tested {
  readonly question: string;
  /** The page it names, or the pages; null where any page may answer, or none. */
  readonly expected: string | readonly string[] | null;
  /** Of the first expected page; of the first page that could answer where none is named; null: not among the first 40. */
  readonly rank: number | null;
  readonly verdict: Verdict;
  /** The first pages, as `ask` shows them. */
  readonly results: readonly Result[];
  readonly as: VisibleTo;
  readonly source: string | null;
  readonly mustNotAnswer: boolean;
  readonly passed: boolean;
  /** Why it falls short, in a sentence. */
  readonly why: string | null;
  readonly line: number;
  /** With `--live`: how the pages it names stand in Intercom. */
  readonly live?: readonly LivePage[];
  /** With `--canaries`: what Fin itself said. */
  readonly fin?: FinSaid;
}

export interface TestOptions {
  /** An expected page has to be among so many. */
  readonly top: number;
  /** Sources that were selected; absent: all. */
  readonly sources?: readonly string[] | undefined;
  /** Whether such a page is there at all, and for whom. */
  readonly stands: (names: readonly string[]) => "customers" | "teammates" | undefined;
}

type Search = (text: string, options: SearchOptions) => readonly Hit[];

/** Asks every question of a file. Nothing is thrown for a question that falls short. */
export function testQuestions(
  questions: readonly TestQuestion[],
  search: Search,
  options: TestOptions,
): TestReport {
  const tested = questions.map((question) => testOne(question, search, options));
  const answered = tested.filter(({ mustNotAnswer }) => !mustNotAnswer);
  const within = (most: number) => answered.filter(({ rank }) => rank !== null && rank <= most).length;
  return {
    questions: tested,
    summary: { questions: tested.length, top1: within(1), top5: within(5), top40: within(MAX_HITS) },
  };
}

function testOne(asked: TestQuestion, search: Search, options: TestOptions): Tested {
  const { question, as, source, expects, line } = asked;
  const sources = source === undefined ? options.sources : [source];
  const hits = search(question, { as, sources });
  const outcome = outcomeOf(expects, hits, asked, options);
  return {
    question,
    expected: expectedOf(expects),
    ...outcome,
    passed: outcome.why === null,
    results: hits.slice(0, Math.max(options.top, 5)).map(resultOf),
    as,
    source: source ?? null,
    mustNotAnswer: expects.kind === "nothing",
    line,
  };
}

function expectedOf(expects: TestQuestion["expects"]): Tested["expected"] {
  if (expects.kind === "any") return null;
  const [first = null, ...more] = expects.pages;
  return more.length === 0 ? first : expects.pages;
}

type Outcome = Pick<Tested, "rank" | "verdict" | "why">;

function outcomeOf(
  expects: TestQuestion["expects"],
  hits: readonly Hit[],
  { as }: TestQuestion,
  { top, stands }: TestOptions,
): Outcome {
  if (expects.kind === "any") {
    const verdict = verdictOf(hits);
    const rank = rankOf(hits, (hit) => strengthOf(hit) >= (verdict === "found" ? strong : possible));
    return { rank, verdict, why: verdict === "missing" ? "no page has anything to say to it" : null };
  }
  const isNamed = expects.pages.map(namesPage);
  const named = rankOf(hits, (hit) => isNamed.some((names) => names(hit)));
  if (expects.kind === "nothing") return forbidden(expects.pages, hits, named, top);
  const verdict = named === null ? "missing" : named <= top ? "found" : "weak";
  return {
    rank: named,
    verdict,
    why: verdict === "found" ? null : shortfall(expects.pages, named, as, top, stands),
  };
}

function forbidden(
  pages: readonly string[],
  hits: readonly Hit[],
  named: number | null,
  top: number,
): Outcome {
  if (pages.length > 0) {
    const found = named !== null && named <= top;
    const verdict = found ? "found" : named === null ? "missing" : "weak";
    return { rank: named, verdict, why: found ? `a page that must not answer is number ${named}` : null };
  }
  const verdict = verdictOf(hits);
  const rank = rankOf(hits, (hit) => strengthOf(hit) >= strong);
  const first = hits[(rank ?? 1) - 1];
  return {
    rank,
    verdict,
    why: verdict === "found" ? `must not be answered, and ${first?.externalId ?? "a page"} does` : null,
  };
}

function shortfall(
  pages: readonly string[],
  rank: number | null,
  as: VisibleTo,
  top: number,
  stands: TestOptions["stands"],
): string {
  const named = pages.join(" or ");
  if (rank !== null) return `${named} is number ${rank}, not among the first ${top}`;
  const audience = stands(pages);
  if (audience === undefined) return `there is no page ${named}`;
  if (as === "customers" && audience === "teammates") return `${named} is for teammates only`;
  return `${named} is not among the first ${MAX_HITS}`;
}

function rankOf(hits: readonly Hit[], fits: (hit: Hit) => boolean): number | null {
  const at = hits.findIndex(fits);
  return at < 0 ? null : at + 1;
}

/**
 * A search that remembers which pages were among the first five of any question.
 *
 * @param found takes them, by `pageKey`
 */
export function noting(search: Search, found: Set<string>): Search {
  return (text, options) => {
    const hits = search(text, options);
    for (const hit of hits.slice(0, answering)) found.add(pageKey(hit));
    return hits;
  };
}
