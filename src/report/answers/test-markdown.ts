import { proxyNote } from "../../answers/answer.ts";
import type { TestReport } from "../../answers/questions/test.ts";
import { detail, summaryOf } from "./test-text.ts";

/** A test for a pull request or a job's summary: what falls short as a table, the rest counted. */
export function testMarkdown(report: TestReport): string {
  const short = report.questions.filter(({ passed }) => !passed);
  const rows = short.map(
    (tested) =>
      `| ${cell(tested.question)} | ${cell(detail(tested).slice(1, -1))} | ${cell(tested.results[0]?.externalId ?? "nothing")} |`,
  );
  return [
    `**${summaryOf(report)}**`,
    ...(short.length === 0
      ? ["All pass."]
      : [["| question | falls short | first is |", "| --- | --- | --- |", ...rows].join("\n")]),
    `_${proxyNote}_`,
    "",
  ].join("\n\n");
}

const cell = (text: string): string =>
  text.replace(/\s+/g, " ").replace(/[\\|`*_<>[\]]/g, (mark) => `\\${mark}`);
