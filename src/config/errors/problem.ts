import { ConfigError } from "../../errors.ts";

/** A place in the configuration file; both count from 1. */
export interface Place {
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

/** All problems as one error, in the order of the file, each as `FILE:LINE:COLUMN message`. */
export function configError(file: string, problems: readonly Problem[]): ConfigError {
  const meant = new Set(problems.flatMap(({ meant }) => meant ?? []));
  const reported = problems
    .filter(({ missing }) => missing === undefined || !meant.has(missing))
    .toSorted((a, b) => a.at.line - b.at.line || a.at.column - b.at.column);
  const lines = reported.map(({ at, message }) => `${file}:${at.line}:${at.column} ${message}`);
  const hints = reported.flatMap(({ hint }) => hint ?? []);
  return new ConfigError(
    [...new Set(lines)].join("\n"),
    hints.length > 0 ? { hint: [...new Set(hints)].join("\n") } : {},
  );
}
