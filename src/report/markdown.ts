import type { ReportedChange, ReportedChanges, SourceReport } from "../sync/run-report.ts";
import { type CheckedReport, runHealthMarkdown } from "./answers/run-health.ts";
import { audienceText, customerCounts, customersLine } from "./audience.ts";
import { auditMarkdown } from "./audit.ts";
import { furtherReasons, labelOf, nameOf, newVersion, newVersionHeading } from "./change-line.ts";
import { code, link, literal } from "./markdown-text.ts";
import { count, countsText, kinds, number, summaryLine, toldCounts } from "./numbers.ts";
import { ruleItems, rulesMarkdown } from "./rules.ts";
import { summarizeWarnings, warningsMarkdown } from "./warnings.ts";

/** GitHub takes 65,536 characters in a comment; nobody reads a longer report. */
const MAX_CHANGES = 100;

/** A finished run, or a plan, for a pull request comment or a job summary. */
export function reportMarkdown(report: CheckedReport): string {
  const { pipeline, outcome } = report.run;
  const parts = [
    `## fin-ingest ${pipeline}: ${outcome}`,
    literal(summaryLine(report)),
    ...report.sources.map(sourceMarkdown),
    runHealthMarkdown(report),
  ].filter((part) => part !== undefined);
  return `${parts.join("\n\n")}\n`;
}

function sourceMarkdown(source: SourceReport): string {
  const attention = [
    ...(source.error
      ? [`- **The source failed:** ${literal(source.error.message)}${hint(source.error.hint)}`]
      : []),
    ...source.gaps.map((gap) => `- **Could not list ${literal(gap.part)}:** ${literal(gap.reason)}`),
    ...(source.error ? [] : ruleItems(source.rules ?? [])),
    ...source.holds.map(
      (hold) => `- **Held (${literal(hold.rule)}):** ${literal(hold.message)}${hint(hold.resolve)}`,
    ),
    ...(source.audit ? auditMarkdown(source.audit) : []),
  ];
  const warnings = warningsMarkdown(summarizeWarnings(source.changes));
  const rules = rulesMarkdown(source.rules ?? []);
  const parts = [
    `### ${literal(source.name)}`,
    [countsText(toldCounts(source)) ?? "no documents", customersLine(customerCounts(source.changes))]
      .filter(Boolean)
      .join(". "),
    ...(attention.length > 0 ? [attention.join("\n")] : []),
    ...(rules === "" ? [] : [rules]),
    ...(warnings === "" ? [] : [warnings]),
    ...newVersionMarkdown(source.changes),
    ...(source.changes.length > 0 ? [changesMarkdown(source.changes)] : []),
  ];
  return parts.join("\n\n");
}

/** One sentence for all that only another version of this program changed. */
function newVersionMarkdown(changes: ReportedChanges): string[] {
  let pages = 0;
  for (const { reasons } of changes) if (reasons.includes(newVersion)) pages += 1;
  return pages === 0 ? [] : [`**${literal(newVersionHeading(pages))}.**`];
}

function changesMarkdown(changes: ReportedChanges): string {
  const listed = mostUrgent(changes);
  const rows = listed.map(
    (change) =>
      `| ${labelOf(change)} | ${link(nameOf(change), change.url)} | ${code(change.externalId).replaceAll("|", "\\|")} | ${audienceText(change.audience)} | ${why(change)} |`,
  );
  const more = changes.length - listed.length;
  return [
    "<details>",
    `<summary>${count(changes.length, "change")}</summary>`,
    "",
    "| change | document | id | answers | why |",
    "|---|---|---|---|---|",
    ...rows,
    ...(more > 0 ? ["", `… and ${number(more)} more.`] : []),
    "",
    "</details>",
  ].join("\n");
}

/** The first changes of each kind, the most urgent kind first. */
function mostUrgent(changes: ReportedChanges): ReportedChange[] {
  const first = new Map<ReportedChange["kind"], ReportedChange[]>();
  for (const change of changes) {
    const own = first.get(change.kind) ?? [];
    first.set(change.kind, own);
    if (own.length < MAX_CHANGES) own.push(change);
  }
  const sorted = [...first.values()].flat().sort((a, b) => urgency(b) - urgency(a));
  return sorted.slice(0, MAX_CHANGES);
}

/** Failures first, then removals: what must not be cut off is at the top. */
function urgency({ kind }: ReportedChange): number {
  return kind === "skip" ? -1 : kinds.indexOf(kind);
}

function why(change: ReportedChange): string {
  const { error } = change;
  return literal(
    error ? [error.message, error.hint].filter(Boolean).join(" → ") : furtherReasons(change).join(", "),
  );
}

function hint(text: string | undefined): string {
  return text ? ` → ${literal(text)}` : "";
}
