import { createHash } from "node:crypto";
import type { VisibleTo } from "../../src/audience.ts";
import { audienceOf } from "./audience.ts";
import type { ZendeskOptions } from "./options.ts";
import type { Article, UserSegment } from "./schema.ts";
import { categoryOf, pathOf, type Structure, unknownAbove } from "./structure.ts";

/** What the classification of a help center's articles depends on. */
export interface Criteria {
  readonly options: Pick<ZendeskOptions, "user_segments">;
  /** Lower case. */
  readonly locale: string;
  readonly structure: Structure;
  readonly segments: ReadonlyMap<string, UserSegment>;
}

export type Verdict =
  | { readonly kind: "content"; readonly metadata: ArticleMetadata }
  | { readonly kind: "unpublished"; readonly reason: string }
  | { readonly kind: "unreadable"; readonly reason: string };

/** What an entry says of an article beside its title and address. */
export interface ArticleMetadata {
  readonly path: string;
  readonly labels: readonly string[];
  readonly visibleTo?: VisibleTo;
  readonly version: string;
}

/** Whether an article is content, for whom, and as which version. */
export function classify(article: Article, { options, locale, structure, segments }: Criteria): Verdict {
  if (article.locale.toLowerCase() !== locale)
    return { kind: "unpublished", reason: `has no translation in ${locale}, only in ${article.locale}` };
  if (article.draft) return { kind: "unpublished", reason: `its translation in ${locale} is a draft` };
  const audience = audienceOf(article, options.user_segments, segments);
  if (audience.kind === "restricted") return { kind: "unpublished", reason: audience.reason };
  if (audience.kind === "unknown") return { kind: "unreadable", reason: audience.reason };
  const section = article.section_id ?? "";
  if (!structure.sections.has(section)) {
    const reason = `its section (${section || "none"}) is not among the sections that this user sees, so path rules cannot be applied`;
    return { kind: "unreadable", reason };
  }
  const above = unknownAbove(structure, section);
  if (above !== undefined) return { kind: "unreadable", reason: `${above}, so path rules cannot be applied` };
  const visibleTo = audience.kind === "stated" ? { visibleTo: audience.visibleTo } : {};
  const path = pathOf(structure, section, article.title, article.id);
  const labels = labelsOf(article, locale, categoryOf(structure, section));
  return {
    kind: "content",
    metadata: { path, labels, ...visibleTo, version: versionOf(article, visibleTo, labels, path) },
  };
}

/** Its own labels, and further ones for `rules` to match. */
function labelsOf(article: Article, locale: string, category: string | undefined): string[] {
  const ids = [
    ...(article.user_segment_id ? [article.user_segment_id] : []),
    ...(article.user_segment_ids ?? []),
  ];
  const outdated = article.outdated_locales?.some((one) => one.toLowerCase() === locale);
  return [
    ...new Set([
      ...(article.label_names ?? []),
      ...(article.promoted ? ["promoted"] : []),
      ...(outdated ? ["outdated"] : []),
      ...(category ? [`category:${category}`] : []),
      ...(article.section_id ? [`section:${article.section_id}`] : []),
      ...ids.map((id) => `segment:${id}`),
    ]),
  ];
}

/**
 * The times that Zendesk states, and a fingerprint of everything the page depends on: the listing contains the bodies,
 * and a reusable content block may change a body without an edit of the article.
 */
function versionOf(
  article: Article,
  visibleTo: { readonly visibleTo?: VisibleTo },
  labels: readonly string[],
  path: string,
): string {
  const { title, body, locale, updated_at, edited_at } = article;
  const content = JSON.stringify([title, body ?? "", locale, labels, visibleTo, path]);
  const fingerprint = createHash("sha256").update(content).digest("hex").slice(0, 24);
  return [updated_at ?? "", edited_at ?? "", fingerprint].join(" ");
}
