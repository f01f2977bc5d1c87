import {
  type CompetingTraffic,
  countCompeting,
  learn,
  nextWindow,
  noTraffic,
  reserved,
} from "./competing-traffic.ts";
import { observe, type ServerClock, surelyReachedAt } from "./server-clock.ts";
import { type Answer, endOf, merge, type Window, windowOf } from "./window.ts";

export interface PaceSettings {
  /** Length of the server's windows in milliseconds; also the longest a `Reset` is believed. */
  readonly windowMs: number;
  /** Requests a window allows, until an answer says otherwise. */
  readonly limit: number;
  /** Milliseconds the longest `Retry-After` is honoured. */
  readonly maxPauseMs: number;
}

/**
 * 10,000 calls a minute for an app, spread over windows of ten seconds.
 * @see https://developers.intercom.com/docs/references/rest-api/errors/rate-limiting
 */
export const paceDefaults: PaceSettings = { windowMs: 10_000, limit: 1_667, maxPauseMs: 60_000 };

/**
 * What is known about the allowance, as a value; only the functions below change it.
 *
 * The windows are the server's, never ours. While an answer of the running window is known, the budget is what
 * it left, less everything under way, because any of that may still be counted: so a burst is safe. Without
 * such an answer (at the start, after a window's end, for a server that states nothing) requests trickle at
 * slightly less than the limit's pace, whose sum over any ten seconds stays under the limit wherever the
 * server's windows begin.
 */
export interface Pace {
  readonly settings: PaceSettings;
  readonly limit: number;
  readonly inFlight: number;
  /** No outcome yet: nothing is known of limit or windows. */
  readonly cold: boolean;
  readonly clock: ServerClock | undefined;
  readonly window: Window | undefined;
  /** How much later than stated windows end: nothing, or up to the second that `Reset` rounds away. */
  readonly slackMs: number;
  readonly others: CompetingTraffic;
  readonly trickle: { readonly tokens: number; readonly at: number };
  readonly pause: { readonly until: number; readonly streak: number } | undefined;
}

/** May a request be sent? If not, when to ask again; `until` undefined: after the next outcome. */
export type Gate =
  | { readonly open: true }
  | { readonly open: false; readonly why: "paused" | "spent" | "unsure"; readonly until?: number };

const coldInFlight = 4;
const trickleShare = 0.95;
/** Of a token: the rounding error of a sum of many small steps is less. */
const rounding = 1e-6;
const firstPauseMs = 1_000;
const resetRoundingMs = 1_000;
/** More than the server's clock fades within a window. */
const clockToleranceMs = 5;

export function startPace(settings: PaceSettings): Pace {
  const { limit } = settings;
  return {
    settings,
    limit,
    inFlight: 0,
    cold: true,
    clock: undefined,
    window: undefined,
    slackMs: 0,
    others: noTraffic,
    trickle: { tokens: trickleSize(limit), at: 0 },
    pause: undefined,
  };
}

/** @param now monotonic milliseconds */
export function gate(pace: Pace, now: number): Gate {
  const { pause, inFlight, limit } = pace;
  if (pause && now < pause.until) return { open: false, why: "paused", until: pause.until };
  const window = current(pace, now);
  if (window) {
    const kept = reserved(pace.others, window, limit, beginOf(pace, window));
    if (window.remaining - inFlight - kept >= 1) return { open: true };
    return { open: false, why: "spent", until: endOf(window, pace.clock, pace.slackMs) };
  }
  if (inFlight >= (pace.cold ? Math.min(coldInFlight, limit) : limit)) return { open: false, why: "unsure" };
  const tokens = tokensAt(pace, now);
  if (tokens >= 1 - rounding) return { open: true };
  return { open: false, why: "unsure", until: now + Math.max(1, (1 - tokens) / tricklePace(pace)) };
}

/** A request was sent; call it only where the gate is open. */
export function sent(pace: Pace, now: number): Pace {
  const next = { ...pace, inFlight: pace.inFlight + 1 };
  if (current(pace, now)) return next;
  return { ...next, trickle: { tokens: Math.max(0, tokensAt(pace, now) - 1), at: now } };
}

/** A request had no answer: it may have been counted all the same. */
export function lost(pace: Pace): Pace {
  return { ...withoutAnswer(pace), inFlight: pace.inFlight - 1, cold: false };
}

