/**
 * The difference between the server's wall clock and our monotonic one: `low ≤ server − monotonic ≤ high`, in
 * milliseconds. `Date` headers have whole seconds, so one answer leaves an uncertainty of a second; many narrow it to
 * about the travel time.
 */
export interface ServerClock {
  readonly low: number;
  readonly high: number;
  /** Monotonic milliseconds of the last observation. */
  readonly at: number;
}

/** How far two good clocks drift apart, in milliseconds per millisecond; old observations widen by it. */
const drift = 0.0002;

/**
 * Takes in one answer's `Date` (server milliseconds, whole seconds), given when its request was sent and when
 * it arrived (monotonic). An observation that contradicts the earlier ones (a stepped clock, another server)
 * replaces them.
 */
export function observe(
  clock: ServerClock | undefined,
  { date, sentAt, receivedAt }: { date: number; sentAt: number; receivedAt: number },
): ServerClock {
  const now = { low: date - receivedAt, high: date + 1000 - sentAt, at: receivedAt };
  if (!clock) return now;
  const fade = Math.max(0, receivedAt - clock.at) * drift;
  const low = Math.max(now.low, clock.low - fade);
  const high = Math.min(now.high, clock.high + fade);
  return low <= high ? { low, high, at: Math.max(receivedAt, clock.at) } : now;
}

/** The monotonic moment by which the server has certainly reached `serverTime`. */
export function surelyReachedAt(clock: ServerClock, serverTime: number): number {
  return serverTime - clock.low;
}
