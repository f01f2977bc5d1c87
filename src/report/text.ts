import { type Failure, requestNote } from "../errors.ts";
import type { Hold } from "../sync/changes.ts";
import type { ReportedChange, ReportedChanges, RunReport, SourceReport } from "../sync/run-report.ts";
import { auditLines } from "./audit.ts";
import { changeLine, nameOf, signs } from "./change-line.ts";
import { count, countsText, number } from "./numbers.ts";
import { oneLine, type Paint, painter, wrap } from "./terminal-text.ts";
import { summarizeWarnings, warningLines } from "./warnings.ts";

export interface TextOptions {
  /** Columns of the terminal. */
  readonly width: number;
  readonly colours: boolean;
  /** Changes of one kind that are listed per source; the rest are counted. Default 20. */
  readonly most?: number;
}

/** What rendering a part needs to know. */
export interface Context {
  readonly width: number;
  readonly paint: Paint;
  readonly most: number;
}

/** A finished run for people: what changed per source, then what needs attention, loudest last. */
export function reportText(report: RunReport, options: TextOptions): string {
  const context = { width: options.width, paint: painter(options.colours), most: options.most ?? 20 };
  return report.sources.map((source) => `${sourceText(source, context).join("\n")}\n`).join("\n");
}

function sourceText(source: SourceReport, context: Context): string[] {
  const { paint, width } = context;
  const { retried, rateLimited, write } = source.requests;
  const traffic = [
    ...(write > 0 ? [count(write, "write")] : []),
    ...(retried > 0 ? [`${number(retried)} retried`] : []),
    ...(rateLimited > 0 ? [`${number(rateLimited)} rate-limited`] : []),
  ];
  const told = [countsText(source.counts) ?? "no documents", ...traffic].join(" · ");
  return [
    `${paint("strong", oneLine(source.name))}${paint("quiet", source.sourceId === null ? "" : `  source ${source.sourceId}`)}`,
    ...changeLines(source.changes, context),
    ...warningLines(summarizeWarnings(source.changes), width, paint),
    ...source.gaps.flatMap((gap) =>
      block(
        "!",
        "alarm",
        `could not list ${gap.part}: ${gap.reason}`,
        "removals of this source are off for this run",
        context,
      ),
    ),
    ...source.holds.flatMap((hold) => holdLines(hold, context)),
    ...(source.audit ? auditLines(source.audit, context) : []),
    ...(source.error ? failureLines("the source failed", source.error, context) : []),
    ...wrap(told, width - 2).map((line) => `  ${line}`),
  ];
}

/** The changes of a source, by kind, each kind bounded. */
function changeLines(changes: ReportedChanges, context: Context): string[] {
  const lines = new Map<ReportedChange["kind"], { shown: string[]; more: number }>();
  for (const change of changes) {
    const own = lines.get(change.kind) ?? { shown: [], more: 0 };
    lines.set(change.kind, own);
    if (own.shown.length < context.most) own.shown.push(changeLine(change, context.width, context.paint));
    else own.more += 1;
  }
  const told = (["create", "update", "hide", "delete", "skip"] as const).flatMap((kind) => {
    const { shown = [], more = 0 } = lines.get(kind) ?? {};
    const rest = context.paint("quiet", `… ${number(more)} more to ${kind}`);
    return more > 0 ? [...shown, `  ${signs[kind].sign} ${rest}`] : shown;
  });
  return [...told, ...failedLines(changes, context)];
}

/** Documents that failed for the same reason are told together: one outage is one thing to read. */
function failedLines(changes: ReportedChanges, context: Context): string[] {
  const causes = new Map<string, { failure: Failure; names: string[] }>();
  for (const change of changes) {
    if (change.kind !== "fail") continue;
    const failure = change.error ?? { message: "for an unknown reason" };
    const cause = causes.get(failure.message) ?? { failure, names: [] };
    cause.names.push(nameOf(change));
    causes.set(failure.message, cause);
  }
  const told = [...causes.values()];
  const rest = told.slice(context.most).reduce((sum, { names }) => sum + names.length, 0);
  return [
    ...told
      .slice(0, context.most)
      .flatMap(({ failure, names }) => failureLines(namesText(names), failure, context)),
    ...(rest > 0 ? [`  x ${context.paint("alarm", `… ${number(rest)} more failed`)}`] : []),
  ];
}

/** All names while they are few, else the first three and how many there are. */
function namesText(names: readonly string[]): string {
  if (names.length <= 3) return names.join(", ");
  return `${count(names.length, "document")} (${names.slice(0, 3).join(", ")}, …)`;
}

export function holdLines(hold: Hold, context: Context): string[] {
  return block("!", "alarm", `hold ${hold.rule}: ${hold.message}`, hold.resolve, context);
}

export function failureLines(what: string, failure: Failure, context: Context): string[] {
  const request = requestNote(failure);
  return block("x", "alarm", `fail ${what}: ${failure.message}${request}`, failure.hint, context);
}

/** A wrapped sentence behind its sign, and what to do about it. */
export function block(
  sign: string,
  tone: "alarm",
  sentence: string,
  advice: string | undefined,
  { width, paint }: Context,
): string[] {
  const indented = (text: string) => wrap(oneLine(text), width - 4);
  const [first = "", ...rest] = indented(sentence);
  return [
    `  ${paint(tone, sign)} ${paint(tone, first)}`,
    ...rest.map((line) => `    ${paint(tone, line)}`),
    ...(advice ? indented(`→ ${advice}`).map((line) => `    ${line}`) : []),
  ];
}
