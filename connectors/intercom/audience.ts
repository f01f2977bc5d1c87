import type { VisibleTo } from "../../src/audience.ts";
import { type IntercomOptions, unstated } from "./options.ts";
import type { Article, Content } from "./schema.ts";

type Mapping = IntercomOptions["audiences"];

/** Who may be answered from an article. */
export type Audience =
  | { readonly kind: "everyone" }
  | { readonly kind: "stated"; readonly visibleTo: VisibleTo }
  | { readonly kind: "restricted"; readonly reason: string }
  /** Intercom's answer says nothing of it: no evidence to publish the article, nor to take its page away. */
  | { readonly kind: "unknown"; readonly reason: string };

/**
 * Who may be answered from an article, as `audiences` maps what Intercom says: whom the help center shows it to, and the
 * audiences that it is targeted to for Fin. Each must be mapped, and the strictest decides.
 * https://developers.intercom.com/docs/references/rest-api/api.intercom.io/articles
 */
export function audienceOf(
  { help_center_audience: shown }: Pick<Article, "help_center_audience">,
  { audience_ids, ai_chatbot_availability: fin }: Pick<Content, "audience_ids" | "ai_chatbot_availability">,
  mapping: Mapping,
): Audience {
  const targets = audience_ids ?? [];
  const named = [shown ?? unstated, ...targets].filter((one) => one !== "everyone");
  const unmapped = named.filter((one) => !Object.hasOwn(mapping, one));
  if (unmapped.includes(unstated))
    return {
      kind: "unknown",
      reason: `Intercom does not say whom the help center shows it to, and \`audiences\` says nothing of ${unstated}`,
    };
  if (unmapped.length > 0) {
    const reason = `only for the audience ${unmapped.join(", ")}, of which \`audiences\` says nothing`;
    return { kind: "restricted", reason };
  }
  const stated = named.map((one) => mapping[one]);
  // What Fin may not answer customers from there is not for customers here.
  if (stated.includes("teammates") || fin === false) return { kind: "stated", visibleTo: "teammates" };
  return named.length === 0 ? { kind: "everyone" } : { kind: "stated", visibleTo: "customers" };
}
