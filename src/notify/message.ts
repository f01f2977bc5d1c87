import { exitCode, requestNote } from "../errors.ts";
import { nameOf } from "../report/change-line.ts";
import { count, summaryLine } from "../report/numbers.ts";
import type { SourceReport } from "../sync/run-report.ts";
import type { EndedRun, Message, MessagePoint, NotifyEvent } from "./types.ts";

/** How the run before ended; undefined: there is none that was told of. */
export interface Before {
  readonly wasWell: boolean;
  /** Whether any run ever went well. */
  readonly everWell: boolean;
}

const MAX_NAMES = 3;

/**
 * What a run is worth telling: what it holds and what failed, or that it went well after one that did not. A run that
 * another one kept waiting, or that its time budget ended, says nothing by itself.
 */
export function messageOf(run: EndedRun, before: Before | undefined): Message | undefined {
  const failed = failedPoints(run);
  const held = heldPoints(run);
  if (failed.length > 0) return message("fail", run, [...failed, ...held]);
  if (held.length > 0) return message("hold", run, held);
  if (!isWell(run)) return undefined;
  if (before?.everWell !== true) return message("first-success", run, []);
  return before.wasWell ? undefined : message("recovered", run, []);
}

/** What to remember for the next message; undefined: the run says nothing about how things are. */
export function rememberedOf(run: EndedRun, before: Before | undefined): Before | undefined {
  if (isWell(run)) return { wasWell: true, everWell: true };
  const isTrouble = failedPoints(run).length > 0 || heldPoints(run).length > 0;
  return isTrouble ? { wasWell: false, everWell: before?.everWell ?? false } : undefined;
}

const isWell = (run: EndedRun): boolean => run.exitCode === exitCode.ok;

const titles: Readonly<Record<NotifyEvent, string>> = {
  hold: "is holding changes back",
  fail: "had failures",
  recovered: "went well again",
  "first-success": "went well for the first time",
};

function message(
  event: NotifyEvent,
  { pipeline, workspace, report }: EndedRun,
  points: MessagePoint[],
): Message {
  const summary = report ? summaryLine(report) : undefined;
  const of = workspace === undefined ? "" : ` of ${workspace}`;
  return { event, title: `fin-ingest ${pipeline}${of} ${titles[event]}`, points, summary };
}

function heldPoints({ report }: EndedRun): MessagePoint[] {
  return (report?.sources ?? []).flatMap(({ name, holds }) =>
    holds.map((hold) => ({ source: name, what: hold.message, resolve: hold.resolve, hold: hold.rule })),
  );
}

function failedPoints({ report, failure, exitCode: code }: EndedRun): MessagePoint[] {
  const sources = (report?.sources ?? []).flatMap(sourceFailures);
  if (failure === undefined || code === exitCode.tryLater || isInterruption(code)) return sources;
  const told = sources.some(({ what }) => what.includes(failure.message));
  return told ? sources : [pointOf(failure), ...sources];
}

function sourceFailures({ name, error, changes, counts }: SourceReport): MessagePoint[] {
  const whole = error ? [{ source: name, ...pointOf(error) }] : [];
  if (counts.fail === 0) return whole;
  const names: string[] = [];
  let why: string | undefined;
  for (const change of changes) {
    if (change.kind !== "fail") continue;
    if (names.length < MAX_NAMES) names.push(nameOf(change));
    why ??= change.error?.message;
    if (names.length === MAX_NAMES) break;
  }
  const rest = counts.fail > names.length ? ", …" : "";
  const what = `${count(counts.fail, "document")} failed (${names.join(", ")}${rest})${why ? `: ${why}` : ""}`;
  return [...whole, { source: name, what }];
}

function pointOf(failure: NonNullable<EndedRun["failure"]>): MessagePoint {
  const what = `${failure.message}${requestNote(failure)}`;
  return failure.hint === undefined ? { what } : { what, resolve: failure.hint };
}

/** By a signal, which somebody sent. */
const isInterruption = (code: number): boolean => code >= 128;
