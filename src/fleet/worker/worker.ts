import { randomUUID } from "node:crypto";
import type { Clock } from "../../clock.ts";
import { toFailure } from "../../errors.ts";
import type { Log } from "../../log/log.ts";
import type { RetryPolicy } from "../file/types.ts";
import type { Jobs } from "../queue/jobs.ts";
import type { Claim, JobData } from "../queue/names.ts";
import type { Workers } from "../store/workers.ts";
import type { RunRecord, Workspaces } from "../store/workspaces.ts";
import { attempt, ClaimLoop, told } from "./claim-loop.ts";
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

/**
 * Takes jobs and runs them until it is asked to end: by its signal, which hands the runs back, or by `fleet drain`,
 * which lets them end. A database that cannot be reached is waited for.
 */
export async function work(parts: WorkerParts, options: WorkerOptions): Promise<void> {
  await new Worker(parts, options).work();
}

class Worker {
  private readonly id = randomUUID();
  private readonly draining = new AbortController();
  private readonly parts: WorkerParts;
  private readonly options: WorkerOptions;

  constructor(parts: WorkerParts, options: WorkerOptions) {
    this.parts = parts;
    this.options = options;
  }

  async work(): Promise<void> {
    const { workers, jobs, clock, log } = this.parts;
    const { concurrency, once, signal } = this.options;
    await workers.enter(this.id, concurrency);
    const loop = new ClaimLoop<JobData>(
      {
        take: (count) => jobs.claim(count, this.id),
        renew: (claims) => jobs.renew(claims),
        perform: (claim, lost) => this.perform(claim, lost),
        beat: () => this.beat(),
        clock,
        log,
      },
      { concurrency, once, signal: AbortSignal.any([signal, this.draining.signal]) },
    );
    try {
      await loop.run(async (left) => {
        if (left > 0) log.info("takes nothing more", { running: left });
        await attempt(log, "the worker's entry", () => workers.drains(this.id));
      });
    } finally {
      await attempt(log, "the worker's entry", () => workers.leave(this.id));
    }
  }

  private async beat(): Promise<void> {
    const { workers, log } = this.parts;
    if (await attempt(log, "the worker's entry", () => workers.seen(this.id))) this.draining.abort();
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

  private async settle(
    claim: Claim,
    verdict: ReturnType<typeof verdictOf>,
    record: RunRecord,
    lost: AbortSignal,
  ): Promise<void> {
    const { jobs, workspaces, log } = this.parts;
    const isTold = await told(log, `${record.workspace}: telling its end`, lost, () =>
      jobs.settle(claim, verdict, (query) => workspaces.record(record, query)),
    );
    if (isTold) log.info(`${record.workspace}: ${toldEnd(verdict, record)}`);
    else log.warn(`${record.workspace}: its end was not recorded, the claim was lost: it runs again`);
  }
}

function toldEnd(verdict: ReturnType<typeof verdictOf>, { exitCode }: RunRecord): string {
  if (verdict.kind === "done") return `done, exit code ${exitCode}`;
  if (verdict.kind === "dead") return `given up: ${verdict.why}`;
  return `again in ${verdict.afterS} s: ${verdict.why}`;
}
