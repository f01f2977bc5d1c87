import type { Article, Collection } from "./schema.ts";

/** The collections of all help centers by their numbers. */
export type Collections = ReadonlyMap<string, Collection>;

export interface Selection {
  readonly help_centers?: readonly string[] | undefined;
  readonly collections?: readonly string[] | undefined;
}

type Placed = Pick<Article, "parent_id" | "parent_ids">;

/** Numbers of the collections in which an article stands: the one that it is shown in first. */
export const parentsOf = ({ parent_id, parent_ids }: Placed): string[] => [
  ...new Set([...(parent_id ? [parent_id] : []), ...(parent_ids ?? [])]),
];

/** A collection and those above it, outermost first; undefined where one of them is not known. */
export function chainOf(collections: Collections, id: string): Collection[] | undefined {
  const chain: Collection[] = [];
  for (let at: string | null | undefined = id; at; ) {
    const found = collections.get(at);
    if (found === undefined || chain.includes(found)) return undefined;
    chain.unshift(found);
    at = found.parent_id;
  }
  return chain;
}

/** Whether the source selects an article; without a selection, every one is. */
export function isSelected(article: Placed, collections: Collections, selection: Selection): boolean {
  const { help_centers, collections: wanted } = selection;
  if (!help_centers && !wanted) return true;
  return parentsOf(article)
    .flatMap((id) => chainOf(collections, id) ?? [])
    .some(
      ({ id, help_center_id }) =>
        wanted?.includes(id) || (help_center_id != null && help_centers?.includes(help_center_id)),
    );
}

/**
 * `billing/refunds/how-long`: names of the collections and the title, as `rules` see them. Undefined where a collection is
 * not known.
 */
export function pathOf(
  article: Placed,
  collections: Collections,
  title: string,
  id: string,
): string | undefined {
  const [first] = parentsOf(article);
  const chain = first === undefined ? [] : chainOf(collections, first);
  if (chain === undefined) return undefined;
  return [...chain.map((one) => slug(one.name ?? "", one.id)), slug(title, id)].join("/");
}

export function slug(name: string, fallback: string): string {
  const words = name
    .normalize("NFKC")
    .toLowerCase()
    .match(/[\p{L}\p{N}]+/gu);
  return words ? words.join("-") : fallback;
}
