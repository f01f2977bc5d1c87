import type { CheckResult } from "../connector-kit/connector.ts";
import type { RuleReport } from "../sync/run-report.ts";
import { contextOf, type TextOptions } from "./blocks.ts";
import { ruleTable } from "./rules.ts";
import { oneLine, pad, type Tone, wrap } from "./terminal-text.ts";

/** The checks of Intercom or of one source. */
export interface Checked {
  readonly name: string;
  readonly results: readonly CheckResult[];
  /** What the source's rules and patterns select, where it was listed. */
  readonly rules?: readonly RuleReport[];
}

const tones: Readonly<Record<CheckResult["result"], Tone>> = {
  ok: "good",
  failed: "alarm",
  unknown: "changed",
};

/** Every check under the name of its source: the result in a word, what was found, and how to correct it. */
export function checkText(checked: readonly Checked[], options: TextOptions): string {
  const { width, paint } = contextOf(options);
  const lines = checked.flatMap(({ name, results, rules = [] }) => [
    paint("strong", oneLine(name)),
    ...results.flatMap(({ what, result, detail, hint }) => {
      const [first = "", ...rest] = wrap(oneLine(`${what}: ${detail}`), width - 11);
      return [
        `  ${paint(tones[result], pad(result, 7))}  ${first}`,
        ...[...rest, ...(hint ? wrap(oneLine(`→ ${hint}`), width - 11) : [])].map(
          (line) => `${" ".repeat(11)}${line}`,
        ),
      ];
    }),
    ...ruleTable(rules, contextOf(options)),
  ]);
  return `${lines.join("\n")}\n`;
}
