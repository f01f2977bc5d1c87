import type { Exits } from "../../../src/cli/verb.ts";
import type { CommandLineFacts, Row, VerbFacts } from "./facts.ts";

const MADE_BY = "<!-- Written by `npm run reference` from the verbs' own tables; edit those. -->";

/** The page docs/cli.md. */
export function cliPage({ globalFlags, exits, verbs }: CommandLineFacts): string {
  return [
    MADE_BY,
    "# The command line",
    "Every verb, flag, default and exit code. `fin-ingest VERB --help` prints the same of one verb, and `man fin-ingest` all of it where the package is installed globally.",
    table(
      ["verb", "what it does"],
      verbs.map(({ name, summary }) => [`[\`${name}\`](#${name})`, summary]),
    ),
    "## Flags of every verb",
    "Tokens are not among them: they come from the environment or from files, because process lists are public.",
    rowTable("flag", globalFlags),
    "## Exit codes of every verb",
    exitTable(exits),
    "A verb below names the codes that it has besides these. [operations.md](operations.md#exit-codes) says which ones to alert on.",
    "## Verbs",
    ...verbs.flatMap(verbSection),
  ]
    .join("\n\n")
    .concat("\n");
}

function verbSection({ name, usage, summary, operands, flags, examples, exits }: VerbFacts): string[] {
  return [
    `### ${name}`,
    `${summary}.`,
    `\`\`\`text\nfin-ingest ${usage}${flags.length > 0 ? " [flags]" : ""}\n\`\`\``,
    ...(operands.length > 0 ? [rowTable("operand", operands)] : []),
    ...(flags.length > 0 ? [rowTable("flag", flags)] : []),
    `\`\`\`sh reference\n${examples.map(([command, what]) => `# ${what}\n${command}`).join("\n")}\n\`\`\``,
    ...(Object.keys(exits).length > 0 ? [exitTable(exits)] : []),
  ];
}

function rowTable(what: string, rows: readonly Row[]): string {
  const cells = rows.map(({ name, standard, meaning }) => [
    `\`${name}\``,
    standard === undefined ? "" : standard,
    meaning,
  ]);
  return cells.some(([, standard]) => standard !== "")
    ? table([what, "default", "meaning"], cells)
    : table(
        [what, "meaning"],
        cells.map(([name = "", , meaning = ""]) => [name, meaning]),
      );
}

const exitTable = (exits: Exits): string =>
  table(
    ["exit code", "meaning"],
    Object.entries(exits).map(([code, meaning = ""]) => [code, meaning]),
  );

const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map(() => "---"), ...rows]
    .map((cells) => `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`)
    .join("\n");
