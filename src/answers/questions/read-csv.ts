import { csvRows } from "../../csv.ts";
import { type Problem, problemOf } from "./problems.ts";
import { questionSchema, type TestQuestion, testQuestion } from "./question.ts";

/** What helpdesks call the column that holds the question. */
const questionColumns = ["question", "query", "subject", "title", "conversation"];
const columns = ["page", "url", "any_of", "as", "source", "must_not_answer", "canary", "says"];

/**
 * Reads questions from CSV with a header: a column `question` (or, from a helpdesk, query, subject, title or
 * conversation), and any of `page`, `url`, `any_of` (several with `|` between), `as`, `source`, `must_not_answer`,
 * `canary`, `says` (several likewise). Other columns are ignored; a question that comes several times is asked once.
 */
export function readCsvQuestions(text: string): { questions: TestQuestion[]; problems: Problem[] } {
  const [header, ...rows] = csvRows(text);
  const names = (header?.cells ?? []).map((name) => name.trim().toLowerCase().replaceAll(" ", "_"));
  const asked = questionColumns.map((name) => names.indexOf(name)).find((at) => at >= 0);
  if (asked === undefined) {
    const message = `the first line must name the columns, and one of them question (there are: ${names.join(", ") || "none"})`;
    return { questions: [], problems: [{ line: 1, message }] };
  }
  const questions = new Map<string, TestQuestion>();
  const problems: Problem[] = [];
  for (const { cells, line } of rows) {
    const question = cells[asked]?.trim() ?? "";
    if (question === "") continue;
    const known = columns.flatMap((name) => {
      const value = cells[names.indexOf(name)]?.trim() ?? "";
      return value === "" ? [] : [[name, cellValue(name, value)] as const];
    });
    const parsed = questionSchema.safeParse({ question, ...Object.fromEntries(known) });
    if (!parsed.success) problems.push(...parsed.error.issues.map((issue) => problemOf(line, issue)));
    else {
      const one = testQuestion(parsed.data, line);
      const key = JSON.stringify([one.question, one.as, one.source, one.expects]);
      if (!questions.has(key)) questions.set(key, one);
    }
  }
  if (questions.size === 0 && problems.length === 0)
    problems.push({ line: 1, message: "there are no questions in it" });
  return { questions: [...questions.values()], problems };
}

function cellValue(name: string, value: string): unknown {
  const several = () =>
    value
      .split("|")
      .map((one) => one.trim())
      .filter(Boolean);
  if (name === "any_of" || name === "says") return several();
  if (name === "canary") return isYes.test(value) || (isNo.test(value) ? false : value);
  if (name !== "must_not_answer") return value;
  return isYes.test(value) ? true : several();
}

const isYes = /^(?:true|yes|1|x)$/i;
const isNo = /^(?:false|no|0)$/i;
