import type { SourceConfig } from "../config/types.ts";
import { exitCode, FinIngestError } from "../errors.ts";
import { carryOut, notListed, type Synced } from "./carry-out.ts";
import type { RunContext } from "./context.ts";
import { ioFor } from "./io.ts";
import { type PlanMode, planSource, type SourcePlan } from "./plan-source.ts";
import type { Tally } from "./tally.ts";

/**
 * One source, from its listing to Intercom: list, load, normalise, decide, apply, remember.
 * Never throws for what went wrong in the source or in Intercom: the report says it.
 */
export async function syncSource(run: RunContext, source: SourceConfig, mode: PlanMode): Promise<Synced> {
  let plan: SourcePlan;
  try {
    plan = await planSource(run, source, ioFor(run, source, mode), mode);
  } catch (error) {
    return { report: notListed(source, error), stop: error };
  }
  const { unchanged, gaps, broken, seen } = plan.enumeration;
  try {
    if (broken !== undefined && seen.size === 0)
      return { report: notListed(source, broken), ...(isUsersMistake(broken) ? { stop: broken } : {}) };
    const synced = await carryOut(run, source, {
      changes: () => plan.changes,
      unchanged,
      gaps,
      ...(broken === undefined ? {} : { broken }),
      onChange: (tally) => showProgress(run, source, plan, tally),
      onDone: () => rememberListing(run, source, plan, mode),
    });
    return { ...synced, unfinished: plan.cut() > 0 };
  } finally {
    seen.clear();
  }
}

const isUsersMistake = (error: unknown): boolean =>
  error instanceof FinIngestError && error.exitCode === exitCode.usage;

/** A listing that is believed is what later absences are measured against. */
function rememberListing(run: RunContext, source: SourceConfig, plan: SourcePlan, mode: PlanMode): void {
  if (!mode.removals) return;
  const now = run.clock.now();
  const { strikes, believed } = plan.outcome();
  for (const { externalId, strikes: count, evidence } of strikes) {
    const row = run.ledger.page(source.name, externalId);
    const absence = { strikes: count, evidence, lastStrikeAt: now };
    if (row?.state === "live") run.ledger.putPage(source.name, { ...row, absence });
  }
  const row = run.ledger.source(source.name);
  const { broken, gaps, seen } = plan.enumeration;
  if (!row || !believed || broken !== undefined || gaps.length > 0 || plan.cut() > 0) return;
  const { distrust = 0, ...rest } = row;
  const lastComplete = { at: now, documents: seen.size };
  run.ledger.putSource({
    ...rest,
    scope: plan.scope,
    lastComplete,
    ...(distrust > 1 ? { distrust: distrust - 1 } : {}),
  });
}

function showProgress(run: RunContext, source: SourceConfig, plan: SourcePlan, { counts }: Tally): void {
  const { candidates, skipped, unreadable, unchanged } = plan.enumeration;
  const finished = counts.create + counts.update + counts.unchanged - unchanged + counts.fail + counts.skip;
  const total = candidates.length + skipped.length + unreadable.length;
  const phase = counts.hide + counts.delete > 0 ? "removing" : "syncing";
  run.progress({ source: source.name, phase, total, finished, counts });
}
