import { type AnswerabilityCode, advice, isAnswerability } from "../normalize/index.ts";
import type { ReportedChange } from "../sync/run-report.ts";
import { nameOf } from "./change-line.ts";
import { code, literal } from "./markdown-text.ts";
import { count, number } from "./numbers.ts";
import { oneLine, type Paint, wrap } from "./terminal-text.ts";

/** Pages named per warning: enough to see what they have in common. */
const MAX_NAMED = 3;

/** The warnings of a source's uploads, counted. */
export interface WarningSummary {
  /** Pages that may not serve answers. */
  readonly doubtful: number;
  /** In the order of `advice`; ids of the first pages each. */
  readonly doubts: readonly {
    readonly code: AnswerabilityCode;
    readonly pages: number;
    readonly first: readonly string[];
  }[];
  /** Pages whose documents come and go. */
  readonly flapping?: { readonly pages: number; readonly first: readonly string[] } | undefined;
  /** What was dropped or changed on the way, by how many pages have it, most first. */
  readonly others: readonly { readonly code: string; readonly pages: number }[];
}

type Warned = Pick<ReportedChange, "externalId" | "title" | "warnings">;

/** Counts warnings change by change; keeps counts and a few ids only. */
export class WarningTally {
  private readonly pages = new Map<string, { pages: number; first: string[] }>();
  private doubtful = 0;

  add(change: Warned): void {
    const codes = new Set((change.warnings ?? []).map((warning) => warning.code));
    for (const one of codes) {
      const known = this.pages.get(one) ?? { pages: 0, first: [] };
      this.pages.set(one, known);
      known.pages += 1;
      // Pages with the same title are told apart by their ids.
      if (known.first.length < MAX_NAMED)
        known.first.push(
          one === "duplicate-title" ? `${nameOf(change)} (${change.externalId})` : change.externalId,
        );
    }
    if ([...codes].some(isAnswerability)) this.doubtful += 1;
  }

  summary(): WarningSummary {
    const doubts = Object.keys(advice).flatMap((one) => {
      const known = this.pages.get(one);
      return known && isAnswerability(one) ? [{ code: one, ...known }] : [];
    });
    const others = [...this.pages]
      .filter(([one]) => !isAnswerability(one) && one !== "flapping")
      .map(([one, { pages }]) => ({ code: one, pages }))
      .sort((a, b) => b.pages - a.pages || (a.code < b.code ? -1 : 1));
    return { doubtful: this.doubtful, doubts, flapping: this.pages.get("flapping"), others };
  }
}

export function summarizeWarnings(changes: Iterable<Warned>): WarningSummary {
  const tally = new WarningTally();
  for (const change of changes) tally.add(change);
  return tally.summary();
}

/** A few lines for a terminal, however many pages there are; none without warnings. */
export function warningLines(summary: WarningSummary, width: number, paint: Paint): string[] {
  const { doubtful, doubts, flapping, others } = summary;
  const lines: string[] = [];
  const put = (first: string, text: string, indent: number) =>
    wrap(oneLine(text), width - indent).forEach((line, index) => {
      lines.push(`${index === 0 ? first : " ".repeat(indent)}${line}`);
    });
  if (doubtful > 0)
    put(
      `  ${paint("changed", "?")} `,
      `${count(doubtful, "page")} may not serve answers (see --json for all)`,
      4,
    );
  for (const { code, pages, first } of doubts)
    put("    ", `${number(pages)} ${code} (${named(first, pages)}): ${advice[code]}`, 6);
  if (flapping) put(`  ${paint("changed", "?")} `, flappingSentence(flapping), 4);
  if (others.length > 0) {
    const counts = others.map(({ code, pages }) => `${code} ${number(pages)}`).join(" · ");
    put("  ", `notes, by pages: ${counts}`, 4);
  }
  return lines;
}

/** The same inside a `<details>`; empty without warnings. */
export function warningsMarkdown({ doubtful, doubts, flapping, others }: WarningSummary): string {
  const restless = flapping ? `- **Flapping:** ${literal(flappingSentence(flapping))}` : "";
  if (doubtful === 0) return restless;
  const rows = doubts.map(
    ({ code: one, pages, first }) =>
      `| ${code(one)} | ${number(pages)} | ${literal(named(first, pages))} | ${literal(advice[one])} |`,
  );
  const counts = others.map(({ code: one, pages }) => `${code(one)} ${number(pages)}`).join(" · ");
  return [
    ...(restless === "" ? [] : [restless, ""]),
    "<details>",
    `<summary>${count(doubtful, "page")} may not serve answers</summary>`,
    "",
    "| warning | pages | such as | what to do |",
    "|---|---|---|---|",
    ...rows,
    ...(counts === "" ? [] : ["", `Notes, by pages: ${counts}`]),
    "",
    "</details>",
  ].join("\n");
}

const flappingSentence = ({ pages, first }: NonNullable<WarningSummary["flapping"]>): string =>
  `flapping: ${named(first, pages)} ${pages === 1 ? "was" : "were"} hidden and came back again and again in 14 days: find out why the source does not always list ${pages === 1 ? "it" : "them"}`;

const named = (first: readonly string[], pages: number): string =>
  `${first.map(oneLine).join(", ")}${pages > first.length ? ", …" : ""}`;
