import { toFailure } from "../errors.ts";
import type { CheckResult } from "./connector.ts";

/** The results of a `check`, step by step. */
export interface Checklist {
  readonly results: CheckResult[];
  /** Adds what was found. */
  ok(what: string, detail: string): void;
  /**
   * Does one step. What it throws is a failed result with the error's own hint, else the given one; then undefined is
   * returned. An abort is thrown on.
   */
  attempt<T>(what: string, hint: string | undefined, act: () => Promise<T>): Promise<T | undefined>;
}

/** Starts a checklist; `signal` is the check's own. */
export function checklist(signal: AbortSignal): Checklist {
  const results: CheckResult[] = [];
  return {
    results,
    ok: (what, detail) => void results.push({ what, result: "ok", detail }),
    async attempt(what, hint, act) {
      try {
        return await act();
      } catch (error) {
        signal.throwIfAborted();
        const failure = toFailure(error);
        results.push({ what, result: "failed", detail: failure.message, hint: failure.hint ?? hint });
        return undefined;
      }
    },
  };
}
