import { setTimeout as delay } from "node:timers/promises";
import type { Clock } from "../../src/clock.ts";

/** A clock that moves only when told to, and wakes sleepers on the way. */
export interface VirtualClock extends Clock {
  advance(ms: number): Promise<void>;
  readonly sleeping: number;
}

interface Sleeper {
  readonly until: number;
  readonly wake: () => void;
}

function sleepAmong(sleepers: Set<Sleeper>, until: number, signal?: AbortSignal): Promise<void> {
  return new Promise((wake, reject) => {
    const sleeper = { until, wake };
    sleepers.add(sleeper);
    signal?.addEventListener("abort", () => {
      sleepers.delete(sleeper);
      reject(signal.reason);
    });
  });
}

export function virtualClock(): VirtualClock {
  let now = 0;
  const sleepers = new Set<Sleeper>();
  const settled = () => new Promise<void>((resolve) => setImmediate(resolve));
  return {
    now: () => now,
    monotonic: () => now,
    sleep: (ms, signal) => sleepAmong(sleepers, now + ms, signal),
    async advance(ms) {
      const end = now + ms;
      await settled();
      for (;;) {
        const [next] = [...sleepers].sort((a, b) => a.until - b.until);
        if (!next || next.until > end) break;
        now = next.until;
        sleepers.delete(next);
        next.wake();
        await settled();
      }
      now = end;
    },
    get sleeping() {
      return sleepers.size;
    },
  };
}

/** Real time, so many times as fast: ten-second windows pass in a tenth of that. */
export function fastClock(times: number): Clock {
  const start = Date.now();
  const monotonic = () => performance.now() * times;
  const origin = monotonic();
  return {
    monotonic,
    now: () => start + (monotonic() - origin),
    sleep: async (ms, signal) => {
      await delay(ms / times, undefined, signal ? { signal } : {});
    },
  };
}

/** A clock that a test moves as its events happen; sleepers wake when their time has come. */
export interface SteppedClock extends Clock {
  advance(ms: number): void;
  /** Moves to the time of the sleeper that is next; does nothing when nobody sleeps. */
  toNextSleeper(): void;
}

export function steppedClock(start = 1_700_000_000_000): SteppedClock {
  let now = 0;
  const sleepers = new Set<Sleeper>();
  const advance = (ms: number) => {
    now += ms;
    for (const sleeper of [...sleepers].sort((a, b) => a.until - b.until)) {
      if (sleeper.until > now || !sleepers.delete(sleeper)) continue;
      sleeper.wake();
    }
  };
  return {
    now: () => start + now,
    monotonic: () => now,
    sleep: (ms, signal) => sleepAmong(sleepers, now + ms, signal),
    advance,
    toNextSleeper() {
      const [next] = [...sleepers].sort((a, b) => a.until - b.until);
      if (next) advance(Math.max(0, next.until - now));
    },
  };
}
