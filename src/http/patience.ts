import type { Clock } from "../clock.ts";
import { TryLaterError, toFailure } from "../errors.ts";
import { sleep } from "./backoff.ts";
import type { HttpError } from "./errors.ts";

export interface PatienceOptions {
  readonly clock: Clock;
  /** So long, in all, the server may tell us to wait; milliseconds. */
  readonly maxWaitMs: number;
  /** Monotonic milliseconds after which nothing is waited for any more. */
  readonly deadline?: number | undefined;
  /** Told of every pause that begins or grows: how long it still lasts, milliseconds. */
  readonly onWait?: ((ms: number, why: HttpError) => void) | undefined;
}

/** How long one server's requests wait, all of them together, because it said so. */
export interface Patience {
  /**
   * Resolves when requests may be sent again. Rejects with the signal's reason when it fires.
   * @throws TryLaterError while the server told us to wait for longer than we may
   */
  ready(signal: AbortSignal | undefined): Promise<void>;
  /** Notes that the server told us to wait. @throws TryLaterError where that is longer than we may */
  pause(ms: number, why: HttpError): void;
  /** The error of a server that goes on refusing, however long we wait. No request is sent in the time it named. */
  giveUp(ms: number, why: HttpError): TryLaterError;
}

export function createPatience({ clock, maxWaitMs, deadline, onWait }: PatienceOptions): Patience {
  let pausedUntil = Number.NEGATIVE_INFINITY;
  let spent = 0;
  let ended: { readonly until: number; readonly error: TryLaterError } | undefined;

  function giveUp(ms: number, why: HttpError): TryLaterError {
    const error = tryLater(clock.now() + ms, why);
    ended = { until: clock.monotonic() + ms, error };
    return error;
  }
  return {
    async ready(signal) {
      if (ended && clock.monotonic() < ended.until) throw ended.error;
      for (let left = pausedUntil - clock.monotonic(); left > 0; left = pausedUntil - clock.monotonic()) {
        await sleep(clock, left, signal);
        if (ended && clock.monotonic() < ended.until) throw ended.error;
      }
    },
    pause(ms, why) {
      const now = clock.monotonic();
      const until = Math.max(pausedUntil, now + ms);
      // Requests under way together are told the same; their waits are one.
      const more = until - Math.max(pausedUntil, now);
      const isTooLong = spent + more > maxWaitMs || (deadline !== undefined && until > deadline);
      if (isTooLong) throw giveUp(ms, why);
      spent += more;
      pausedUntil = until;
      if (more > 0) onWait?.(until - now, why);
    },
    giveUp,
  };
}

/** @param at when to come back, epoch milliseconds */
function tryLater(at: number, why: HttpError): TryLaterError {
  const when = new Date(Math.ceil(at / 1000) * 1000).toISOString().replace(".000Z", "Z");
  return new TryLaterError(`${toFailure(why).message}; the source tells us to wait until ${when}`, {
    hint: `Run again after ${when}. \`max_wait\` of the source, or --max-duration, allows a longer wait.`,
    cause: why,
  });
}

/** Statuses that say "later": too many requests, and Notion's overload, https://developers.notion.com/reference/status-codes */
const laterStatus = new Set([429, 529]);

/** Whether a server refuses for now and for everything, and does not fail at this one request. */
export const saysLater = ({ status, retryAfterMs, retryable, saysLater: isSaid }: HttpError): boolean =>
  isSaid || (status !== undefined && (laterStatus.has(status) || (retryable && retryAfterMs !== undefined)));
