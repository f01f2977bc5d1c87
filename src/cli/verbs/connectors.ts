import { about, recipeSummaries } from "../../../connectors/about.ts";
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

/** Only the options of one, and a recipe, need the connectors themselves. */
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

function overview(asJson: boolean, { terminal }: Cli): string {
  const all = Object.values(about);
  const recipes = Object.entries(recipeSummaries);
  if (asJson) {
    const named = recipes.map(([name, summary]) => ({ name, summary }));
    return json(all.map((one) => (one.type === "rest" ? { ...one, recipes: named } : one)));
  }
  const rows = all.map(({ type, summary }) => [type, summary]);
  const lines = [
    ...table([{ heading: "TYPE", cut: "never" }, { heading: "READS" }], rows, terminal.width),
    "",
    "Recipes of rest, for known systems:",
    "",
    ...table([{ heading: "RECIPE", cut: "never" }, { heading: "READS" }], recipes, terminal.width),
  ];
  return `${lines.join("\n")}\n`;
}
