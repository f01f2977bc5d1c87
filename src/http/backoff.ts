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

/** No wait is told longer than a year: a time beyond it is no time to come back at. */
const MAX_TOLD_MS = 366 * 24 * 60 * 60_000;
/** From here on a number is a time, in seconds since 1970: as seconds to wait it would be decades. */
const MIN_EPOCH_SECONDS = 1_000_000_000;

/**
 * Milliseconds a `Retry-After` header asks for: seconds, or an HTTP date measured against the answer's own
 * `Date` header, because our wall clock may be wrong; ours counts where there is none. A header that was sent twice asks for
 * the longer wait, and a number that can only be a time since 1970 is taken for one. Undefined where it is absent or
 * unreadable.
 *
 * @see https://www.rfc-editor.org/rfc/rfc9110#name-retry-after
 */
export function retryAfterMs(
  retryAfter: string | undefined,
  date: string | undefined,
  ours: number = Date.now(),
): number | undefined {
  const text = retryAfter?.trim();
  if (!text) return undefined;
  const stated = Date.parse(date ?? "");
  const now = Number.isNaN(stated) ? ours : stated;
  const numbers = /^\d+(?:\.\d+)?(?:\s*,\s*\d+(?:\.\d+)?)*$/.test(text) ? text.split(",").map(Number) : [];
  const seconds = Math.max(...numbers);
  const wait =
    numbers.length === 0
      ? (/[a-z]/i.test(text) ? Date.parse(text) : Number.NaN) - now
      : seconds < MIN_EPOCH_SECONDS
        ? seconds * 1000
        : (seconds < 1000 * MIN_EPOCH_SECONDS ? seconds * 1000 : seconds) - now;
  return Number.isNaN(wait) ? undefined : Math.min(MAX_TOLD_MS, Math.max(0, wait));
}

/**
 * The same where an answer has no `Retry-After` but says when its rate limit ends: `X-RateLimit-Reset` as a time,
 * https://developer.atlassian.com/cloud/confluence/rate-limiting/
 */
export function toldWaitMs(
  headers: Readonly<Record<string, string | undefined>>,
  ours: number = Date.now(),
): number | undefined {
  const { date } = headers;
  const wait = retryAfterMs(headers["retry-after"], date, ours);
  const reset = headers["x-ratelimit-reset"];
  const isTime = reset !== undefined && (Number.isNaN(Number(reset)) || Number(reset) >= MIN_EPOCH_SECONDS);
  return wait ?? (isTime ? retryAfterMs(reset, date, ours) : undefined);
}

/** Waits; rejects with the signal's own reason when it fires. */
export async function sleep(clock: Clock, ms: number, signal: AbortSignal | undefined): Promise<void> {
  try {
    await clock.sleep(ms, signal);
  } catch (error) {
    throw signal?.aborted ? signal.reason : error;
  }
}
