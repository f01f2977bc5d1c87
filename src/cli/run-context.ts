import type { RunIndex } from "../answers/index/run-index.ts";
import type { Config } from "../config/types.ts";
import type { CallerOptions } from "../intercom/caller.ts";
import type { ContentLibrary } from "../intercom/types.ts";
import type { Ledger } from "../ledger/ledger.ts";
import type { FileKind } from "../ledger/stores/files.ts";
import type { Lease, LedgerStore } from "../ledger/stores/store.ts";
import { createLog, type Log } from "../log/log.ts";
import { redactor } from "../log/redact.ts";
import type { Normalizer, SharedConversions } from "../normalize/index.ts";
import { reportJson } from "../report/json.ts";
import type { RunContext } from "../sync/context.ts";
import type { openOrRebuild } from "../sync/lifecycle/rebuild.ts";
import type { RunReport } from "../sync/run-report.ts";
import type { GlobalArguments, OverrideArguments, RunArguments } from "./global-options.ts";
import { displayProgress } from "./progress-display.ts";
import { durationFlag, wholeNumber } from "./values.ts";
import type { Cli } from "./verb.ts";

type Arguments = GlobalArguments & Partial<RunArguments> & Partial<OverrideArguments>;

export interface RunNeeds {
  /** The pipeline's name, for the lock; absent: the run only reads and takes no lock. */
  readonly lock?: string;
  /**
   * What happens to a ledger that cannot be trusted. `rebuilds`: it is rebuilt first. `none`: the run gets an empty
   * ledger in memory instead. By default it stops the run.
   */
  readonly ledger?: "rebuilds" | "none";
  /** Files beside the ledger that the run looks into. */
  readonly files?: readonly FileKind[];
  /** The run only reads, but from Intercom, too. */
  readonly asksIntercom?: boolean;
  /** Called as soon as the configuration is known, before anything can fail that it could tell of. */
  readonly configured?: (config: Config, log: Log) => Promise<void>;
}

/** Where a run's ledger is kept. */
export interface RunState {
  readonly store: LedgerStore;
  /** Absent: the run only reads. */
  readonly lease?: Lease;
}

/**
 * Sets up everything a pipeline works with, from the command line and the configuration, gives it to `work`, and
 * closes it again, whatever happens. Its modules are loaded here, so that a verb's help need not wait for them.
 *
 * @throws TryLaterError when another run holds the lock; whatever `work` throws.
 */
export async function withRun<T>(
  args: Arguments,
  cli: Cli,
  needs: RunNeeds,
  work: (run: RunContext, state: RunState) => Promise<T>,
): Promise<T> {
  const limits = limitsOf(args, cli);
  const needsToken = needs.lock !== undefined || needs.asksIntercom === true;
  const { configuration, selectedSources } = await import("./configuration.ts");
  const config = await configuration(args, cli, needsToken ? "required" : "optional");
  const sources = selectedSources(config, args.source);
  const log = await logFor(args, cli);
  await needs.configured?.(config, log);
  const closing: (() => void | Promise<void>)[] = [];
  try {
    const { storeFor } = await import("../ledger/stores/open.ts");
    const store = await storeFor(config, log);
    const lease = needs.lock === undefined ? undefined : await store.lease({ pipeline: needs.lock });
    if (lease) closing.push(() => lease.release());
    // Without a lock the run only looks, and a plan can do without what it looks up: it does not wait for long.
    const patience = needs.lock === undefined && !needs.asksIntercom ? { attempts: 2 } : {};
    const mayWrite = lease && (() => lease.mustHold());
    const library = await libraryFor(config, cli, log, limits, { retries: patience, mayWrite });
    closing.push(() => library.close());
    const normalizer = await normalizerFor(cli);
    closing.push(() => normalizer.close());
    const parts = { config, library, log, clock: cli.clock, signal: cli.signal };
    const ledger = await ledgerFor(needs, { store, ...(lease && { lease }) }, parts);
    closing.push(() => ledger.close());
    const { rememberIn } = await import("../revision/remembered.ts");
    const { claimForEnvironment, programName } = await import("../ledger/environment.ts");
    const records = needs.lock !== undefined;
    claimForEnvironment(ledger, config, { place: store.place, records });
    rememberIn(ledger.connectorCache(programName));
    closing.push(() => rememberIn(undefined));
    const progress = displayProgress(cli.terminal, cli.clock, { off: args.quiet || args["no-progress"] });
    closing.push(() => progress.end());
    const { clock, signal, cutOff } = cli;
    const index = needs.lock === undefined ? undefined : await indexFor(config, ledger, log);
    if (index) closing.push(() => index.close());
    const keeper = records ? await keeperFor(config, ledger, log) : undefined;
    if (keeper) closing.push(() => keeper.close());
    const run: RunContext = {
      config,
      sources,
      ledger,
      library,
      normalizer,
      clock,
      log,
      signal,
      cutOff,
      limits,
      overrides: overridesOf(args),
      removalSets: [],
      progress: progress.show,
      ...(index && { settled: index.settled, closeIndex: () => index.close() }),
      ...(keeper && { keeper }),
      ...(records ? { keepReport: await reportKeeper(config, log) } : {}),
    };
    return await work(run, { store, ...(lease && { lease }) });
  } finally {
    for (const close of closing.reverse()) await close();
  }
}

