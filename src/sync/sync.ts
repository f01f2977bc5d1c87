import type { SourceConfig } from "../config/types.ts";
import type { Io } from "../connector-kit/io.ts";
import { exitCode, FinIngestError } from "../errors.ts";
import type { RunContext } from "./context.ts";
import { ioFor } from "./list/io.ts";
import { afterListing, missedListing } from "./list/listing-history.ts";
import { type PlanMode, planSource, type SourcePlan } from "./plan/plan-source.ts";
import { notListed, runSource, type Synced } from "./run-source.ts";
import type { Tally } from "./tally.ts";

/**
 * One source, from its listing to Intercom: list, load, normalise, decide, apply, remember.
 * Never throws for what went wrong in the source or in Intercom: the report says it.
 */
export async function syncSource(run: RunContext, source: SourceConfig, mode: PlanMode): Promise<Synced> {
  const io = ioFor(run, source, mode);
  try {
    return await syncThrough(io, run, source, mode);
  } finally {
    await io.http.close();
  }
}

async function syncThrough(io: Io, run: RunContext, source: SourceConfig, mode: PlanMode): Promise<Synced> {
  let plan: SourcePlan;
  try {
    plan = await planSource(run, source, io, mode);
  } catch (error) {
    return { report: notListed(source, error), stop: error };
  }
  const { unchanged, gaps, broken, seen, queue } = plan.enumeration;
  try {
    if (broken !== undefined && seen.size === 0)
      return { report: notListed(source, broken), ...(isUsersMistake(broken) ? { stop: broken } : {}) };
    const synced = await runSource(run, source, {
      changes: () => plan.changes,
      unchanged,
      gaps,
      ...(broken === undefined ? {} : { broken }),
      onChange: (tally) => showProgress(run, source, plan, tally),
      onDone: () => rememberListing(run, source, plan, mode),
    });
    return { ...synced, unfinished: synced.unfinished || plan.cut() > 0 };
  } finally {
    seen.clear();
    queue.clear();
  }
}

const isUsersMistake = (error: unknown): boolean =>
  error instanceof FinIngestError && error.exitCode === exitCode.usage;

/** What the next run needs to know of this listing: strikes against absent pages, and what to measure the next one by. */
function rememberListing(run: RunContext, source: SourceConfig, plan: SourcePlan, mode: PlanMode): void {
  if (!mode.removals) return;
  const { ledger } = run;
  const at = run.clock.now();
  const { strikes, believed, settled } = plan.outcome();
  for (const strike of strikes) {
    const row = ledger.page(source.name, strike.externalId);
    if (row?.state === "live") ledger.putPage(source.name, missedListing(row, strike, at));
  }
  const row = ledger.source(source.name);
  const { broken, gaps } = plan.enumeration;
  const complete = broken === undefined && gaps.length === 0 && plan.cut() === 0;
  const { scope, documents } = plan;
  if (row) ledger.putSource(afterListing(row, { complete, believed, documents, scope, at }));
  // What an earlier run left open may have been settled after the pages were looked at.
  const isAsJudged = settled?.writes === ledger.pageWrites(source.name) && !hasOpenWrites(run, source);
  if (settled && complete && believed && isAsJudged) ledger.setUnchangedListing(source.name, settled.listing);
}

function hasOpenWrites({ ledger }: RunContext, { name }: SourceConfig): boolean {
  for (const _ of ledger.unresolved(name)) return true;
  return false;
}

function showProgress(run: RunContext, source: SourceConfig, plan: SourcePlan, { counts }: Tally): void {
  const { queue, skipped, unreadable, unchanged } = plan.enumeration;
  const finished = counts.create + counts.update + counts.unchanged - unchanged + counts.fail + counts.skip;
  const total = queue.size + skipped.length + unreadable.length;
  const phase = counts.hide + counts.delete > 0 ? "removing" : "syncing";
  run.progress({ source: source.name, phase, total, finished, counts });
}
