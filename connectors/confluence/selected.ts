import { PatternCounts } from "../../src/connector-kit/pattern-counts.ts";
import { chainOf, verdictOf } from "./catalogue.ts";
import type { ListContext } from "./context.ts";

/**
 * What `roots`, `labels` and `exclude_trees` select of the spaces that were read. Of a root or a label the pages that are
 * content count; of an excluded tree all its pages do.
 */
export function countSelected({
  catalogue,
  options,
  archived,
}: Pick<ListContext, "catalogue" | "options" | "archived">): PatternCounts {
  const { roots, exclude_trees, labels } = options;
  const counts = new PatternCounts({ roots, exclude_trees, labels });
  for (const id of catalogue.contents.keys()) {
    const chain = new Set(chainOf(catalogue, id).map((node) => node.id));
    counts.addWhere("exclude_trees", exclude_trees, (tree) => chain.has(tree));
    if (archived.has(id) || verdictOf(catalogue, id, options).kind !== "content") continue;
    counts.addWhere("roots", roots, (root) => chain.has(root));
    const own = catalogue.details.get(id)?.labels ?? [];
    counts.addWhere("labels", labels, (label) => own.includes(label));
  }
  return counts;
}
