import type { ConfigError } from "../errors.ts";
import type { RuleReport } from "../sync/run-report.ts";
import { type Context, failureLines } from "./blocks.ts";
import { code, literal } from "./markdown-text.ts";
import { number } from "./numbers.ts";
import { table } from "./table.ts";
import { oneLine, wrap } from "./terminal-text.ts";

const columns = [
  { heading: "line", align: "right", cut: "never" },
  { heading: "rule" },
  { heading: "documents", align: "right", cut: "never" },
] as const;

/** Every rule and pattern of a source with what it selects. */
export function ruleTable(rules: readonly RuleReport[], context: Context): string[] {
  if (rules.length === 0) return [];
  const { width, paint } = context;
  const rows = rules.map(({ line, rule, documents }) => [number(line), oneLine(rule), number(documents)]);
  const lines = table(columns, rows, width - 2, (cell, row) =>
    rules[row]?.warning ? paint("alarm", cell) : row < 0 ? paint("quiet", cell) : cell,
  );
  return lines.map((line) => `  ${line}`);
}

/** The rules that are doubtful, each with why. */
export const ruleWarnings = (rules: readonly RuleReport[], { width, paint }: Context): string[] =>
  doubtfulRules(rules).flatMap((sentence) => {
    const [first = "", ...rest] = wrap(oneLine(sentence), width - 4);
    return [`  ${paint("alarm", "!")} ${first}`, ...rest.map((line) => `    ${line}`)];
  });

/** The same as items of a Markdown list. */
export const ruleItems = (rules: readonly RuleReport[]): string[] =>
  doubtfulRules(rules).map((sentence) => `- **A rule:** ${literal(sentence)}`);

/** The rules and what they select as a Markdown table; empty where there are none. */
export function rulesMarkdown(rules: readonly RuleReport[]): string {
  if (rules.length === 0) return "";
  const rows = rules.map(
    ({ line, rule, documents }) =>
      `| ${line} | ${code(rule).replaceAll("|", "\\|")} | ${number(documents)} |`,
  );
  return ["| line | rule | documents |", "|---:|---|---:|", ...rows].join("\n");
}

/** A source that its rules or its url refuse, a line for each reason. */
export const refusalLines = ({ message, hint }: ConfigError, what: string, context: Context): string[] =>
  message
    .split("\n")
    .flatMap((line, index, all) =>
      failureLines(what, { message: line, hint: index === all.length - 1 ? hint : undefined }, context),
    );

/** A sentence for each rule that is doubtful. */
export const doubtfulRules = (rules: readonly RuleReport[]): string[] =>
  rules.flatMap(({ rule, line, warning }) => (warning ? [`line ${line}, ${rule}: ${warning}`] : []));
