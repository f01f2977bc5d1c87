import { type Clock, systemClock } from "../clock.ts";
import type { IntercomConfig } from "../config/types.ts";
import type { Log } from "../log/log.ts";
import type { Caller, Counters, Retries } from "./call.ts";
import { headersFor } from "./connection.ts";
import { createPacer, type Pacer } from "./pacer.ts";
import { createTransport, type Timeouts } from "./transport.ts";

/** How calls with one token are made. */
export interface CallerOptions {
  readonly intercom: IntercomConfig;
  /** Connections kept open; one request each at a time. */
  readonly concurrency: number;
  readonly log: Log;
  readonly clock?: Clock;
  /** Shared where several libraries use one token; by default this one's own. */
  readonly pacer?: Pacer;
  readonly timeouts?: Partial<Timeouts>;
  readonly retries?: Partial<Retries>;
  /** 0 ≤ r < 1, for the jitter of waits. */
  readonly random?: () => number;
  /** Fires when no further request may be sent; those under way may still be answered. Never after a call's own signal. */
  readonly stopping?: AbortSignal;
  /** Called right before each attempt to write; what it throws ends the call. */
  readonly mayWrite?: (() => void) | undefined;
  /** Monotonic milliseconds after which no wait for the rate limit may end. */
  readonly deadline?: number | undefined;
  /** The largest answer taken, in bytes. A listing's page carries the HTML of 50 pages. */
  readonly maxBytes?: number;
}

const timeouts: Timeouts = { connect: 10_000, headers: 60_000, idle: 30_000, total: 120_000 };
const retries: Retries = {
  attempts: 6,
  rateLimited: 10,
  backoff: { baseMs: 500, capMs: 15_000 },
  maxRetryAfterMs: 60_000,
};
const mebibyte = 1024 * 1024;

/** What every call of one token shares. @throws ConfigError when the token cannot be sent */
export function createCaller(
  options: CallerOptions,
  origin: string,
  counters: Counters,
  onDate: NonNullable<Caller["onDate"]>,
): Caller {
  const { intercom, log, clock = systemClock } = options;
  const onPause = (ms: number) =>
    log.info(`Intercom's rate limit is reached; going on in ${Math.ceil(ms / 1000)} s`);
  return {
    transport: createTransport({
      origin,
      headers: headersFor(intercom),
      connections: options.concurrency,
      timeouts: { ...timeouts, ...options.timeouts },
      maxBytes: options.maxBytes ?? 64 * mebibyte,
    }),
    pacer: options.pacer ?? createPacer({ clock, onPause }),
    clock,
    log,
    retries: { ...retries, ...options.retries },
    random: options.random ?? Math.random,
    counters,
    onDate,
    mayWrite: options.mayWrite,
    ...stoppingOf(options.stopping),
    deadline: options.deadline,
    scrub: (text) => text.replaceAll(intercom.token, "[token]"),
  };
}

/** What waits for the rate limit ends with the run, and when the limit lasts longer than we may wait. */
function stoppingOf(stopping: AbortSignal | undefined): Pick<Caller, "stopping" | "onLater"> {
  if (!stopping) return {};
  const later = new AbortController();
  return {
    stopping: AbortSignal.any([stopping, later.signal]),
    onLater: (error) => later.abort(error),
  };
}
