import type { BlockNode } from "./tree.ts";

/** Blocks that are kept; a page whose blocks were dropped is read again. */
const MAX_BLOCKS = 5_000;

/** Keeps blocks that the listing read for the load that follows, which takes them once; the oldest are dropped first. */
export class BlockCache {
  readonly #trees = new Map<string, { readonly tree: readonly BlockNode[]; readonly size: number }>();
  #size = 0;

  put(id: string, tree: readonly BlockNode[]): void {
    this.take(id);
    const size = sizeOf(tree);
    if (size > MAX_BLOCKS) return;
    this.#trees.set(id, { tree, size });
    this.#size += size;
    for (const oldest of this.#trees.keys()) {
      if (this.#size <= MAX_BLOCKS) return;
      this.take(oldest);
    }
  }

  take(id: string): readonly BlockNode[] | undefined {
    const kept = this.#trees.get(id);
    if (!kept) return undefined;
    this.#trees.delete(id);
    this.#size -= kept.size;
    return kept.tree;
  }
}

function sizeOf(tree: readonly BlockNode[]): number {
  return tree.reduce((size, { below }) => size + 1 + sizeOf(below), 0);
}
