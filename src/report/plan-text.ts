import type { Change } from "../sync/changes.ts";
import type { ReportedChange } from "../sync/run-report.ts";
import { type CustomerCounts, customersLine } from "./audience.ts";
import { contextOf, failureLines, holdLines, type TextOptions } from "./blocks.ts";
import { changeLine, nameOf, newVersionHeading } from "./change-line.ts";
import { number, type ToldCounts } from "./numbers.ts";
import { oneLine, painter, wrap } from "./terminal-text.ts";

/** The lines of one planned change, for people; nothing for what stays as it is. `reported` is its form in reports. */
export function plannedLines(
  change: Change,
  reported: ReportedChange | undefined,
  options: TextOptions,
): string[] {
  const context = contextOf(options);
  if (change.kind === "hold") return holdLines(change.hold, context);
  if (change.kind === "fail" && reported) return failureLines(nameOf(reported), change.error, context);
  return reported ? [changeLine(reported, context.width, context.paint)] : [];
}

/** The heading of a source's changes in a plan. */
export function planHeading(
  source: { readonly name: string; readonly url: string },
  options: TextOptions,
): string {
  const paint = painter(options.colours);
  return `${paint("strong", oneLine(source.name))}  ${paint("quiet", oneLine(source.url))}`;
}

/** How many pages of a source only another version of this program changes. */
export function newVersionLines(pages: number, options: TextOptions): string[] {
  const [first = "", ...rest] = wrap(newVersionHeading(pages), options.width - 4);
  return [`  ~ ${first}`, ...rest.map((line) => `    ${line}`)];
}

const verbs = [
  ["create", "to create"],
  ["sentAgain", "to send again"],
  ["update", "to update"],
  ["hide", "to hide"],
  ["delete", "to delete"],
  ["hold", "held"],
  ["fail", "failed"],
  ["skip", "skipped"],
  ["unchanged", "unchanged"],
] as const;

/** `Plan: 12 to create, 2 to hide; 9,310 unchanged.`, or that there is nothing to do; before it, what changes for customers. */
export function planSummary(
  { sentAgain = 0, ...counts }: ToldCounts,
  customers: CustomerCounts,
  options: TextOptions,
): string {
  const told = { ...counts, create: counts.create - sentAgain, sentAgain };
  const counted = verbs
    .filter(([kind]) => told[kind] > 0)
    .map(([kind, words]) => `${number(told[kind])} ${words}`);
  const writes = counts.create + counts.update + counts.hide + counts.delete;
  const sentence =
    writes > 0 ? `Plan: ${counted.join(", ")}.` : `Nothing to do: ${counted.join(", ") || "no documents"}.`;
  const lines = [customersLine(customers), sentence].filter((line) => line !== undefined);
  return lines.flatMap((line) => wrap(line, options.width)).join("\n");
}
