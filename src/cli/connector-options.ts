import { connectors } from "../../connectors/index.ts";
import { importConnector, isModulePath } from "../config/custom-connectors.ts";
import { suggest } from "../config/errors/suggest.ts";
import { type OptionDoc, optionDocs } from "../config/schema/option-docs.ts";
import type { Connector } from "../connector-kit/connector.ts";
import { json } from "../report/json.ts";
import { painter, wrap } from "../report/terminal-text.ts";
import { UsageError } from "./fail.ts";
import { recipesOf, recipeTable } from "./recipe-list.ts";
import type { Cli } from "./verb.ts";

/** The options of a connector, as text or as JSON. @throws UsageError where there is none of that type */
export async function connectorOptions(type: string, asJson: boolean, { terminal }: Cli): Promise<string> {
  const connector = isModulePath(type)
    ? await importConnector(type, process.cwd(), "connectors")
    : connectors.get(type);
  if (!connector) {
    const recipes = [...connectors.keys()].flatMap(recipesOf).map(([name]) => name);
    const meant = suggest(type, [...connectors.keys(), ...recipes]);
    throw new UsageError(
      `there is no connector "${type}"${meant ? `, did you mean "${meant}"?` : ""}`,
      `There are: ${[...connectors.keys()].join(", ")}; and the recipes ${recipes.join(", ")}.`,
    );
  }
  const options = optionDocs(connector.options);
  if (asJson) return json({ type: connector.type, summary: connector.summary, options });
  const described = optionLines(connector, options, terminal.readingWidth, painter(terminal.colours));
  const recipes = recipeTable(type, terminal.width);
  return `${[...described, ...(recipes.length > 0 ? ["", ...recipes] : [])].join("\n")}\n`;
}

function optionLines(
  connector: Connector,
  options: readonly OptionDoc[],
  width: number,
  paint: ReturnType<typeof painter>,
): string[] {
  return [
    ...wrap(`${connector.type}: ${connector.summary}`, width),
    ...options.flatMap((option) => [
      "",
      `  ${paint("strong", option.name)}  ${paint("quiet", traits(option))}`,
      ...wrap(option.description, width - 4).map((line) => `    ${line}`),
    ]),
    "",
    ...wrap(
      `Every source also has the options url, visible_to, rules, removals, audience_ids, locale.`,
      width,
    ),
  ];
}

function traits({ type, required, default: fallback, secret }: OptionDoc): string {
  return [
    type,
    ...(required ? ["required"] : []),
    ...(fallback === undefined ? [] : [`default ${fallback}`]),
    ...(secret ? [`secret: write \${VARIABLE} or \${file:PATH}`] : []),
  ].join(" · ");
}
