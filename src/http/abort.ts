import { setMaxListeners } from "node:events";

/**
 * Calls `run` when the signal fires; the result takes that back. One signal stops a whole run, so it has a
 * listener for every request under way, and Node's warning of a leak at eleven would be a false one.
 */
export function onAbort(signal: AbortSignal | undefined, run: () => void): () => void {
  if (!signal) return () => {};
  setMaxListeners(0, signal);
  signal.addEventListener("abort", run, { once: true });
  return () => signal.removeEventListener("abort", run);
}
