import {
  answered,
  gate,
  lost,
  type Pace,
  type PaceSettings,
  paceDefaults,
  sent,
  startPace,
} from "../../src/intercom/pace.ts";
import type { RateStatement } from "../../src/intercom/rate-headers.ts";

/** A server with fixed windows on its own clock, and a client that sends `jobs` requests through the pace. */
export interface Scenario {
  readonly jobs: number;
  readonly concurrency: number;
  /** Allowance of the window that begins at this server time. */
  readonly limit: (windowStart: number) => number;
  /** Server time minus client time at the start, milliseconds. */
  readonly skew: number;
  /** One-way travel and processing, milliseconds; called for each leg. */
  readonly travel: () => number;
  /** Requests per second of other traffic of the app. */
  readonly others?: number;
  readonly settings?: Partial<PaceSettings>;
  /** What becomes of the headers. */
  readonly headers?: (honest: RateStatement) => RateStatement;
  /** The share of requests whose answer never comes, found out after a while. */
  readonly losses?: (job: number) => boolean;
  /** Server windows end this much after their stated (whole-second) end. */
  readonly late?: number;
}

export interface Outcome {
  /** Every 429: client time. */
  readonly refusedAt: readonly number[];
  /** Window start → requests of ours that were counted. */
  readonly counted: ReadonlyMap<number, number>;
  /** Window start → requests that were counted, ours and others'. */
  readonly taken: ReadonlyMap<number, number>;
  /** Client time at the end. */
  readonly ms: number;
  readonly stuck: boolean;
}

const windowMs = 10_000;

type Event = { at: number; run: () => void };

export function simulate(scenario: Scenario): Outcome {
  const { skew, travel, concurrency, jobs } = scenario;
  const late = scenario.late ?? 0;
  const events: Event[] = [];
  const push = (event: Event) => insert(events, event);
  const counted = new Map<number, number>();
  const total = new Map<number, number>();
  const refusedAt: number[] = [];
  let pace: Pace = startPace({ ...paceDefaults, ...scenario.settings });
  let now = 0;
  let waiting = jobs;
  let working = 0;
  let done = 0;
  let alarm: number | undefined;

  const windowStart = (client: number) => Math.floor((client + skew - late) / windowMs) * windowMs;

  function serve(): { status: number; rate: RateStatement } {
    const start = windowStart(now);
    const limit = scenario.limit(start);
    const used = total.get(start) ?? 0;
    const ok = used < limit;
    if (ok) {
      total.set(start, used + 1);
      counted.set(start, (counted.get(start) ?? 0) + 1);
    } else refusedAt.push(now);
    const rate = {
      limit,
      remaining: Math.max(0, limit - used - 1),
      reset: start + windowMs,
      date: Math.floor((now + skew) / 1000) * 1000,
    };
    return { status: ok ? 200 : 429, rate: (scenario.headers ?? ((same) => same))(rate) };
  }

  function attempt(job: number): void {
    const sentAt = now;
    pace = sent(pace, now);
    push({
      at: now + travel(),
      run: () => {
        const { status, rate } = serve();
        if (scenario.losses?.(job)) {
          push({ at: now + 3_000, run: () => settle(() => lost(pace), true) });
          return;
        }
        push({
          at: now + travel(),
          run: () => settle(() => answered(pace, { sentAt, receivedAt: now, status, rate }), status !== 429),
        });
      },
    });
  }

  function settle(next: () => Pace, finished: boolean): void {
    pace = next();
    working -= 1;
    if (finished) done += 1;
    else waiting += 1;
    pump();
  }

  function pump(): void {
    while (waiting > 0 && working < concurrency) {
      const state = gate(pace, now);
      if (!state.open) {
        if (state.until !== undefined && alarm !== state.until) {
          const at = state.until;
          alarm = at;
          push({
            at,
            run: () => {
              if (alarm !== at) return;
              alarm = undefined;
              pump();
            },
          });
        }
        return;
      }
      waiting -= 1;
      working += 1;
      attempt(waiting);
    }
  }

  if (scenario.others) {
    const gap = 1000 / scenario.others;
    const tick = () => {
      const start = windowStart(now);
      const used = total.get(start) ?? 0;
      if (used < scenario.limit(start)) total.set(start, used + 1);
      if (done < jobs) push({ at: now + gap, run: tick });
    };
    push({ at: 0, run: tick });
  }
  pump();
  while (done < jobs) {
    const event = events.pop();
    if (!event || event.at > 40 * 60_000) return { refusedAt, counted, taken: total, ms: now, stuck: true };
    now = Math.max(now, event.at);
    event.run();
  }
  return { refusedAt, counted, taken: total, ms: now, stuck: false };
}

/** Latest first, so that the next one is popped; equal times keep their order. */
function insert(events: Event[], event: Event): void {
  let low = 0;
  let high = events.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((events[middle]?.at ?? 0) > event.at) low = middle + 1;
    else high = middle;
  }
  events.splice(low, 0, event);
}

/** A repeatable source of 0 ≤ r < 1. */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}
