import type { Config, SourceConfig } from "../../config/types.ts";
import type { CheckResult } from "../../connector-kit/connector.ts";
import { exitCode, toFailure } from "../../errors.ts";
import type { ContentImportSource } from "../../intercom/types.ts";
import type { Log } from "../../log/log.ts";
import { type Checked, checkText } from "../../report/check.ts";
import { json } from "../../report/json.ts";
import { count } from "../../report/numbers.ts";
import { UsageError } from "../fail.ts";
import { withRules } from "../rule-check.ts";
import { logFor } from "../run-context.ts";
import { type Cli, defineVerb } from "../verb.ts";

export const verb = defineVerb({
  options: {
    contract: {
      type: "boolean",
      default: false,
      describe: "Also run the contract of all connectors on your own recipes",
    },
  },
  positionals: {},
  examples: [
    ["$0 check", "everything: the Intercom token and each source"],
    ["$0 check --source handbook --json", "one source, for programs"],
    ["$0 check --contract", "and whether your own recipes keep the contract of connectors"],
  ],
  async run(args, cli) {
    const { configuration, selectedSources } = await import("../configuration.ts");
    const config = await configuration(args, cli, "optional");
    const sources = selectedSources(config, args.source);
    if (args.contract) await refuseWithoutRecipes(sources, config);
    const log = await logFor(args, cli);
    const checked = await Promise.all([
      checkIntercom(config, sources, log, cli).then(
        (results): SourceCheck => ({ name: "Intercom", results }),
      ),
      ...sources.map(async (source): Promise<SourceCheck> => {
        const own = args.contract ? await contractOf(source, config, cli) : [];
        const results = [...(await checkSource(config, source, log, cli)), ...own];
        return {
          name: source.name,
          ...(await withRules(results, { config, log, signal: cli.signal }, source)),
        };
      }),
    ]);
    const failed = checked.some(({ results }) => results.some(({ result }) => result === "failed"));
    await cli.terminal.result(
      args.json ? json(asJson(checked)) : displayed(checked, args.quiet && !failed, cli),
    );
    if (!failed) return exitCode.ok;
    const others = checked.filter(({ refused }) => !refused).flatMap(({ results }) => results);
    return others.some(({ result }) => result === "failed") ? exitCode.fatal : exitCode.usage;
  },
});

interface SourceCheck extends Checked {
  /** The only thing that is wrong is a rule that has never matched. */
  readonly refused?: boolean;
}

/** Only a recipe of the user's own is unproved: the program's own tests run the contract on all others. */
async function contractOf(source: SourceConfig, config: Config, { signal }: Cli): Promise<CheckResult[]> {
  const { contractResult, ownRecipeOf } = await import("../check/recipe-contract.ts");
  const recipe = ownRecipeOf(source, config.baseDir);
  return recipe === undefined ? [] : [await contractResult(recipe, signal)];
}

async function refuseWithoutRecipes(sources: readonly SourceConfig[], { baseDir }: Config): Promise<void> {
  const { ownRecipeOf } = await import("../check/recipe-contract.ts");
  if (sources.some((source) => ownRecipeOf(source, baseDir) !== undefined)) return;
  throw new UsageError(
    "--contract: none of these sources has a recipe of its own",
    "It is for `recipe: ./ours.yaml`; the program's tests run the contract on its own recipes.",
  );
}

function displayed(checked: readonly Checked[], silent: boolean, { terminal }: Cli): string {
  return silent ? "" : checkText(checked, { width: terminal.readingWidth, colours: terminal.colours });
}

function asJson([intercom, ...sources]: readonly Checked[]): unknown {
  return {
    intercom: intercom?.results ?? [],
    sources: sources.map(({ name, results, rules = [] }) => ({ name, results, rules })),
  };
}

async function checkSource(
  config: Config,
  source: SourceConfig,
  log: Log,
  { signal }: Cli,
): Promise<readonly CheckResult[]> {
  const { connectorIo } = await import("../../sync/list/io.ts");
  const io = connectorIo({ config, log, signal }, source);
  try {
    return await source.connector.check(source.options, io);
  } catch (error) {
    return [failed(source.connector.type, error)];
  } finally {
    await io.http.close();
  }
}

/** One listing of the Content Import Sources proves the token, the region and the permission to read. */
async function checkIntercom(
  config: Config,
  sources: readonly SourceConfig[],
  log: Log,
  { clock, signal }: Cli,
): Promise<CheckResult[]> {
  const { intercom } = config;
  if (!intercom) {
    const hint =
      "Set INTERCOM_ACCESS_TOKEN; Intercom shows it under Settings → Integrations → Developer Hub.";
    return [{ what: "token", result: "failed", detail: "no token was given", hint }];
  }
  const [{ createContentLibrary }, { importSourceResults }, { proveWriting }] = await Promise.all([
    import("../../intercom/client.ts"),
    import("../check/import-source.ts"),
    import("../check/writing.ts"),
  ]);
  const library = createContentLibrary({ intercom, concurrency: 1, clock, log });
  try {
    const listed: ContentImportSource[] = [];
    for await (const source of library.listSources(signal)) listed.push(source);
    const detail = `${intercom.baseUrl} accepts it; ${count(listed.length, "content import source")} there`;
    return [
      { what: "token", result: "ok", detail },
      await proveWriting(library, sources, listed, signal),
      ...sources.flatMap((source) => importSourceResults(source, listed, intercom.version)),
    ];
  } catch (error) {
    return [failed("token", error)];
  } finally {
    await library.close();
  }
}

function failed(what: string, error: unknown): CheckResult {
  const { message, hint } = toFailure(error);
  return { what, result: "failed", detail: message, hint };
}
