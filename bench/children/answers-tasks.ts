import { setMaxListeners } from "node:events";
import { statSync } from "node:fs";
import MiniSearch from "minisearch";
import { parse } from "yaml";
import { docsRepo } from "../../connectors/docs-repo/index.ts";
import { AnswerIndex, readPassages } from "../../src/answers/index/answer-index.ts";
import { indexFile, memoryIndex, openIndex } from "../../src/answers/index/database.ts";
import { searcher } from "../../src/answers/rank/search.ts";
import { headingsOf } from "../../src/answers/text/fields.ts";
import { passagesOf } from "../../src/answers/text/passages.ts";
import { stemsOf, stopWords } from "../../src/answers/text/words.ts";
import { createHttp } from "../../src/http/http.ts";
import { openDatabase } from "../../src/ledger/database.ts";
import { createNormalizer } from "../../src/normalize/index.ts";
import { toPages } from "../../src/sync/plan/page.ts";
import { answerTasks } from "./answer.ts";

export type AnswersTask =
  | { readonly do: "quality"; readonly folder: string; readonly locale: string }
  | { readonly do: "questions"; readonly stateDir: string; readonly questions: readonly string[] };

/** How often the page that a question is the description of came first, among the first 5 and the first 40. */
export interface Hits {
  readonly questions: number;
  readonly top1: number;
  readonly top5: number;
  readonly top40: number;
}

/** Every way of asking, over the questions of even and of odd number. */
export interface QualityAnswer {
  readonly pages: number;
  readonly even: Readonly<Record<string, Hits>>;
  readonly odd: Readonly<Record<string, Hits>>;
}

export interface QuestionsAnswer {
  /** Milliseconds, one for each question. */
  readonly ms: readonly number[];
  readonly pages: number;
  readonly fileBytes: number;
  /** Titles, headings and text of all pages. */
  readonly textBytes: number;
}

interface CorpusPage {
  readonly externalId: string;
  readonly title: string;
  readonly url: string | undefined;
  readonly html: string;
  readonly description: string | undefined;
}

answerTasks<AnswersTask>(async (task) =>
  task.do === "quality" ? quality(await pagesOf(task.folder, task.locale), task.locale) : questions(task),
);

/** The pages of a folder, with what each says of itself in its front matter; that is taken out of its text. */
async function pagesOf(folder: string, locale: string): Promise<CorpusPage[]> {
  const options = docsRepo.options.parse({ path: folder, page_url: "https://docs.example.com/{slug}" });
  const { signal } = new AbortController();
  setMaxListeners(0, signal);
  const silent = () => {};
  const http = createHttp({ addresses: "public" });
  const io = {
    log: { debug: silent, info: silent, warn: silent, error: silent },
    cache: { get: () => undefined, set: silent },
    audienceOf: () => "customers" as const,
    baseDir: folder,
    cacheDir: folder,
    http,
    signal,
  };
  const normalizer = createNormalizer();
  const pages: CorpusPage[] = [];
  try {
    for await (const entry of docsRepo.list(options, io)) {
      if (entry.kind !== "document") continue;
      const document = await entry.load(signal);
      const normalized = await normalizer.normalize(document, signal);
      const description = descriptionOf(document.body);
      for (const page of toPages(
        { url: "https://docs.example.com", locale },
        entry,
        document,
        normalized,
        "customers",
      )) {
        const { externalId, title, url, html } = page;
        const own = externalId === entry.externalId ? description : undefined;
        pages.push({
          externalId,
          title,
          url,
          html: description ? html.replaceAll(description, "") : html,
          description: own,
        });
      }
    }
  } finally {
    await normalizer.close();
    await http.close();
  }
  return pages;
}

function descriptionOf(body: string | Uint8Array): string | undefined {
  const text = typeof body === "string" ? body : Buffer.from(body).toString("utf8");
  const front = /^\ufeff?---\r?\n([\s\S]*?)\r?\n---/.exec(text)?.[1];
  try {
    const description: unknown = front === undefined ? undefined : parse(front)?.description;
    const line = typeof description === "string" ? description.replace(/\s+/g, " ").trim() : "";
    return line === "" ? undefined : line;
  } catch {
    return undefined;
  }
}

type Ranker = (question: string) => readonly string[];

