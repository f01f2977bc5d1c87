import { z } from "zod";
import { type Items, itemsOf } from "../../src/connector-kit/items.ts";
import { parseUrl } from "../../src/http/url.ts";

/** Numbers in Zendesk's answers, https://developer.zendesk.com/api-reference/help_center/help-center-api/introduction/#data-types */
const id = z.union([z.number().int(), z.string().regex(/^\d+$/)]).transform(String);

/** https://developer.zendesk.com/api-reference/help_center/help-center-api/articles/#json-format */
export const Article = z.object({
  id,
  title: z.string(),
  body: z.string().nullish(),
  locale: z.string(),
  draft: z.boolean(),
  html_url: z.string().nullish(),
  section_id: id.nullish(),
  user_segment_id: id.nullish(),
  user_segment_ids: z.array(id).nullish(),
  label_names: z.array(z.string()).nullish(),
  promoted: z.boolean().nullish(),
  outdated_locales: z.array(z.string()).nullish(),
  updated_at: z.string().nullish(),
  edited_at: z.string().nullish(),
});
export type Article = z.output<typeof Article>;
export const OneArticle = z.object({ article: Article });

/** https://developer.zendesk.com/api-reference/help_center/help-center-api/sections/#json-format */
export const Section = z.object({
  id,
  name: z.string(),
  category_id: id.nullish(),
  parent_section_id: id.nullish(),
});
export type Section = z.output<typeof Section>;

/** https://developer.zendesk.com/api-reference/help_center/help-center-api/categories/#json-format */
export const Category = z.object({ id, name: z.string() });
export type Category = z.output<typeof Category>;

/** https://developer.zendesk.com/api-reference/help_center/help-center-api/user_segments/#json-format */
export const UserSegment = z.object({
  id,
  name: z.string().nullish(),
  user_type: z.string(),
  built_in: z.boolean(),
});
export type UserSegment = z.output<typeof UserSegment>;

/** https://developer.zendesk.com/api-reference/help_center/help-center-api/article_attachments/#json-format */
export const Attachment = z.object({
  id,
  article_id: id.nullish(),
  file_name: z.string(),
  content_type: z.string().nullish(),
  content_url: z.string(),
  size: z.number().nullish(),
  inline: z.boolean().nullish(),
  updated_at: z.string().nullish(),
});
export type Attachment = z.output<typeof Attachment>;
export const OneAttachment = z.object({ article_attachment: Attachment });

/** https://developer.zendesk.com/api-reference/help_center/help-center-api/translations/#list-enabled-locales-and-default-locale */
export const Locales = z.object({ locales: z.array(z.string()), default_locale: z.string() });

/** An anonymous user has no id, https://developer.zendesk.com/api-reference/ticketing/users/users/#show-self */
export const Me = z.object({
  user: z.object({ id: z.number().nullable(), role: z.string().nullish(), name: z.string().nullish() }),
});

export type Query = Readonly<Record<string, string>>;

/** One page of a listing, and the query of the next one. */
export interface Slice<T> extends Items<T> {
  /** Undefined: this was the last one. */
  readonly next?: Query | undefined;
  /** How many items the listing has in all, where it says so. */
  readonly total?: number | undefined;
}

const PageOfAnything = z.looseObject({
  meta: z.object({ has_more: z.boolean(), after_cursor: z.string().nullish() }).optional(),
  links: z.object({ next: z.string().nullish() }).nullish(),
  next_page: z.string().nullish(),
  /** How many there are in all, where pages have numbers. */
  count: z.number().int().nullish().catch(undefined),
});

/**
 * A page as the API answers it: by cursor, or by number where an endpoint has no cursors. Of the next page's address
 * only the cursor or number is used, so that credentials go nowhere else.
 * https://developer.zendesk.com/api-reference/introduction/pagination/
 */
export function sliceOf<T>(key: string, item: z.ZodType<T>): z.ZodType<Slice<T>> {
  return PageOfAnything.transform((answer, context): Slice<T> => {
    const items = itemsOf(item).safeParse(answer[key]);
    if (!items.success) {
      for (const { path, message } of items.error.issues)
        context.addIssue({ code: "custom", path: [key, ...path], message });
      return z.NEVER;
    }
    const { meta, next_page } = answer;
    const total = meta === undefined ? (answer.count ?? undefined) : undefined;
    if (meta === undefined && next_page === undefined) {
      context.addIssue({ code: "custom", path: ["meta"], message: "does not say whether there is more" });
      return z.NEVER;
    }
    const more = meta ? meta.has_more : next_page !== null;
    if (!more) return { ...items.data, total };
    const next = meta
      ? queryOf("page[after]", meta.after_cursor ?? parameter(answer.links?.next, "page[after]"))
      : queryOf("page", parameter(next_page, "page"));
    if (next) return { ...items.data, next, total };
    context.addIssue({ code: "custom", path: ["meta"], message: "says that there is more, but not where" });
    return z.NEVER;
  });
}

const queryOf = (name: string, value: string | undefined): Query | undefined =>
  value ? { [name]: value } : undefined;

function parameter(address: string | null | undefined, name: string): string | undefined {
  if (!address || !parseUrl(address, "https://site")) return undefined;
  return new URL(address, "https://site").searchParams.get(name) ?? undefined;
}
