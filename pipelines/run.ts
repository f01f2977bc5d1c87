import { randomUUID } from "node:crypto";
import type { SourceConfig } from "../src/config/types.ts";
import { TryLaterError } from "../src/errors.ts";
import { redactDeep, redactor } from "../src/log/redact.ts";
import { isOutOfTime, type RunContext } from "../src/sync/context.ts";
import type { Outcome, Pipeline, RunReport, SourceReport } from "../src/sync/run-report.ts";
import type { Synced } from "../src/sync/run-source.ts";

/** A finished run: its report, and why it ended early, if it did. */
export interface Finished {
  readonly report: RunReport;
  /** An error that ended the run, or the time budget (TryLaterError); what was done is in the report. */
  readonly stop?: unknown;
}

/**
 * Does `work` for the selected sources one after the other, records the run in the ledger and reports how it went.
 * A source that fails does not stop the others; an Intercom that refuses us does.
 */
export async function runSources(
  run: RunContext,
  pipeline: Pipeline,
  work: (source: SourceConfig) => Promise<Synced>,
): Promise<Finished> {
  const id = randomUUID();
  const startedAt = run.clock.now();
  run.ledger.advance();
  run.ledger.putRun({ id, pipeline, startedAt });
  const sources: SourceReport[] = [];
  let stop: unknown;
  for (const source of run.sources) {
    if (sources.length > 0 && isOutOfTime(run)) {
      stop = outOfTime();
      break;
    }
    const synced = await work(source);
    sources.push(synced.report);
    if (synced.stop !== undefined) stop = synced.stop;
    else if (synced.unfinished && (run.limits.limit === undefined || isOutOfTime(run))) stop = outOfTime();
    if (stop !== undefined) break;
  }
  const outcome = outcomeOf(sources, stop);
  const finishedAt = run.clock.now();
  run.ledger.putRun({
    id,
    pipeline,
    startedAt,
    finishedAt,
    outcome,
    summary: JSON.stringify(redactDeep(summaryOf(sources), redactor(run.config.secrets))),
  });
  const times = {
    startedAt: new Date(startedAt).toISOString(),
    finishedAt: new Date(finishedAt).toISOString(),
  };
  return {
    report: { run: { id, pipeline, outcome, ...times }, sources },
    stop,
  };
}

const outOfTime = (): TryLaterError =>
  new TryLaterError("the time budget is spent", { hint: "Run again: what is done is remembered." });

/** failed: nothing could be done; held: a rule stopped something; partial: some of it failed. */
export function outcomeOf(sources: readonly SourceReport[], stop?: unknown): Outcome {
  if (stop !== undefined && !(stop instanceof TryLaterError)) return "failed";
  if (sources.length > 0 && sources.every((source) => source.error !== null)) return "failed";
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
