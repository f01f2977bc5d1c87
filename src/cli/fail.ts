import path from "node:path";
import { exitCode, type Failure, FinIngestError, requestNote, toFailure } from "../errors.ts";
import { painter } from "../report/terminal-text.ts";
import { Interrupted } from "./interruption.ts";
import { inSources } from "./stack.ts";

/** A mistake on the command line: one sentence, and what to do instead. */
export class UsageError extends FinIngestError {
  override readonly name = "UsageError";
  constructor(message: string, hint?: string) {
    super(message, { ...(hint ? { hint } : {}), exitCode: exitCode.usage });
  }
}

const pathCodes = new Set(["ENOENT", "ENOTDIR", "EISDIR", "EACCES", "EPERM", "EROFS"]);

/** For a file that a flag names and that cannot be written. */
export function unwritableFile(flag: string, file: string, error: unknown): FinIngestError {
  const code = Object(error).code;
  const why =
    code === "ENOENT"
      ? `there is no folder ${path.dirname(path.resolve(file))}`
      : code === "EISDIR"
        ? "it is a folder"
        : toFailure(error).message;
  return new FinIngestError(`${flag} ${file}: ${why}`, {
    hint: code === "ENOENT" ? "Make it, or name another place." : systemHint(error),
    exitCode: pathCodes.has(code) ? exitCode.usage : exitCode.fatal,
    cause: error,
  });
}

export interface Described {
  readonly failure: Failure;
  readonly exitCode: number;
  /** For `--verbose`: where in the program an unexpected error happened. */
  readonly stack?: string;
}

/** Turns an error into a message and an exit code; no other place does. */
export function describe(error: unknown): Described {
  if (error instanceof Interrupted) return { failure: toFailure(error), exitCode: error.status };
  // Where the program noticed it tells nobody anything.
  if (error instanceof UsageError) return { failure: toFailure(error), exitCode: error.exitCode };
  const stack = error instanceof Error && error.stack ? { stack: error.stack } : {};
  if (error instanceof FinIngestError)
    return { failure: toFailure(error), exitCode: error.exitCode, ...stack };
  const failure = toFailure(error);
  const hint = failure.hint ?? systemHint(error) ?? "This is unexpected; --verbose shows where it happened.";
  return { failure: { ...failure, hint }, exitCode: exitCode.fatal, ...stack };
}

const systemHints: Readonly<Record<string, string>> = {
  ENOSPC: "The disk is full: make room and run again.",
  EDQUOT: "The disk quota is used up: make room and run again.",
  EACCES: "Check who may read and write there, and as whom this runs.",
  EPERM: "Check who may read and write there, and as whom this runs.",
  EROFS: "The file system is read-only.",
  ENOENT: "Check the path; the folder that the program was started in may be gone.",
  EISDIR: "A file is needed there, not a folder.",
  ENOTDIR: "A folder is needed there, not a file.",
  EMFILE: "Too many files are open: raise `ulimit -n` or lower --concurrency.",
  EADDRINUSE: "Another program uses that port: choose another one with --port.",
};

function systemHint(error: unknown): string | undefined {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  return typeof code === "string" ? systemHints[code] : undefined;
}

/** `error: …`, then `hint: …`; further lines of the message follow unchanged. */
export function failureText(described: Described, options: { colours: boolean; verbose: boolean }): string {
  const { message, hint } = described.failure;
  const paint = painter(options.colours);
  return [
    `${paint("alarm", "error:")} ${message}${requestNote(described.failure)}`,
    ...(hint ? [`hint: ${hint}`] : []),
    ...(options.verbose && described.stack ? [inSources(described.stack)] : []),
  ].join("\n");
}
