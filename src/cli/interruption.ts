import { setMaxListeners } from "node:events";
import type { Clock } from "../clock.ts";
import { FinIngestError } from "../errors.ts";

const codes = { SIGINT: 130, SIGTERM: 143 } as const;
type Signal = keyof typeof codes;

/** A signal stopped the run, after requests under way had time to finish. What was done is in the ledger. */
export class Interrupted extends FinIngestError {
  override readonly name = "Interrupted";
  readonly status: number;
  constructor(signal: Signal) {
    super(`stopped by ${signal}`, { hint: "What was done is remembered: run again to continue." });
    this.status = codes[signal];
  }
}

export interface Interruption {
  /** Aborted, with an `Interrupted` as its reason, at the first signal: nothing new begins. */
  readonly signal: AbortSignal;
  /** Aborted with the same reason when the time to finish is over. */
  readonly cutOff: AbortSignal;
  /** Stops listening. */
  dispose(): void;
}

/** Milliseconds after the first signal during which requests under way may finish. */
export const DRAIN_MS = 9_000;
/** Milliseconds after the first signal at which the process ends, even if something hangs; the report fits in between. */
const END_MS = 10_000;

/**
 * Listens for SIGINT and SIGTERM. The first asks for a quiet end: by `signal` at once, by `cutOff` after nine
 * seconds, and by the end of the process after ten. The second ends the process at once with the signal's exit
 * code. Times are of the monotonic clock.
 */
export function listenForSignals(
  { onFirst, atOnce }: { onFirst: (signal: Signal) => void; atOnce: () => void },
  clock: Clock,
  end: (code: number) => void = (code) => process.exit(code),
): Interruption {
  const stop = new AbortController();
  const cut = new AbortController();
  const disposed = new AbortController();
  // Many requests listen to one signal; Node would warn of a leak that does not exist.
  setMaxListeners(0, stop.signal, cut.signal);

  async function drain(reason: Interrupted): Promise<void> {
    await clock.sleep(DRAIN_MS, disposed.signal);
    cut.abort(reason);
    await clock.sleep(END_MS - DRAIN_MS, disposed.signal);
    atOnce();
    end(reason.status);
  }

  const listeners = (["SIGINT", "SIGTERM"] as const).map((signal) => {
    const listener = () => {
      if (stop.signal.aborted) {
        atOnce();
        end(codes[signal]);
        return;
      }
      onFirst(signal);
      const reason = new Interrupted(signal);
      stop.abort(reason);
      // Rejects when disposed: the program ended by itself.
      drain(reason).catch(() => {});
    };
    process.on(signal, listener);
    return { signal, listener };
  });
  return {
    signal: stop.signal,
    cutOff: cut.signal,
    dispose() {
      disposed.abort();
      for (const { signal, listener } of listeners) process.off(signal, listener);
    },
  };
}

/** How long a run whose parent is gone may finish its requests. */
const ORPHAN_MS = 2_000;

/**
 * Ends this process as SIGTERM does, and two seconds later at once, when the process that started it with a channel
 * (`child_process.fork`, as a worker of a fleet does) is gone: somebody else may take its work over.
 */
export function endWithParent(): void {
  const { channel } = process;
  if (!channel) return;
  process.once("disconnect", () => {
    process.kill(process.pid, "SIGTERM");
    setTimeout(() => process.kill(process.pid, "SIGTERM"), ORPHAN_MS).unref();
  });
  // To listen is no reason to stay.
  channel.unref();
}
