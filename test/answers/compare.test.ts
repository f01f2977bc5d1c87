import { expect, test } from "vitest";
import type { IndexedPage } from "../../src/answers/index/answer-index.ts";
import { comparedQuestions } from "../../src/answers/questions/compare.ts";
import { readYamlQuestions } from "../../src/answers/questions/read-yaml.ts";
import { testQuestions } from "../../src/answers/questions/test.ts";
import { searcher } from "../../src/answers/rank/search.ts";
import { foundLine, lostLine, questionsIntro } from "../../src/report/ci.ts";
import { indexOf, page } from "./support.ts";

const { questions } = readYamlQuestions(`
- {question: cancel the plan, page: cancel.md}
- {question: refund, page: refund.md}
- {question: secret discount, must_not_answer: inside.md}
- {question: never written, page: nowhere.md}
- {question: open hours, page: hours.md}
`);
const tested = (...pages: readonly IndexedPage[]) =>
  testQuestions(questions, searcher(indexOf(...pages).db), { top: 5, stands: () => undefined });

const hours = page("hours.md", "Open hours", "<p>The open hours are nine to five.</p>");
const before = tested(hours, page("cancel.md", "Cancel", "<p>Cancel the plan here.</p>"));
const after = tested(
  hours,
  page("refund.md", "Refund", "<p>Ask for a refund of the plan.</p>"),
  page("inside.md", "Inside", "<p>The secret discount is ten.</p>"),
);

test("a question is lost or found where its outcome turns, also one that must not be answered", () => {
  const compared = comparedQuestions(before, after);
  expect(compared).toMatchObject({ questions: 5, passedBefore: 3, passed: 2 });
  expect(compared.lost.map(({ question }) => question)).toEqual(["cancel the plan", "secret discount"]);
  expect(compared.found.map(({ question }) => question)).toEqual(["refund"]);
  expect(comparedQuestions(after, after)).toMatchObject({ lost: [], found: [] });
});

test("its lines name the page that answers now, and no text of the file is mark-up", () => {
  const compared = comparedQuestions(before, after);
  expect(questionsIntro(compared)).toMatch(
    /^\*\*2 of 5 questions find their page\*\* \(3 before\)\. _A proxy/,
  );
  expect(compared.lost.map(lostLine)).toEqual([
    "- lost: *cancel the plan*, now answered first by Refund · `refund.md`: there is no page cancel.md",
    "- lost: *secret discount*, now answered first by Inside · `inside.md`: a page that must not answer is number 1",
  ]);
  expect(compared.found.map(foundLine)).toEqual([
    "- found: *refund*, answered first by Refund · `refund.md`",
  ]);
  const odd = { question: "*a* @b [c](d)", expected: null, why: null, first: null };
  expect(lostLine(odd)).toBe("- lost: *\\*a\\* @\u200bb \\[c\\](d)*, now answered by no page");
});