/** What `ask` and `test` search is kept up by every run that sends. */
async function indexFor(config: Config, ledger: Ledger, log: Log): Promise<RunIndex> {
  const { runIndex } = await import("../answers/index/run-index.ts");
  return runIndex(config, ledger, log);
}

async function keeperFor(
  { stateDir, keepBodies: runs }: Config,
  ledger: Ledger,
  log: Log,
): Promise<RunContext["keeper"]> {
  if (runs === undefined) return undefined;
  const { keeperOf } = await import("../runs/keeper.ts");
  return keeperOf({ stateDir, runs }, ledger, log);
}

/** The report is a copy for people: a full disk does not fail a run that has done its work. */
async function reportKeeper(config: Config, log: Log): Promise<NonNullable<RunContext["keepReport"]>> {
  const { keepReport } = await import("../runs/store.ts");
  const redact = redactor(config.secrets);
  const pieces = function* (report: RunReport) {
    for (const piece of reportJson(report)) yield redact(piece);
  };
  return (report) => {
    try {
      keepReport(config.stateDir, report.run, pieces(report));
    } catch (error) {
      log.warn("the report of this run could not be kept in the state folder", { error: String(error) });
    }
  };
}

async function ledgerFor(
  needs: RunNeeds,
  { store, lease }: RunState,
  parts: Omit<Parameters<typeof openOrRebuild>[0], "ledgers">,
): Promise<Ledger> {
  if (needs.ledger === "none") return (await import("../ledger/sqlite.ts")).memoryLedger();
  if (!lease) return store.read(needs.files);
  if (needs.ledger !== "rebuilds") return lease.checkout(needs.files);
  const { openOrRebuild } = await import("../sync/lifecycle/rebuild.ts");
  return openOrRebuild({ ...parts, ledgers: lease });
}

/** The caller closes it. */
export async function normalizerFor(cli: Pick<Cli, "normalizer" | "env" | "clock">): Promise<Normalizer> {
  const { normalizer } = cli;
  if (normalizer) {
    const close = async () => {};
    return { normalize: (document, signal) => normalizer.normalize(document, signal), close };
  }
  const { createNormalizer } = await import("../normalize/index.ts");
  return createNormalizer({}, await sharedConversions(cli));
}

/** Those of the fleet, for a run that a worker of it has started. */
async function sharedConversions({
  env,
  clock,
}: Pick<Cli, "env" | "clock">): Promise<SharedConversions | undefined> {
  if (env.FIN_INGEST_FLEET_CONVERSIONS === undefined) return undefined;
  const { channelToWorker } = await import("../fleet/conversions/worker-side.ts");
  const { conversionsOfWorker } = await import("../fleet/conversions/run-side.ts");
  const { pagesRevision } = await import("../revision/index.ts");
  const channel = channelToWorker();
  return channel && conversionsOfWorker(channel, pagesRevision, clock);
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
    approveUploads: args["approve-uploads"] ?? [],
    acceptScopeChange: args["accept-scope-change"] ?? false,
  };
}

/** Warns of `--approve-removals HASH` where the run met no removals of that hash: it approved nothing. */
export function warnOfUnknownApproval({
  overrides,
  removalSets = [],
  log,
}: Pick<RunContext, "overrides" | "removalSets" | "log">): void {
  const { approveRemovals: given } = overrides;
  if (given === undefined || removalSets.some(({ hash }) => hash === given)) return;
  const waiting = removalSets.filter(({ isHeld }) => isHeld).map(({ source, hash }) => `${hash} (${source})`);
  const which =
    waiting.length > 0
      ? `what waits has ${waiting.join(", ")}`
      : "no removal waits for an approval in the sources of this run";
  log.warn(`--approve-removals ${given} approved nothing, because no hold has that hash: ${which}`);
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

/** The caller closes it. Without a token it asks nothing, and throws where it is asked. */
export async function libraryFor(
  { intercom }: Config,
  { clock, signal }: Cli,
  log: Log,
  { concurrency, deadline }: RunContext["limits"],
  options: Pick<CallerOptions, "retries" | "mayWrite">,
): Promise<ContentLibrary> {
  if (!intercom) return noLibrary;
  const { createContentLibrary } = await import("../intercom/client.ts");
  return createContentLibrary({ intercom, concurrency, clock, log, stopping: signal, deadline, ...options });
}

const unreachable = (): never => {
  throw new Error("this verb does not talk to Intercom");
};

/** For runs without a token, which never ask it. */
const noLibrary: ContentLibrary = {
  listSources: unreachable,
  createSource: unreachable,
  updateSource: unreachable,
  listPages: unreachable,
  getPage: unreachable,
  rewriteSource: unreachable,
  salesAgentRequests: "none",
  upsertPage: unreachable,
  deletePage: unreachable,
  requests: { read: 0, write: 0, retried: 0, rateLimited: 0 },
  close: async () => {},
};
