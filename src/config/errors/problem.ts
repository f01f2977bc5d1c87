import { ConfigError } from "../../errors.ts";

/** A place in the configuration; lines and columns count from 1. */
export interface Place {
  /** The file as messages name it; absent: the one that the program was given. */
  readonly file?: string | undefined;
  readonly line: number;
  readonly column: number;
}

/** One thing that is wrong with a configuration. */
export interface Problem {
  readonly at: Place;
  readonly message: string;
  readonly hint?: string | undefined;
  /** Path of the key that is missing (or that an unknown key was probably meant to be). */
  readonly missing?: string;
  readonly meant?: string | undefined;
}

/** All problems as one error, in the order of the files, each as `FILE:LINE:COLUMN message`. */
export function configError(file: string, problems: readonly Problem[]): ConfigError {
  const meant = new Set(problems.flatMap(({ meant }) => meant ?? []));
  const reported = problems
    .filter(({ missing }) => missing === undefined || !meant.has(missing))
    .toSorted((a, b) => inOrder(a.at, b.at));
  const lines = reported.map(({ at, message }) => `${at.file ?? file}:${at.line}:${at.column} ${message}`);
  const hints = reported.flatMap(({ hint }) => hint ?? []);
  return new ConfigError(
    [...new Set(lines)].join("\n"),
    hints.length > 0 ? { hint: [...new Set(hints)].join("\n") } : {},
  );
}

const inOrder = (a: Place, b: Place): number =>
  (a.file ?? "").localeCompare(b.file ?? "") || a.line - b.line || a.column - b.column;
