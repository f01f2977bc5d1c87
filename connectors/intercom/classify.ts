import type { VisibleTo } from "../../src/audience.ts";
import { hashOf } from "../../src/hash.ts";
import { escapeHtml } from "../../src/html/characters.ts";
import { parseUrl } from "../../src/http/url.ts";
import { audienceOf } from "./audience.ts";
import type { IntercomOptions } from "./options.ts";
import type { Article, Content, InternalArticle } from "./schema.ts";
import { type Collections, parentsOf, pathOf, slug } from "./structure.ts";

/** What the classification depends on. */
export interface Criteria {
  readonly options: Pick<IntercomOptions, "article_locale" | "audiences">;
  readonly collections: Collections;
}

export type Verdict =
  | { readonly kind: "content"; readonly metadata: Metadata; readonly html: string }
  | { readonly kind: "unpublished"; readonly reason: string }
  | { readonly kind: "unreadable"; readonly reason: string };

/** What an entry says of an article. */
export interface Metadata {
  readonly title: string;
  readonly path: string;
  readonly url: string | undefined;
  readonly labels: readonly string[];
  readonly visibleTo?: VisibleTo;
  readonly version: string;
  readonly updatedAt: number | undefined;
}

const unpublished = (reason: string): Verdict => ({ kind: "unpublished", reason });
const unreadable = (reason: string): Verdict => ({ kind: "unreadable", reason });

/** Whether an article is content in the source's language, for whom, and as which version. */
export function classify(article: Article, { options, collections }: Criteria): Verdict {
  const content = contentOf(article, options.article_locale);
  if (content === undefined) return unpublished(`has no translation in ${options.article_locale}`);
  if (content.state === "draft") return unpublished("it is a draft");
  if (content.state !== "published") return unreadable("Intercom does not say whether it is published");
  if (content.ai_chatbot_availability === false && content.ai_copilot_availability === false)
    return unpublished("it is switched off there for Fin and for Copilot");
  const audience = audienceOf(article, content, options.audiences);
  if (audience.kind === "restricted") return unpublished(audience.reason);
  if (audience.kind === "unknown") return unreadable(audience.reason);
  if (typeof content.body !== "string") return unreadable("Intercom gives no text of it");
  const title = content.title || article.title || article.id;
  const path = pathOf(article, collections, title, article.id);
  if (path === undefined) return unreadable("its collection is not listed, so path rules cannot be applied");
  const visibleTo = audience.kind === "stated" ? { visibleTo: audience.visibleTo } : {};
  const labels = labelsOf(article, collections);
  const html = htmlOf(content);
  return contentVerdict({ title, path, url: urlOf(content), labels, ...visibleTo }, content.updated_at, html);
}

/** An internal article is for teammates, whatever the source is for. */
export function classifyInternal(article: InternalArticle, { options }: Pick<Criteria, "options">): Verdict {
  const { article_locale: locale } = options;
  if (locale !== undefined && article.locale !== locale)
    return unpublished(`it is written in ${article.locale ?? "no stated language"}, not in ${locale}`);
  if (article.ai_copilot_availability === false) return unpublished("it is switched off there for Copilot");
  if (typeof article.body !== "string") return unreadable("Intercom gives no text of it");
  const title = article.title || article.id;
  const path = `internal-articles/${slug(title, article.id)}`;
  const labels = ["internal-article"];
  return contentVerdict(
    { title, path, url: undefined, labels, visibleTo: "teammates" },
    article.updated_at,
    article.body,
  );
}

function contentVerdict(
  metadata: Omit<Metadata, "version" | "updatedAt">,
  updated: Content["updated_at"],
  html: string,
): Verdict {
  const seconds = Number(updated ?? Number.NaN);
  const version = hashOf([metadata, updated ?? "", hashOf(html)]);
  const updatedAt = Number.isNaN(seconds) ? undefined : seconds * 1000;
  return { kind: "content", html, metadata: { ...metadata, version, updatedAt } };
}

/** The article in a language: its own, or a translation. */
function contentOf(article: Article, locale: string | undefined): Content | undefined {
  if (locale === undefined) return article;
  const translation = article.translated_content?.[locale];
  return translation ?? (article.default_locale === locale ? article : undefined);
}

/** The description stands under the title, above the text. */
function htmlOf({ description, body }: Content): string {
  const text = body ?? "";
  return description?.trim() ? `<p>${escapeHtml(description.trim())}</p>${text}` : text;
}

/** Its tags, its collections, and their help centers, for `rules` to match. */
function labelsOf(article: Article, collections: Collections): string[] {
  const parents = parentsOf(article);
  const centers = parents.flatMap((id) => collections.get(id)?.help_center_id ?? []);
  const tags = article.tags?.tags?.flatMap(({ name }) => name || []) ?? [];
  return [
    ...new Set([
      ...tags,
      ...parents.map((id) => `collection:${id}`),
      ...centers.map((id) => `help-center:${id}`),
    ]),
  ];
}

const urlOf = ({ url }: Content): string | undefined =>
  url && parseUrl(url) && /^https?:/i.test(url) ? new URL(url).href : undefined;
