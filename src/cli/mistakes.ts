import type { Options } from "yargs";
import { suggest } from "../config/errors/suggest.ts";
import { UsageError } from "./fail.ts";
import { globalOptions } from "./global-options.ts";
import type { Verb } from "./verb.ts";
import { type VerbEntry, verbs } from "./verbs.ts";

type Used = { readonly entry: VerbEntry; readonly verb?: Verb } | undefined;

/** Turns a message of yargs into one that helps. */
export function mistake(message: string, words: readonly string[], used: Used): UsageError {
  const unknown = /^Unknown (?:argument|command)s?: (.*)$/.exec(message)?.[1]?.split(", ")[0];
  if (unknown !== undefined) return unknownWord(unknown, words, used);
  if (!used)
    return (
      strayFlag(words) ??
      new UsageError("no verb was given", "fin-ingest --help lists the verbs; --version prints the version.")
    );
  const help = `fin-ingest ${used.entry.name} --help shows how it is used.`;
  if (/^Not enough non-option arguments/.test(message)) {
    return new UsageError(`${used.entry.name} needs ${operandOf(used)}`, help);
  }
  const [, flag, given, choices] = /Argument: (.*), Given: (.*), Choices: (.*)/.exec(message) ?? [];
  if (flag && given && choices) {
    const meant = suggest(bare(given), choices.split(", ").map(bare));
    return new UsageError(
      `${name(flag, used.verb)} cannot be ${given}${question(meant)}`,
      `It is one of ${choices}.`,
    );
  }
  const missing = /^Missing required arguments?: (.*)$/.exec(message)?.[1];
  if (missing)
    return new UsageError(`${used.entry.name} needs ${missing.split(", ").map(dashed).join(" and ")}`, help);
  const valueless = /^Not enough arguments following: (.*)$/.exec(message)?.[1];
  if (valueless) return new UsageError(`${dashed(valueless)} needs a value`, help);
  return new UsageError(message.replace(/\s+/g, " ").trim(), help);
}

/** A flag without a verb that no verb has. */
function strayFlag(words: readonly string[]): UsageError | undefined {
  const known = [...Object.keys(globalOptions), "help"].map(dashed);
  const flags = words.filter((word) => word.startsWith("--")).map((word) => word.split("=")[0] ?? word);
  const stray = flags.find((flag) => !known.includes(flag));
  return stray === undefined ? undefined : unknownWord(stray.slice(2), words, undefined);
}

function unknownWord(unknown: string, words: readonly string[], used: Used): UsageError {
  const joined = words.find((word) => isLongFlag(word, used?.verb));
  if (joined !== undefined)
    return new UsageError(
      `${joined} is not a flag, did you mean -${joined}?`,
      "Flags with a name have two dashes.",
    );
  const asFlag = words.find(
    (word) => word.startsWith("-") && word.replace(/^-+/, "").split("=")[0] === unknown,
  );
  if (!asFlag && !used) {
    const names = [...verbs.map((entry) => entry.name), "completion"];
    const meant = usualNames.has(unknown) ? "nightly" : suggest(unknown, names);
    return new UsageError(
      `unknown verb "${unknown}"${question(meant)}`,
      "fin-ingest --help lists the verbs.",
    );
  }
  const verb = used ? used.entry.name : "fin-ingest";
  const help = `${used ? `fin-ingest ${verb}` : verb} --help shows its flags.`;
  if (!asFlag) return new UsageError(`${verb} does not take "${unknown}"`, help);
  const flag = asFlag.split("=")[0] ?? asFlag;
  const known = Object.keys({ ...globalOptions, ...used?.verb?.options }).map(dashed);
  const meant = suggest(flag, [...known, "--help", "--version"]);
  const secretive = /token|password|secret|api-?key/i.test(unknown);
  return new UsageError(
    `${verb} has no flag ${flag}${question(meant)}`,
    secretive
      ? "Tokens come from the environment (INTERCOM_ACCESS_TOKEN) or from files, never from flags."
      : help,
  );
}

/** An error when a flag that takes one value was given several. */
export function givenTwice(
  args: Readonly<Record<string, unknown>>,
  options: Readonly<Record<string, Options>>,
): UsageError | undefined {
  const twice = Object.keys(options).find((flag) => !options[flag]?.array && Array.isArray(args[flag]));
  return twice === undefined
    ? undefined
    : new UsageError(`${dashed(twice)} is given more than once`, "Give it once.");
}

/** What other programs call a run that sends. */
const usualNames: ReadonlySet<string> = new Set([
  "deploy",
  "publish",
  "push",
  "run",
  "start",
  "sync",
  "upload",
]);

/** Whether a word is a flag's name behind a single dash: `-json`. */
function isLongFlag(word: string, verb: Verb | undefined): boolean {
  const [, flag = ""] = /^-([a-z][a-z-]+)(?:=|$)/.exec(word) ?? [];
  return Object.hasOwn({ ...globalOptions, ...verb?.options, help: true, version: true }, flag);
}

function operandOf({ entry: { usage }, verb }: NonNullable<Used>): string {
  const operand = /<(.*?)>/.exec(usage)?.[1] ?? "operand";
  const { choices } = verb?.positionals[operand] ?? {};
  if (choices) return `${withArticle(operand)}: ${choices.join(", ")}`;
  return operand === "plan" ? "a PLAN file" : withArticle(operand.toUpperCase());
}

const withArticle = (noun: string): string => `${/^[aeiou]/i.test(noun) ? "an" : "a"} ${noun}`;

function name(option: string, verb: Verb | undefined): string {
  return option in { ...globalOptions, ...verb?.options } ? dashed(option) : option;
}

const dashed = (option: string): string => (option.length === 1 ? `-${option}` : `--${option}`);
const bare = (quoted: string): string => quoted.replace(/^"|"$/g, "");
const question = (meant: string | undefined): string =>
  meant === undefined ? "" : `, did you mean ${meant}?`;
