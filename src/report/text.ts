import type { Failure } from "../errors.ts";
import type { ReportedChanges, SourceReport } from "../sync/run-report.ts";
import { type CheckedReport, runHealthText } from "./answers/run-health.ts";
import { customerCounts, customersLine } from "./audience.ts";
import { auditLines } from "./audit.ts";
import { block, type Context, contextOf, failureLines, holdLines, type TextOptions } from "./blocks.ts";
import {
  type ChangeLabel,
  changeLine,
  labelOf,
  nameOf,
  newVersion,
  newVersionHeading,
  signs,
} from "./change-line.ts";
import { count, countsText, number, toldCounts } from "./numbers.ts";
import { ruleWarnings } from "./rules.ts";
import { oneLine, wrap } from "./terminal-text.ts";
import { summarizeWarnings, warningLines } from "./warnings.ts";

/** A finished run for people: what changed per source, then what needs attention, the most urgent last. */
export function reportText(report: CheckedReport, options: TextOptions): string {
  const context = contextOf(options, 20);
  const sources = report.sources.map((source) => `${sourceText(source, context).join("\n")}\n`);
  return sources.join("\n") + runHealthText(report, options.width);
}

function sourceText(source: SourceReport, context: Context): string[] {
  const { paint, width } = context;
  const { retried, rateLimited, write } = source.requests;
  const traffic = [
    ...(write > 0 ? [count(write, "write")] : []),
    ...(retried > 0 ? [`${number(retried)} retried`] : []),
    ...(rateLimited > 0 ? [`${number(rateLimited)} rate-limited`] : []),
  ];
  const summary = [countsText(toldCounts(source)) ?? "no documents", ...traffic].join(" · ");
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
    ...(source.error ? [] : ruleWarnings(source.rules ?? [], context)),
    ...source.holds.flatMap((hold) => holdLines(hold, context)),
    ...(source.audit ? auditLines(source.audit, context) : []),
    ...(source.error ? failureLines("the source failed", source.error, context) : []),
    ...[summary, customersLine(customerCounts(source.changes)) ?? ""]
      .filter(Boolean)
      .flatMap((line) => wrap(line, width - 2))
      .map((line) => `  ${line}`),
  ];
}

/** The changes of a source, by kind, each kind bounded. */
function changeLines(changes: ReportedChanges, context: Context): string[] {
  const lines = new Map<ChangeLabel | typeof newVersion, { listed: string[]; more: number }>();
  for (const change of changes) {
    const label = change.reasons.includes(newVersion) ? newVersion : labelOf(change);
    const own = lines.get(label) ?? { listed: [], more: 0 };
    lines.set(label, own);
    if (own.listed.length < context.maxPerKind)
      own.listed.push(changeLine(change, context.width, context.paint));
    else own.more += 1;
  }
  const lists = (["create", "sent again", "update", "hide", "delete", "skip"] as const).flatMap((label) => {
    const { listed = [], more = 0 } = lines.get(label) ?? {};
    const what = label === "sent again" ? label : `to ${label}`;
    const rest = context.paint("quiet", `… ${number(more)} more ${what}`);
    return more > 0 ? [...listed, `  ${signs[label].sign} ${rest}`] : listed;
  });
  return [...lists, ...newVersionLines(lines.get(newVersion), context), ...failedLines(changes, context)];
}

/** What only another version of this program changed, under one heading. */
function newVersionLines(
  changed: { readonly listed: readonly string[]; readonly more: number } | undefined,
  { paint, width }: Context,
): string[] {
  if (!changed) return [];
  const { listed, more } = changed;
  const heading = newVersionHeading(listed.length + more);
  const [first = "", ...rest] = wrap(heading, width - 4);
  return [
    `  ${paint("changed", `~ ${first}`)}`,
    ...rest.map((line) => `    ${line}`),
    ...listed,
    ...(more > 0 ? [`  ~ ${paint("quiet", `… ${number(more)} more to update`)}`] : []),
  ];
}

/** Documents that failed for the same reason are listed together: one outage is one thing to read. */
function failedLines(changes: ReportedChanges, context: Context): string[] {
  const causes = new Map<string, { failure: Failure; names: string[] }>();
  for (const change of changes) {
    if (change.kind !== "fail") continue;
    const failure = change.error ?? { message: "for an unknown reason" };
    const cause = causes.get(failure.message) ?? { failure, names: [] };
    cause.names.push(nameOf(change));
    causes.set(failure.message, cause);
  }
  const all = [...causes.values()];
  const rest = all.slice(context.maxPerKind).reduce((sum, { names }) => sum + names.length, 0);
  return [
    ...all
      .slice(0, context.maxPerKind)
      .flatMap(({ failure, names }) => failureLines(namesText(names), failure, context)),
    ...(rest > 0 ? [`  x ${context.paint("alarm", `… ${number(rest)} more failed`)}`] : []),
  ];
}

/** All names while they are few, else the first three and how many there are. */
function namesText(names: readonly string[]): string {
  if (names.length <= 3) return names.join(", ");
  return `${count(names.length, "document")} (${names.slice(0, 3).join(", ")}, …)`;
}
