import type { z } from "zod";
import { ConfigError } from "../../errors.ts";

/** Something wrong in a question file. */
export interface Problem {
  readonly line: number;
  readonly message: string;
}

/** What a schema says of an entry, with the key it is about. */
export function problemOf(line: number, issue: z.core.$ZodIssue): Problem {
  if (issue.code === "unrecognized_keys")
    return {
      line,
      message: `unknown key ${issue.keys.map((key) => `"${key}"`).join(", ")} (known: question, page, url, any_of, as, source, must_not_answer)`,
    };
  const key = issue.path.join(".");
  const isMissing = issue.code === "invalid_type" && issue.input === undefined && key === "question";
  const message = isMissing ? "is missing" : issue.message;
  return { line, message: key === "" ? message : `${key}: ${message}` };
}

/** Everything wrong with a file, a line each: `FILE:LINE what`. */
export function questionError(file: string, problems: readonly Problem[]): ConfigError {
  const sorted = [...problems].sort((a, b) => a.line - b.line);
  return new ConfigError(sorted.map(({ line, message }) => `${file}:${line} ${message}`).join("\n"), {
    hint: "docs/questions.md shows a question file; `fin-ingest test --suggest docs/` drafts one.",
  });
}
