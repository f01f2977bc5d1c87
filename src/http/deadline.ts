import { setMaxListeners } from "node:events";

/** The total time of a request is spent. */
export class DeadlineError extends Error {
  override readonly name = "DeadlineError";
  readonly code = "DEADLINE";
  constructor(ms: number) {
    super(`no complete answer within ${ms / 1000} s`);
  }
}

/**
 * Runs `work` with a signal that fires when the caller's does or after `ms`, whichever is first. Rejects at once
 * then, even where the work notices late, with the caller's reason or a DeadlineError.
 */
export async function withDeadline<T>(
  ms: number,
  signal: AbortSignal | undefined,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  signal?.throwIfAborted();
  const controller = new AbortController();
  const stopped = new Promise<never>((_, reject) => {
    controller.signal.addEventListener("abort", () => reject(controller.signal.reason), { once: true });
  });
  const forget = onAbort(signal, () => controller.abort(signal?.reason));
  const timer = setTimeout(() => controller.abort(new DeadlineError(ms)), ms);
  try {
    return await Promise.race([work(controller.signal), stopped]);
  } finally {
    clearTimeout(timer);
    forget();
  }
}

/**
 * Calls `run` when the signal fires; the result removes the listener. One signal stops a whole run, so it has a
 * listener for every request under way, and Node's warning of a leak from eleven on would be a false one.
 */
export function onAbort(signal: AbortSignal | undefined, run: () => void): () => void {
  if (!signal) return () => {};
  setMaxListeners(0, signal);
  signal.addEventListener("abort", run, { once: true });
  return () => signal.removeEventListener("abort", run);
}
