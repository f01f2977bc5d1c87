import { randomUUID } from "node:crypto";
import type { SourceConfig } from "../src/config/types.ts";
import { type ConfigError, exitCode, FinIngestError, TryLaterError, toFailure } from "../src/errors.ts";
import { redactDeep, redactor } from "../src/log/redact.ts";
import { isOutOfTime, type RunContext } from "../src/sync/context.ts";
import { moveSource } from "../src/sync/lifecycle/move.ts";
import { noteRun, orphanRule } from "../src/sync/lifecycle/orphans.ts";
import type { Outcome, Pipeline, RunReport, SourceReport } from "../src/sync/run-report.ts";
import { notListed, type Synced } from "../src/sync/run-source.ts";

/** A finished run: its report, and why it ended early, if it did. */
export interface Finished {
  readonly report: RunReport;
  /** An error that ended the run, or the time budget (TryLaterError); what was done is in the report. */
  readonly stop?: unknown;
}

/** What a run does after its own sources: for sources of the ledger that the configuration does not have. */
export type Afterwards = (stopped: boolean) => Promise<readonly Synced[]>;

/**
 * Does `work` for the selected sources one after the other, records the run in the ledger and reports how it went.
 * A source that fails does not stop the others; an Intercom that refuses us does. Each source first takes over what its
 * `moved_from` names.
 */
export async function runSources(
  run: RunContext,
  pipeline: Pipeline,
  work: (source: SourceConfig) => Promise<Synced>,
  afterwards: Afterwards = async () => [],
): Promise<Finished> {
  const id = randomUUID();
  const startedAt = run.clock.now();
  run.ledger.advance();
  run.ledger.putRun({ id, pipeline, startedAt });
  run.keeper?.begin({ id, startedAt });
  const sources: SourceReport[] = [];
  let stop: unknown;
  let refused: ConfigError | undefined;
  let later: TryLaterError | undefined;
  for (const source of run.sources) {
    if (sources.length > 0 && isOutOfTime(run)) {
      stop = outOfTime();
      break;
    }
    const synced = (await begin(run, source)) ?? (await work(source));
    sources.push(synced.report);
    refused ??= synced.refused;
    later ??= synced.later;
    if (synced.stop !== undefined) stop = synced.stop;
    else if (synced.unfinished && (run.limits.limit === undefined || isOutOfTime(run))) stop = outOfTime();
    if (stop !== undefined) break;
  }
  for (const { report, stop: stopped } of await afterwards(stop !== undefined)) {
    sources.push(report);
    stop ??= stopped;
  }
  try {
    await run.ledger.flush();
  } catch (error) {
    stop ??= error;
  }
  // Other sources are other systems: one that told us to wait did not stop them.
  stop ??= later;
  // A mistake in the configuration stays until somebody corrects it; the time budget is another one tomorrow.
  const passes = stop === undefined || isTryLater(stop);
  return finishRun(run, { id, pipeline, startedAt }, sources, stop, passes ? (refused ?? stop) : stop);
}

/**
 * Records how a run ended, and reports it.
 * @param stop what stopped it, for its outcome
 * @param told what its caller is told of, where that is something else
 */
export function finishRun(
  run: RunContext,
  begun: { readonly id: string; readonly pipeline: Pipeline; readonly startedAt: number },
  sources: readonly SourceReport[],
  stop: unknown,
  told = stop,
): Finished {
  const outcome = outcomeOf(sources, stop);
  const finishedAt = run.clock.now();
  run.ledger.putRun({
    ...begun,
    finishedAt,
    outcome: stop !== undefined && stop === run.signal.reason ? toFailure(stop).message : outcome,
    summary: JSON.stringify(redactDeep(summaryOf(sources), redactor(run.config.secrets))),
  });
  const { id, pipeline, startedAt } = begun;
  const times = {
    startedAt: new Date(startedAt).toISOString(),
    finishedAt: new Date(finishedAt).toISOString(),
  };
  const report = { run: { id, pipeline, outcome, ...times }, sources };
  run.keepReport?.(report);
  return { report, stop: told };
}

/** Prepares a source for its run; undefined: it can begin. */
async function begin(run: RunContext, source: SourceConfig): Promise<Synced | undefined> {
  try {
    await moveSource(run, source);
    noteRun(run, source);
    return undefined;
  } catch (error) {
    return { report: notListed(source, error), stop: error };
  }
}

/** Whether the same run may get on later: the time budget is spent, or somebody told us to wait. */
const isTryLater = (error: unknown): boolean =>
  error instanceof FinIngestError && error.exitCode === exitCode.tryLater;

const outOfTime = (): TryLaterError =>
  new TryLaterError("the time budget is spent", { hint: "Run again: what is done is remembered." });

/** failed: nothing could be done; held: a rule stopped something; partial: some of it failed. */
export function outcomeOf(sources: readonly SourceReport[], stop?: unknown): Outcome {
  if (stop !== undefined && !isTryLater(stop)) return "failed";
  const tried = sources.filter(({ holds }) => !holds.some(({ rule }) => rule === orphanRule));
  if (tried.length > 0 && tried.every((source) => source.error !== null)) return "failed";
  if (sources.some((source) => source.holds.length > 0)) return "held";
  const partial = sources.some(
    (source) => source.error !== null || source.gaps.length > 0 || source.counts.fail > 0,
  );
  return partial || stop !== undefined ? "partial" : "ok";
}

/** What `status` prints of past runs; without the changes and findings, which can be many. */
function summaryOf(sources: readonly SourceReport[]) {
  return sources.map(({ changes: _, audit, ...source }) => ({
    ...source,
    audit: audit && { ...audit, findings: [] },
  }));
}
