import { exitCode, type Failure, FinIngestError, requestNote, toFailure } from "../errors.ts";
import { painter } from "../report/terminal-text.ts";
import { Interrupted } from "./interruption.ts";

/** What the command line says is wrong: one sentence, and where to look. */
export class UsageError extends FinIngestError {
  override readonly name = "UsageError";
  constructor(message: string, hint?: string) {
    super(message, { ...(hint ? { hint } : {}), exitCode: exitCode.usage });
  }
}

export interface Described {
  readonly failure: Failure;
  readonly exitCode: number;
  /** Set where the place in the program may help: for errors nobody foresaw. */
  readonly stack?: string;
}

/** The one place where an error becomes words and an exit code. */
export function describe(error: unknown): Described {
  if (error instanceof Interrupted) return { failure: toFailure(error), exitCode: error.status };
  const stack = error instanceof Error && error.stack ? { stack: error.stack } : {};
  if (error instanceof FinIngestError)
    return { failure: toFailure(error), exitCode: error.exitCode, ...stack };
  const failure = toFailure(error);
  const hint =
    failure.hint ?? systemHint(error) ?? "This was not foreseen; --verbose shows where it happened.";
  return { failure: { ...failure, hint }, exitCode: exitCode.fatal, ...stack };
}

const systemHints: Readonly<Record<string, string>> = {
  ENOSPC: "The disk is full: make room and run again.",
  EDQUOT: "The disk quota is used up: make room and run again.",
  EACCES: "Check who may read and write there, and as whom this runs.",
  EPERM: "Check who may read and write there, and as whom this runs.",
  EROFS: "The file system is read-only.",
  ENOENT: "Check the path.",
  EISDIR: "A file is needed there, not a folder.",
  ENOTDIR: "A folder is needed there, not a file.",
  EMFILE: "Too many files are open: raise `ulimit -n` or lower --concurrency.",
  EADDRINUSE: "Another program uses that port: choose another one with --port.",
};

function systemHint(error: unknown): string | undefined {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  return typeof code === "string" ? systemHints[code] : undefined;
}

/** `error: …` with every further line of the message as it is, then `hint: …`. */
export function failureText(described: Described, options: { colours: boolean; verbose: boolean }): string {
  const { message, hint } = described.failure;
  const paint = painter(options.colours);
  return [
    `${paint("alarm", "error:")} ${message}${requestNote(described.failure)}`,
    ...(hint ? [`hint: ${hint}`] : []),
    ...(options.verbose && described.stack ? [described.stack] : []),
  ].join("\n");
}
