import type { Config } from "../config/types.ts";
import { createContentLibrary } from "../intercom/client.ts";
import type { ContentLibrary } from "../intercom/types.ts";
import type { Ledger } from "../ledger/ledger.ts";
import { acquireLock } from "../ledger/lock.ts";
import { openLedger } from "../ledger/sqlite.ts";
import { createLog } from "../log/log.ts";
import type { Log } from "../model.ts";
import type { RunContext } from "../sync/context.ts";
import { configuration, selectedSources } from "./configuration.ts";
import type { GlobalArguments, OverrideArguments, RunArguments } from "./global-options.ts";
import { displayProgress } from "./progress-display.ts";
import { durationFlag, wholeNumber } from "./values.ts";
import type { Cli } from "./verb.ts";

type Arguments = GlobalArguments & Partial<RunArguments> & Partial<OverrideArguments>;

export interface RunNeeds {
  /** The pipeline's name, for the lock; absent: the run only reads, and takes no lock. */
  readonly lock?: string;
  /** Done under the lock, before the ledger is opened. */
  readonly beforeLedger?: (config: Config) => void;
}

/**
 * Sets up everything a pipeline works with, from the command line and the configuration, gives it to `work`, and
 * takes it down again, whatever happens.
 *
 * @throws TryLaterError when another run holds the lock; whatever `work` throws.
 */
export async function withRun<T>(
  args: Arguments,
  cli: Cli,
  needs: RunNeeds,
  work: (run: RunContext) => Promise<T>,
): Promise<T> {
  const limits = limitsOf(args, cli);
  const config = configuration(args, cli, needs.lock === undefined ? "optional" : "required");
  const sources = selectedSources(config, args.source);
  const log = await logFor(args, cli);
  const closing: (() => void | Promise<void>)[] = [];
  try {
    if (needs.lock !== undefined) {
      const lock = await acquireLock(config.stateDir, { pipeline: needs.lock });
      closing.push(() => lock.release());
    }
    needs.beforeLedger?.(config);
    const ledger: Ledger = await openLedger(config.stateDir, { readOnly: needs.lock === undefined });
    closing.push(() => ledger.close());
    const library = libraryFor(config, cli, log, limits.concurrency);
    closing.push(() => library.close());
    const progress = displayProgress(cli.terminal, cli.clock, { off: args.quiet || args["no-progress"] });
    closing.push(() => progress.end());
    const { clock, signal } = cli;
    return await work({
      config,
      sources,
      ledger,
      library,
      clock,
      log,
      signal,
      limits,
      overrides: overridesOf(args),
      progress: progress.show,
    });
  } finally {
    for (const close of closing.reverse()) await close();
  }
}

/** The log as the flags ask for it. */
export function logFor(
  args: Pick<GlobalArguments, "log-format" | "verbose" | "quiet">,
  cli: Cli,
): Promise<Log> {
  return createLog({
    format: args["log-format"],
    level: args.verbose ? "debug" : args.quiet ? "warn" : "info",
    write: (line) => cli.terminal.note(line),
    redact: (text) => cli.terminal.redact(text),
  });
}

function overridesOf(args: Arguments): RunContext["overrides"] {
  const approved = args["approve-removals"];
  return {
    ...(approved === undefined ? {} : { approveRemovals: approved }),
    allowEmpty: args["allow-empty"] ?? false,
    acceptScopeChange: args["accept-scope-change"] ?? false,
  };
}

function limitsOf(args: Arguments, cli: Cli): RunContext["limits"] {
  const { concurrency = 25, limit, "max-duration": maxDuration } = args;
  return {
    concurrency: wholeNumber("--concurrency", concurrency, 1),
    ...(limit === undefined ? {} : { limit: wholeNumber("--limit", limit, 1) }),
    ...(maxDuration === undefined
      ? {}
      : { deadline: cli.clock.monotonic() + durationFlag("--max-duration", maxDuration) }),
  };
}

function libraryFor({ intercom }: Config, { clock }: Cli, log: Log, concurrency: number): ContentLibrary {
  return intercom ? createContentLibrary({ intercom, concurrency, clock, log }) : noLibrary;
}

const unreachable = (): never => {
  throw new Error("this verb does not talk to Intercom");
};

/** Stands in where no token was given; nothing asks it. */
const noLibrary: ContentLibrary = {
  listSources: unreachable,
  createSource: unreachable,
  updateSource: unreachable,
  listPages: unreachable,
  getPage: unreachable,
  upsertPage: unreachable,
  deletePage: unreachable,
  requests: { read: 0, write: 0, retried: 0, rateLimited: 0 },
  close: async () => {},
};
