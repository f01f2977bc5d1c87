import yargs, { type Argv } from "yargs";
import { systemClock } from "../clock.ts";
import { processEnv } from "../config/read/env.ts";
import { exitCode, FinIngestError, toFailure } from "../errors.ts";
import { errorJson } from "../report/json.ts";
import { completionScript, completionSummary, sourceCompletions } from "./completion.ts";
import { type Described, describe, failureText } from "./fail.ts";
import { globalOptions } from "./global-options.ts";
import { verbExamples } from "./help.ts";
import { listenForSignals } from "./interruption.ts";
import { givenTwice, mistake } from "./mistakes.ts";
import { listenForCrashes } from "./process.ts";
import { Terminal } from "./terminal.ts";
import { type Cli, falseByDefault, hidden, type Verb, withoutFalse, withoutLines } from "./verb.ts";
import { type VerbEntry, verbs } from "./verbs.ts";

/** The process that a command line runs in. */
export type ProcessContext = ConstructorParameters<typeof Terminal>[0] & Pick<Cli, "normalizer">;

/** Runs one command line, by default in this process, and resolves to its exit code. Errors are reported only here. */
export async function runCommandLine(
  words: readonly string[],
  { stdout, stderr, env, normalizer }: ProcessContext = {
    stdout: process.stdout,
    stderr: process.stderr,
    env: processEnv(),
  },
): Promise<number> {
  const terminal = new Terminal({ stdout, stderr, env });
  terminal.mask([env.INTERCOM_ACCESS_TOKEN ?? ""]);
  const interruption = listenForSignals(
    {
      onFirst: (signal) => terminal.note(`${signal}: ending; a second one ends at once, unfinished`),
      atOnce: () => terminal.live(undefined),
    },
    systemClock,
  );
  const stopListening = listenForCrashes((error) => report(error, words, terminal));
  try {
    const { signal, cutOff } = interruption;
    const cli = { terminal, env, clock: systemClock, signal, cutOff, normalizer };
    const code = await perform(words, cli);
    const failure = await terminal.writeFailure();
    if (failure !== undefined)
      terminal.note(failureText(unwritten(failure), { colours: terminal.noteColours, verbose: false }));
    return failure !== undefined && code === exitCode.ok ? exitCode.fatal : code;
  } catch (error) {
    const described = report(error, words, terminal);
    if (words.includes("--json"))
      await terminal.result(errorJson({ ...described.failure, exitCode: described.exitCode }));
    return described.exitCode;
  } finally {
    stopListening();
    interruption.dispose();
  }
}

/** Results that are lost, whatever was done: nobody may take what is there for all of them. */
const unwritten = (cause: unknown): Described =>
  describe(
    new FinIngestError(`the results could not be written to stdout: ${toFailure(cause).message}`, {
      hint: "Make room where they go. What a run has sent is remembered: `fin-ingest runs show last` prints its report again.",
      cause,
    }),
  );

function report(error: unknown, words: readonly string[], terminal: Terminal): Described {
  terminal.live(undefined);
  const described = describe(error);
  const verbose = words.some((word) => /^(-v|--verbose)$/.test(word));
  terminal.note(failureText(described, { colours: terminal.noteColours, verbose }));
  return described;
}

async function perform(given: readonly string[], cli: Cli): Promise<number> {
  // As git and npm have it, too.
  const words = given[0] === "help" ? [...given.slice(1), "--help"] : given;
  const names = sourceCompletions(words);
  if (names) {
    await cli.terminal.result(names.map((name) => `${name}\n`).join(""));
    return 0;
  }
  if (words[0] === "completion" && !words.some((word) => word.startsWith("-"))) {
    await cli.terminal.result(completionScript(words.slice(1), cli.env));
    return 0;
  }
  const loaded = await loadVerbs(words);
  const used = loaded.find(({ verb }) => verb);
  const parser = root(words, cli);
  let code = 0;
  for (const { entry, verb } of loaded) {
    parser.command({
      command: entry.usage,
      describe: entry.summary,
      builder: (own) => {
        if (!verb) return own;
        const built = verb.build(own).usage(`$0 ${entry.usage} [flags]\n\n${entry.summary}.`);
        return mayShowFlags(words) ? built : withoutLines(built, { ...globalOptions, ...verb.options });
      },
      handler: async (args) => {
        const options = { ...globalOptions, ...verb?.options };
        const twice = givenTwice(args, options);
        if (twice) throw twice;
        code = (await verb?.run({ ...falseByDefault(options), ...args }, cli)) ?? 0;
      },
    });
  }
  // Answers `--get-yargs-completions`; the scripts that ask it are our own.
  parser.completion("completion", completionSummary);
  parser.fail((message, error) => {
    if (error && error.name !== "YError") throw error;
    throw mistake(message ?? error?.message ?? "", words, used);
  });
  await parser.parseAsync();
  // yargs has printed the rest of the help; it would break long commands.
  if (used?.verb && asksForHelp(words))
    await cli.terminal.result(verbExamples(used.verb.examples, cli.terminal.readingWidth));
  return code;
}

const asksForHelp = (words: readonly string[]): boolean =>
  words.some((word) => word === "--help" || word === "-h");

/** Also `-qh`, and what completion scripts call us with. */
const mayShowFlags = (words: readonly string[]): boolean =>
  words.some((word) => /^-(?:-help|-get-yargs-completions|[a-z]*h)/.test(word));

/** Only the verbs that the command line may mean are loaded; the others are known by name and summary. */
function loadVerbs(words: readonly string[]): Promise<{ entry: VerbEntry; verb?: Verb }[]> {
  return Promise.all(
    verbs.map(async (entry) => (words.includes(entry.name) ? { entry, ...(await entry.load()) } : { entry })),
  );
}

function root(words: readonly string[], { terminal }: Cli): Argv {
  return (
    yargs([...words])
      .scriptName("fin-ingest")
      .locale("en")
      .updateStrings({ "Commands:": "Verbs:" })
      .exitProcess(false)
      .version(false)
      .help("help")
      .alias("h", "help")
      .describe("help", "Show this help")
      // Once in the program's help is enough; completion names them all the same.
      .options(withoutFalse(asksForHelp(words) ? hidden(globalOptions) : globalOptions))
      .showHidden(false)
      .usage("$0 VERB [flags]")
      .parserConfiguration({ "boolean-negation": false, "greedy-arrays": false })
      .wrap(Math.min(100, terminal.readingWidth))
      .showHelpOnFail(false)
      .strict()
      .demandCommand(1)
  );
}
