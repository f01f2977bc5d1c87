import { exitCode, FinIngestError } from "../errors.ts";
import type { RunFile } from "./run-files.ts";

const MIN_PREFIX = 4;

/**
 * The run that a user means: `last`, `last~1` for the one before, an id, or its beginning.
 *
 * @param reports the newest first
 * @throws FinIngestError (usage) where none or several are meant
 */
export function findRun(reports: readonly RunFile[], name: string): RunFile {
  const back = /^last(?:~(\d{1,3}))?$/.exec(name);
  const found = back ? reports.slice(Number(back[1] ?? 0)).slice(0, 1) : withPrefix(reports, name);
  const [only, another] = found;
  if (only && !another) return only;
  const many = `${found.length} runs have an id that begins with ${name}`;
  throw new FinIngestError(only ? many : `no report of a run ${JSON.stringify(name)} is kept`, {
    exitCode: exitCode.usage,
    hint: only
      ? "Write more of the id."
      : "`fin-ingest runs` lists them, by the beginning of their ids; `last` is the newest, `last~1` the one before.",
  });
}

const withPrefix = (reports: readonly RunFile[], name: string): readonly RunFile[] =>
  name.length < MIN_PREFIX ? [] : reports.filter(({ id }) => id.startsWith(name.toLowerCase()));
