import path from "node:path";
import { stringify } from "yaml";
import type { Connector } from "../../connector-kit/connector.ts";
import { configError } from "../errors/problem.ts";
import { fit } from "../read/fit.ts";
import { locate } from "../read/tree.ts";
import { readYaml } from "../read/yaml.ts";
import { alternatives } from "../schema/inspect.ts";
import type { RecipeReader } from "./find.ts";
import { sharedKeys, withRecipe } from "./lay.ts";

/** A source's own keys, as its user writes them beside `connector`. */
export interface RecipeUse {
  /** A name, or a path that `reader` resolves. */
  readonly recipe: string;
  readonly [key: string]: unknown;
}

const NAME = "recipe";

/**
 * The options of a source that uses a recipe, not yet parsed: what the recipe says, below what the source says.
 * @throws ConfigError where the recipe is wrong, or its user says too little
 */
export function recipeOptions(connector: Connector, use: RecipeUse, reader: RecipeReader): unknown {
  const { tree } = readYaml(stringify({ sources: { [NAME]: use } }));
  if (!tree) throw new Error("a source is a mapping");
  const { root, problems } = withRecipe(tree, NAME, connector, reader);
  if (problems.length > 0) throw configError(path.basename(use.recipe), problems);
  const { tree: source } = locate(root, ["sources", NAME]);
  return fit(source, alternatives(connector.options), (key) => sharedKeys.includes(key));
}
