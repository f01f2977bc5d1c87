import type { Config } from "../config/types.ts";
import { claimForEnvironment } from "../ledger/environment.ts";
import { storeFor } from "../ledger/stores/open.ts";
import { json } from "../report/json.ts";
import { netChangesText, runsText } from "../report/runs.ts";
import { findRun } from "../runs/find.ts";
import { netChanges } from "../runs/net-changes.ts";
import { MAX_REPORTS } from "../runs/run-files.ts";
import { keptReports, readReport } from "../runs/store.ts";
import { runStatus } from "../status/read.ts";
import { configuration } from "./configuration.ts";
import { UsageError } from "./fail.ts";
import { printReport, writeReport } from "./finish.ts";
import type { GlobalArguments } from "./global-options.ts";
import type { Cli } from "./verb.ts";

interface Arguments extends GlobalArguments {
  readonly action: string;
  readonly ids: readonly string[];
  readonly report: string | undefined;
}

/** What `runs` prints. Resolves to the exit code. @throws UsageError for ids and flags that do not belong to the action */
export async function showRuns(args: Arguments, cli: Cli): Promise<number> {
  const config = await configuration(args, cli, "optional");
  if (args.report !== undefined && args.action !== "show")
    throw new UsageError(
      "--report goes with runs show",
      "Name the run: fin-ingest runs show last --report run.html",
    );
  if (args.action === "list") return list(args, config, cli);
  return args.action === "show" ? show(args, config, cli) : diff(args, config, cli);
}

async function list(args: Arguments, config: Config, { terminal }: Cli): Promise<number> {
  expectIds(args.ids, 0, "runs list takes no id");
  const store = await storeFor(config);
  const ledger = await store.read(["reports"]);
  try {
    const kept = new Set(keptReports(config.stateDir).map(({ id }) => id));
    claimForEnvironment(ledger, config, { place: store.place, records: false });
    const runs = ledger.runs(MAX_REPORTS).map((run) => ({ ...runStatus(run), hasReport: kept.has(run.id) }));
    await terminal.result(args.json ? json({ runs }) : runsText(runs, terminal));
  } finally {
    ledger.close();
  }
  return 0;
}

async function show(args: Arguments, config: Config, cli: Cli): Promise<number> {
  expectIds(args.ids, 1, "runs show takes one id");
  const { stateDir } = await withReports(config);
  const report = readReport(findRun(keptReports(stateDir), args.ids[0] ?? "last"));
  if (args.report !== undefined) await writeReport(report, args.report, cli, stateDir);
  else await printReport(report, args.json ? "json" : "text", cli);
  return 0;
}

/** The configuration, once its state folder has the reports, and what shows their texts. */
async function withReports(config: Config): Promise<Config> {
  if (config.store) (await (await storeFor(config)).read(["reports", "undo"])).close();
  return config;
}

async function diff(args: Arguments, config: Config, { terminal }: Cli): Promise<number> {
  if (args.ids.length !== 2)
    throw new UsageError("runs diff takes two ids", "fin-ingest runs diff last~1 last");
  const { stateDir } = await withReports(config);
  const reports = keptReports(stateDir);
  const [older, newer] = args.ids
    .map((id) => reports.indexOf(findRun(reports, id)))
    .toSorted((a, b) => b - a);
  // The newest comes first: what happened after the older one, up to and with the newer one.
  const between = reports.slice(newer, older).reverse().map(readReport);
  const changes = netChanges(between);
  const text = () => netChangesText(changes, between.length, terminal);
  await terminal.result(args.json ? json({ runs: between.map(({ run }) => run), changes }) : text());
  return 0;
}

function expectIds(ids: readonly string[], most: number, message: string): void {
  if (ids.length > most) throw new UsageError(message, "fin-ingest runs lists them.");
}
