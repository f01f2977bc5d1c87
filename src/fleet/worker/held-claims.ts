import type { Clock } from "../../clock.ts";
import { type Claim, claimKey, type JobData } from "../queue/names.ts";

/** A claim was lost while its run went on. */
export class ClaimLost extends Error {
  override readonly name = "ClaimLost";
}

interface Held<Data> {
  readonly claim: Claim<Data>;
  readonly lost: AbortController;
  /** Monotonic time of the last renewal that counts: when it was asked for, not when it was answered. */
  renewedAt: number;
}

/**
 * The claims of a worker. One whose renewal is refused is lost at once; one that could not be renewed within its lease
 * is taken for lost, because another worker may have it by then. Its run is ended either way.
 */
export class HeldClaims<Data = JobData> {
  private readonly held = new Map<string, Held<Data>>();
  private readonly clock: Pick<Clock, "monotonic">;
  private readonly leaseMs: number;

  constructor(clock: Pick<Clock, "monotonic">, leaseMs: number) {
    this.clock = clock;
    this.leaseMs = leaseMs;
  }

  get size(): number {
    return this.held.size;
  }

  /** @param askedAt when the claim was asked for @returns fires when the claim is lost */
  add(claim: Claim<Data>, askedAt: number): AbortSignal {
    const lost = new AbortController();
    this.held.set(claimKey(claim), { claim, lost, renewedAt: askedAt });
    return lost.signal;
  }

  remove(claim: Claim<Data>): void {
    this.held.delete(claimKey(claim));
  }

  /**
   * Renews all claims by `ask`, which resolves to the ids of those that still hold; it may reject, and the claims go on
   * until their lease ends.
   */
  async renew(ask: (claims: readonly Claim<Data>[]) => Promise<ReadonlySet<string>>): Promise<void> {
    const askedAt = this.clock.monotonic();
    const asked = [...this.held.values()];
    this.dropExpired(askedAt);
    if (asked.length === 0) return;
    const still = await ask(asked.map(({ claim }) => claim));
    for (const one of asked)
      if (still.has(one.claim.id)) one.renewedAt = askedAt;
      else if (this.held.has(claimKey(one.claim))) one.lost.abort(new ClaimLost("another worker has it"));
  }

  /** By this machine's clock, which goes on while the process is paused: for a worker that wakes up, or has no database. */
  dropExpired(now: number = this.clock.monotonic()): void {
    for (const { renewedAt, lost } of this.held.values())
      if (now - renewedAt > this.leaseMs) lost.abort(new ClaimLost("it could not be renewed in time"));
  }
}
