import type { Exits } from "../../../src/cli/verb.ts";
import type { CommandLineFacts, Row, VerbFacts } from "./facts.ts";

/**
 * The manual page man/fin-ingest.1, in the man macros that groff and mandoc know
 * (https://man7.org/linux/man-pages/man7/groff_man.7.html). Without a date: it would change with every build.
 */
export function manPage({ globalFlags, exits, verbs }: CommandLineFacts, version: string): string {
  const lines = [
    '.\\" Written by "npm run reference" from the verbs\' own tables; edit those.',
    `.TH FIN\\-INGEST 1 "" "fin\\-ingest ${roff(version)}" "User Commands"`,
    ".SH NAME",
    "fin\\-ingest \\- keep the content library of Intercom Fin equal to private documentation",
    ".SH SYNOPSIS",
    ".B fin\\-ingest",
    ".I VERB",
    "[flags]",
    ".SH DESCRIPTION",
    "fin\\-ingest reads the documents of each configured source, makes a clean page of each, and sends what is new or",
    "changed to Intercom as an External Page. A page whose document is provably gone is hidden first and deleted later.",
    ".PP",
    "Results go to standard output, progress and errors to standard error.",
    ".SH FLAGS OF EVERY VERB",
    ...globalFlags.flatMap(item),
    ".SH VERBS",
    ...verbs.flatMap(verbPart),
    ".SH EXIT STATUS",
    ...exitItems(exits),
    ".PP",
    "The verbs name the codes that they have besides these.",
    ".SH ENVIRONMENT",
    ".TP",
    ".B INTERCOM_ACCESS_TOKEN",
    "The access token, where the configuration names it. A file .env beside the configuration fills what is not set.",
    ".TP",
    ".B NO_COLOR",
    "Print without colours.",
    ".SH FILES",
    ".TP",
    ".I config.yaml",
    "The configuration, in the working folder or, within a git work tree, in one above it.",
    ".TP",
    ".I .fin\\-ingest/",
    "The state: the ledger of what was sent, the lock, caches and the reports of past runs.",
  ];
  return `${lines.join("\n")}\n`;
}

function verbPart({ usage, summary, operands, flags, examples, exits }: VerbFacts): string[] {
  return [
    `.SS "fin\\-ingest ${roff(usage)}"`,
    `${text(summary)}.`,
    ...operands.flatMap(item),
    ...flags.flatMap(item),
    ...exitItems(exits).map((line, at, all) =>
      line.startsWith(".B ") && all[at - 1] === ".TP" ? `.B exit code ${line.slice(3)}` : line,
    ),
    ".PP",
    "For example:",
    ".PP",
    ".nf",
    ...examples.flatMap(([command, what]) => [`  # ${roff(what)}`, `  ${roff(command)}`]),
    ".fi",
  ];
}

const item = ({ name, meaning, standard }: Row): string[] => [
  ".TP",
  `.B ${roff(name)}`,
  `${text(meaning)}${standard === undefined ? "" : ` (default: ${roff(standard)})`}.`,
];

const exitItems = (exits: Exits): string[] =>
  Object.entries(exits).flatMap(([code, meaning = ""]) => [".TP", `.B ${code}`, text(meaning)]);

/** As it stands: `\` and the hyphens that are typed, which would become typographic ones; quotes and dots at a start. */
const roff = (words: string): string =>
  words
    .replaceAll("\\", "\\e")
    .replaceAll("-", "\\-")
    .replaceAll("`", "")
    .replaceAll("'", "\\(aq")
    .replaceAll('"', "\\(dq")
    .replaceAll("…", "...");

/** A line of running text: what begins like a request of roff does not. */
const text = (words: string): string => roff(words).replace(/^(?=[.'])/, "\\&");
