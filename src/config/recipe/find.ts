import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import type { Place, Problem } from "../errors/problem.ts";
import { didYouMean } from "../errors/suggest.ts";
import { check } from "../read/check.ts";
import type { LayerReader } from "../read/layers.ts";
import type { Tree } from "../read/tree.ts";
import { readYaml } from "../read/yaml.ts";
import { type Recipe, recipeSchema } from "./schema.ts";

/** How recipes of a user's own are read: beside the configuration file that names them. */
export interface RecipeReader extends LayerReader {
  /** The configuration file, as `resolve` takes it. */
  readonly file: string;
}

/** A recipe with its places, for messages. */
export interface FoundRecipe {
  readonly recipe: Recipe;
  readonly tree: Tree;
}

export type RecipeRead =
  | ({ readonly ok: true } & FoundRecipe)
  | { readonly ok: false; readonly problems: readonly Problem[] };

/** A recipe that is named by its file, relative to the configuration. */
export const isRecipePath = (named: string): boolean => /[/\\.]/.test(named);

/** The names of the recipes in a folder. */
export const recipeNames = (folder: string): string[] =>
  readdirSync(folder)
    .flatMap((file) => (file.endsWith(".yaml") ? [file.slice(0, -".yaml".length)] : []))
    .sort();

/** One of the recipes in a folder. */
export function builtInRecipe(folder: string, name: string): RecipeRead {
  const file = path.join(folder, `${name}.yaml`);
  return parseRecipe(readFileSync(file, "utf8"), path.relative(process.cwd(), file));
}

/**
 * The recipe that a source names: one of the folder's by its name, or a file of the user's by its path.
 *
 * @param at the place of `recipe`, for what is wrong with the name
 * @param where the key with those above it: `sources.help.recipe`
 */
export function findRecipe(
  named: string,
  { folder, reader, at, where }: { folder: string; reader: RecipeReader; at: Place; where: string },
): RecipeRead {
  if (!isRecipePath(named)) {
    const known = recipeNames(folder);
    if (known.includes(named)) return builtInRecipe(folder, named);
    const message = `${where}: unknown recipe "${named}"${didYouMean(named, known)} (known: ${known.join(", ")}; or the path of a file: ./ours.yaml)`;
    return { ok: false, problems: [{ at, message }] };
  }
  try {
    const file = reader.resolve(reader.file, named);
    return parseRecipe(reader.read(file), reader.display(file));
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return { ok: false, problems: [{ at, message: `${where}: ${named} cannot be read: ${why}` }] };
  }
}

/** @param file how messages name it */
export function parseRecipe(text: string, file: string): RecipeRead {
  const { tree, problems } = readYaml(text, file);
  if (!tree || problems.length > 0) {
    const empty = { at: { file, line: 1, column: 1 }, message: "the recipe is empty" };
    return { ok: false, problems: problems.length > 0 ? problems : [empty] };
  }
  const checked = check(recipeSchema, { root: tree, path: [] });
  return checked.ok ? { ok: true, recipe: checked.value, tree } : checked;
}
