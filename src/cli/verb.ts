import type { Argv, InferredOptionType, Options, PositionalOptions } from "yargs";
import type { Clock } from "../clock.ts";
import type { Env } from "../config/read/env.ts";
import type { Normalizer } from "../normalize/index.ts";
import type { GlobalArguments } from "./global-options.ts";
import type { Terminal } from "./terminal.ts";

/** What a verb works with besides its arguments. */
export interface Cli {
  readonly terminal: Terminal;
  readonly env: Env;
  readonly clock: Clock;
  /** Aborted at the first SIGINT or SIGTERM: finish what is under way. */
  readonly signal: AbortSignal;
  /** Aborted some seconds later: requests still under way are abandoned. */
  readonly cutOff: AbortSignal;
  /** One that outlives the command line; absent: each run starts its own and closes it. */
  readonly normalizer?: Normalizer | undefined;
}

type OptionTable = Readonly<Record<string, Options>>;
type PositionalTable = Readonly<Record<string, PositionalOptions>>;
type Values<T extends OptionTable | PositionalTable> = { [K in keyof T]: InferredOptionType<T[K]> };

/** Commands, with `$0` for the program, and what each does. */
export type Examples = readonly (readonly [command: string, what: string])[];

/** Exit codes and what each means, for people. */
export type Exits = Readonly<Partial<Record<number, string>>>;

/** Those that every verb can end with. */
export const exitsOfEveryVerb = {
  0: "Done.",
  1: "It failed. The last lines on stderr say why and what to do.",
  2: "The flags or the configuration are wrong. Nothing was done.",
  130: "Stopped by Ctrl-C, after the requests under way had finished.",
  143: "Stopped by SIGTERM, after the requests under way had finished.",
} as const satisfies Exits;

/** Those of a verb that reads documents for a report. */
export const runExits = {
  2: "The flags or the configuration are wrong; nothing was done. Or a narrowing rule has never matched: nothing of its source is sent.",
  3: "Done, but some documents failed. The next run tries them again.",
  4: "Done, but the safety rules held something. `fin-ingest status` says what resolves it.",
  5: "Try again later: another run is under way, the time budget is spent, or a source said to wait.",
} as const satisfies Exits;

interface Definition<O extends OptionTable, P extends PositionalTable> {
  readonly options: O;
  /** Keys as in the verb's usage: `preview <files..>`. */
  readonly positionals: P;
  readonly examples: Examples;
  /** Absent: those of every verb alone. */
  readonly exits?: Exits;
  /** Resolves to the exit code. */
  run(args: Values<O> & Values<P> & GlobalArguments, cli: Cli): Promise<number>;
}

/** A verb as the command line sees it. */
export interface Verb {
  readonly options: OptionTable;
  readonly positionals: PositionalTable;
  readonly examples: Examples;
  readonly exits: Exits;
  build(yargs: Argv): Argv;
  run(args: unknown, cli: Cli): Promise<number>;
}

/** Heading of a verb's own flags in its help. */
export const ownFlags = "Flags:";

/** Ties a verb's options and operands to the types of its arguments. */
export function defineVerb<const O extends OptionTable, const P extends PositionalTable>(
  definition: Definition<O, P>,
): Verb {
  const { options, positionals, examples, exits = {} } = definition;
  return {
    options,
    positionals,
    examples,
    exits,
    build(yargs) {
      for (const [name, option] of Object.entries(positionals)) yargs.positional(name, option);
      yargs.options(withoutFalse(options)).group([...Object.keys(options), "help"], ownFlags);
      return yargs;
    },
    // yargs has parsed the arguments by exactly these tables; its types cannot say so across a lazy import.
    run: (args, cli) => definition.run(args as Parameters<typeof definition.run>[0], cli),
  };
}

/** The options without their lines in a help. */
export const hidden = (options: OptionTable): OptionTable =>
  Object.fromEntries(Object.entries(options).map(([name, option]) => [name, { ...option, hidden: true }]));

/**
 * The parser of a verb, for words that ask for no help: yargs writes the help of every verb that it runs, in case it fails,
 * and the lines of its flags are what that takes long for.
 */
export function withoutLines(parser: Argv, flags: OptionTable): Argv {
  for (const flag of Object.keys(flags)) parser.hide(flag);
  return parser;
}

/** The options without defaults of `false`, which would clutter every help. */
export function withoutFalse(options: OptionTable): Record<string, Options> {
  return Object.fromEntries(
    Object.entries(options).map(([name, option]) => {
      const { default: fallback, ...rest } = option;
      return [name, fallback === false ? rest : option];
    }),
  );
}

/** The defaults that `withoutFalse` keeps from yargs. */
export function falseByDefault(options: OptionTable): Record<string, false> {
  const names = Object.keys(options).filter((name) => options[name]?.default === false);
  return Object.fromEntries(names.map((name) => [name, false]));
}
