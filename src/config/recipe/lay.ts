import type { Connector } from "../../connector-kit/connector.ts";
import type { Problem } from "../errors/problem.ts";
import { dotted, locate, type MapTree, type Path, type Tree } from "../read/tree.ts";
import { sourceSchema } from "../schema/source.ts";
import { filledRecipe } from "./fill.ts";
import { type FoundRecipe, findRecipe, type RecipeReader } from "./find.ts";
import type { Recipe } from "./schema.ts";
import { readSettings } from "./settings.ts";

export interface Laid {
  /** The configuration with the recipe's settings below those of the source. */
  readonly root: Tree;
  readonly problems: readonly Problem[];
}

/**
 * Lays the recipe that a source names below it, filled with the source's settings: what the source itself says wins, key by
 * key. A source without `recipe` stays as it is.
 *
 * @param name of the source
 */
export function withRecipe(root: Tree, name: string, connector: Connector, reader: RecipeReader): Laid {
  const path: Path = ["sources", name];
  const { tree: source } = locate(root, path);
  const { tree: named, found, at } = locate(root, [...path, "recipe"]);
  const isNamed = found && named.kind === "scalar" && typeof named.value === "string" && named.value !== "";
  if (connector.recipes === undefined || source.kind !== "map" || !isNamed) return { root, problems: [] };
  if (named.failed) return { root, problems: [] };
  const where = dotted([...path, "recipe"]);
  const read = findRecipe(String(named.value), { folder: connector.recipes, reader, at, where });
  if (!read.ok) return { root, problems: read.problems };
  const { settings, problems } = readSettings(root, path, read.recipe);
  if (problems.length > 0) return { root, problems };
  const unfilled: Problem[] = [];
  const below = filledRecipe(sourceOf(read), settings, unfilled);
  const demanded = [...unfilled, ...reserved(below), ...demands(root, path, read.recipe)];
  if (below.kind !== "map" || demanded.length > 0) return { root, problems: demanded };
  const laid = laidBelow(below, source, read.recipe);
  return { root: replaced(root, path, laid), problems: [] };
}

const sourceOf = ({ tree }: Pick<FoundRecipe, "tree">): Tree => locate(tree, ["source"]).tree;

/** Keys of every source that a recipe may give too: how its system is asked, and how its pages are read. */
export const sharedKeys: readonly string[] = ["requests_per_second", "content_selector", "exclude_selectors"];

/** Who may be answered, where requests may go and what is removed is for the source itself to say. */
function reserved(recipe: Tree): Problem[] {
  const entries = recipe.kind === "map" ? [...recipe.entries] : [];
  const own = new Set(["recipe", "settings", "audience", ...Object.keys(sourceSchema.shape)]);
  return entries
    .filter(([key]) => own.has(key) && !sharedKeys.includes(key))
    .map(([key, { keyAt }]) => ({
      at: keyAt,
      message: `source.${key}: is for the source itself, not for a recipe`,
    }));
}

/** What a recipe's user has to say beside its settings: credentials, and who may read what they open. */
function demands(root: Tree, path: Path, { name, credentials, audience }: Recipe): Problem[] {
  const { at } = locate(root, path);
  const has = (key: string) => locate(root, [...path, key]).found;
  const problems: Problem[] = [];
  if (!credentials.optional && !has("auth"))
    problems.push({
      at,
      message: `${dotted(path)}: auth is missing: ${name} wants \`auth: ${credentials.example}\``,
      hint: `${name}: ${credentials.where}`,
    });
  if (!audience.told && !has("audience"))
    problems.push({
      at,
      message: `${dotted(path)}: audience is missing: ${name} does not tell who may read a document, so state it: \`audience: customers\` if everything that these credentials read is for everybody, else \`audience: teammates\``,
      hint: `${name}: ${audience.how}`,
    });
  return problems;
}

function laidBelow(recipe: MapTree, source: MapTree, { credentials }: Recipe): MapTree {
  const { at } = recipe;
  const access: Tree = { kind: "scalar", at, value: credentials.where, source: credentials.where, from: [] };
  const below = { ...recipe, entries: new Map([...recipe.entries, ["access", { keyAt: at, tree: access }]]) };
  const laid = laidOver(below, source);
  const entries = new Map([...laid.entries].filter(([key]) => key !== "settings"));
  return { ...laid, entries };
}

/** Mappings key by key; anything else, and a mapping of another kind, is the upper one. */
function laidOver(below: MapTree, above: MapTree): MapTree {
  const entries = new Map(below.entries);
  for (const [key, { keyAt, tree }] of above.entries) {
    const under = below.entries.get(key)?.tree;
    const both = under?.kind === "map" && tree.kind === "map" && !isOtherKind(key, under, tree);
    entries.set(key, { keyAt, tree: both ? laidOver(under, tree) : tree });
  }
  return { ...above, entries };
}

/** Of `auth` there is one kind, and `pagination` says its kind: what belongs to another one must not stay. */
function isOtherKind(key: string, below: MapTree, above: MapTree): boolean {
  if (key === "auth") return [...below.entries.keys()].some((kind) => !above.entries.has(kind));
  const kindOf = ({ entries }: MapTree) => {
    const kind = entries.get("kind")?.tree;
    return kind?.kind === "scalar" ? kind.value : undefined;
  };
  return kindOf(above) !== undefined && kindOf(above) !== kindOf(below);
}

/** The tree with another value at the end of a path of keys that exist. */
function replaced(root: Tree, [key, ...deeper]: Path, value: Tree): Tree {
  if (key === undefined) return value;
  const entry = root.kind === "map" ? root.entries.get(String(key)) : undefined;
  if (root.kind !== "map" || entry === undefined) return root;
  const tree = replaced(entry.tree, deeper, value);
  return { ...root, entries: new Map([...root.entries, [String(key), { ...entry, tree }]]) };
}
