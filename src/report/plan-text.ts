import type { Change } from "../sync/changes.ts";
import type { Counts, ReportedChange } from "../sync/run-report.ts";
import { changeLine, nameOf } from "./change-line.ts";
import { number } from "./numbers.ts";
import { oneLine, painter, wrap } from "./terminal-text.ts";
import { failureLines, holdLines, type TextOptions } from "./text.ts";

/** The lines of one planned change, for people; nothing for what stays as it is. `shown` is its reported form. */
export function plannedLines(
  change: Change,
  shown: ReportedChange | undefined,
  options: TextOptions,
): string[] {
  const context = { width: options.width, paint: painter(options.colours), most: Number.POSITIVE_INFINITY };
  if (change.kind === "hold") return holdLines(change.hold, context);
  if (change.kind === "fail" && shown) return failureLines(nameOf(shown), change.error, context);
  return shown ? [changeLine(shown, context.width, context.paint)] : [];
}

/** The heading of a source's changes in a plan. */
export function planHeading(
  source: { readonly name: string; readonly url: string },
  options: TextOptions,
): string {
  const paint = painter(options.colours);
  return `${paint("strong", oneLine(source.name))}  ${paint("quiet", oneLine(source.url))}`;
}

const verbs = [
  ["create", "to create"],
  ["update", "to update"],
  ["hide", "to hide"],
  ["delete", "to delete"],
  ["hold", "held"],
  ["fail", "failed"],
  ["skip", "skipped"],
  ["unchanged", "unchanged"],
] as const;

/** `Plan: 12 to create, 2 to hide; 9,310 unchanged.`, or that nothing is to be done. */
export function planSummary(counts: Counts, options: TextOptions): string {
  const told = verbs
    .filter(([kind]) => counts[kind] > 0)
    .map(([kind, words]) => `${number(counts[kind])} ${words}`);
  const writes = counts.create + counts.update + counts.hide + counts.delete;
  const sentence =
    writes > 0 ? `Plan: ${told.join(", ")}.` : `Nothing to do: ${told.join(", ") || "no documents"}.`;
  return wrap(sentence, options.width).join("\n");
}
