import { noteFor } from "../../answers/answer.ts";
import type { Tested, TestReport } from "../../answers/questions/test.ts";
import { literal } from "../markdown-text.ts";
import { oneLine, painter, truncate, wrap } from "../terminal-text.ts";
import { healthFindings, healthLines, healthMarkdown } from "./health-text.ts";

/** A test for people: what falls short first to last, and how many do. */
export function testText(
  report: TestReport,
  { width, colours }: { width: number; colours: boolean },
): string {
  const paint = painter(colours);
  const { questions } = report;
  const short = questions.filter(({ passed }) => !passed);
  const lines = questions.flatMap((tested) => {
    const mark = tested.passed ? paint("good", "ok  ") : paint("alarm", "FAIL");
    const [first = "", ...rest] = wrap(`${oneLine(tested.question)}  ${detail(tested)}`, width - 5);
    const nearest = [...(tested.passed ? [] : nearestLine(tested)), ...finLine(tested, width - 5)];
    return [
      `${mark} ${first}`,
      ...rest.map((line) => `     ${line}`),
      ...nearest.map((line) => `     ${paint("quiet", line)}`),
    ];
  });
  if (report.health) lines.push("", ...healthLines(healthFindings(report.health), width));
  const verdict =
    short.length === 0 ? paint("good", "all pass") : paint("alarm", `${short.length} fall short`);
  return `${[...lines, "", `${summaryOf(report)}: ${verdict}`, ...wrap(noteOf(report), width).map((line) => paint("quiet", line))].join("\n")}\n`;
}

const noteOf = ({ questions }: TestReport): string => noteFor(questions.flatMap(({ results }) => results));

/** "50 questions, 41 first, 48 in the first five, 50 in the first forty". */
export function summaryOf({ summary }: TestReport): string {
  const { questions, top1, top5, top40 } = summary;
  return `${questions} ${questions === 1 ? "question" : "questions"}, ${top1} first, ${top5} in the first five, ${top40} in the first forty`;
}

/** How a question did, in a few words. */
export function detail({ rank, verdict, why, mustNotAnswer }: Tested): string {
  if (why !== null) return `(${verdict}: ${why})`;
  if (mustNotAnswer) return "(not answered, as it should be)";
  return rank === null ? `(${verdict})` : `(${verdict}, number ${rank})`;
}

function nearestLine({ results, mustNotAnswer }: Tested): string[] {
  const [first] = results;
  if (!first || mustNotAnswer) return [];
  return [
    `first is ${first.externalId}: ${oneLine([first.title, first.section].filter(Boolean).join(" › "))}`,
  ];
}

function finLine({ fin }: Tested, width: number): string[] {
  if (!fin) return [];
  return [truncate(`Fin: ${fin.answer === null ? fin.state : oneLine(fin.answer)}`, width)];
}

/** A test for a pull request or a job's summary: what falls short as a table, the rest counted. */
export function testMarkdown(report: TestReport): string {
  const short = report.questions.filter(({ passed }) => !passed);
  const rows = short.map(
    (tested) =>
      `| ${literal(tested.question)} | ${literal(detail(tested).slice(1, -1))} | ${literal(tested.results[0]?.externalId ?? "nothing")} |`,
  );
  return [
    `**${summaryOf(report)}**`,
    ...(short.length === 0
      ? ["All pass."]
      : [["| question | falls short | first is |", "| --- | --- | --- |", ...rows].join("\n")]),
    ...(report.health ? [healthMarkdown(healthFindings(report.health))] : []),
    `_${noteOf(report)}_`,
    "",
  ].join("\n\n");
}
