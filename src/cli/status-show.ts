import type { Config, SourceConfig } from "../config/types.ts";
import { claimForEnvironment } from "../ledger/environment.ts";
import type { Ledger } from "../ledger/ledger.ts";
import { storeFor } from "../ledger/stores/open.ts";
import { json } from "../report/json.ts";
import { statusText } from "../report/status.ts";
import type { StatusHealth, StatusHealthOptions } from "../status/health.ts";
import { readStatus } from "../status/read.ts";
import { questionsOf } from "./answers/question-file.ts";
import { configuration, selectedSources } from "./configuration.ts";
import { UsageError } from "./fail.ts";
import type { GlobalArguments, HealthArguments } from "./global-options.ts";
import type { Cli } from "./verb.ts";

type Arguments = GlobalArguments &
  HealthArguments & { readonly serve: boolean; readonly port: number | undefined };

/** What `status` prints, or its pages in a browser. Resolves to the exit code. @throws UsageError for flags without their like */
export async function showStatus(args: Arguments, cli: Cli): Promise<number> {
  const config = await configuration(args, cli, "optional");
  if (args.serve) return serve(args, config, cli);
  if (args.port !== undefined) throw new UsageError("--port goes with --serve");
  if (!args.health && args.questions !== undefined) throw new UsageError("--questions goes with --health");
  const questions = args.questions === undefined ? undefined : await questionsOf(args.questions);
  const sources = selectedSources(config, args.source);
  const store = await storeFor(config);
  const running = await store.holder();
  const ledger = await store.read(args.health ? ["reports"] : []);
  try {
    claimForEnvironment(ledger, config, { place: store.place, records: false });
    const status = readStatus(ledger, config, sources, args.source.length === 0, running);
    const text = { width: cli.terminal.width, colours: cli.terminal.colours };
    const health = args.health ? await healthFor(ledger, config, sources, { questions }) : undefined;
    const whole = health ? { ...status, health } : status;
    await cli.terminal.result(args.json ? json(whole) : statusText(whole, text));
  } finally {
    ledger.close();
  }
  return 0;
}

async function healthFor(
  ledger: Ledger,
  { stateDir }: Config,
  sources: readonly SourceConfig[],
  options: Pick<StatusHealthOptions, "questions">,
): Promise<StatusHealth> {
  const { readHealth } = await import("../status/health.ts");
  return readHealth(ledger, { stateDir, sources: sources.map(({ name }) => name), ...options });
}

async function serve(
  args: GlobalArguments & { readonly port: number | undefined },
  config: Config,
  cli: Cli,
): Promise<number> {
  const { serveStatus } = await import("./status-serve.ts");
  return serveStatus(args, config, cli);
}
