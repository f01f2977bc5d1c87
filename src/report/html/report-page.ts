import type { Hold } from "../../sync/changes.ts";
import type { ReportedChange, RunReport, SourceReport } from "../../sync/run-report.ts";
import { type Html, html } from "../../web/html.ts";
import { type CheckedReport, healthBlocks } from "../answers/run-health.ts";
import { customerCounts, customersLine } from "../audience.ts";
import { furtherReasons, labelOf, nameOf } from "../change-line.ts";
import { count, countsText, duration, minute, number, toldCounts } from "../numbers.ts";
import { changeItem } from "./change-item.ts";
import { layout } from "./layout.ts";
import { type TextDiffOf, textChanges } from "./text-change.ts";

/** Changes of one source that the page lists, the most urgent first; a browser would choke on more. */
const MAX_CHANGES = 5_000;

/** The class of each outcome's badge. */
export const outcomeStyle: Readonly<Record<RunReport["run"]["outcome"], string>> = {
  ok: "good",
  partial: "warn",
  held: "warn",
  failed: "bad",
};

/**
 * A finished run as one HTML file: light and dark, filtered by kind of change, nothing loaded from anywhere.
 * @param diffOf what it changed in its pages' texts, where these are kept
 */
export function reportHtml(report: CheckedReport, diffOf?: TextDiffOf): string {
  const { run } = report;
  const title = `${run.pipeline} of ${minute(run.startedAt)}: ${run.outcome}`;
  return layout.file({ title, place: `${minute(run.startedAt)} UTC` }, reportBody(report, diffOf));
}

/** The same within another page. */
export function reportBody({ run, sources, health }: CheckedReport, diffOf?: TextDiffOf): Html {
  const textChange = diffOf && textChanges(diffOf);
  const took = duration(Date.parse(run.finishedAt) - Date.parse(run.startedAt));
  return html`<h1>${run.pipeline} <span class="badge ${outcomeStyle[run.outcome]}">${run.outcome}</span></h1>
<p class="lead">Began ${minute(run.startedAt)} UTC, took ${took}. Run <code>${run.id}</code>.</p>
${filters(sources)}${sources.map((source) => sourceSection(source, textChange))}${healthSection(health)}`;
}

const healthSection = (health: CheckedReport["health"]): Html | undefined =>
  health && html`<section class="source"><h2>Content health</h2></section>${healthBlocks(health)}`;

type TextChange = ReturnType<typeof textChanges>;

function filters(sources: readonly SourceReport[]): Html {
  const found = new Map<string, number>();
  for (const { changes } of sources)
    for (const change of changes) found.set(labelOf(change), (found.get(labelOf(change)) ?? 0) + 1);
  if (found.size < 2) return html``;
  const choice = (value: string, words: string, n: number) =>
    html`<label><input type="radio" name="kind" value="${value}"${value === "all" ? html` checked` : undefined}>${words} <b>${number(n)}</b></label>`;
  const all = [...found.values()].reduce((sum, n) => sum + n, 0);
  return html`<form><fieldset class="filters" hidden><legend>Show</legend>${[
    choice("all", "all changes", all),
    ...[...found].map(([kind, n]) => choice(kind, kind, n)),
  ]}</fieldset></form>`;
}

function sourceSection(source: SourceReport, textChange: TextChange | undefined): Html {
  const { name, sourceId, error, gaps, holds } = source;
  const id = sourceId === null ? "" : `Content Import Source ${sourceId}. `;
  const counts = countsText(toldCounts(source)) ?? "no documents";
  const customers = customersLine(customerCounts(source.changes)) ?? "";
  return html`<section class="source"><h2>${name}</h2>
<p class="count">${id}${counts}. ${customers}</p>
${error ? notice("bad", `The source failed: ${error.message}`, error.hint) : undefined}${gaps.map(
  ({ part, reason }) =>
    notice("bad", `Could not list ${part}: ${reason}`, "Removals of this source were off."),
)}${holds.map(holdNotice)}${changeList(source, textChange)}</section>`;
}

const holdNotice = ({ rule, message, resolve }: Hold): Html =>
  notice("warn", `Held (${rule}): ${message}`, resolve);

/** A sentence that needs attention, and what to do about it. */
export function notice(tone: "warn" | "bad", sentence: string, advice: string | undefined): Html {
  return html`<div class="notice ${tone}"><p>${sentence}</p>${advice ? html`<pre tabindex="0">${advice}</pre>` : undefined}</div>`;
}

function changeList({ name: source, changes }: SourceReport, textChange: TextChange | undefined): Html {
  if (changes.length === 0) return html``;
  const listed = mostUrgent(changes);
  const more = changes.length - listed.length;
  return html`<h3>${count(changes.length, "change")}</h3><ul class="rows changes">${listed.map((change) =>
    changeItem(
      { ...change, label: labelOf(change), name: nameOf(change), why: furtherReasons(change) },
      change.kind === "update" ? textChange?.(source, change.externalId) : undefined,
    ),
  )}</ul>${more > 0 ? html`<p class="count">… ${number(more)} more; <code>fin-ingest runs show --json</code> has all of them.</p>` : undefined}`;
}

const urgency: readonly ReportedChange["kind"][] = [
  "fail",
  "hold",
  "delete",
  "hide",
  "update",
  "create",
  "skip",
];

function mostUrgent(changes: SourceReport["changes"]): ReportedChange[] {
  const byKind = new Map<string, ReportedChange[]>(urgency.map((kind) => [kind, []]));
  for (const change of changes) {
    const own = byKind.get(change.kind);
    if (own && own.length < MAX_CHANGES) own.push(change);
  }
  return [...byKind.values()].flat().slice(0, MAX_CHANGES);
}
