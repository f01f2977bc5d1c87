import type { Finished } from "../../pipelines/run.ts";
import { exitCode } from "../errors.ts";
import { loadPipeline } from "../normalize/index.ts";
import type { CheckedReport } from "../report/answers/run-health.ts";
import { reportJson } from "../report/json.ts";
import { reportMarkdown } from "../report/markdown.ts";
import { summaryLine } from "../report/numbers.ts";
import { reportText } from "../report/text.ts";
import type { Outcome } from "../sync/run-report.ts";
import { describe, failureText, unwritableFile } from "./fail.ts";
import type { GlobalArguments } from "./global-options.ts";
import type { Cli } from "./verb.ts";

const codes: Readonly<Record<Outcome, number>> = {
  ok: exitCode.ok,
  partial: exitCode.partial,
  held: exitCode.held,
  failed: exitCode.fatal,
};

export type Format = "text" | "json" | "markdown";

/**
 * Prints how a run went, and writes its HTML report where one is asked for: the report on stdout; on stderr why it ended early and, on the last line, the summary.
 * Resolves to the exit code: that of the error that ended the run, else that of its outcome.
 */
export async function finish(
  finished: Finished & { readonly report: CheckedReport },
  args: GlobalArguments & { readonly report?: string | undefined },
  cli: Cli,
  { stateDir, format = "text" }: { readonly stateDir: string; readonly format?: Format | undefined },
): Promise<number> {
  const { report, stop } = finished;
  const { terminal } = cli;
  const described = stop === undefined ? undefined : describe(stop);
  const isLoud = !args.quiet || report.run.outcome !== "ok" || described !== undefined;
  terminal.live(undefined);
  if (isLoud || args.json || format !== "text") await printReport(report, args.json ? "json" : format, cli);
  const unwritten =
    args.report === undefined
      ? undefined
      : await writeReport(report, args.report, cli, stateDir).then(() => undefined, describe);
  for (const failure of [unwritten, described])
    if (failure)
      terminal.note(failureText(failure, { colours: terminal.noteColours, verbose: args.verbose }));
  if (isLoud || unwritten) terminal.note(summaryLine(report));
  // What the run met is told before what became of its report.
  return exitCodeOf(finished) || (unwritten?.exitCode ?? exitCode.ok);
}

/**
 * Writes a report as one HTML file, with secrets masked.
 * @param stateDir of a run that was carried out: where what it changed in its pages' texts may be kept
 * @throws FinIngestError where the file cannot be written
 */
export async function writeReport(
  report: CheckedReport,
  file: string,
  { terminal }: Cli,
  stateDir?: string,
): Promise<void> {
  const { reportHtml } = await import("../report/html/report-page.ts");
  const { writeFile } = await import("node:fs/promises");
  const diffOf = stateDir === undefined ? undefined : await textDiffs(stateDir, report);
  try {
    await writeFile(file, terminal.redact(reportHtml(report, diffOf)));
  } catch (error) {
    throw unwritableFile("--report", file, error);
  }
}

async function textDiffs(stateDir: string, { run }: CheckedReport) {
  const { textDiffsOf } = await import("../runs/text-diffs.ts");
  const { toMarkdown } = await loadPipeline();
  return textDiffsOf(stateDir, run.id, toMarkdown);
}

/** That of the error that ended the run, else that of its outcome. */
export function exitCodeOf({ report, stop }: Finished): number {
  return stop === undefined ? codes[report.run.outcome] : describe(stop).exitCode;
}

/** Prints a report on stdout. */
export async function printReport(report: CheckedReport, format: Format, { terminal }: Cli): Promise<void> {
  for (const piece of rendered(report, format, terminal)) await terminal.result(piece);
}

function rendered(
  report: CheckedReport,
  format: Format,
  { width, colours }: Cli["terminal"],
): Iterable<string> {
  if (format === "json") return reportJson(report);
  return [format === "markdown" ? reportMarkdown(report) : reportText(report, { width, colours })];
}

/** The exit code of an outcome. */
export const outcomeCode = (outcome: Outcome): number => codes[outcome];
