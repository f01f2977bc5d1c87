import { about } from "../../../connectors/about.ts";
import { json } from "../../report/json.ts";
import { table } from "../../report/table.ts";
import { type Cli, defineVerb } from "../verb.ts";

export const verb = defineVerb({
  options: {},
  positionals: { type: { type: "string", describe: "A connector's type, or a recipe's name or file" } },
  examples: [
    ["$0 connectors", "which systems can be read"],
    ["$0 connectors docs-repo", "the options of one"],
    ["$0 connectors gitbook", "what a recipe needs, and the source to write"],
  ],
  async run(args, cli) {
    await cli.terminal.result(await shown(args, cli));
    return 0;
  },
});

/** Only the options of one, and its recipes, need the connectors themselves. */
async function shown({ type, json: asJson }: { type?: string | undefined; json: boolean }, cli: Cli) {
  if (type === undefined) return overview(asJson, cli);
  const [{ connectorOptions }, { recipeText }] = await Promise.all([
    import("../connector-options.ts"),
    import("../recipe-list.ts"),
  ]);
  const recipe = recipeText(type, asJson, cli);
  if (recipe !== undefined) return recipe;
  return connectorOptions(type, asJson, cli);
}

async function overview(asJson: boolean, { terminal }: Cli): Promise<string> {
  const all = Object.values(about);
  const { recipesOf, recipeTable } = await import("../recipe-list.ts");
  if (asJson) {
    const named = (type: string) => recipesOf(type).map(([name, { summary }]) => ({ name, summary }));
    return json(all.map((one) => (one.type === "rest" ? { ...one, recipes: named(one.type) } : one)));
  }
  const columns = [{ heading: "TYPE", cut: "never" }, { heading: "READS" }] as const;
  const rows = all.map(({ type, summary }) => [type, summary]);
  const recipes = recipeTable("rest", terminal.width);
  const lines = [
    ...table(columns, rows, terminal.width),
    "",
    "Recipes of rest, for known systems:",
    "",
    ...recipes,
  ];
  return `${lines.join("\n")}\n`;
}
