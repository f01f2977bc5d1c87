import type { CiQuestion, CiQuestions } from "../../sync/ci-plan.ts";
import type { Tested, TestReport } from "./test.ts";

/** What changed between two tests of the same questions, in the order of their file. */
export function comparedQuestions(before: TestReport, after: TestReport): CiQuestions {
  const passedBefore = before.questions.map(({ passed }) => passed);
  const turned = (to: boolean) =>
    after.questions.filter(({ passed }, at) => passed === to && passedBefore[at] === !to).map(turnedQuestion);
  return {
    questions: after.questions.length,
    passedBefore: passedBefore.filter(Boolean).length,
    passed: after.questions.filter(({ passed }) => passed).length,
    lost: turned(false),
    found: turned(true),
  };
}

function turnedQuestion({ question, expected, why, results }: Tested): CiQuestion {
  const [first] = results;
  return {
    question,
    expected,
    why,
    first: first ? { externalId: first.externalId, title: first.title, url: first.url } : null,
  };
}
