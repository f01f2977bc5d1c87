import type { VisibleTo } from "../../audience.ts";
import type { Database, Row } from "../../ledger/database.ts";
import { readPassages } from "../index/answer-index.ts";
import type { Nearest } from "../meaning/nearest.ts";
import type { Passage } from "../text/passages.ts";
import { fuseHits } from "./fuse.ts";
import { matcherFor } from "./matcher.ts";
import { type Question, questionOf, rarity } from "./question.ts";
import { type MeanLengths, type Scored, scorePage } from "./score.ts";
import { MAX_HITS } from "./verdict.ts";

/** A page that may answer, and its passage that says most of what is asked. */
export interface Hit extends Scored {
  readonly source: string;
  readonly externalId: string;
  readonly title: string;
  readonly url?: string;
  readonly path?: string;
  readonly audience: VisibleTo;
  readonly found: Passage;
  /** How near in meaning to the question its nearest passage is, at most 1; absent: it was not looked for. */
  readonly similarity?: number;
}

export interface SearchOptions {
  /** Only what these may be answered from. */
  readonly as: VisibleTo;
  /** Only pages of these sources; absent: of all. */
  readonly sources?: readonly string[] | undefined;
}

/** Words of one beginning that are looked at. */
const MAX_INFLECTED = 50;

/** Pages that are read and scored: those with the question's rarest words most. */
const candidates = 100;

/**
 * Asks an index. It is read anew with every question; lengths and counts are remembered while it is.
 *
 * @param nearest what is near in meaning: the order is then fused of both. Absent: words alone decide
 */
export function searcher(db: Database, nearest?: Nearest): (text: string, options: SearchOptions) => Hit[] {
  const known = new Map<string, number>();
  const pagesWith = (form: string): number => {
    const before = known.get(form);
    if (before !== undefined) return before;
    const count = Number(db.get("SELECT doc FROM vocabulary WHERE term = ?", form)?.doc ?? 0);
    known.set(form, count);
    return count;
  };
  const inflected = (beginning: string): string[] =>
    db
      .all(
        "SELECT term FROM vocabulary WHERE term >= ? AND term < ? ORDER BY doc DESC, term LIMIT ?",
        beginning,
        `${beginning}\u{10ffff}`,
        MAX_INFLECTED,
      )
      .map(({ term }) => String(term));
  const { pages, means } = lengthsOf(db);
  return (text, options) => {
    if (pages === 0) return [];
    const question = questionOf(text, pages, pagesWith, inflected);
    const match = matcherFor(question);
    const rarityOf = (stem: string) => rarity(pages, pagesWith(stem));
    const hit = (row: Row): Hit => hitOf(db, row, question, match, means, rarityOf);
    const byWords = candidateRows(db, question, pagesWith, options)
      .map((row): [number, Hit] => [Number(row.id), hit(row)])
      .sort(([, a], [, b]) => b.score - a.score || (a.externalId < b.externalId ? -1 : 1));
    if (!nearest) return byWords.slice(0, MAX_HITS).map(([, found]) => found);
    return fuseHits(db, byWords, nearest(text, options), hit);
  };
}

function lengthsOf(db: Database): { pages: number; means: MeanLengths } {
  const row = db.get(
    `SELECT count(*) AS pages, avg(n_title) AS title, avg(n_heads) AS heads, avg(n_body) AS body, avg(n_slug) AS slug,
       avg(n_lead) AS lead, sum(n_body) * 1.0 / sum(passages) AS passage FROM pages`,
  );
  const mean = (name: string) => Number(row?.[name] ?? 0);
  const [title, heads, body, lead, slug, passage] = ["title", "heads", "body", "lead", "slug", "passage"].map(
    mean,
  );
  return {
    pages: mean("pages"),
    means: {
      title: title ?? 0,
      heads: heads ?? 0,
      body: body ?? 0,
      lead: lead ?? 0,
      slug: slug ?? 0,
      passage: passage ?? 0,
    },
  };
}

/** FTS5's own bm25 over the columns picks who is looked at. */
function candidateRows(
  db: Database,
  { terms }: Question,
  pagesWith: (form: string) => number,
  { as, sources }: SearchOptions,
): Row[] {
  const forms = terms.flatMap((term) => term.forms.filter((form) => pagesWith(form) > 0));
  const asked = affordable(forms, pagesWith);
  if (asked.length === 0) return [];
  const only = sources === undefined ? "" : `AND p.source IN (${sources.map(() => "?").join(", ")})`;
  return db.all(
    `SELECT p.* FROM words JOIN pages p ON p.id = words.rowid
     WHERE words MATCH ? AND ${as === "customers" ? "p.agent" : "p.copilot"} = 1 ${only}
     ORDER BY bm25(words, 3, 2, 1, 2) LIMIT ${candidates}`,
    asked.map((form) => `"${form}"`).join(" OR "),
    ...(sources ?? []),
  );
}

/**
 * The rarest words, as many as SQLite weighs in time: in a large library a word that thousands of pages have says
 * little beside others, and costs most. One at least.
 */
function affordable(forms: readonly string[], pagesWith: (form: string) => number): string[] {
  const rarestFirst = [...forms].sort((a, b) => pagesWith(a) - pagesWith(b));
  let cost = 0;
  return rarestFirst.filter((form, at) => {
    cost += pagesWith(form);
    return at === 0 || cost <= MAX_WEIGHED;
  });
}

/** Pages that SQLite weighs for a question, counted once for each word. */
const MAX_WEIGHED = 8_000;

function hitOf(
  db: Database,
  row: Row,
  question: Question,
  match: ReturnType<typeof matcherFor>,
  means: MeanLengths,
  rarityOf: (stem: string) => number,
): Hit {
  const passages = readPassages(db, Number(row.id));
  const title = String(row.title);
  const url = typeof row.url === "string" ? { url: row.url } : {};
  const path = typeof row.path === "string" ? { path: row.path } : {};
  const lengths = {
    title: Number(row.n_title),
    heads: Number(row.n_heads),
    body: Number(row.n_body),
    slug: Number(row.n_slug),
  };
  const page = { title, ...url, ...path, locale: String(row.locale), passages, lengths };
  const scored = scorePage(page, question, match, means, rarityOf);
  return {
    ...scored,
    source: String(row.source),
    externalId: String(row.external_id),
    title,
    ...url,
    ...path,
    audience: row.agent === 1 ? "customers" : "teammates",
    found: passages[scored.passage] ?? { section: [], text: "" },
  };
}
