import type { SourceConfig } from "../config/types.ts";
import { toFailure } from "../errors.ts";
import type { RequestCounts, SourceReport } from "../model.ts";
import { apply } from "./apply.ts";
import type { RunContext } from "./context.ts";
import { ensureImportSource } from "./import-source.ts";
import { ioFor } from "./io.ts";
import { type PlanMode, planSource, type SourcePlan } from "./plan-source.ts";
import { Tally } from "./tally.ts";

/** What came of one source, and whether the run may go on with the next. */
export interface Synced {
  readonly report: SourceReport;
  /** Set when the whole run must stop: Intercom refuses or fails, or we were told to stop. */
  readonly stop?: unknown;
  /** True when the time budget or a limit left documents for another run. */
  readonly unfinished: boolean;
}

/**
 * One source, from its listing to Intercom: list, load, normalise, decide, apply, remember.
 * Never throws for what went wrong in the source or in Intercom: the report says it.
 */
export async function syncSource(run: RunContext, source: SourceConfig, mode: PlanMode): Promise<Synced> {
  const tally = new Tally();
  const before = run.library.requests;
  const io = ioFor(run, source);
  let sourceId: number | undefined;
  let plan: SourcePlan | undefined;
  let error: unknown;
  let stop: unknown;

  try {
    plan = await planSource(run, source, io, mode);
    tally.addUnchanged(plan.enumeration.unchanged);
    error = plan.enumeration.broken;
    sourceId = await ensureImportSource(run, source);
    const target = { name: source.name, sourceId, revision: plan.revision };
    for await (const change of apply(plan.changes, run, target)) {
      tally.add(change);
      showProgress(run, source, plan, tally);
    }
    rememberListing(run, source, plan, mode);
  } catch (caught) {
    stop = caught;
    error = caught;
  } finally {
    plan?.enumeration.seen.clear();
  }

  run.progress({ source: source.name, phase: "done", counts: tally.counts });
  const report = tally.report({
    name: source.name,
    sourceId: sourceId ?? null,
    requests: requestsSince(before, run.library.requests),
    gaps: plan?.enumeration.gaps ?? [],
    error: error === undefined ? null : toFailure(error),
  });
  return {
    report,
    unfinished: (plan?.cut() ?? 0) > 0 && run.limits.limit === undefined,
    ...(stop === undefined ? {} : { stop }),
  };
}

/** A complete listing is what later absences are measured against. */
function rememberListing(run: RunContext, source: SourceConfig, plan: SourcePlan, mode: PlanMode): void {
  if (!mode.removals) return;
  const now = run.clock.now();
  for (const { externalId, strikes, evidence } of plan.strikes()) {
    const row = run.ledger.page(source.name, externalId);
    if (row?.state === "live")
      run.ledger.putPage(source.name, { ...row, absence: { strikes, evidence, lastStrikeAt: now } });
  }
  const row = run.ledger.source(source.name);
  const { broken, gaps, seen } = plan.enumeration;
  if (row && broken === undefined && gaps.length === 0)
    run.ledger.putSource({ ...row, scope: plan.scope, lastComplete: { at: now, documents: seen.size } });
}

function showProgress(run: RunContext, source: SourceConfig, plan: SourcePlan, tally: Tally): void {
  const { candidates, skipped, unreadable } = plan.enumeration;
  const { counts } = tally;
  const finished =
    counts.create + counts.update + counts.unchanged - plan.enumeration.unchanged + counts.fail + counts.skip;
  const total = candidates.length + skipped.length + unreadable.length;
  const phase = counts.hide + counts.delete > 0 ? "removing" : "syncing";
  run.progress({ source: source.name, phase, total, finished, counts });
}

/** The difference between two readings of the request counters. */
export function requestsSince(before: RequestCounts, after: RequestCounts): RequestCounts {
  return {
    read: after.read - before.read,
    write: after.write - before.write,
    retried: after.retried - before.retried,
    rateLimited: after.rateLimited - before.rateLimited,
  };
}
