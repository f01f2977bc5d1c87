import { z } from "zod";
import { unknownFlagsOf } from "./availability.ts";
import type { ContentImportSource, ExternalPage } from "./types.ts";

/**
 * The fields we read of Intercom's answers, under our names; everything else is ignored. Fields that other
 * people's pages may lack are lenient; ids are not.
 * @see https://developers.intercom.com/docs/references/rest-api/api.intercom.io/ai-content
 */
const integerId = z.union([
  z.int(),
  z
    .string()
    .regex(/^\d{1,15}$/)
    .transform(Number),
]);
const textId = z.union([z.string().min(1), z.int().transform(String)]);
const text = z
  .union([z.string(), z.number().transform(String)])
  .nullish()
  .transform((value) => value ?? "");
const flag = z
  .boolean()
  .nullish()
  .transform((value) => value ?? false);

export const sourceSchema = z
  .object({
    id: integerId,
    url: z.string(),
    sync_behavior: z.string(),
    status: z.string().nullish(),
    audience_ids: z.union([z.array(z.int()), z.int().transform((id) => [id])]).nullish(),
  })
  .transform(
    (raw): ContentImportSource => ({
      id: raw.id,
      url: raw.url,
      syncBehavior: raw.sync_behavior,
      status: raw.status ?? "active",
      ...(raw.audience_ids ? { audienceIds: raw.audience_ids } : {}),
    }),
  );

export const pageSchema = z
  .looseObject({
    id: textId,
    source_id: integerId,
    external_id: text,
    title: text,
    html: text,
    url: text,
    locale: text,
    ai_agent_availability: flag,
    ai_copilot_availability: flag,
    ai_sales_agent_availability: flag,
    updated_at: z.number().nullish(),
    last_ingested_at: z.number().nullish(),
  })
  .transform((raw): ExternalPage => {
    const unknownFlags = unknownFlagsOf(raw);
    return {
      id: raw.id,
      sourceId: raw.source_id,
      externalId: raw.external_id,
      title: raw.title,
      html: raw.html,
      ...(raw.url ? { url: raw.url } : {}),
      locale: raw.locale,
      agent: raw.ai_agent_availability,
      copilot: raw.ai_copilot_availability,
      salesAgent: raw.ai_sales_agent_availability,
      ...(unknownFlags ? { unknownFlags } : {}),
      updatedAt: raw.updated_at ?? 0,
      ingestedAt: raw.last_ingested_at ?? 0,
    };
  });

/** A row of `GET /content/search`; help centre articles have more. */
export const foundSchema = z.object({ type: z.string(), id: textId, title: text });

/** The answer to a DELETE: enough to know that it is the answer to ours. */
export const deletedSchema = z.object({ id: textId });

const count = z.int().nonnegative().nullish();

/** The next page of a listing: a URI today; other lists of the API use an object with a cursor. */
const next = z
  .union([
    z.string(),
    z.object({ page: count, per_page: count, starting_after: z.union([z.string(), z.number()]).nullish() }),
  ])
  .nullish();

export type Next = z.output<typeof next>;

export interface ListPage<T> {
  readonly data: T[];
  readonly pages?: { readonly page?: number; readonly totalPages?: number; readonly next?: Next } | undefined;
}

/** One page of a listing. `data` is required: an answer without it is not an empty listing. */
export function listSchema<T>(item: z.ZodType<T>): z.ZodType<ListPage<T>> {
  const pages = z
    .object({ page: count, total_pages: count, next })
    .transform(({ page, total_pages, next }) => ({
      ...(page ? { page } : {}),
      ...(total_pages ? { totalPages: total_pages } : {}),
      ...(next ? { next } : {}),
    }))
    .nullish()
    .transform((value) => value ?? undefined);
  return z.object({ data: z.array(item), pages }).transform(({ data, pages }) => ({ data, pages }));
}

/** `{type: "error.list", …}`, the only shape of Intercom's own refusals. */
export const errorListSchema = z.object({
  type: z.literal("error.list"),
  request_id: z.string().nullish(),
  errors: z
    .array(z.object({ code: z.string(), message: z.string().nullish(), field: z.string().nullish() }))
    .min(1),
});
