import type { Config } from "../../config/types.ts";
import { claimForEnvironment } from "../../ledger/environment.ts";
import { openLedger } from "../../ledger/sqlite.ts";
import { json } from "../../report/json.ts";
import { statusText } from "../../report/status.ts";
import { readStatus } from "../../status/read.ts";
import { configuration, selectedSources } from "../configuration.ts";
import { UsageError } from "../fail.ts";
import type { GlobalArguments } from "../global-options.ts";
import { type Cli, defineVerb } from "../verb.ts";

export const verb = defineVerb({
  options: {
    serve: {
      type: "boolean",
      default: false,
      describe: "Show it in a browser, on this machine: sources, pages, holds, runs; changes nothing",
    },
    port: {
      type: "number",
      describe: "Port on 127.0.0.1 for --serve",
      defaultDescription: "a free one",
      requiresArg: true,
    },
  },
  positionals: {},
  examples: [
    ["$0 status", "pages per source, the last runs, what is hidden and what is held"],
    ["$0 status --json", "for monitoring"],
    ["$0 status --serve", "the same in a browser, with the pages as Fin reads them"],
  ],
  async run(args, cli) {
    const config = await configuration(args, cli, "optional");
    if (args.serve) return serve(args, config, cli);
    if (args.port !== undefined) throw new UsageError("--port goes with --serve");
    const sources = selectedSources(config, args.source);
    const ledger = await openLedger(config.stateDir, { readOnly: true });
    try {
      claimForEnvironment(ledger, config, { stateDir: config.stateDir, records: false });
      const status = readStatus(ledger, config, sources);
      const text = { width: cli.terminal.width, colours: cli.terminal.colours };
      await cli.terminal.result(args.json ? json(status) : statusText(status, text));
    } finally {
      ledger.close();
    }
    return 0;
  },
});

async function serve(
  args: GlobalArguments & { readonly port: number | undefined },
  config: Config,
  cli: Cli,
): Promise<number> {
  const { serveStatus } = await import("../status-serve.ts");
  return serveStatus(args, config, cli);
}
