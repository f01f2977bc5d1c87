import { setMaxListeners } from "node:events";
import type { Clock } from "../clock.ts";
import { FinIngestError } from "../errors.ts";

const codes = { SIGINT: 130, SIGTERM: 143 } as const;
type Signal = keyof typeof codes;

/** The run was told to stop. What was under way was given time to finish; what was done is remembered. */
export class Interrupted extends FinIngestError {
  override readonly name = "Interrupted";
  readonly status: number;
  constructor(signal: Signal) {
    super(`stopped by ${signal}`, { hint: "What was done is remembered: run again to go on." });
    this.status = codes[signal];
  }
}

export interface Interruption {
  /** Aborted, with an `Interrupted` as its reason, at the first signal: nothing new begins. */
  readonly signal: AbortSignal;
  /** Aborted with the same reason when what is under way has had its time. */
  readonly cutOff: AbortSignal;
  /** Stops listening. */
  dispose(): void;
}

/** Milliseconds that what is under way may take to finish after the first signal. */
export const drainMs = 9_000;
/** Milliseconds after the first signal at which the process ends, whatever still hangs; the report fits in between. */
const endMs = 10_000;

/**
 * Listens for SIGINT and SIGTERM. The first asks for a quiet end: by `signal` at once, by `cutOff` after nine
 * seconds, and by the end of the process after ten. The second ends the process at once with the signal's exit
 * code. All of it by the monotonic clock.
 */
export function listenForSignals(
  { onFirst, atOnce }: { onFirst: (signal: Signal) => void; atOnce: () => void },
  clock: Clock,
  end: (code: number) => void = (code) => process.exit(code),
): Interruption {
  const stop = new AbortController();
  const cut = new AbortController();
  const disposed = new AbortController();
  // Many requests listen for one signal; Node's warning of a leak would be a false one.
  setMaxListeners(0, stop.signal, cut.signal);

  async function drain(reason: Interrupted): Promise<void> {
    await clock.sleep(drainMs, disposed.signal);
    cut.abort(reason);
    await clock.sleep(endMs - drainMs, disposed.signal);
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
      // Rejects when disposed of: the program ended by itself.
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
