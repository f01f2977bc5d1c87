import type { Clock } from "../clock.ts";
import { sleep } from "./backoff.ts";

/** Lets requests begin at an even pace, in the order in which they ask. */
export interface Spacing {
  /** Resolves when the next request may begin. Rejects with the signal's reason when it fires; the turn is then lost. */
  turn(signal: AbortSignal | undefined): Promise<void>;
  /** No request begins before so many milliseconds have passed: a server that says "later" means all requests. */
  pause(ms: number): void;
}

/** @param perSecond requests that may begin in a second, more than 0 */
export function createSpacing(perSecond: number, clock: Clock): Spacing {
  const gap = 1000 / perSecond;
  let next = Number.NEGATIVE_INFINITY;
  let pausedUntil = Number.NEGATIVE_INFINITY;
  return {
    async turn(signal) {
      signal?.throwIfAborted();
      for (;;) {
        const now = clock.monotonic();
        if (next <= now) {
          next = now + gap;
          return;
        }
        const mine = next;
        next += gap;
        await sleep(clock, mine - now, signal);
        // A pause may have begun while this turn waited.
        if (pausedUntil <= clock.monotonic()) return;
      }
    },
    pause(ms) {
      pausedUntil = Math.max(pausedUntil, clock.monotonic() + ms);
      next = Math.max(next, pausedUntil);
    },
  };
}
