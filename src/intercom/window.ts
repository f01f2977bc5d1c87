import type { RateStatement } from "./rate-headers.ts";
import { type ServerClock, surelyReachedAt } from "./server-clock.ts";

/** One of the server's rate windows as its answers describe it. Times are monotonic milliseconds unless stated otherwise. */
export interface Window {
  /** The window's end in server time: its name. */
  readonly reset: number;
  /** The window is over at this time at the latest, whatever `reset` says. */
  readonly latestEnd: number;
  /** Requests left when the newest known answer was made. */
  readonly remaining: number;
  /** When that answer arrived. */
  readonly knownAt: number;
  /** Our answered requests in this window. */
  readonly ours: number;
  /** Requests that others certainly took in this window. */
  readonly others: number;
}

/** An answered request: when it was sent, when its answer arrived, what it says. */
export interface Answer {
  readonly sentAt: number;
  readonly receivedAt: number;
  readonly status: number;
  readonly rate: RateStatement;
}

/** The answer's window by itself; undefined where it states none, or one that is certainly over. */
export function windowOf(
  { receivedAt, status, rate }: Answer,
  clock: ServerClock | undefined,
  { windowMs, slackMs }: { windowMs: number; slackMs: number },
): Window | undefined {
  const refused = status === 429;
  const remaining = refused ? 0 : rate.remaining;
  if (remaining === undefined || rate.reset === undefined) return undefined;
  const window: Window = {
    reset: rate.reset,
    latestEnd: receivedAt + windowMs + slackMs,
    remaining,
    knownAt: receivedAt,
    ours: refused ? 0 : 1,
    others: 0,
  };
  return endOf(window, clock, slackMs) > receivedAt ? window : undefined;
}

/**
 * When the window is certainly over. Without the server's clock, a whole window after we first heard of it.
 * @param slackMs how much later than it says this server ends its windows
 */
export function endOf(window: Window, clock: ServerClock | undefined, slackMs: number): number {
  const stated = clock ? surelyReachedAt(clock, window.reset) + slackMs : Number.POSITIVE_INFINITY;
  return Math.min(stated, window.latestEnd);
}

/**
 * Merges what two answers say of one window. Of answers whose requests overlapped, the one that leaves less
 * was counted later; a request sent after the other's answer was counted later in any case.
 */
export function merge(window: Window, stated: Window, sentAt: number): Window {
  const later = sentAt > window.knownAt || stated.remaining < window.remaining;
  return {
    ...window,
    ...(later ? { remaining: stated.remaining, knownAt: stated.knownAt } : {}),
    ours: window.ours + stated.ours,
  };
}
