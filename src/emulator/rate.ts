/** The allowance as one request finds it. */
export interface Allowance {
  readonly allowed: boolean;
  readonly limit: number;
  readonly remaining: number;
  /** UNIX seconds at which the next window begins. */
  readonly reset: number;
}

const WINDOW_SECONDS = 10;

/**
 * Intercom's metering: fixed windows of ten seconds. Facts:
 * https://developers.intercom.com/docs/references/rest-api/errors/rate-limiting
 */
export class RateMeter {
  /** Requests per window; may be changed at any time. `Infinity`: not metered, and no headers are sent. */
  per10s: number;
  #window = Number.NaN;
  #used = 0;

  constructor(per10s: number) {
    this.per10s = per10s;
  }

  /** Counts one request. @param now epoch milliseconds */
  take(now: number): Allowance {
    return this.#count(now, 1);
  }

  /** Uses up part of the window, as the app's other traffic does. */
  spend(requests: number, now: number): void {
    this.#count(now, requests);
  }

  #count(now: number, requests: number): Allowance {
    const window = Math.floor(now / (WINDOW_SECONDS * 1000));
    if (window !== this.#window) {
      this.#window = window;
      this.#used = 0;
    }
    const allowed = this.#used + 1 <= this.per10s;
    this.#used = Math.min(this.per10s, this.#used + requests);
    const reset = (window + 1) * WINDOW_SECONDS;
    return { allowed, limit: this.per10s, remaining: Math.max(0, this.per10s - this.#used), reset };
  }
}

/** @returns no headers where nothing is metered. */
export function rateHeaders(allowance: Allowance): Record<string, string> {
  if (!Number.isFinite(allowance.limit)) return {};
  return {
    "X-RateLimit-Limit": String(allowance.limit),
    "X-RateLimit-Remaining": String(allowance.remaining),
    "X-RateLimit-Reset": String(allowance.reset),
  };
}
