import { FinIngestError, toFailure } from "../errors.ts";
import type { Change } from "../model.ts";

/** Failures in a row after which it is Intercom that fails, not a document. */
const limitInARow = 10;

type Named = { readonly externalId: string; readonly title: string; readonly url?: string };

/** Tells a document's failure, which is that document's alone, from a failing Intercom, which stops the run. */
export class Breaker {
  private inARow = 0;
  private readonly signal: AbortSignal;

  constructor(signal: AbortSignal) {
    this.signal = signal;
  }

  /**
   * Runs one write; yields the change when it went through, else a `fail` for its document.
   * @throws FinIngestError when the run must stop.
   */
  async guard<C extends Change>(
    change: C,
    { externalId, title, url }: Named,
    write: () => Promise<void>,
  ): Promise<Change> {
    try {
      await write();
      this.inARow = 0;
      return change;
    } catch (error) {
      // Told to stop before this write began: that is nobody's failure.
      if (this.signal.aborted && error === this.signal.reason) throw error;
      this.inARow += 1;
      if (refusesUs(error)) throw error;
      if (this.inARow >= limitInARow) {
        throw new FinIngestError(
          `Intercom failed ${limitInARow} times in a row; the run stops. Last: ${toFailure(error).message}`,
          {
            hint: "What was sent is recorded. Run again later; the next run continues where this one stopped.",
            cause: error,
          },
        );
      }
      return { kind: "fail", externalId, title, ...(url ? { url } : {}), error: toFailure(error) };
    }
  }
}

function refusesUs(error: unknown): boolean {
  const { status } = error as { status?: unknown };
  return status === 401 || status === 403;
}
