import type { Counts, RunReport } from "../model.ts";
import { noCounts } from "../sync/context.ts";
import { addCounts, count, countsText, duration } from "./numbers.ts";

/** All sources' counts together. */
export function totalCounts(report: RunReport): Counts {
  return report.sources.reduce((sum, source) => addCounts(sum, source.counts), noCounts);
}

/**
 * The last line of a run: `create 12 · update 40 · unchanged 9,310 · delete 2 · fail 1 · 3m12s`. Kinds that did
 * not occur are left out; sources that could not be read at all are counted at the end.
 */
export function summaryLine(report: RunReport): string {
  const broken = report.sources.filter((source) => source.error !== null).length;
  const took = Date.parse(report.run.finishedAt) - Date.parse(report.run.startedAt);
  return [
    countsText(totalCounts(report)) ?? "no documents",
    ...(broken > 0 ? [`${count(broken, "source")} failed`] : []),
    duration(took),
  ].join(" · ");
}
