import { setTimeout as delay } from "node:timers/promises";

/** Time as the program sees it; tests bring their own. */
export interface Clock {
  /** Wall clock, milliseconds since the epoch: for records, never for waiting. */
  now(): number;
  /** Monotonic milliseconds: for waiting and for deadlines; unaffected when the clock is set. */
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

/** `7d`, `12h`, `30m`, `45s`: a whole number and its unit. */
export const durationPattern = /^(\d{1,6})([smhd])$/;

const unitMs = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;
type Unit = keyof typeof unitMs;

/** Milliseconds of a duration such as `7d`; undefined for any other text. */
export function durationMs(text: string): number | undefined {
  const [, amount, unit] = durationPattern.exec(text) ?? [];
  return amount === undefined || !isUnit(unit) ? undefined : Number(amount) * unitMs[unit];
}

const isUnit = (text: string | undefined): text is Unit => text !== undefined && Object.hasOwn(unitMs, text);
