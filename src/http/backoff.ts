import type { Clock } from "../clock.ts";

export interface Backoff {
  /** Milliseconds the first wait may last. */
  readonly baseMs: number;
  /** Milliseconds no wait exceeds. */
  readonly capMs: number;
}

/**
 * Milliseconds to wait before the next attempt: exponential with full jitter, so that many clients that failed
 * together do not come back together.
 *
 * @param failures failed attempts so far, 1 or more
 * @param random 0 ≤ r < 1
 * @see https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/
 */
export function backoffMs({ baseMs, capMs }: Backoff, failures: number, random: number): number {
  return random * Math.min(capMs, baseMs * 2 ** Math.min(failures - 1, 30));
}

/**
 * Milliseconds a `Retry-After` header asks for: seconds, or an HTTP date measured against the answer's own
 * `Date` header, because our wall clock may be wrong. Undefined where it is absent or unreadable.
 *
 * @see https://www.rfc-editor.org/rfc/rfc9110#name-retry-after
 */
export function retryAfterMs(retryAfter: string | undefined, date: string | undefined): number | undefined {
  const text = retryAfter?.trim();
  if (!text) return undefined;
  if (/^\d{1,9}(\.\d+)?$/.test(text)) return Number(text) * 1000;
  const until = Date.parse(text);
  const now = date === undefined ? Number.NaN : Date.parse(date);
  if (Number.isNaN(until) || Number.isNaN(now)) return undefined;
  return Math.max(0, until - now);
}

/** Waits; rejects with the signal's own reason when it fires. */
export async function sleep(clock: Clock, ms: number, signal: AbortSignal | undefined): Promise<void> {
  try {
    await clock.sleep(ms, signal);
  } catch (error) {
    throw signal?.aborted ? signal.reason : error;
  }
}
