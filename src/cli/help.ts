import type { Options } from "yargs";
import { completionSummary, completionUsage } from "./completion.ts";
import { globalOptions } from "./global-options.ts";
import type { Examples } from "./verb.ts";
import { verbs } from "./verbs.ts";

const examples: readonly (readonly [command: string, does: string])[] = [
  ["fin-ingest demo", "see it work, without an account"],
  ["fin-ingest init && fin-ingest check", "set it up"],
  ["fin-ingest plan", "see what would be sent"],
  ["fin-ingest nightly", "send what changed; for cron"],
];

/** The help of the whole program. Written without yargs, which loads slowly, because this is asked for often. */
export function programHelp(width: number): string {
  const flags: [string, Options][] = [
    ...Object.entries<Options>(globalOptions),
    ["help", { alias: "h", type: "boolean", describe: "Show this help" }],
  ];
  return [
    "fin-ingest VERB [flags]",
    "",
    ...wrapped("Keeps Intercom Fin's content library equal to your private documentation.", width),
    "",
    "Verbs:",
    ...columns(
      [
        ...verbs.map(({ usage, summary }) => [`fin-ingest ${usage}`, summary] as const),
        [`fin-ingest ${completionUsage}`, completionSummary],
      ],
      width,
    ),
    "",
    "Flags of every verb:",
    ...columns(
      flags.map(([name, option]) => [flagName(name, option), flagText(option)]),
      width,
    ),
    "",
    "Try:",
    ...columns(examples, width),
    "",
    "fin-ingest VERB --help says more about a verb.",
    "",
  ].join("\n");
}

/** The examples of a verb, each command in one line of its own, so that it can be copied. */
export function verbExamples(examples: Examples, width: number): string {
  const flags = Object.keys(globalOptions).map((name) => `--${name}`);
  return [
    "",
    ...wrapped(`Flags of every verb: ${flags.join(", ")}. fin-ingest --help explains them.`, width),
    "",
    "Try:",
    ...examples.flatMap(([command, what]) => [
      ...wrapped(what, width - 4).map((line) => `  # ${line}`),
      `  ${command.replaceAll("$0", "fin-ingest")}`,
    ]),
    "",
  ].join("\n");
}

function flagName(name: string, { alias }: Options): string {
  return typeof alias === "string" ? `-${alias}, --${name}` : `    --${name}`;
}

function flagText({ describe, choices, defaultDescription, default: fallback }: Options): string {
  const displayedDefault = defaultDescription ?? (typeof fallback === "string" ? fallback : undefined);
  const details = [
    ...(choices ? [choices.join(" or ")] : []),
    ...(displayedDefault === undefined ? [] : [`default ${displayedDefault}`]),
  ];
  return `${describe ?? ""}${details.length > 0 ? ` (${details.join("; ")})` : ""}`;
}

/** Names on the left, their meaning on the right, wrapped. */
function columns(rows: readonly (readonly [string, string])[], width: number): string[] {
  const left = Math.max(...rows.map(([name]) => name.length));
  const indent = left + 4;
  return rows.flatMap(([name, text]) =>
    wrapped(text, Math.max(width - indent, 20)).map(
      (line, index) => `  ${(index === 0 ? name : "").padEnd(left)}  ${line}`,
    ),
  );
}

function wrapped(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(" ")) {
    if (line !== "" && line.length + 1 + word.length > width) {
      lines.push(line);
      line = word;
    } else line = line === "" ? word : `${line} ${word}`;
  }
  return [...lines, line];
}
