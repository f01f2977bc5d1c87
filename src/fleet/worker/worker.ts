import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import type { Clock } from "../../clock.ts";
import { toFailure } from "../../errors.ts";
import type { Log } from "../../log/log.ts";
import type { RetryPolicy } from "../file/types.ts";
import { type Jobs, LEASE_S, RENEW_MS } from "../queue/jobs.ts";
import type { Claim, JobData } from "../queue/names.ts";
import type { Workers } from "../store/workers.ts";
import type { RunRecord, Workspaces } from "../store/workspaces.ts";
import { HeldClaims } from "./held-claims.ts";
import { codeOf, type Ended, verdictOf } from "./verdict.ts";

/** What a worker works with. */
export interface WorkerParts {
  readonly jobs: Jobs;
  readonly workers: Workers;
  readonly workspaces: Workspaces;
  readonly policy: RetryPolicy;
  /** Runs one workspace; ends it early when the signal fires. */
  readonly run: (job: JobData, signal: AbortSignal) => Promise<Ended>;
  /** What the workspace's status is now, as `status --json` prints it. */
  readonly statusOf: (workspace: string) => Promise<string | undefined>;
  readonly clock: Clock;
  readonly log: Log;
}

export interface WorkerOptions {
  /** Runs at once. */
  readonly concurrency: number;
  /** Ends when nothing is due and nothing runs, instead of waiting for more. */
  readonly once: boolean;
  /** Fires: takes nothing more, ends its runs and hands them back. */
  readonly signal: AbortSignal;
}

/** Between two looks into the queue. */
const POLL_MS = 1_000;

/**
 * Takes jobs and runs them until it is asked to end: by its signal, which hands the runs back, or by `fleet drain`,
 * which lets them end. A database that cannot be reached is waited for.
 */
export async function work(parts: WorkerParts, options: WorkerOptions): Promise<void> {
  await new Worker(parts, options).work();
}

class Worker {
  private readonly id = randomUUID();
  private readonly claims: HeldClaims;
  private readonly runs = new Set<Promise<void>>();
  private isDraining = false;
  private isOver = false;
  private readonly parts: WorkerParts;
  private readonly options: WorkerOptions;

  constructor(parts: WorkerParts, options: WorkerOptions) {
    this.parts = parts;
    this.options = options;
    this.claims = new HeldClaims(parts.clock, LEASE_S * 1000);
  }

  async work(): Promise<void> {
    const { workers, log } = this.parts;
    await workers.enter(this.id, this.options.concurrency);
    const renewing = this.keepClaims();
    try {
      await this.takeJobs();
      if (this.runs.size > 0) log.info("takes nothing more", { running: this.runs.size });
      await this.attempt("the worker's entry", () => workers.drains(this.id));
      await Promise.all(this.runs);
    } finally {
      this.isOver = true;
      await renewing;
      await this.attempt("the worker's entry", () => workers.leave(this.id));
    }
  }

  private async takeJobs(): Promise<void> {
    const { concurrency, once, signal } = this.options;
    while (!signal.aborted && !this.isDraining) {
      const free = concurrency - this.claims.size;
      const taken = free > 0 ? await this.take(free) : 0;
      if (taken === free && taken > 0) continue;
      if (once && taken === 0 && this.claims.size === 0) return;
      // A pause that a run cut short would listen to the signal until its own end.
      const over = new AbortController();
      await Promise.race([...this.runs, pause(POLL_MS, AbortSignal.any([signal, over.signal]))]);
      over.abort();
    }
  }

  /** @returns how many jobs were taken */
  private async take(count: number): Promise<number> {
    const askedAt = this.parts.clock.monotonic();
    const claims = await this.attempt("looking for work", () => this.parts.jobs.claim(count, this.id));
    for (const claim of claims ?? []) {
      const run = this.perform(claim, this.claims.add(claim, askedAt)).finally(() => {
        this.claims.remove(claim);
        this.runs.delete(run);
      });
      this.runs.add(run);
    }
    // Without an answer the queue is not empty but unknown.
    return claims?.length ?? (this.options.once ? -1 : 0);
  }

  private async perform(claim: Claim, lost: AbortSignal): Promise<void> {
    const { run, policy, log, clock } = this.parts;
    const { workspace, pipeline, failed } = claim.data;
    log.info(`${workspace}: ${pipeline} begins`, failed > 0 ? { failedBefore: failed } : {});
    const begun = clock.monotonic();
    const ended = await run(claim.data, AbortSignal.any([lost, this.options.signal])).catch(
      (error: unknown): Ended => ({ kind: "exited", code: 1, lastWords: toFailure(error).message }),
    );
    if (lost.aborted) {
      log.warn(`${workspace}: the run was ended: ${toFailure(lost.reason).message}`);
      return;
    }
    const verdict = verdictOf(ended, failed, policy);
    const status = verdict.kind === "done" ? await this.status(workspace) : undefined;
    const record: RunRecord = {
      workspace,
      pipeline,
      exitCode: codeOf(ended),
      failure: verdict.kind === "done" ? undefined : verdict.why,
      tookMs: clock.monotonic() - begun,
      status,
    };
    await this.settle(claim, verdict, record, lost);
  }

  private status(workspace: string): Promise<string | undefined> {
    return this.parts.statusOf(workspace).catch(() => undefined);
  }

  /** Tries until the database has answered, or the claim is gone. */
  private async settle(
    claim: Claim,
    verdict: ReturnType<typeof verdictOf>,
    record: RunRecord,
    lost: AbortSignal,
  ): Promise<void> {
    const { jobs, workspaces, log } = this.parts;
    while (!lost.aborted) {
      const settled = await this.attempt(`${record.workspace}: telling its end`, () =>
        jobs.settle(claim, verdict, (query) => workspaces.record(record, query)),
      );
      if (settled === true) return log.info(`${record.workspace}: ${toldEnd(verdict, record)}`);
      if (settled === false) break;
      await pause(POLL_MS, lost);
    }
    log.warn(`${record.workspace}: its end was not recorded, the claim was lost: it runs again`);
  }

  private async keepClaims(): Promise<void> {
    while (!this.isOver) {
      await sleep(RENEW_MS);
      this.claims.dropExpired();
      await this.attempt("renewing claims", () =>
        this.claims.renew((claims) => this.parts.jobs.renew(claims)),
      );
      const asked = await this.attempt("the worker's entry", () => this.parts.workers.seen(this.id));
      this.isDraining ||= asked ?? false;
    }
  }

  /** What fails because of the database is a warning, and tried again by whoever asks. */
  private async attempt<T>(what: string, act: () => Promise<T>): Promise<T | undefined> {
    try {
      return await act();
    } catch (error) {
      this.parts.log.warn(`${what}: ${toFailure(error).message}`);
      return undefined;
    }
  }
}

function toldEnd(verdict: ReturnType<typeof verdictOf>, { exitCode }: RunRecord): string {
  if (verdict.kind === "done") return `done, exit code ${exitCode}`;
  if (verdict.kind === "dead") return `given up: ${verdict.why}`;
  return `again in ${verdict.afterS} s: ${verdict.why}`;
}

const pause = (ms: number, signal: AbortSignal): Promise<void> =>
  sleep(ms, undefined, { signal }).catch(() => {});
