import { exitCode, FinIngestError, toFailure } from "../../errors.ts";
import { IntercomError } from "../../intercom/errors.ts";
import type { Change } from "../changes.ts";
import { NotOurs } from "./read-back.ts";
import type { RunFailures } from "./write-context.ts";

/** After so many failures in a row it is Intercom that fails, not a document. */
const MAX_FAILURES_IN_A_ROW = 10;

type Named = { readonly externalId: string; readonly title: string; readonly url?: string | undefined };

/**
 * Tells a document's failure, which is that document's alone, from what stops the run: an Intercom that refuses
 * us or fails as such, a source that was deleted under us, a ledger that cannot record.
 */
export class Breaker {
  private inARow = 0;
  private stop: { readonly error: unknown } | undefined;
  private readonly failures: RunFailures;

  constructor(failures: RunFailures) {
    this.failures = failures;
  }

  /**
   * Runs one write: gives the change when it went through, else a `fail` for its document.
   * @throws what stops the run, also for every later write
   */
  async guard<C extends Change>(change: C, named: Named, write: () => Promise<void>): Promise<Change> {
    if (this.stop) throw this.stop.error;
    try {
      await write();
      this.inARow = 0;
      return change;
    } catch (error) {
      const { externalId, title, url } = named;
      const failed = { kind: "fail", externalId, title, url, error: toFailure(error) } as const;
      if (refusesPage(error)) return { ...failed, isPermanent: true };
      this.check(error);
      this.failures.failed += 1;
      return failed;
    }
  }

  /** Counts a failure. @throws the error where it is not one document's alone */
  check(error: unknown): void {
    if (refusesUs(error)) this.failures.refused = true;
    if (!(error instanceof NotOurs)) this.inARow += 1;
    const stop = stopFor(error) ?? (this.inARow >= MAX_FAILURES_IN_A_ROW ? tooMany(error) : undefined);
    if (stop === undefined) return;
    this.stop ??= { error: stop };
    throw this.stop.error;
  }
}

/** The error that ends the run, or undefined where it is one document's. */
function stopFor(error: unknown): unknown {
  if (error instanceof NotOurs) return undefined;
  // Told to stop, a ledger that fails, or a fault of our own: none of these is the document's.
  if (!(error instanceof IntercomError)) return error;
  if (refusesUs(error) || saysLater(error)) return error;
  const { status, method, code } = error;
  const missing = status === 404 && code !== undefined && code !== "parameter_invalid";
  return missing && method === "POST" ? sourceGone(error) : undefined;
}

/** Whether Intercom's rate limit lasts longer than we may wait: the next document would only meet it again. */
const saysLater = (error: unknown): boolean =>
  error instanceof IntercomError && error.exitCode === exitCode.tryLater;

/**
 * Whether Intercom does not take this one page as it is. It will not take it tomorrow either, and it says nothing about
 * the other pages: such documents neither end a run nor stop its removals.
 */
const refusesPage = (error: unknown): boolean =>
  error instanceof IntercomError &&
  !error.ambiguous &&
  (error.status === 413 ||
    error.status === 422 ||
    (error.status === 400 && pageFields.has(error.field ?? "")));

const pageFields: ReadonlySet<string> = new Set(["html", "title", "url"]);

const refusesUs = (error: unknown): boolean =>
  error instanceof IntercomError && (error.status === 401 || error.status === 403);

/** An upsert names nothing but the source that could be missing. */
const sourceGone = (cause: IntercomError): FinIngestError =>
  new FinIngestError(`the Content Import Source was deleted during the run: ${cause.message}`, {
    hint: "Its pages went with it. It is not created again: `fin-ingest check` and the next run say how to go on.",
    cause,
  });

const tooMany = (cause: unknown): FinIngestError =>
  new FinIngestError(
    `Intercom failed ${MAX_FAILURES_IN_A_ROW} times in a row; the run stops. Last: ${toFailure(cause).message}`,
    {
      hint: "What was sent is recorded. Run again later; the next run continues where this one stopped.",
      cause,
    },
  );
