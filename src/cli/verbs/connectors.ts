import { about } from "../../../connectors/about.ts";
import { json } from "../../report/json.ts";
import { table } from "../../report/table.ts";
import { type Cli, defineVerb } from "../verb.ts";

export const verb = defineVerb({
  options: {},
  positionals: { type: { type: "string", describe: "A connector's type" } },
  examples: [
    ["$0 connectors", "which systems can be read"],
    ["$0 connectors docs-repo", "the options of one"],
  ],
  async run(args, cli) {
    await cli.terminal.result(await shown(args, cli));
    return 0;
  },
});

/** Only the options of one need the connectors themselves. */
async function shown({ type, json: asJson }: { type?: string | undefined; json: boolean }, cli: Cli) {
  if (type === undefined) return overview(asJson, cli);
  const { connectorOptions } = await import("../connector-options.ts");
  return connectorOptions(type, asJson, cli);
}

function overview(asJson: boolean, { terminal }: Cli): string {
  const all = Object.values(about);
  if (asJson) return json(all);
  const columns = [{ heading: "TYPE", cut: "never" }, { heading: "READS" }] as const;
  const rows = all.map(({ type, summary }) => [type, summary]);
  return `${table(columns, rows, terminal.width).join("\n")}\n`;
}
