import { randomUUID } from "node:crypto";
import { open, rename, rm } from "node:fs/promises";
import path from "node:path";
import { outcomeOf } from "../../pipelines/run.ts";
import { exitCode, FinIngestError, toFailure } from "../errors.ts";
import { redactDeep } from "../log/redact.ts";
import { addCustomers, customerCounts } from "../report/audience.ts";
import { contextOf, failureLines, type TextOptions } from "../report/blocks.ts";
import { newVersion } from "../report/change-line.ts";
import { totalCounts } from "../report/numbers.ts";
import { newVersionLines, planHeading, plannedLines, planSummary } from "../report/plan-text.ts";
import { refusalLines, ruleTable, ruleWarnings } from "../report/rules.ts";
import { painter } from "../report/terminal-text.ts";
import { WarningTally, warningLines } from "../report/warnings.ts";
import type { RunContext } from "../sync/context.ts";
import { librarySearch } from "../sync/lifecycle/search.ts";
import { type PlanSummary, plan, planHeader } from "../sync/plan/plan.ts";
import type { PlanMode } from "../sync/plan/plan-context.ts";
import { type PlannedChange, planLine } from "../sync/plan/plan-file.ts";
import type { RunReport, SourceReport } from "../sync/run-report.ts";
import { reportedChange, Tally } from "../sync/tally.ts";
import { unwritableFile } from "./fail.ts";
import { type Format, outcomeCode, printReport } from "./finish.ts";
import { warnOfUnknownApproval } from "./run-context.ts";
import type { Cli } from "./verb.ts";

export interface PrintOptions {
  readonly format: Format;
  /** File the plan is saved in, for `apply`. */
  readonly out?: string | undefined;
  readonly quiet: boolean;
  /** Columns of text; default: the terminal's. */
  readonly width?: number;
}

/** A plan that was printed. */
export interface PrintedPlan {
  readonly report: RunReport;
  /** Writes to Intercom that applying it takes. */
  readonly writes: number;
  readonly exitCode: number;
}

const customersOf = ({ sources }: RunReport) =>
  sources.map(({ changes }) => customerCounts(changes)).reduce(addCustomers, { gained: 0, lost: 0 });

const noRequests = { read: 0, write: 0, retried: 0, rateLimited: 0 };

/** Makes a plan and prints it: as text while it is made, in the other formats once it is complete. */
export async function printPlan(
  run: RunContext,
  mode: PlanMode,
  options: PrintOptions,
  cli: Cli,
): Promise<PrintedPlan> {
  const text: TextOptions = { width: options.width ?? cli.terminal.width, colours: cli.terminal.colours };
  const print =
    options.format === "text" ? (lines: readonly string[]) => writeLines(lines, cli) : async () => {};
  const file = options.out === undefined ? undefined : await startFile(options.out);
  const startedAt = new Date(run.clock.now()).toISOString();
  const listings: PlanSummary[] = [];
  const tallies = new Map<string, Tally>();
  const search = librarySearch(run, { forPlan: true });
  const searching = mode.removals ? { ...mode, search } : mode;
  try {
    await file?.write(planLine(planHeader(run)));
    const warned: Warned = { current: new WarningTally(), newVersion: 0 };
    for await (const planned of headed(run, searching, listings, (lines) => print(lines), text, warned)) {
      const { source, change } = planned;
      const reported = reportedChange(change);
      tallyOf(tallies, source).add(change);
      if (reported) warned.current.add(reported);
      if (reported?.reasons.includes(newVersion)) warned.newVersion += 1;
      await file?.write(planLine(shareable(planned, cli)));
      await print(plannedLines(change, reported, text));
      if (cli.terminal.readerGone && !file) break;
    }
    await file?.keep();
  } finally {
    search.close();
    await file?.discard();
  }
  if (!cli.terminal.readerGone) warnOfUnknownApproval(run);
  const sources = listings.map((listing) => sourceReport(run, listing, tallyOf(tallies, listing.source)));
  const report: RunReport = {
    run: {
      id: randomUUID(),
      pipeline: "plan",
      outcome: outcomeOf(sources),
      startedAt,
      finishedAt: new Date(run.clock.now()).toISOString(),
    },
    sources,
  };
  if (options.format !== "text") await printReport(report, options.format, cli);
  const { create, update, hide, delete: deletes } = totalCounts(report);
  await print(["", planSummary(totalCounts(report), customersOf(report), text)]);
  if (options.out !== undefined && !options.quiet)
    cli.terminal.note(`saved; apply it with: fin-ingest apply ${options.out}`);
  return { report, writes: create + update + hide + deletes, exitCode: codeOf(report, listings) };
}

