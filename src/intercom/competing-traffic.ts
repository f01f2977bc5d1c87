import type { Window } from "./window.ts";

/** The share of the allowance that other traffic of the app takes, as far as our own answers show it. */
export interface Others {
  /** Requests per millisecond, in the last window as long as our answers showed it. */
  readonly rate: number;
  /** The most that was taken between two answers; halves with every window. */
  readonly clump: number;
  /** Milliseconds between sending and answer, smoothed. */
  readonly roundTrip: number;
}

export const nobody: Others = { rate: 0, clump: 0, roundTrip: 0 };

/** At most this share of the limit is kept back for others: the allowance is there to be used. */
const mostKeptBack = 0.015;

/** Notes in `window` what others must have taken: what is gone, less ours, less what may be ours and under way. */
export function countOthers(window: Window, limit: number, inFlight: number): Window {
  const others = limit - window.remaining - window.ours - inFlight;
  return others > window.others ? { ...window, others } : window;
}

/** Takes in one answer; `before` is the window before it, undefined when the answer opened it. */
export function learn(others: Others, before: Window | undefined, after: Window, roundTrip: number): Others {
  const step = before ? after.others - before.others : 0;
  return {
    ...others,
    clump: Math.max(others.clump, step),
    roundTrip: others.roundTrip === 0 ? roundTrip : others.roundTrip * 0.9 + roundTrip * 0.1,
  };
}

/** At a window's end: its traffic is what the next one's is expected to be. */
export function turn(others: Others, over: Window, begunAt: number): Others {
  return { ...others, rate: rateIn(others, over, begunAt), clump: Math.floor(others.clump / 2) };
}

/**
 * How fast others sent while we could see it: a window that is used up after three seconds shows nothing of the seven
 * that follow.
 */
const rateIn = ({ roundTrip }: Others, { others, knownAt }: Window, begunAt: number): number =>
  others === 0 ? 0 : others / Math.max(1, roundTrip, knownAt - begunAt);

/** How many requests to leave unsent, so that what others take while our news is stale does not cost a 429. */
export function keptBack(others: Others, window: Window, limit: number, begunAt: number): number {
  const rate = Math.max(others.rate, rateIn(others, window, begunAt));
  if (rate === 0) return 0;
  const meanwhile = rate * others.roundTrip;
  const wanted = Math.max(meanwhile + 3 * Math.sqrt(meanwhile) + 1, others.clump);
  return Math.floor(Math.min(wanted, limit * mostKeptBack));
}
