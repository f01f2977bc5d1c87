import type { Filled } from "./interpolate.ts";
import type { MapTree, ScalarTree, Tree } from "./tree.ts";

/** The tree with every text filled by `fill`, each once. */
export function filledTree(tree: MapTree, fill: (text: string) => Filled): MapTree;
export function filledTree(tree: Tree, fill: (text: string) => Filled): Tree;
export function filledTree(tree: Tree, fill: (text: string) => Filled): Tree {
  if (tree.kind === "scalar") return filledScalar(tree, fill);
  if (tree.kind === "list") return { ...tree, items: tree.items.map((item) => filledTree(item, fill)) };
  const entries = [...tree.entries].map(
    ([key, entry]) => [key, { ...entry, tree: filledTree(entry.tree, fill) }] as const,
  );
  return { ...tree, entries: new Map(entries) };
}

function filledScalar(scalar: ScalarTree, fill: (text: string) => Filled): ScalarTree {
  if (typeof scalar.value !== "string") return scalar;
  const filled = fill(scalar.value);
  return filled.kind === "filled"
    ? { ...scalar, value: filled.text, from: filled.from }
    : { ...scalar, value: "", failed: filled };
}
