import type { CiPlan } from "../sync/ci-plan.ts";
import type { ReportedChange } from "../sync/run-report.ts";
import { customerCounts, customersLine } from "./audience.ts";
import { block, contextOf, type TextOptions } from "./blocks.ts";
import { changeLine } from "./change-line.ts";
import { count } from "./numbers.ts";
import { oneLine, wrap } from "./terminal-text.ts";

/** What a change to the docs makes Fin learn, change and forget, for a terminal: a line a page, what needs attention last. */
export function ciText(plan: CiPlan, options: TextOptions): string {
  const context = contextOf(options);
  const { width, paint } = context;
  const { learn, change, moved = [], forget, held, failed, refused = [], ruleWarnings = [] } = plan;
  const { notCompared = [], questions } = plan;
  const changes = changesOf(plan);
  const attention = (sign: string, sentence: string, advice?: string) =>
    block(sign, "alarm", sentence, advice, context);
  const done = [
    learn.length > 0 ? `learn ${count(learn.length, "page")}` : "",
    change.length > 0 ? `change ${count(change.length, "page")}` : "",
    moved.length > 0 ? `move ${count(moved.length, "page")}` : "",
    forget.length > 0 ? `forget ${count(forget.length, "page")}` : "",
  ].filter(Boolean);
  const summary = done.length > 0 ? `Fin will ${done.join(", ")}.` : "No document changed.";
  const lines = [
    ...changes.map((one) => changeLine(one, width, paint)),
    ...failed.flatMap(({ externalId, message }) => attention("x", `fail ${externalId}: ${message}`)),
    ...held.flatMap(({ message, resolve }) => attention("!", `hold: ${message}`, resolve)),
    ...refused.flatMap(({ message, hint }) => attention("!", message, hint)),
    ...ruleWarnings.flatMap(({ source, message }) => attention("?", `${source}: ${message}`)),
    ...notCompared.flatMap(({ source, message }) => attention("?", `${source}: ${message}`)),
    ...(questions?.lost ?? []).flatMap(({ question, why }) =>
      attention("?", `lost: ${question}${why === null ? "" : ` (${why})`}`),
    ),
    "",
    ...wrap(summary, width),
    ...[customersLine(customerCounts(changes))].flatMap((line) => (line ? wrap(oneLine(line), width) : [])),
    ...(questions
      ? wrap(`${questions.passed} of ${count(questions.questions, "question")} find their page.`, width)
      : []),
  ];
  return `${lines.join("\n").replace(/^\n/, "")}\n`;
}

/** The pages as reports list changes. */
function changesOf({ learn, change, moved = [], forget }: CiPlan): ReportedChange[] {
  const named = { error: null };
  return [
    ...learn.map((page) => ({ ...page, ...named, kind: "create" as const, reasons: [] })),
    ...change.map((page) => ({ ...page, ...named, kind: "update" as const })),
    ...moved.map((page) => ({ ...page, ...named, kind: "update" as const, reasons: [`was ${page.from}`] })),
    // A page whose document is gone is hidden first.
    ...forget.map((page) => ({
      ...page,
      ...named,
      kind: "hide" as const,
      reasons: [page.why].filter(Boolean),
      audience: { ...page.audience, after: "nobody" as const },
    })),
  ];
}
