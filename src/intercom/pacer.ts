import { type Clock, systemClock } from "../clock.ts";
import { onAbort } from "../http/deadline.ts";
import { answered, gate, lost, type Pace, type PaceSettings, paceDefaults, sent, startPace } from "./pace.ts";
import { readRateStatement } from "./rate-headers.ts";

/** Permission to send one request; its outcome must be reported exactly once. */
export interface Ticket {
  /** The answer's status and headers are here. */
  answered(status: number, header: (name: string) => string | undefined): void;
  /** No answer came. */
  lost(): void;
}

/** One for everything that shares a token: listing, uploads and removals of all sources. */
export interface Pacer {
  /** Resolves when one request may be sent, in order of asking; rejects with the signal's reason. */
  admit(signal?: AbortSignal): Promise<Ticket>;
}

export interface PacerOptions {
  readonly clock?: Clock;
  readonly settings?: Partial<PaceSettings>;
  /** Called once for each pause that a 429 causes, with its length. */
  readonly onPause?: (ms: number) => void;
}

interface Waiter {
  readonly go: (ticket: Ticket) => void;
}

/** Adds a queue and a timer to the pace of `pace.ts`. */
export function createPacer({ clock = systemClock, settings, onPause }: PacerOptions = {}): Pacer {
  let pace: Pace = startPace({ ...paceDefaults, ...settings });
  const queue = new Set<Waiter>();
  let alarm: { readonly at: number; readonly cancel: AbortController } | undefined;
  let pausedUntil = 0;

  function pump(): void {
    for (const waiter of queue) {
      const now = clock.monotonic();
      const state = gate(pace, now);
      if (!state.open) {
        wakeAt(state.until);
        return;
      }
      queue.delete(waiter);
      pace = sent(pace, now);
      waiter.go(ticket(now));
    }
    wakeAt(undefined);
  }

  function wakeAt(at: number | undefined): void {
    if (alarm?.at === at) return;
    alarm?.cancel.abort();
    alarm = undefined;
    if (at === undefined) return;
    const own = { at, cancel: new AbortController() };
    alarm = own;
    clock.sleep(Math.max(1, Math.ceil(at - clock.monotonic())), own.cancel.signal).then(
      () => {
        if (alarm === own) alarm = undefined;
        pump();
      },
      () => {},
    );
  }

  function ticket(sentAt: number): Ticket {
    let open = true;
    const settle = (next: () => Pace) => {
      if (!open) return;
      open = false;
      pace = next();
      pump();
    };
    return {
      answered: (status, header) =>
        settle(() => {
          const receivedAt = clock.monotonic();
          const next = answered(pace, { sentAt, receivedAt, status, rate: readRateStatement(header) });
          if (status === 429) announce(next, receivedAt);
          return next;
        }),
      lost: () => settle(() => lost(pace)),
    };
  }

  function announce(next: Pace, now: number): void {
    const state = gate(next, now);
    if (state.open || state.until === undefined || now < pausedUntil) return;
    pausedUntil = state.until;
    onPause?.(state.until - now);
  }

  return {
    admit(signal) {
      return new Promise((resolve, reject) => {
        if (signal?.aborted) return reject(signal.reason);
        const waiter: Waiter = {
          go: (ticket) => {
            stay();
            resolve(ticket);
          },
        };
        const stay = onAbort(signal, () => {
          queue.delete(waiter);
          if (queue.size === 0) wakeAt(undefined);
          reject(signal?.reason);
        });
        queue.add(waiter);
        pump();
      });
    },
  };
}

/** Does not limit anything: for servers without a rate limit, and for measuring what the program itself costs. */
export const unpaced: Pacer = {
  admit: async (signal) => {
    signal?.throwIfAborted();
    return { answered: () => {}, lost: () => {} };
  },
};
