import type { RunRow } from "../ledger/ledger.ts";
import { addCounts, countsText, toldCounts } from "../report/numbers.ts";
import type { RunStatus } from "../report/status.ts";
import { noCounts } from "../sync/run-report.ts";
import { summaryOf } from "../sync/run-summary.ts";

/** A run as the ledger has it, for people and in JSON. */
export function runStatus(run: RunRow): RunStatus {
  const sources = summaryOf(run);
  const counts = sources.map(toldCounts).reduce(addCounts, noCounts);
  return {
    id: run.id,
    pipeline: run.pipeline,
    startedAt: iso(run.startedAt),
    finishedAt: run.finishedAt === undefined ? null : iso(run.finishedAt),
    outcome: run.outcome ?? null,
    counts: sources.length === 0 ? null : (countsText(counts) ?? null),
  };
}

const iso = (time: number): string => new Date(time).toISOString();
