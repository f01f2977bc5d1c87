import type { CountedPassage } from "../index/answer-index.ts";
import { headingsOf, type Searched, slugOf } from "../text/fields.ts";
import { inParts, stopWords, withParts, wordsOf } from "../text/words.ts";
import type { Matches, matcherFor } from "./matcher.ts";
import type { Question } from "./question.ts";
import { MAX_SCORE, weights } from "./weights.ts";

/** Mean lengths in words over all pages, and of a passage. */
export interface MeanLengths extends Readonly<Record<keyof typeof weights.fields, number>> {
  readonly passage: number;
}

/** How well a page answers a question. */
export interface Scored {
  /** 0 to 1. */
  readonly score: number;
  /** The index of the passage that answers best. */
  readonly passage: number;
  /** How much of the question that passage says, with its headings and its page's title: 0 to 1, rare words count more. */
  readonly coverage: number;
  /** The question's words that stand there. */
  readonly matched: readonly string[];
}

/** A page as the index has it. */
export interface Scorable extends Omit<Searched, "passages"> {
  readonly passages: readonly CountedPassage[];
  /** In words. */
  readonly lengths: Readonly<Record<"title" | "heads" | "body" | "slug", number>>;
}

/** Scores a page by the words of its title, headings, place and passages. Pure; reads the page's text anew. */
export function scorePage(
  page: Scorable,
  question: Question,
  match: ReturnType<typeof matcherFor>,
  means: MeanLengths,
  rarityOf: (stem: string) => number,
): Scored {
  const read = (text: string) => match(text, page.locale);
  const { lengths } = page;
  const title = { ...read(withParts(page.title)), length: lengths.title };
  const heads = { ...read(withParts(headingsOf(page.passages).join("\n"))), length: lengths.heads };
  const slug = { ...read(slugOf(page)), length: lengths.slug };
  const bodies = page.passages.map(({ text, words }) => ({ ...read(text), length: words }));
  const sections = page.passages.map(({ section }) => read(withParts(section.join("\n"))));
  const body = { counts: sumOf(question, bodies), length: lengths.body };
  const lead = bodies[0] ?? { counts: new Float64Array(question.terms.length), length: 0 };

  const fields = { title, heads, body, lead, slug };
  const own = sum(
    question.terms.map(
      ({ rarity }, at) => rarity * saturated(frequency(fields, means, at), weights.saturation),
    ),
  );
  const best = bestPassage(question, means, { title: title.counts, bodies, sections });
  const pairs = new Set([title, heads, ...bodies].flatMap((part) => [...part.pairs]));
  const total = question.total || 1;
  const score =
    own / total +
    (weights.passage.share * best.score) / total +
    (weights.questionInTitle * covered(question, title.counts)) / total +
    weights.titleInQuestion * titleInQuestion(page, question, rarityOf) +
    weights.pairs * (question.pairs.length === 0 ? 0 : pairs.size / new Set(question.pairs.map(String)).size);
  return { score: score / MAX_SCORE, ...explained(question, best, title.counts, bodies, sections) };
}

interface Part extends Matches {
  readonly length: number;
}

type FieldName = keyof typeof weights.fields;

function frequency(
  fields: Readonly<Record<FieldName, Pick<Part, "counts" | "length">>>,
  means: MeanLengths,
  term: number,
): number {
  return sum(
    (Object.keys(weights.fields) as FieldName[]).map((name) => {
      const { weight, length } = weights.fields[name];
      const count = fields[name].counts[term] ?? 0;
      return count === 0 ? 0 : (weight * count) / relativeLength(length, fields[name].length, means[name]);
    }),
  );
}

const relativeLength = (share: number, length: number, mean: number): number =>
  1 - share + (share * length) / (mean || 1);

/** Each further mention adds less; at most 1 + `limit`. */
const saturated = (frequency: number, limit: number): number =>
  (frequency * (1 + limit)) / (frequency + limit);

interface Best {
  readonly score: number;
  readonly at: number;
}

function bestPassage(
  { terms }: Question,
  means: MeanLengths,
  { title, bodies, sections }: { title: Float64Array; bodies: readonly Part[]; sections: readonly Matches[] },
): Best {
  const { heads, length, saturation } = weights.passage;
  let best: Best = { score: 0, at: 0 };
  for (const [at, body] of bodies.entries()) {
    const relative = relativeLength(length, body.length, means.passage);
    const score = sum(
      terms.map(({ rarity }, term) => {
        const said = (body.counts[term] ?? 0) + heads * (sections[at]?.counts[term] ?? 0);
        const titled = (title[term] ?? 0) > 0 ? weights.passage.title : 0;
        return rarity * saturated(said / relative + titled, saturation);
      }),
    );
    if (score > best.score) best = { score, at };
  }
  return best;
}

function explained(
  question: Question,
  { at }: Best,
  title: Float64Array,
  bodies: readonly Part[],
  sections: readonly Matches[],
): Omit<Scored, "score"> {
  const found = question.terms.filter((_, term) =>
    [title, bodies[at]?.counts, sections[at]?.counts].some((counts) => (counts?.[term] ?? 0) > 0),
  );
  return {
    passage: at,
    coverage: sum(found.map(({ rarity }) => rarity)) / (question.total || 1),
    matched: found.map(({ plain }) => plain),
  };
}

const covered = ({ terms }: Question, counts: Float64Array): number =>
  sum(terms.map(({ rarity }, at) => ((counts[at] ?? 0) > 0 ? rarity : 0)));

function titleInQuestion(
  page: Pick<Searched, "title" | "locale">,
  { terms }: Question,
  rarityOf: (stem: string) => number,
): number {
  const asked = new Set(terms.flatMap(({ forms }) => forms));
  const share = (title: string): number => {
    const telling = wordsOf(title, page.locale).filter(({ plain }) => !stopWords.has(plain));
    const stems = [...new Set(telling.map(({ stem }) => stem))];
    const all = sum(stems.map(rarityOf));
    return all === 0 ? 0 : sum(stems.filter((stem) => asked.has(stem)).map(rarityOf)) / all;
  };
  // A name is asked for as it is written, or in its words.
  const parts = inParts(page.title);
  return parts === page.title ? share(parts) : Math.max(share(page.title), share(parts));
}

function sumOf({ terms }: Question, parts: readonly Matches[]): Float64Array {
  const all = new Float64Array(terms.length);
  for (const { counts } of parts)
    for (const [at, count] of counts.entries()) all[at] = (all[at] ?? 0) + count;
  return all;
}

const sum = (numbers: readonly number[]): number => numbers.reduce((all, one) => all + one, 0);
