import type { RunContext } from "./context.ts";

/** Our clock, and Intercom's as its answers tell: two witnesses of the time. */
type Clocks = Pick<RunContext, "clock"> & { readonly library: Pick<RunContext["library"], "serverTime"> };

/** The earlier of the two times: waiting is over only once both say so. Epoch milliseconds. */
export function earlier({ clock, library }: Clocks): number {
  const now = clock.now();
  return Math.min(now, library.serverTime?.() ?? now);
}

/** The later of the two, for what is recorded: a wait that begins with it never ends too soon. Epoch milliseconds. */
export function later({ clock, library }: Clocks): number {
  const now = clock.now();
  return Math.round(Math.max(now, library.serverTime?.() ?? now));
}

/** How far our clock is ahead of Intercom's, in milliseconds; undefined before Intercom's first answer. */
export function clocksApart({ clock, library }: Clocks): number | undefined {
  const server = library.serverTime?.();
  return server === undefined ? undefined : clock.now() - server;
}
