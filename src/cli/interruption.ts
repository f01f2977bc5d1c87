import { FinIngestError } from "../errors.ts";

const codes = { SIGINT: 130, SIGTERM: 143 } as const;
type Signal = keyof typeof codes;

/** The run was told to stop. What was under way was finished; what was done is remembered. */
export class Interrupted extends FinIngestError {
  override readonly name = "Interrupted";
  readonly status: number;
  constructor(signal: Signal) {
    super(`stopped by ${signal}`, { hint: "What was done is remembered: run again to go on." });
    this.status = codes[signal];
  }
}

export interface Interruption {
  /** Aborted, with an `Interrupted` as its reason, at the first signal. */
  readonly signal: AbortSignal;
  /** Stops listening. */
  dispose(): void;
}

/**
 * Listens for SIGINT and SIGTERM. The first asks for a quiet end by `signal`; the second ends the process at once
 * with the signal's exit code.
 */
export function listenForSignals(onFirst: (signal: Signal) => void, atOnce: () => void): Interruption {
  const controller = new AbortController();
  const listeners = (["SIGINT", "SIGTERM"] as const).map((signal) => {
    const listener = () => {
      if (controller.signal.aborted) {
        atOnce();
        process.exit(codes[signal]);
      }
      onFirst(signal);
      controller.abort(new Interrupted(signal));
    };
    process.on(signal, listener);
    return { signal, listener };
  });
  return {
    signal: controller.signal,
    dispose() {
      for (const { signal, listener } of listeners) process.off(signal, listener);
    },
  };
}
