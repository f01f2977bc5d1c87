/** The exit codes of the outside contract. */
export const exitCode = {
  ok: 0,
  fatal: 1,
  usage: 2,
  partial: 3,
  held: 4,
  tryLater: 5,
} as const;
export type ExitCode = (typeof exitCode)[keyof typeof exitCode];

interface FailureOptions {
  /** What to do next. */
  readonly hint?: string | undefined;
  readonly cause?: unknown;
}

/** An error meant for a person: printed without a stack trace, with what to do next, and with its exit code. */
export class FinIngestError extends Error {
  override readonly name: string = "FinIngestError";
  readonly hint: string | undefined;
  readonly exitCode: ExitCode;
  constructor(message: string, options: FailureOptions & { exitCode?: ExitCode | undefined } = {}) {
    super(message, { cause: options.cause });
    this.hint = options.hint;
    this.exitCode = options.exitCode ?? exitCode.fatal;
  }
}

/** What the configuration says is wrong; `message` starts with `FILE:LINE:COLUMN` where a place is known. */
export class ConfigError extends FinIngestError {
  override readonly name = "ConfigError";
  constructor(message: string, options: FailureOptions = {}) {
    super(message, { ...options, exitCode: exitCode.usage });
  }
}

/** The run cannot go on now, but may later: another run holds the lock, the time budget is spent. */
export class TryLaterError extends FinIngestError {
  override readonly name = "TryLaterError";
  constructor(message: string, options: FailureOptions = {}) {
    super(message, { ...options, exitCode: exitCode.tryLater });
  }
}

/** The part of an error that reports contain. */
export function toFailure(error: unknown): Failure {
  if (!(error instanceof Error)) return { message: String(error) };
  const { hint, requestId } = error as { hint?: unknown; requestId?: unknown };
  return {
    message: error.message,
    hint: typeof hint === "string" ? hint : undefined,
    requestId: typeof requestId === "string" ? requestId : undefined,
  };
}

/** " (request ID)" where the message does not contain it; Intercom's support asks for it. */
export const requestNote = ({ message, requestId }: Failure): string =>
  requestId === undefined || message.includes(requestId) ? "" : ` (request ${requestId})`;

export interface Failure {
  readonly message: string;
  /** What to do next. */
  readonly hint?: string | undefined;
  readonly requestId?: string | undefined;
}
