import type { RunContext } from "./context.ts";

/** Our clock, and Intercom's as its answers tell: two witnesses of the time. */
type Clocks = Pick<RunContext, "clock"> & { readonly library: Pick<RunContext["library"], "serverTime"> };

/**
 * Two good clocks are never this far apart. Within it ours is the measure: `Date` has whole seconds, and a wait of no
 * length must be over at once.
 */
export const MAX_CLOCKS_APART_MS = 60 * 60 * 1000;

/** How far our clock is ahead of Intercom's, in milliseconds; undefined before Intercom's first answer. */
export function clocksApart({ clock, library }: Clocks): number | undefined {
  const server = library.serverTime?.();
  return server === undefined ? undefined : clock.now() - server;
}

/** Where the clocks disagree the earlier time: waiting is over only once both say so. Epoch milliseconds. */
export const earlier = (clocks: Clocks): number => clocks.clock.now() - Math.max(0, disagreement(clocks));

/** Where they disagree the later time, for what is recorded: a wait that begins with it never ends too soon. */
export const later = (clocks: Clocks): number =>
  Math.round(clocks.clock.now() - Math.min(0, disagreement(clocks)));

function disagreement(clocks: Clocks): number {
  const apart = clocksApart(clocks) ?? 0;
  return Math.abs(apart) > MAX_CLOCKS_APART_MS ? apart : 0;
}
