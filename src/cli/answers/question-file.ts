import { readFile } from "node:fs/promises";
import type { TestQuestion } from "../../answers/questions/question.ts";
import { UsageError } from "../fail.ts";

/**
 * The questions of a file: CSV where its name says so, YAML otherwise.
 * @throws UsageError when the file cannot be read
 * @throws ConfigError with the line of every slip in it
 */
export async function questionsOf(file: string): Promise<readonly TestQuestion[]> {
  const text = await readFile(file, "utf8").catch((error: unknown) => {
    throw new UsageError(
      `${whyUnread(error)} ${file}`,
      "fin-ingest test --suggest docs/ > questions.yaml drafts one.",
    );
  });
  const { questionError } = await import("../../answers/questions/problems.ts");
  const { readCsvQuestions } = await import("../../answers/questions/read-csv.ts");
  const { readYamlQuestions } = await import("../../answers/questions/read-yaml.ts");
  const { questions, problems } = /\.[ct]sv$/i.test(file) ? readCsvQuestions(text) : readYamlQuestions(text);
  if (problems.length > 0) throw questionError(file, problems);
  return questions;
}

function whyUnread(error: unknown): string {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  if (code === "ENOENT") return "there is no file";
  return code === "EISDIR" ? "a folder is not a question file:" : "cannot read";
}
