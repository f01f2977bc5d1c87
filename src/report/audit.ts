import type { Hold } from "../sync/changes.ts";
import type { AuditFinding, AuditFindingKind, AuditReport } from "../sync/run-report.ts";
import { block, type Context, contextOf, holdLines, type TextOptions } from "./blocks.ts";
import { literal } from "./markdown-text.ts";
import { count, number } from "./numbers.ts";
import { oneLine, wrap } from "./terminal-text.ts";

const kindsInOrder: readonly AuditFindingKind[] = [
  "deleted-by-hand",
  "availability-switched",
  "edited-by-hand",
  "sales-agent",
  "unknown-flag",
  "duplicate",
  "foreign",
];

/** Findings of one kind that Markdown names. */
const MAX_NAMED = 20;

/** What the audit of one source found, for a terminal; nothing when all is as it was sent. */
export function auditLines(audit: AuditReport, context: Context): string[] {
  const lines = kindsInOrder.flatMap((kind) => {
    const own = audit.findings.filter((finding) => finding.kind === kind).slice(0, context.maxPerKind);
    const more = audit.counts[kind] - own.length;
    return [
      ...own.flatMap(({ externalId, detail }) =>
        block("?", "alarm", `audit ${printable(externalId)}: ${detail}`, undefined, context),
      ),
      ...resolutionsOf(own).flatMap((resolve) =>
        wrap(`→ ${oneLine(resolve)}`, context.width - 4).map((line) => `    ${line}`),
      ),
      ...(more > 0 ? [`  ? ${context.paint("quiet", `… ${number(more)} more ${kind}`)}`] : []),
    ];
  });
  if (audit.complete) return lines;
  const why = audit.error?.message ?? "it broke off";
  const sentence = `audit incomplete: ${why}; nothing is concluded from what it did not see`;
  return [...lines, ...block("!", "alarm", sentence, "The next run audits again.", context)];
}

/** The same as items of a list. */
export function auditMarkdown(audit: AuditReport): string[] {
  return [
    ...kindsInOrder.flatMap((kind) => {
      const own = audit.findings.filter((finding) => finding.kind === kind).slice(0, MAX_NAMED);
      const more = audit.counts[kind] - own.length;
      return [
        ...own.map(
          ({ externalId, detail }) => `- **Audit:** ${literal(printable(externalId))} ${literal(detail)}`,
        ),
        ...(more > 0 ? [`- **Audit:** … ${number(more)} more ${kind}`] : []),
        ...resolutionsOf(own).map((resolve) => `  - ${literal(resolve)}`),
      ];
    }),
    ...(audit.complete ? [] : [`- **Audit incomplete:** ${literal(audit.error?.message ?? "it broke off")}`]),
  ];
}

/** One source of `state audit`. */
export function auditText(
  name: string,
  audit: AuditReport | undefined,
  holds: readonly Hold[],
  options: TextOptions,
): string {
  const context = contextOf(options, 20);
  const title = context.paint("strong", oneLine(name));
  if (!audit) return `${title}\n  nothing was sent yet\n`;
  const found = kindsInOrder.reduce((sum, kind) => sum + audit.counts[kind], 0);
  const summary = `${count(audit.pages, "page")} in Intercom, ${found === 0 ? "all as sent" : count(found, "finding")}`;
  const held = holds.flatMap((hold) => holdLines(hold, context));
  return [title, ...auditLines(audit, context), ...held, `  ${summary}`, ""].join("\n");
}

/** What to do about findings of one kind, each advice once. */
const resolutionsOf = (findings: readonly AuditFinding[]): string[] => [
  ...new Set(findings.flatMap(({ resolve }) => (resolve === undefined ? [] : [resolve]))),
];

const printable = (externalId: string): string => (externalId === "" ? "(no external id)" : externalId);