/** A planned change for a file. Pages stay byte for byte what was reviewed: the gate has found no secret in them. */
function shareable(planned: PlannedChange, { terminal }: Cli): PlannedChange {
  const { kind } = planned.change;
  if (kind === "create" || kind === "update") return planned;
  return redactDeep(planned, (text) => terminal.redact(text));
}

/** What is said of a source after its changes. */
interface Warned {
  current: WarningTally;
  /** Pages that only another version of this program changes. */
  newVersion: number;
}

/** The planned changes; before those of a source its heading is printed, after them their warnings. */
async function* headed(
  run: RunContext,
  mode: PlanMode,
  listings: PlanSummary[],
  print: (lines: readonly string[]) => Promise<void>,
  text: TextOptions,
  warned: Warned,
): AsyncGenerator<PlannedChange> {
  let printed = 0;
  const warnings = async () => {
    if (warned.newVersion > 0) await print(newVersionLines(warned.newVersion, text));
    await print(warningLines(warned.current.summary(), text.width, painter(text.colours)));
    warned.current = new WarningTally();
    warned.newVersion = 0;
  };
  const headings = async () => {
    for (; printed < listings.length; printed++) {
      const listing = listings[printed];
      if (printed > 0) await warnings();
      if (listing) await print([...(printed > 0 ? [""] : []), ...headingOf(run, listing, text)]);
    }
  };
  for await (const planned of plan(run, mode, (listing) => listings.push(listing))) {
    await headings();
    yield planned;
  }
  await headings();
  await warnings();
}

function headingOf(run: RunContext, listing: PlanSummary, text: TextOptions): string[] {
  const source = run.sources.find(({ name }) => name === listing.source);
  const context = contextOf(text);
  return [
    planHeading({ name: listing.source, url: source?.url ?? "" }, text),
    ...listing.gaps.flatMap(({ part, reason }) =>
      failureLines(
        `could not list ${part}`,
        { message: reason, hint: "Nothing of this source is removed." },
        context,
      ),
    ),
    ...(listing.broken === undefined ? [] : failureLines("the listing", toFailure(listing.broken), context)),
    ...ruleTable(listing.rules, context),
    ...(listing.refused
      ? refusalLines(listing.refused, listing.rules.length > 0 ? "the rules" : "the source", context)
      : ruleWarnings(listing.rules, context)),
  ];
}

function tallyOf(tallies: Map<string, Tally>, source: string): Tally {
  const tally = tallies.get(source) ?? new Tally();
  tallies.set(source, tally);
  return tally;
}

function sourceReport(run: RunContext, listing: PlanSummary, tally: Tally): SourceReport {
  const failed = listing.refused ?? listing.broken;
  tally.addUnchanged(listing.refused ? 0 : listing.unchanged);
  return tally.report({
    name: listing.source,
    sourceId: run.ledger.source(listing.source)?.sourceId ?? null,
    requests: noRequests,
    gaps: listing.gaps.map((gap) => ({ kind: "gap", ...gap })),
    rules: listing.rules,
    error: failed === undefined ? null : toFailure(failed),
  });
}

/** The exit code; of a listing that could not begin, that of its error (a mistake in the configuration, say). */
function codeOf(report: RunReport, listings: readonly PlanSummary[]): number {
  if (listings.some(({ refused }) => refused)) return exitCode.usage;
  const [only] = listings.map(({ broken }) => broken).filter((broken) => broken !== undefined);
  if (report.run.outcome === "failed" && only instanceof FinIngestError) return only.exitCode;
  return outcomeCode(report.run.outcome);
}

async function writeLines(lines: readonly string[], cli: Cli): Promise<void> {
  await cli.terminal.result(lines.map((line) => `${line}\n`).join(""));
}

/** A plan holds private documents: only its owner may read the file, and no half-written file is left behind. */
async function startFile(out: string) {
  const draft = path.join(path.dirname(out), `.${path.basename(out)}.${process.pid}.partial`);
  const unwritable = (error: unknown): never => {
    throw unwritableFile("--out", out, error);
  };
  const handle = await open(draft, "w", 0o600).catch(unwritable);
  let done = false;
  return {
    write: async (line: string) => {
      await handle.write(line);
    },
    async keep() {
      await handle.close();
      done = true;
      await rename(draft, out).catch(unwritable);
    },
    async discard() {
      if (done) return;
      await handle.close();
      await rm(draft, { force: true });
    },
  };
}
