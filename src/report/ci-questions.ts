import { proxyNote } from "../answers/answer.ts";
import type { CiQuestion, CiQuestions } from "../sync/ci-plan.ts";
import { code, link, literal } from "./markdown-text.ts";
import { count, number } from "./numbers.ts";

/** "**49 of 50 questions find their page** (50 before)", with what it is worth. */
export function questionsIntro({ questions, passed, passedBefore }: CiQuestions): string {
  const verb = questions === 1 ? "finds its page" : "find their page";
  return `**${number(passed)} of ${count(questions, "question")} ${verb}** (${number(passedBefore)} before). _${proxyNote}_`;
}

/** "lost: *How do I cancel?*, now answered by *Plans*: cancel.md is number 7, not among the first 5". */
export function lostLine({ question, why, first }: CiQuestion): string {
  const by = first ? `, now answered first by ${page(first)}` : ", now answered by no page";
  return `- lost: *${literal(question)}*${by}${why === null ? "" : `: ${literal(why)}`}`;
}

/** "found: *How do I cancel?*, answered by *Cancel*". */
export function foundLine({ question, first }: CiQuestion): string {
  return `- found: *${literal(question)}*${first ? `, answered first by ${page(first)}` : ""}`;
}

const page = ({ title, url, externalId }: NonNullable<CiQuestion["first"]>): string =>
  `${link(title, url)} · ${code(externalId)}`;
