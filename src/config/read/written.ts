import { locate, type Tree } from "./tree.ts";

/** What the file says of a source, without reading it. */
export interface WrittenSource {
  readonly name: string;
  readonly connector: string | undefined;
  /** Keys that have a value. */
  readonly keys: ReadonlySet<string>;
}

/** The sources that are mappings, as they are written. */
export function sourcesIn(root: Tree): WrittenSource[] {
  const { tree, found } = locate(root, ["sources"]);
  if (!found || tree.kind !== "map") return [];
  return [...tree.entries].flatMap(([name, { tree: source }]) => {
    if (source.kind !== "map") return [];
    const connector = source.entries.get("connector")?.tree;
    const value = connector?.kind === "scalar" && !connector.failed ? connector.value : undefined;
    return {
      name,
      connector: typeof value === "string" ? value : undefined,
      keys: new Set(source.entries.keys()),
    };
  });
}

/** Stands for a value of a source that is not looked at; it is never sent anywhere. */
const UNSET = "not-set-in-this-run";

/**
 * The configuration with stand-ins for the secrets and other values that are not set, of the sources that are not looked
 * at: a run of some sources needs the secrets of these alone.
 */
export function withoutNeedOf(root: Tree, isNeeded: (source: WrittenSource) => boolean): Tree {
  const { tree: sources, found } = locate(root, ["sources"]);
  if (root.kind !== "map" || !found || sources.kind !== "map") return root;
  const others = new Set(sourcesIn(root).flatMap((source) => (isNeeded(source) ? [] : source.name)));
  const entries = [...sources.entries].map(
    ([name, entry]) => [name, others.has(name) ? { ...entry, tree: filled(entry.tree) } : entry] as const,
  );
  const at = root.entries.get("sources")?.keyAt ?? sources.at;
  const changed: Tree = { ...sources, entries: new Map(entries) };
  return { ...root, entries: new Map([...root.entries, ["sources", { keyAt: at, tree: changed }]]) };
}

function filled(tree: Tree): Tree {
  if (tree.kind === "scalar") {
    const { failed, ...scalar } = tree;
    return failed?.reason === "missing" ? { ...scalar, value: UNSET, source: UNSET } : tree;
  }
  if (tree.kind === "list") return { ...tree, items: tree.items.map(filled) };
  const entries = [...tree.entries].map(
    ([key, entry]) => [key, { ...entry, tree: filled(entry.tree) }] as const,
  );
  return { ...tree, entries: new Map(entries) };
}
