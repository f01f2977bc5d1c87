import type { VisibleTo } from "../../src/audience.ts";
import type { ZendeskOptions } from "./options.ts";
import type { Article, UserSegment } from "./schema.ts";

type Mapping = ZendeskOptions["user_segments"];

/** Who may be answered from an article. */
export type Audience =
  | { readonly kind: "everyone" }
  | { readonly kind: "stated"; readonly visibleTo: VisibleTo }
  | { readonly kind: "restricted"; readonly reason: string }
  /** Zendesk's answer says nothing of it: no evidence to publish the article, nor to take its page away. */
  | { readonly kind: "unknown"; readonly reason: string };

/**
 * Who may be answered from an article, by its user segments as `user_segments` maps them. The article states them as one
 * id, as a list (Enterprise), or both; null and an empty list mean everyone. Where several are given, each must be mapped,
 * and the strictest decides. Of an article without either nothing is known.
 * https://developer.zendesk.com/api-reference/help_center/help-center-api/articles/#json-format
 */
export function audienceOf(
  { user_segment_id, user_segment_ids }: Pick<Article, "user_segment_id" | "user_segment_ids">,
  mapping: Mapping,
  segments: ReadonlyMap<string, UserSegment>,
): Audience {
  if (user_segment_id === undefined && !user_segment_ids)
    return { kind: "unknown", reason: "Zendesk does not say who may see it" };
  const ids = [...new Set([...(user_segment_id ? [user_segment_id] : []), ...(user_segment_ids ?? [])])];
  if (ids.length === 0) return { kind: "everyone" };
  const unmapped = ids.filter((id) => mappedTo(id, mapping, segments) === undefined);
  if (unmapped.length > 0) {
    const names = unmapped.map((id) => nameOf(id, segments)).join(", ");
    return {
      kind: "restricted",
      reason: `only for the user segment ${names}, of which \`user_segments\` says nothing`,
    };
  }
  const teammates = ids.some((id) => mappedTo(id, mapping, segments) === "teammates");
  return { kind: "stated", visibleTo: teammates ? "teammates" : "customers" };
}

/** By its number, else by its type where the segment is built in: custom segments of a type may be far smaller. */
function mappedTo(
  id: string,
  mapping: Mapping,
  segments: ReadonlyMap<string, UserSegment>,
): VisibleTo | undefined {
  if (Object.hasOwn(mapping, id)) return mapping[id];
  const segment = segments.get(id);
  return segment?.built_in && Object.hasOwn(mapping, segment.user_type)
    ? mapping[segment.user_type]
    : undefined;
}

function nameOf(id: string, segments: ReadonlyMap<string, UserSegment>): string {
  const name = segments.get(id)?.name;
  return name ? `${id} (${name})` : id;
}