function quality(pages: readonly CorpusPage[], locale: string): QualityAnswer {
  const rankers: Readonly<Record<string, Ranker>> = {
    "fin-ingest ask": ours(pages, locale),
    "SQLite FTS5 as it comes": fts5(pages),
    "MiniSearch as it comes": miniSearch(pages),
    "MiniSearch, tuned": miniSearch(pages, (term) => (stopWords.has(term) ? null : term)),
    "MiniSearch, tuned, with stems": miniSearch(pages, (term) =>
      stopWords.has(term) ? null : stemsOf(term, locale),
    ),
  };
  const asked = pages.filter((page) => page.description !== undefined);
  const half = (rest: number) =>
    Object.fromEntries(
      Object.entries(rankers).map(([name, rank]) => [
        name,
        hits(
          asked.filter((_, at) => at % 2 === rest),
          rank,
        ),
      ]),
    );
  return { pages: pages.length, even: half(0), odd: half(1) };
}

function hits(asked: readonly CorpusPage[], rank: Ranker): Hits {
  const ranks = asked.map(({ description = "", externalId }) => rank(description).indexOf(externalId) + 1);
  const within = (most: number) => ranks.filter((rank) => rank > 0 && rank <= most).length;
  return { questions: asked.length, top1: within(1), top5: within(5), top40: within(40) };
}

function ours(pages: readonly CorpusPage[], locale: string): Ranker {
  const index = new AnswerIndex(memoryIndex());
  for (const { externalId, title, url, html } of pages)
    index.put("", {
      externalId,
      title,
      url,
      path: externalId,
      html,
      locale,
      availability: { agent: true, copilot: true },
      fingerprint: externalId,
    });
  index.flush();
  const search = searcher(index.db);
  return (question) => search(question, { as: "customers" }).map(({ externalId }) => externalId);
}

/** One column each for title, headings and text, Porter stems, any of the question's words, bm25 without weights. */
function fts5(pages: readonly CorpusPage[]): Ranker {
  const db = openDatabase("", { readOnly: false });
  db.exec("CREATE VIRTUAL TABLE t USING fts5(id UNINDEXED, title, heads, body, tokenize='porter unicode61')");
  for (const page of pages) {
    const { title, heads, body } = plain(page);
    db.run("INSERT INTO t VALUES (?, ?, ?, ?)", page.externalId, title, heads, body);
  }
  return (question) => {
    const words = question.match(/[\p{L}\p{N}]+/gu) ?? [];
    if (words.length === 0) return [];
    const query = words.map((word) => `"${word}"`).join(" OR ");
    return db
      .all("SELECT id FROM t WHERE t MATCH ? ORDER BY rank LIMIT 40", query)
      .map(({ id }) => String(id));
  };
}

/** With `term` it is tuned: of five boosts and four settings of its bm25 these found most on both documentations. */
function miniSearch(pages: readonly CorpusPage[], term?: (term: string) => string | string[] | null): Ranker {
  const search = new MiniSearch({
    idField: "id",
    fields: ["title", "heads", "body"],
    ...(term ? { processTerm: (word: string) => term(word.toLowerCase()) } : {}),
  });
  search.addAll(pages.map((page) => ({ id: page.externalId, ...plain(page) })));
  const tuned = { boost: { title: 2, heads: 1 }, bm25: { k: 3, b: 0.9, d: 0 } };
  return (question) =>
    search
      .search(question, term ? tuned : {})
      .slice(0, 40)
      .map(({ id }) => String(id));
}

function plain({ title, html }: CorpusPage) {
  const passages = passagesOf(html);
  return { title, heads: headingsOf(passages).join("\n"), body: passages.map(({ text }) => text).join("\n") };
}

/** Asks an index that a run has made. */
function questions({
  stateDir,
  questions: asked,
}: Extract<AnswersTask, { do: "questions" }>): QuestionsAnswer {
  const index = new AnswerIndex(openIndex(stateDir));
  const search = searcher(index.db);
  const ms = asked.map((question) => {
    const begun = performance.now();
    search(question, { as: "customers" });
    return performance.now() - begun;
  });
  const rows = index.db.all("SELECT id, title FROM pages");
  const textBytes = rows.reduce((sum, { id, title }) => {
    const passages = readPassages(index.db, Number(id));
    const texts = [String(title), ...headingsOf(passages), ...passages.map(({ text }) => text)];
    return sum + texts.reduce((bytes, text) => bytes + Buffer.byteLength(text), 0);
  }, 0);
  const result = { ms, pages: rows.length, fileBytes: statSync(indexFile(stateDir)).size, textBytes };
  index.close();
  return result;
}
