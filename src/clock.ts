import { setTimeout as delay } from "node:timers/promises";

/** Time as the program sees it; tests bring their own. */
export interface Clock {
  /** Wall clock, milliseconds since the epoch: for records, never for waiting. */
  now(): number;
  /** Monotonic milliseconds: for waiting and for deadlines; unaffected by clock jumps. */
  monotonic(): number;
  /** Resolves after `ms`; rejects with the signal's reason when aborted. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

export const systemClock: Clock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
  sleep: async (ms, signal) => {
    await delay(ms, undefined, signal ? { signal } : {});
  },
};
