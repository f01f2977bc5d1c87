import type { Place } from "../errors/problem.ts";
import type { Filled } from "./interpolate.ts";

export type Path = readonly (string | number)[];

/** The configuration file, parsed and filled, each value with its place. */
export type Tree = ScalarTree | MapTree | ListTree;

export interface ScalarTree {
  readonly kind: "scalar";
  readonly at: Place;
  readonly value: string | number | boolean | null;
  /** The text in the file, so that `2.10` can be read as text without losing its zero. */
  readonly source: string;
  /** The `${…}` that the value came from; messages never quote such a value. */
  readonly from: readonly string[];
  readonly failed?: Extract<Filled, { kind: "failed" }>;
}

export interface MapTree {
  readonly kind: "map";
  readonly at: Place;
  readonly entries: ReadonlyMap<string, { readonly keyAt: Place; readonly tree: Tree }>;
}

export interface ListTree {
  readonly kind: "list";
  readonly at: Place;
  readonly items: readonly Tree[];
}

/** Where a path leads: the deepest value that exists on it, and whether that is the path's end. */
export interface Located {
  readonly tree: Tree;
  /** The place to report: of a scalar itself; of the key of a mapping, a list or an empty value. */
  readonly at: Place;
  readonly found: boolean;
}

export function locate(root: Tree, path: Path): Located {
  let tree = root;
  let keyAt: Place | undefined;
  for (const step of path) {
    const next = child(tree, step);
    if (next === undefined) return { tree, at: pointer(tree, keyAt), found: false };
    tree = next.tree;
    keyAt = next.keyAt;
  }
  return { tree, at: pointer(tree, keyAt), found: true };
}

/** The place of a key in the mapping at `path`, or of the mapping. */
export function locateKey(root: Tree, path: Path, key: string): Place {
  const { tree, at } = locate(root, path);
  return (tree.kind === "map" ? tree.entries.get(key)?.keyAt : undefined) ?? at;
}

/** Every scalar of the tree with its path. */
export function* scalars(tree: Tree, path: Path = []): Generator<{ path: Path; scalar: ScalarTree }> {
  if (tree.kind === "scalar") yield { path, scalar: tree };
  if (tree.kind === "list") {
    for (const [index, item] of tree.items.entries()) yield* scalars(item, [...path, index]);
  }
  if (tree.kind === "map") {
    for (const [key, entry] of tree.entries) yield* scalars(entry.tree, [...path, key]);
  }
}

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

/** `sources.handbook.include[0]` */
export function dotted(path: Path): string {
  return path.reduce<string>(
    (text, step) => (typeof step === "number" ? `${text}[${step}]` : text === "" ? step : `${text}.${step}`),
    "",
  );
}

function child(tree: Tree, step: string | number): { tree: Tree; keyAt?: Place } | undefined {
  if (tree.kind === "map") return tree.entries.get(String(step));
  if (tree.kind !== "list") return undefined;
  const item = tree.items[Number(step)];
  return item && { tree: item };
}

function pointer(tree: Tree, keyAt: Place | undefined): Place {
  const ownPlace = tree.kind === "scalar" && !(tree.value === null && tree.source === "");
  return ownPlace ? tree.at : (keyAt ?? tree.at);
}
