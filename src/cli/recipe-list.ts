import { readFileSync } from "node:fs";
import { connectors } from "../../connectors/index.ts";
import { configError } from "../config/errors/problem.ts";
import { exampleSource, recipeFacts } from "../config/recipe/describe.ts";
import { builtInRecipe, parseRecipe, recipeNames } from "../config/recipe/find.ts";
import type { Recipe } from "../config/recipe/schema.ts";
import { json } from "../report/json.ts";
import { table } from "../report/table.ts";
import { painter, wrap } from "../report/terminal-text.ts";
import { UsageError } from "./fail.ts";
import type { Cli } from "./verb.ts";

/** The folder of a connector's recipes; undefined where it has none. */
const folderOf = (type: string): string | undefined => connectors.get(type)?.recipes;

/** The recipes of a connector by name. @throws ConfigError for one that cannot be read */
export function recipesOf(type: string): [name: string, recipe: Recipe][] {
  const folder = folderOf(type);
  return folder === undefined ? [] : recipeNames(folder).map((name) => [name, builtIn(folder, name)]);
}

function builtIn(folder: string, name: string): Recipe {
  const read = builtInRecipe(folder, name);
  if (!read.ok) throw configError(name, read.problems);
  return read.recipe;
}

/** A table of a connector's recipes; empty where it has none. */
export function recipeTable(type: string, width: number): string[] {
  const rows = recipesOf(type).map(([name, { summary }]) => [name, summary]);
  return rows.length === 0
    ? []
    : table([{ heading: "RECIPE", cut: "never" }, { heading: "READS" }], rows, width);
}

/**
 * One recipe, as text or as JSON: what its user writes, and what it needs and promises.
 * @param named a name, or the path of a file
 * @returns undefined where no connector has a recipe of that name
 */
export function recipeText(named: string, asJson: boolean, { terminal }: Cli): string | undefined {
  const found = namedRecipe(named);
  if (found === undefined) return undefined;
  const [name, recipe] = found;
  if (asJson)
    return json({ recipe: name, ...recipe, source: undefined, example: exampleSource(name, recipe) });
  const width = terminal.readingWidth;
  const paint = painter(terminal.colours);
  const facts = recipeFacts(recipe).flatMap(({ what, lines }) => [
    "",
    `  ${paint("strong", what)}`,
    ...lines.flatMap((line) => wrap(line, width - 4).map((text) => `    ${text}`)),
  ]);
  const example = exampleSource(name, recipe).split("\n");
  const all = [
    ...wrap(`${recipe.name}: ${recipe.summary}`, width),
    "",
    ...example.map((line) => `  ${line}`),
    ...facts,
  ];
  return `${all.join("\n")}\n`;
}

/** A module has another ending. */
const isRecipeFile = (named: string): boolean => /\.ya?ml$/i.test(named);

function namedRecipe(named: string): [name: string, recipe: Recipe] | undefined {
  if (!isRecipeFile(named)) return [...connectors.keys()].flatMap(recipesOf).find(([name]) => name === named);
  const read = parseRecipe(readRecipeFile(named), named);
  if (!read.ok) throw configError(named, read.problems);
  return [named, read.recipe];
}

function readRecipeFile(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    throw new UsageError(`${file} cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  }
}
