import { isDeepStrictEqual } from "node:util";
import type { SourceConfig } from "../config/types.ts";
import type { Io } from "../connector-kit/io.ts";
import { exitCode, FinIngestError, TryLaterError } from "../errors.ts";
import type { RunContext } from "./context.ts";
import { ioFor } from "./list/io.ts";
import { afterListing, missedListing } from "./list/listing-history.ts";
import { rememberMatchedRules } from "./list/matched-rules.ts";
import { settingsRevision, sourceRevision } from "./list/revision.ts";
import { unchangedListingOf } from "./list/unchanged-listing.ts";
import type { PlanMode } from "./plan/plan-context.ts";
import { planSource, type SourcePlan } from "./plan/plan-source.ts";
import { changedUrl } from "./plan/source-url.ts";
import { notListed, runSource, type Synced } from "./run-source.ts";
import type { Tally } from "./tally.ts";
import { rememberUnsynced } from "./unsynced.ts";

/**
 * One source, from its listing to Intercom: list, load, normalise, decide, apply, remember.
 * Never throws for what went wrong in the source or in Intercom: the report says it.
 */
export async function syncSource(run: RunContext, source: SourceConfig, mode: PlanMode): Promise<Synced> {
  const refused = changedUrl(run.ledger.source(source.name), source);
  if (refused) return { report: notListed(source, refused), refused };
  const io = ioFor(run, source, mode.resend?.changedSince);
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
  const { unchanged, gaps, broken, seen } = plan.enumeration;
  try {
    const later = broken instanceof TryLaterError ? broken : undefined;
    if (broken !== undefined && seen.size === 0)
      return { report: notListed(source, broken), stop: isUsersMistake(broken) ? broken : undefined, later };
    rememberMatchedRules(run.ledger, source, plan.enumeration.selected.rules);
    const { rules, refused, warnings } = plan.ruleCheck;
    for (const warning of warnings) run.log.warn(`${source.name}: ${warning}`);
    if (refused) return { report: notListed(source, refused, rules), refused };
    const synced = await runSource(run, source, {
      changes: () => plan.changes,
      unchanged,
      gaps,
      broken,
      rules,
      onChange: (tally) => showProgress(run, source, plan, tally),
      onDone: async () => {
        // A listing counts as dealt with only where its outcomes are.
        await run.ledger.flush();
        rememberSettings(run, source);
        if (mode.removals) rememberListing(run, source, plan);
      },
    });
    const outcome = plan.outcome();
    const isWhole = broken === undefined && gaps.length === 0;
    if (synced.stop === undefined)
      rememberUnsynced(run, source, synced.report, (id) => outcome.left === 0 && (isWhole || seen.has(id)));
    return {
      ...synced,
      later: later ?? outcome.later,
      unfinished: synced.unfinished || (outcome.left > 0 && outcome.later === undefined),
    };
  } finally {
    plan.close();
  }
}

const isUsersMistake = (error: unknown): boolean =>
  error instanceof FinIngestError && error.exitCode === exitCode.usage;

/** What the next run needs to know of this listing: which pages it missed, and what to measure the next one by. */
function rememberListing(run: RunContext, source: SourceConfig, plan: SourcePlan): void {
  const { ledger } = run;
  const at = run.clock.now();
  const outcome = plan.outcome();
  for (const missed of outcome.missed) {
    const row = ledger.page(source.name, missed.externalId);
    if (row?.state === "live") ledger.putPage(source.name, missedListing(row, missed, at));
  }
  const { believed, left } = outcome;
  const { broken, gaps } = plan.enumeration;
  const complete = broken === undefined && gaps.length === 0 && left === 0;
  const { scope, documents } = plan;
  const row = ledger.source(source.name);
  if (row) ledger.putSource(afterListing(row, { complete, believed, documents, scope, at }));
  const unchanged = complete && believed ? unchangedListingOf(source, ledger, plan.enumeration) : undefined;
  if (unchanged) ledger.setUnchangedListing(source.name, unchanged);
}

/** What the pages of this source are made with now, so that the next run can tell whose change an update is. */
function rememberSettings({ ledger }: RunContext, source: SourceConfig): void {
  const madeWith = { revision: sourceRevision(source), settings: settingsRevision(source) };
  const history = ledger.sourceHistory(source.name);
  if (isDeepStrictEqual(history.madeWith, madeWith)) return;
  ledger.putSourceHistory(source.name, { ...history, madeWith });
}

function showProgress(run: RunContext, source: SourceConfig, plan: SourcePlan, { counts }: Tally): void {
  const { queue, skipped, unreadable, unchanged } = plan.enumeration;
  const finished = counts.create + counts.update + counts.unchanged - unchanged + counts.fail + counts.skip;
  const total = queue.size + skipped.length + unreadable.length;
  const phase = counts.hide + counts.delete > 0 ? "removing" : "syncing";
  run.progress({ source: source.name, phase, total, finished, counts });
}
