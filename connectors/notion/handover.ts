import type { BlockNode } from "./tree.ts";

/** Blocks kept at most; a page that is loaded later than that is read again. */
const maxBlocks = 5_000;

/** Hands blocks that the listing read over to the load that follows, once each; the oldest are dropped first. */
export class Handover {
  readonly #trees = new Map<string, { readonly tree: readonly BlockNode[]; readonly size: number }>();
  #size = 0;

  put(id: string, tree: readonly BlockNode[]): void {
    this.take(id);
    const size = sizeOf(tree);
    if (size > maxBlocks) return;
    this.#trees.set(id, { tree, size });
    this.#size += size;
    for (const oldest of this.#trees.keys()) {
      if (this.#size <= maxBlocks) return;
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
