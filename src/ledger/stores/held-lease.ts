import type { Clock } from "../../clock.ts";
import { LeaseLost, type RemoteLease, Unreachable } from "./remote.ts";

/** Before a store that did not answer is asked again. */
const PAUSE_MS = 250;
/** Renewals in the time that a lease lasts. */
const BEATS = 4;

/** A lease that is renewed until it ends. What is done under it goes one after the other, and after a failure nothing is. */
export class HeldLease {
  readonly #lease: RemoteLease;
  readonly #place: string;
  readonly #clock: Pick<Clock, "monotonic" | "sleep">;
  readonly #beat: NodeJS.Timeout;
  #last: Promise<unknown> = Promise.resolve();
  #failure: unknown;

  constructor(lease: RemoteLease, place: string, clock: Pick<Clock, "monotonic" | "sleep">) {
    this.#lease = lease;
    this.#place = place;
    this.#clock = clock;
    this.#beat = setInterval(() => this.renew().catch(() => {}), lease.ttlMs / BEATS);
    this.#beat.unref();
  }

  get failed(): boolean {
    return this.#failure !== undefined;
  }

  /** Asks nobody. @throws LeaseLost where another may have it, or whatever failed */
  mustHold(): void {
    if (this.#failure !== undefined) throw this.#failure;
    if (this.#isOver(this.#clock.monotonic())) throw new LeaseLost(this.#place, undefined);
  }

  /** Makes sure that nobody else can have begun to write. @throws LeaseLost, Unreachable */
  renew(): Promise<void> {
    return this.do((lease) => lease.renew());
  }

  /**
   * Does something under the lease; again and again while the store does not answer, as long as nobody else can have it.
   * @throws LeaseLost, Unreachable, and whatever failed before
   */
  do<T>(act: (lease: RemoteLease) => Promise<T>): Promise<T> {
    const done = this.#last.then(async () => {
      if (this.#failure !== undefined) throw this.#failure;
      try {
        return await this.#whileOurs(act);
      } catch (error) {
        this.#failure = error;
        throw error;
      }
    });
    this.#last = done.catch(() => {});
    return done;
  }

  /** Renews no more, and gives the lease back. */
  async end(): Promise<void> {
    clearInterval(this.#beat);
    await this.#last;
    // One that ran out is nobody's, or another's. A lease that cannot be given back runs out.
    if (!this.#isOver(this.#clock.monotonic())) await this.#lease.release().catch(() => {});
  }

  async #whileOurs<T>(act: (lease: RemoteLease) => Promise<T>): Promise<T> {
    for (;;) {
      // A process that was stopped finds out here, before it asks anything.
      this.mustHold();
      try {
        const result = await act(this.#lease);
        // One that was stopped after the store answered: what it recorded is open to the next run, and is not sent.
        this.mustHold();
        return result;
      } catch (error) {
        if (!(error instanceof Unreachable) || this.#isOver(this.#clock.monotonic() + PAUSE_MS)) throw error;
        await this.#clock.sleep(PAUSE_MS);
      }
    }
  }

  #isOver(at: number): boolean {
    return at >= this.#lease.renewedAt + this.#lease.ttlMs;
  }
}
