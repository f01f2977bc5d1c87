import { PatternCounts } from "../../src/connector-kit/pattern-counts.ts";
import type { Criteria } from "./classify.ts";
import type { ZendeskOptions } from "./options.ts";
import type { Article } from "./schema.ts";
import { categoryOf, chainOf } from "./structure.ts";

type Selection = Pick<ZendeskOptions, "categories" | "sections" | "user_segments">;

/** Counts for `categories`, `sections` and `user_segments`. */
export const selectionCounts = ({ categories, sections, user_segments }: Selection): PatternCounts =>
  new PatternCounts({ categories, sections, user_segments });

/** Counts one article that is content for the patterns that select it. */
export function countArticle(
  counts: PatternCounts,
  article: Pick<Article, "section_id" | "user_segment_id" | "user_segment_ids">,
  { structure, segments }: Criteria,
  { categories, sections, user_segments }: Selection,
): void {
  const section = article.section_id ?? "";
  const category = categoryOf(structure, section);
  const chain = chainOf(structure, section).map(({ id }) => id);
  counts.addWhere("categories", categories, (id) => id === category);
  counts.addWhere("sections", sections, (id) => chain.includes(id));
  const own = new Set([article.user_segment_id ?? [], article.user_segment_ids ?? []].flat());
  const named = [...own].map((id) => {
    const segment = segments.get(id);
    return Object.hasOwn(user_segments, id) ? id : segment?.built_in ? segment.user_type : id;
  });
  for (const key of new Set(named)) if (Object.hasOwn(user_segments, key)) counts.add(`user_segments.${key}`);
}
