import { reachesCustomers } from "../../src/report/audience.ts";
import { reportMarkdown } from "../../src/report/markdown.ts";
import { literal } from "../../src/report/markdown-text.ts";
import { summaryLine } from "../../src/report/numbers.ts";
import type { RunReport } from "../../src/sync/run-report.ts";
import type { Tally } from "./plan-file.ts";

/** The report that a run printed with `--json`; undefined where it came to none. */
function reportIn(stdout: string): RunReport | undefined {
  try {
    const found = JSON.parse(stdout);
    // Our own program's output, of the same package.
    return Array.isArray(found?.sources) ? (found as RunReport) : undefined;
  } catch {
    return undefined;
  }
}

/**
 * A run as Markdown for the summary of its job. Where everybody can read that, it has numbers alone: titles and addresses
 * of a source may be confidential.
 */
export function reportSummary(stdout: string, isPublic: boolean): string | undefined {
  const report = reportIn(stdout);
  if (!report) return undefined;
  if (!isPublic) return reportMarkdown(report);
  const { pipeline, outcome } = report.run;
  return `## fin-ingest ${pipeline}: ${outcome}\n\n${literal(summaryLine(report))}\n`;
}

export function reportTally(stdout: string): Tally {
  const sources = reportIn(stdout)?.sources ?? [];
  const sum = (of: (source: RunReport["sources"][number]) => number) =>
    sources.reduce((total, source) => total + of(source), 0);
  return {
    learn: sum(({ counts }) => counts.create),
    change: sum(({ counts }) => counts.update),
    forget: sum(({ counts }) => counts.hide),
    widen: sum(({ changes }) => [...changes].filter(({ audience }) => reachesCustomers(audience)).length),
    held: sum(({ holds }) => holds.length),
  };
}
