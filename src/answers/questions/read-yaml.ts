import { isMap, isScalar, isSeq, LineCounter, type Node, parseDocument } from "yaml";
import { type Problem, problemOf } from "./problems.ts";
import { questionSchema, type TestQuestion, testQuestion } from "./question.ts";

/**
 * Reads a question file: a list of questions, or a mapping with `questions` and, for what must never be answered,
 * `must_not_answer`. A bare text is a question that any page may answer.
 *
 * @returns the questions, and everything wrong with the file, by line
 */
export function readYamlQuestions(text: string): { questions: TestQuestion[]; problems: Problem[] } {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines });
  const lineOf = (node: unknown): number => {
    const at = (node as Partial<Node> | null | undefined)?.range?.[0];
    return at === undefined ? 1 : lines.linePos(at).line;
  };
  const broken = document.errors.map(({ pos, message }) => ({
    line: lines.linePos(pos[0]).line,
    message: `not valid YAML: ${message.split(" at line ")[0] ?? message}`,
  }));
  if (broken.length > 0) return { questions: [], problems: broken };

  const questions: TestQuestion[] = [];
  const problems: Problem[] = [];
  const read = (list: unknown, forbidden: boolean): void => {
    if (!isSeq(list)) {
      problems.push({ line: lineOf(list), message: "must be a list of questions" });
      return;
    }
    for (const item of list.items) {
      const line = lineOf(item);
      const value = isScalar(item) ? { question: item.value } : isMap(item) ? item.toJS(document) : undefined;
      if (value === undefined) {
        problems.push({ line, message: "must be a question, or a mapping with `question`" });
        continue;
      }
      const parsed = questionSchema.safeParse(forbidden ? { must_not_answer: true, ...value } : value);
      if (parsed.success) questions.push(testQuestion(parsed.data, line));
      else
        for (const issue of parsed.error.issues) {
          const key = issue.path[0];
          const at = isMap(item) && typeof key === "string" ? item.get(key, true) : undefined;
          problems.push(problemOf(at ? lineOf(at) : line, issue));
        }
    }
  };
  const root = document.contents;
  if (isMap(root)) {
    for (const { key, value } of root.items) {
      const name = String(isScalar(key) ? key.value : key);
      if (name === "questions" || name === "must_not_answer") read(value, name === "must_not_answer");
      else
        problems.push({
          line: lineOf(key),
          message: `unknown key "${name}" (known: questions, must_not_answer)`,
        });
    }
  } else if (root !== null) read(root, false);
  if (questions.length === 0 && problems.length === 0)
    problems.push({ line: 1, message: "there are no questions in it" });
  return { questions, problems };
}