/** A request was answered. */
export function answered(pace: Pace, answer: Answer): Pace {
  const { rate, sentAt, receivedAt } = answer;
  const clock =
    rate.date === undefined ? pace.clock : observe(pace.clock, { date: rate.date, sentAt, receivedAt });
  const next: Pace = {
    ...pace,
    clock,
    cold: false,
    inFlight: pace.inFlight - 1,
    limit: rate.limit ?? pace.limit,
  };
  const stated = windowOf(answer, clock, { windowMs: pace.settings.windowMs, slackMs: pace.slackMs });
  const placed = stated ? place(next, stated, answer) : withoutAnswer(next);
  if (answer.status !== 429) return calm(placed, answer);
  return paused(
    isEarly(placed, answer) ? { ...placed, slackMs: resetRoundingMs } : placed,
    answer,
    stated !== undefined,
  );
}

/** Refused for a window that had ended by its own `Reset` when the request was sent: the server rounds down. */
function isEarly({ clock }: Pace, { rate, sentAt }: Answer): boolean {
  if (clock === undefined || rate.reset === undefined) return false;
  return sentAt >= surelyReachedAt(clock, rate.reset) - clockToleranceMs;
}

/** Places an answer's window: the current one again, a newer one, or one that is over. */
function place(pace: Pace, stated: Window, { sentAt, receivedAt }: Answer): Pace {
  const { limit, inFlight } = pace;
  const known = current(pace, receivedAt);
  if (known && stated.reset < known.reset) return pace;
  const same = known?.reset === stated.reset ? known : undefined;
  const window = countCompeting(same ? merge(same, stated, sentAt) : stated, limit, inFlight);
  const turned =
    same || !pace.window ? pace.others : nextWindow(pace.others, pace.window, beginOf(pace, pace.window));
  return { ...pace, window, others: learn(turned, same, window, receivedAt - sentAt) };
}

/**
 * A 429 stops everybody until the window's end, which `place` records, or as long as `Retry-After` says. One that
 * says neither stops everybody for a while that doubles; those that were under way together count as one.
 */
function paused(pace: Pace, { rate, sentAt, receivedAt }: Answer, windowKnown: boolean): Pace {
  const { windowMs, maxPauseMs } = pace.settings;
  const { until = 0, streak = 0 } = pace.pause ?? {};
  const asked = rate.retryAfterMs;
  if (asked) {
    const stop = receivedAt + Math.min(asked, maxPauseMs);
    return { ...pace, pause: { until: Math.max(until, stop), streak } };
  }
  if (windowKnown || sentAt < until) return pace;
  const stop = receivedAt + Math.min(windowMs, firstPauseMs * 2 ** Math.min(streak, 10));
  return { ...pace, pause: { until: stop, streak: streak + 1 } };
}

/** An answer other than 429 to a request sent after the pause ends the streak. */
function calm(pace: Pace, { sentAt }: Answer): Pace {
  return pace.pause && sentAt >= pace.pause.until ? { ...pace, pause: undefined } : pace;
}

function withoutAnswer(pace: Pace): Pace {
  const { window } = pace;
  return window ? { ...pace, window: { ...window, remaining: Math.max(0, window.remaining - 1) } } : pace;
}

/** Rather too late than too early: other traffic is then overestimated. */
const beginOf = ({ clock, slackMs, settings }: Pace, window: Window): number =>
  endOf(window, clock, slackMs) - settings.windowMs;

function current({ window, clock, slackMs }: Pace, now: number): Window | undefined {
  return window && now < endOf(window, clock, slackMs) ? window : undefined;
}

/** What may be sent at once without knowing the window: little, because it adds to a whole window's trickle. */
function trickleSize(limit: number): number {
  return Math.max(1, Math.min(5, Math.floor(limit * 0.025)));
}

/** Requests per millisecond. */
function tricklePace({ limit, settings }: Pace): number {
  return (limit * trickleShare) / settings.windowMs;
}

function tokensAt(pace: Pace, now: number): number {
  const { tokens, at } = pace.trickle;
  return Math.min(trickleSize(pace.limit), tokens + Math.max(0, now - at) * tricklePace(pace));
}
