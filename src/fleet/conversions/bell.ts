import type { Clock } from "../../clock.ts";

/** Wakes what waits in this process: what another process does is found by looking again. */
export class Bell {
  private readonly waiting = new Set<() => void>();
  private readonly clock: Pick<Clock, "sleep">;

  constructor(clock: Pick<Clock, "sleep">) {
    this.clock = clock;
  }

  ring(): void {
    for (const wake of this.waiting) wake();
  }

  /** Resolves when it rings, the time is over, or the signal fires. */
  async wait(ms: number, signal?: AbortSignal): Promise<void> {
    const over = new AbortController();
    const wake = () => over.abort();
    this.waiting.add(wake);
    signal?.addEventListener("abort", wake, { once: true });
    try {
      if (!signal?.aborted) await this.clock.sleep(ms, over.signal).catch(() => {});
    } finally {
      signal?.removeEventListener("abort", wake);
      this.waiting.delete(wake);
    }
  }
}
