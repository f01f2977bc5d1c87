import type { Options, PositionalOptions } from "yargs";
import { completionSummary, completionUsage } from "../../../src/cli/completion.ts";
import { globalOptions } from "../../../src/cli/global-options.ts";
import { type Exits, exitsOfEveryVerb } from "../../../src/cli/verb.ts";
import { verbs } from "../../../src/cli/verbs.ts";

/** A flag or an operand, as a reference shows it. */
export interface Row {
  /** `-c, --config FILE` */
  readonly name: string;
  readonly meaning: string;
  /** Absent: there is none. */
  readonly standard?: string;
}

export interface VerbFacts {
  readonly name: string;
  readonly usage: string;
  readonly summary: string;
  readonly operands: readonly Row[];
  readonly flags: readonly Row[];
  readonly examples: readonly (readonly [command: string, what: string])[];
  /** Besides those of every verb, or in their place. */
  readonly exits: Exits;
}

export interface CommandLineFacts {
  readonly globalFlags: readonly Row[];
  readonly exits: Exits;
  readonly verbs: readonly VerbFacts[];
}

const help: Row = { name: "-h, --help", meaning: "Show this help" };
const version: Row = { name: "-V, --version", meaning: "Print the version" };

/** Everything that the command line's own tables say, in the order of its help. */
export async function commandLineFacts(): Promise<CommandLineFacts> {
  const all = verbs.map(async ({ name, usage, summary, load }): Promise<VerbFacts> => {
    const { options, positionals, examples, exits } = (await load()).verb;
    return {
      name,
      usage,
      summary,
      operands: Object.entries<PositionalOptions>(positionals).map(([key, one]) => ({
        ...row(key, one),
        name: key,
      })),
      flags: Object.entries<Options>(options).map(([key, one]) => row(flagName(key, one), one)),
      examples: examples.map(([command, what]) => [command.replaceAll("$0", "fin-ingest"), what] as const),
      exits,
    };
  });
  const globalFlags = Object.entries<Options>(globalOptions).map(([key, one]) =>
    row(flagName(key, one), one),
  );
  return {
    globalFlags: [...globalFlags, help, version],
    exits: exitsOfEveryVerb,
    verbs: [...(await Promise.all(all)), completion],
  };
}

const completion: VerbFacts = {
  name: "completion",
  usage: completionUsage,
  summary: completionSummary,
  operands: [{ name: "shell", meaning: "bash, zsh or fish", standard: "the shell of $SHELL" }],
  flags: [],
  examples: [["source <(fin-ingest completion bash)", "in this terminal; in ~/.bashrc for all of them"]],
  exits: {},
};

function flagName(key: string, { alias, type, choices }: Options): string {
  const value = choices ? " WORD" : type === "number" ? " NUMBER" : type === "string" ? " TEXT" : "";
  return `${typeof alias === "string" ? `-${alias}, ` : ""}--${key}${value}`;
}

/** yargs takes `defaultDescription` of operands, too; its types do not know. */
type Described = Pick<Options, "describe" | "choices" | "defaultDescription" | "default">;

function row(name: string, one: Described): Row {
  const { describe = "", choices, defaultDescription, default: fallback } = one;
  const standard = defaultDescription ?? (isNamed(fallback) ? String(fallback) : undefined);
  const words = choices ? ` (${choices.join(", ")})` : "";
  return { name, meaning: `${describe}${words}`, ...(standard === undefined ? {} : { standard }) };
}

const isNamed = (fallback: unknown): boolean => typeof fallback === "string" || typeof fallback === "number";
