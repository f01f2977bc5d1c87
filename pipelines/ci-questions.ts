import { listCommit } from "../connectors/docs-repo/history.ts";
import { AnswerIndex } from "../src/answers/index/answer-index.ts";
import { memoryIndex } from "../src/answers/index/database.ts";
import { standing } from "../src/answers/index/listing.ts";
import { readPages } from "../src/answers/index/read-pages.ts";
import { comparedQuestions } from "../src/answers/questions/compare.ts";
import type { TestQuestion } from "../src/answers/questions/question.ts";
import { type TestReport, testQuestions } from "../src/answers/questions/test.ts";
import { searcher } from "../src/answers/rank/search.ts";
import { answering } from "../src/answers/rank/verdict.ts";
import type { Config, SourceConfig } from "../src/config/types.ts";
import type { Io } from "../src/connector-kit/io.ts";
import { secretHold } from "../src/secrets/gate.ts";
import type { CiPlan, CommitRange } from "../src/sync/ci-plan.ts";
import type { CompareTools } from "../src/sync/plan/compare.ts";
import { ciPlan } from "./ci.ts";
import type { ComparedSource } from "./ci-sources.ts";

/**
 * As `ciPlan`, and asks the questions before and after the change. Both states are indexed in memory, from git
 * objects: the base as a whole, and on top of it what the change does. A document that would be held or cannot be read
 * answers with what is there before. Sources with `ask: {index: off}` are left out, and so are questions to other
 * sources than those selected.
 *
 */
export async function ciPlanWithQuestions(
  sources: readonly ComparedSource[],
  range: CommitRange,
  ioOf: (source: SourceConfig) => Io,
  tools: CompareTools & Pick<Config, "file">,
  questions: readonly TestQuestion[],
): Promise<CiPlan> {
  const asked = sources.filter(({ after }) => after.indexing !== "off");
  const names = asked.map(({ name }) => name);
  const own = questions.filter(({ source }) => source === undefined || names.includes(source));
  const index = new AnswerIndex(memoryIndex());
  try {
    for (const source of asked)
      if (source.before) await indexBase(index, source.before, source, ioOf(source.before), tools);
    const before = testedIn(index, own, names);
    const plan = await ciPlan(sources, range, ioOf, tools, (source, { externalId, after }) => {
      if (!names.includes(source)) return;
      if (after.page) index.put(source, after.page);
      else index.remove(source, externalId);
    });
    return { ...plan, questions: comparedQuestions(before, testedIn(index, own, names)) };
  } finally {
    index.close();
  }
}

/** Indexes every document of the earlier commit that would be sent. */
async function indexBase(
  index: AnswerIndex,
  source: SourceConfig,
  { commits, repositories }: ComparedSource,
  io: Io,
  { normalizer, secrets }: CompareTools,
): Promise<void> {
  const options = {
    entries: listCommit({ options: source.options, commit: commits.base, io, repositories }),
    isHeld: async (...[document, pages]: Parameters<IsHeld>) =>
      (await secretHold(source, document, pages, { own: secrets })) !== undefined,
  };
  try {
    for await (const read of readPages(source, io, normalizer, options))
      for (const page of "pages" in read ? read.pages : []) index.put(source.name, page);
  } finally {
    await io.http.close();
  }
}

type IsHeld = NonNullable<NonNullable<Parameters<typeof readPages>[3]>["isHeld"]>;

function testedIn(
  index: AnswerIndex,
  questions: readonly TestQuestion[],
  sources: readonly string[],
): TestReport {
  index.flush();
  const { db } = index;
  return testQuestions(questions, searcher(db), { top: answering, sources, stands: standing(db) });
}
