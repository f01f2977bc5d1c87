import type { Window } from "./window.ts";

/** What other traffic of the app takes of the allowance, as far as our own answers tell. */
export interface CompetingTraffic {
  /** Requests per millisecond, in the last window, while our answers told of it. */
  readonly rate: number;
  /** The most that it took between two answers; halves with every window. */
  readonly burst: number;
  /** Milliseconds between sending and answer, smoothed. */
  readonly roundTrip: number;
}

export const noTraffic: CompetingTraffic = { rate: 0, burst: 0, roundTrip: 0 };

/** At most this share of the limit is reserved for other traffic: the allowance is there to be used. */
const MAX_RESERVED_SHARE = 0.015;

/** Records in `window` what others must have taken: what is gone, less our own, less what may be ours and under way. */
export function countCompeting(window: Window, limit: number, inFlight: number): Window {
  const others = limit - window.remaining - window.ours - inFlight;
  return others > window.others ? { ...window, others } : window;
}

/** Learns from one answer; `before` is the window before it, undefined when the answer opened it. */
export function learn(
  others: CompetingTraffic,
  before: Window | undefined,
  after: Window,
  roundTrip: number,
): CompetingTraffic {
  const step = before ? after.others - before.others : 0;
  return {
    ...others,
    burst: Math.max(others.burst, step),
    roundTrip: others.roundTrip === 0 ? roundTrip : others.roundTrip * 0.9 + roundTrip * 0.1,
  };
}

/** At a window's end: the next one's traffic is expected to be the same. */
export function nextWindow(others: CompetingTraffic, over: Window, begunAt: number): CompetingTraffic {
  return { ...others, rate: rateIn(others, over, begunAt), burst: Math.floor(others.burst / 2) };
}

/**
 * How fast others sent while our answers told of it: a window that is used up after three seconds tells nothing of the
 * seven that follow.
 */
const rateIn = ({ roundTrip }: CompetingTraffic, { others, knownAt }: Window, begunAt: number): number =>
  others === 0 ? 0 : others / Math.max(1, roundTrip, knownAt - begunAt);

/** How many requests to reserve, so that what others take since our last answer does not cost a 429. */
export function reserved(others: CompetingTraffic, window: Window, limit: number, begunAt: number): number {
  const rate = Math.max(others.rate, rateIn(others, window, begunAt));
  if (rate === 0) return 0;
  const meanwhile = rate * others.roundTrip;
  const wanted = Math.max(meanwhile + 3 * Math.sqrt(meanwhile) + 1, others.burst);
  return Math.floor(Math.min(wanted, limit * MAX_RESERVED_SHARE));
}
