import type { Config, SourceConfig } from "../config/types.ts";
import type { Ledger, RunRow } from "../ledger/ledger.ts";
import type { Holder } from "../ledger/lock.ts";
import { addCounts, countsText, toldCounts } from "../report/numbers.ts";
import type { RunStatus, SourceStatus, Status } from "../report/status.ts";
import { endedSources } from "../sync/explain/ended.ts";
import { hiddenPages } from "../sync/explain/hidden.ts";
import { orphansOf } from "../sync/lifecycle/orphans.ts";
import { noCounts } from "../sync/run-report.ts";
import { lastOf, summaryOf } from "../sync/run-summary.ts";

const DISPLAYED_RUNS = 10;
/** Runs that are searched for the last one that included a source. */
const SEARCHED_RUNS = 100;

/**
 * What the ledger says of these sources and of the last runs.
 * @param withEnded also of the sources that left the configuration
 * @param running the run that writes now
 */
export function readStatus(
  ledger: Ledger,
  config: Config,
  sources: readonly SourceConfig[],
  withEnded: boolean,
  running: Holder | undefined,
): Status {
  const runs = ledger.runs(SEARCHED_RUNS);
  const ended = withEnded ? endedSources(ledger, config) : [];
  const statuses = sources.map((source) => sourceStatus(ledger, source, runs));
  return {
    running: running ?? null,
    sources: statuses,
    orphans: orphansOf(ledger, config).map(({ name, live, hidden }) => ({ name, live, hidden })),
    hidden: [...sources, ...ended].flatMap((source) => hiddenPages(ledger, source)),
    holds: statuses.flatMap(({ name, holds }) => holds.map((hold) => ({ source: name, ...hold }))),
    runs: runs.slice(0, DISPLAYED_RUNS).map(runStatus),
  };
}

function sourceStatus(ledger: Ledger, { name, url }: SourceConfig, runs: readonly RunRow[]): SourceStatus {
  const row = ledger.source(name);
  const backfill = ledger.openBackfill(name);
  const last = lastOf(runs, name);
  return {
    name,
    url,
    sourceId: row?.sourceId ?? null,
    ...ledger.countPages(name),
    foreign: ledger.sourceHistory(name).foreign?.pages ?? 0,
    lastComplete: row?.lastComplete ? iso(row.lastComplete.at) : null,
    openBackfill: backfill ? iso(backfill.startedAt) : null,
    holds: last?.holds ?? [],
  };
}

/** A run as the ledger has it. */
export function runStatus(run: RunRow): RunStatus {
  const sources = summaryOf(run);
  const counts = sources.map(toldCounts).reduce(addCounts, noCounts);
  const stopped = run.outcome?.startsWith("stopped") ? run.outcome : null;
  return {
    id: run.id,
    pipeline: run.pipeline,
    startedAt: iso(run.startedAt),
    finishedAt: run.finishedAt === undefined ? null : iso(run.finishedAt),
    outcome: stopped === null ? (run.outcome ?? null) : "failed",
    stopped,
    counts: sources.length === 0 ? null : (countsText(counts) ?? null),
  };
}

const iso = (time: number): string => new Date(time).toISOString();
