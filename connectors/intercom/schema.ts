import { z } from "zod";
import { type Items, itemsOf } from "../../src/connector-kit/items.ts";
import { parseUrl } from "../../src/http/url.ts";

/** Numbers come as numbers and as text, https://developers.intercom.com/docs/references/rest-api/api.intercom.io/articles */
const id = z.union([z.number().int(), z.string().regex(/^\d+$/)]).transform(String);
const time = z.union([z.number(), z.string()]).nullish();

/** An article's content in one language. */
const Content = z.object({
  title: z.string().nullish(),
  description: z.string().nullish(),
  body: z.string().nullish(),
  state: z.string().nullish(),
  updated_at: time,
  url: z.string().nullish(),
  audience_ids: z.array(id).nullish(),
  ai_chatbot_availability: z.boolean().nullish(),
  ai_copilot_availability: z.boolean().nullish(),
});
export type Content = z.output<typeof Content>;

export const Article = Content.extend({
  id,
  default_locale: z.string().nullish(),
  parent_id: id.nullish(),
  parent_ids: z.array(id).nullish(),
  help_center_audience: z.string().nullish(),
  tags: z.object({ tags: z.array(z.object({ name: z.string().nullish() })).nullish() }).nullish(),
  /** By locale; one member says what it is. */
  translated_content: z
    .record(z.string(), z.unknown())
    .transform((translations) =>
      Object.fromEntries(
        Object.entries(translations).flatMap(([locale, content]) => {
          const read = Content.safeParse(content);
          return read.success ? [[locale, read.data] as const] : [];
        }),
      ),
    )
    .nullish(),
});
export type Article = z.output<typeof Article>;

export const InternalArticle = z.object({
  id,
  title: z.string().nullish(),
  body: z.string().nullish(),
  locale: z.string().nullish(),
  updated_at: time,
  audience_ids: z.array(id).nullish(),
  ai_copilot_availability: z.boolean().nullish(),
});
export type InternalArticle = z.output<typeof InternalArticle>;

export const Collection = z.object({
  id,
  name: z.string().nullish(),
  parent_id: id.nullish(),
  help_center_id: id.nullish(),
});
export type Collection = z.output<typeof Collection>;

export const HelpCenters = z.object({
  data: z.array(
    z.object({ id, display_name: z.string().nullish(), website_turned_on: z.boolean().nullish() }),
  ),
});

export const Me = z.object({
  name: z.string().nullish(),
  email: z.string().nullish(),
  app: z
    .object({ id_code: z.string().nullish(), name: z.string().nullish(), region: z.string().nullish() })
    .nullish(),
});

/** https://developers.intercom.com/docs/references/rest-api/errors/error-objects */
export const ErrorList = z.object({
  request_id: z.string().nullish(),
  errors: z.array(z.object({ code: z.string().nullish(), message: z.string().nullish() })).min(1),
});

export type Query = Readonly<Record<string, string>>;

/** One page of a listing, and the query of the next one. */
export interface Page<T> extends Items<T> {
  /** Undefined: this was the last one. */
  readonly next: Query | undefined;
  /** How many there are in all, where Intercom says so. */
  readonly total: number | undefined;
}

const Pages = z.object({
  next: z.union([z.string(), z.object({ starting_after: z.string().nullish() })]).nullish(),
  page: z.number().int().nullish(),
  total_pages: z.number().int().nullish(),
});

/**
 * A page of a list. The next one is named by a cursor, by an address, of which only the place is used, so that the token
 * goes nowhere else, or by its number.
 * https://developers.intercom.com/docs/build-an-integration/learn-more/rest-apis/pagination
 */
export function pageOf<T>(item: z.ZodType<T>): z.ZodType<Page<T>> {
  return z
    .object({ data: itemsOf(item), pages: Pages.nullish(), total_count: z.number().int().nullish() })
    .transform(({ data, pages, total_count }, context): Page<T> => {
      const total = total_count ?? undefined;
      const last = { ...data, next: undefined, total };
      const { next, page, total_pages } = pages ?? {};
      if (!next && !(page && total_pages && page < total_pages)) return last;
      const place = next ? placeIn(next) : { page: String((page ?? 0) + 1) };
      if (place !== undefined) return { ...data, next: place, total };
      if (typeof next === "object") return last;
      context.addIssue({
        code: "custom",
        path: ["pages", "next"],
        message: "says that there is more, but not where",
      });
      return z.NEVER;
    });
}

function placeIn(next: string | { readonly starting_after?: string | null | undefined }): Query | undefined {
  if (typeof next === "object")
    return next.starting_after ? { starting_after: next.starting_after } : undefined;
  if (!parseUrl(next, "https://api")) return undefined;
  const { searchParams } = new URL(next, "https://api");
  const found = ["starting_after", "page", "per_page"].flatMap((name) => {
    const value = searchParams.get(name);
    return value ? [[name, value] as const] : [];
  });
  return found.some(([name]) => name !== "per_page") ? Object.fromEntries(found) : undefined;
}
