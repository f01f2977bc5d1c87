import type { DriveItem, Snapshot } from "./schema.ts";

/** What a drive holds, by id. */
export interface Tree {
  readonly items: ReadonlyMap<string, DriveItem>;
  /** Ids of what was deleted, the newest last. */
  readonly deleted: ReadonlySet<string>;
}

/** Deletions that are remembered: a page that is still there after so many others is found by its absence. */
const MAX_DELETED = 10_000;

/**
 * A drive after its changes. Of an item that comes more than once the last state counts, and what is left in a deleted
 * folder when all changes are known is deleted with it. https://learn.microsoft.com/graph/api/driveitem-delta#remarks
 *
 * @param before undefined: the changes are everything that the drive holds
 */
export function afterChanges(
  before: Pick<Snapshot, "items" | "deleted"> | undefined,
  changes: readonly DriveItem[],
): Tree {
  const items = new Map((before?.items ?? []).map((item) => [item.id, item]));
  const deleted = new Set(before?.deleted ?? []);
  for (const item of changes) {
    deleted.delete(item.id);
    if (item.deleted) {
      items.delete(item.id);
      deleted.add(item.id);
    } else items.set(item.id, item);
  }
  for (const { id } of [...items.values()].filter((item) => isBelow(item, items, deleted))) {
    items.delete(id);
    deleted.add(id);
  }
  return { items, deleted: new Set([...deleted].slice(-MAX_DELETED)) };
}

function isBelow(
  item: DriveItem,
  items: ReadonlyMap<string, DriveItem>,
  folders: ReadonlySet<string>,
): boolean {
  const chain = chainOf(item, items);
  const top = chain.at(-1)?.parentReference?.id;
  return top != null && folders.has(top);
}

/** An item and the folders above it, nearest first, as far as they are known. */
export function chainOf(item: DriveItem, items: ReadonlyMap<string, DriveItem>): DriveItem[] {
  const chain: DriveItem[] = [];
  const seen = new Set<string>();
  for (let next: DriveItem | undefined = item; next && !seen.has(next.id); ) {
    chain.push(next);
    seen.add(next.id);
    next = items.get(next.parentReference?.id ?? "");
  }
  return chain;
}

/**
 * Paths of items below their drive's root, folder by folder; an item's own `parentReference.path` is not in the changes.
 * Undefined: a folder above it is not known, so that nobody can tell which rules it falls under.
 */
export function stepsOf(item: DriveItem, items: ReadonlyMap<string, DriveItem>): string[] | undefined {
  const chain = chainOf(item, items);
  if (!chain.at(-1)?.root) return undefined;
  const names = chain.slice(0, -1).map(({ name }) => name?.trim());
  const steps: string[] = [];
  for (const name of names.reverse()) {
    if (!name || name === "." || name === "..") return undefined;
    steps.push(name.replaceAll(/[/\\]/g, "-"));
  }
  return steps;
}
