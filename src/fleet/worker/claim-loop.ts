import { setTimeout as sleep } from "node:timers/promises";
import type { Clock } from "../../clock.ts";
import { toFailure } from "../../errors.ts";
import type { Log } from "../../log/log.ts";
import { LEASE_S, RENEW_MS } from "../queue/claims.ts";
import type { Claim } from "../queue/names.ts";
import { HeldClaims } from "./held-claims.ts";

/** Whose jobs a loop takes, and what it does with one. */
export interface LoopParts<Data> {
  readonly take: (count: number) => Promise<readonly Claim<Data>[]>;
  readonly renew: (claims: readonly Claim<Data>[]) => Promise<ReadonlySet<string>>;
  /** @param lost fires when the claim is lost: somebody else may have the job by then */
  readonly perform: (claim: Claim<Data>, lost: AbortSignal) => Promise<void>;
  /** Called with each renewal. */
  readonly beat?: () => Promise<void>;
  readonly clock: Pick<Clock, "monotonic">;
  readonly log: Pick<Log, "warn">;
}

export interface LoopOptions {
  /** Jobs at once. */
  readonly concurrency: number;
  /** Ends when nothing is due and nothing is under way, instead of waiting for more. */
  readonly once: boolean;
  /** Fires: takes nothing more. */
  readonly signal: AbortSignal;
  /** Resolves when it is time for another look into the queue; absent: after a second. */
  readonly nextLook?: (signal: AbortSignal) => Promise<void>;
}

/** Between two looks into the queue, and two attempts to tell the end of a job. */
const POLL_MS = 1_000;

/** Between two looks whether a claim has run out, which ask nobody. */
const WATCH_MS = 250;

/** Takes jobs, performs them, and keeps the claims to them meanwhile. A database that cannot be reached is waited for. */
export class ClaimLoop<Data> {
  private readonly claims: HeldClaims<Data>;
  private readonly underWay = new Set<Promise<void>>();
  private readonly over = new AbortController();
  private readonly parts: LoopParts<Data>;
  private readonly options: LoopOptions;

  constructor(parts: LoopParts<Data>, options: LoopOptions) {
    this.parts = parts;
    this.options = options;
    this.claims = new HeldClaims(parts.clock, LEASE_S * 1000);
  }

  /**
   * Resolves when the last job has ended.
   * @param onEnding called when nothing more is taken, with how many jobs are still under way
   */
  async run(onEnding: (left: number) => Promise<void> = async () => {}): Promise<void> {
    const renewing = this.keepClaims();
    try {
      await this.takeJobs();
      await onEnding(this.underWay.size);
      await Promise.all(this.underWay);
    } finally {
      this.over.abort();
      await renewing;
    }
  }

  private async takeJobs(): Promise<void> {
    const { concurrency, once, signal, nextLook = (until) => pause(POLL_MS, until) } = this.options;
    while (!signal.aborted) {
      const free = concurrency - this.claims.size;
      const taken = free > 0 ? await this.take(free) : 0;
      if (taken === free && taken > 0) continue;
      if (once && taken === 0 && this.claims.size === 0) return;
      // A pause that a job cut short would listen to the signal until its own end.
      const over = new AbortController();
      await Promise.race([...this.underWay, nextLook(AbortSignal.any([signal, over.signal]))]);
      over.abort();
    }
  }

  /** @returns how many jobs were taken */
  private async take(count: number): Promise<number> {
    const askedAt = this.parts.clock.monotonic();
    const claims = await attempt(this.parts.log, "looking for work", () => this.parts.take(count));
    for (const claim of claims ?? []) {
      const job = this.parts.perform(claim, this.claims.add(claim, askedAt)).finally(() => {
        this.claims.remove(claim);
        this.underWay.delete(job);
      });
      this.underWay.add(job);
    }
    // Without an answer the queue is not empty but unknown.
    return claims?.length ?? (this.options.once ? -1 : 0);
  }

  /** Each apart from the others: a database that answers nothing keeps nobody from seeing that the claims have run out. */
  private async keepClaims(): Promise<void> {
    const { log, renew, beat } = this.parts;
    await Promise.all([
      this.every(WATCH_MS, () => this.claims.dropExpired()),
      this.every(RENEW_MS, () => attempt(log, "renewing claims", () => this.claims.renew(renew))),
      this.every(RENEW_MS, () => beat?.()),
    ]);
  }

  private async every(ms: number, act: () => unknown): Promise<void> {
    while (!this.over.signal.aborted) {
      await pause(ms, this.over.signal);
      await act();
    }
  }
}

/**
 * Tells the end of a job until the database has answered, or the claim is gone.
 * @param tell resolves to whether the claim still held
 * @returns whether it was told
 */
export async function told(
  log: Pick<Log, "warn">,
  what: string,
  lost: AbortSignal,
  tell: () => Promise<boolean>,
): Promise<boolean> {
  while (!lost.aborted) {
    const answer = await attempt(log, what, tell);
    if (answer !== undefined) return answer;
    await pause(POLL_MS, lost);
  }
  return false;
}

/** What fails because of the database is a warning, and tried again by whoever asks. */
export async function attempt<T>(
  log: Pick<Log, "warn">,
  what: string,
  act: () => Promise<T>,
): Promise<T | undefined> {
  try {
    return await act();
  } catch (error) {
    log.warn(`${what}: ${toFailure(error).message}`);
    return undefined;
  }
}

/** Waits, or until the signal fires. */
export const pause = (ms: number, signal: AbortSignal): Promise<void> =>
  sleep(ms, undefined, { signal }).catch(() => {});
