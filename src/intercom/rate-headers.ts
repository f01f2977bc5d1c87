import { retryAfterMs } from "../http/backoff.ts";

/** What an answer says about the rate limit; fields are undefined where a header is absent or unreadable. */
export interface RateStatement {
  /** Requests a window allows. */
  readonly limit?: number | undefined;
  /** Requests the window has left, after the one answered. */
  readonly remaining?: number | undefined;
  /** End of the window, server time in milliseconds since the epoch. */
  readonly reset?: number | undefined;
  /** When the answer was made, server time in milliseconds since the epoch, whole seconds. */
  readonly date?: number | undefined;
  readonly retryAfterMs?: number | undefined;
}

/**
 * Reads the rate limit headers of an answer.
 * @see https://developers.intercom.com/docs/references/rest-api/errors/rate-limiting
 */
export function readRateStatement(header: (name: string) => string | undefined): RateStatement {
  const limit = whole(header("x-ratelimit-limit"));
  const remaining = whole(header("x-ratelimit-remaining"));
  const reset = whole(header("x-ratelimit-reset"));
  const date = Date.parse(header("date") ?? "");
  const retryAfter = retryAfterMs(header("retry-after"), header("date"));
  return {
    limit: limit || undefined,
    remaining,
    reset: reset === undefined ? undefined : reset * 1000,
    date: Number.isNaN(date) ? undefined : date,
    retryAfterMs: retryAfter,
  };
}

function whole(text: string | undefined): number | undefined {
  return text !== undefined && /^\s*\d{1,15}\s*$/.test(text) ? Number(text) : undefined;
}
