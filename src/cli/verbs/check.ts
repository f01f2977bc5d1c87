import type { Config, SourceConfig } from "../../config/types.ts";
import type { CheckResult } from "../../connector-kit/connector.ts";
import { exitCode, toFailure } from "../../errors.ts";
import type { Log } from "../../log/log.ts";
import { type Checked, checkText } from "../../report/check.ts";
import { json } from "../../report/json.ts";
import { count } from "../../report/numbers.ts";
import { logFor } from "../run-context.ts";
import { type Cli, defineVerb } from "../verb.ts";

export const verb = defineVerb({
  options: {},
  positionals: {},
  examples: [
    ["$0 check", "everything: the Intercom token and each source"],
    ["$0 check --source handbook --json", "one source, for programs"],
  ],
  async run(args, cli) {
    const { configuration, selectedSources } = await import("../configuration.ts");
    const config = await configuration(args, cli, "optional");
    const sources = selectedSources(config, args.source);
    const log = await logFor(args, cli);
    const checked = await Promise.all([
      checkIntercom(config, sources, log, cli).then((results) => ({ name: "Intercom", results })),
      ...sources.map(async (source) => ({
        name: source.name,
        results: await checkSource(config, source, log, cli),
      })),
    ]);
    const failed = checked.some(({ results }) => results.some(({ result }) => result === "failed"));
    await cli.terminal.result(
      args.json ? json(asJson(checked)) : displayed(checked, args.quiet && !failed, cli),
    );
    return failed ? exitCode.fatal : exitCode.ok;
  },
});

function displayed(checked: readonly Checked[], silent: boolean, { terminal }: Cli): string {
  return silent ? "" : checkText(checked, { width: terminal.readingWidth, colours: terminal.colours });
}

function asJson([intercom, ...sources]: readonly Checked[]): unknown {
  return { intercom: intercom?.results ?? [], sources };
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

/** One listing of the Content Import Sources proves the token, the region and the permission. */
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
  const { createContentLibrary } = await import("../../intercom/client.ts");
  const library = createContentLibrary({ intercom, concurrency: 1, clock, log });
  try {
    const urls = new Map<string, number>();
    for await (const { url, id } of library.listSources(signal)) urls.set(url, id);
    const detail = `${intercom.baseUrl} accepts it; ${count(urls.size, "content import source")} there`;
    return [
      { what: "token", result: "ok", detail },
      ...sources.map(({ name, url }): CheckResult => {
        const id = urls.get(url);
        const where =
          id === undefined ? `not there yet; the first run creates it for ${url}` : `${id}, ${url}`;
        return { what: `source ${name}`, result: "ok", detail: where };
      }),
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
