import { z } from "zod";
import { regionUrls } from "../../src/config/schema/intercom.ts";
import { secret } from "../../src/config/schema/secret.ts";

const number = z
  .union([z.number().int().positive(), z.string().regex(/^\d+$/)], { error: "must be a number" })
  .transform(String);

/** Whom a help center shows an article to, https://developers.intercom.com/docs/references/rest-api/api.intercom.io/articles */
export const helpCenterAudiences = [
  "all_users",
  "all_visitors",
  "all_leads",
  "all_visitors_and_leads",
  "restricted",
] as const;

/** What Intercom says nothing of. */
export const unstated = "unstated";

/** The options of an intercom source, beside the common ones. README.md explains each. */
export const intercomOptions = z
  .strictObject({
    token: secret().describe(
      "access token of the workspace that is read; not that of the one that gets the pages",
    ),
    region: z.enum(["us", "eu", "au"]).optional().describe("where that workspace is hosted; default: us"),
    base_url: z
      .url({ protocol: /^https?$/ })
      .refine((text) => !/[?#@]/.test(text), "must be an address without a query or user")
      .optional()
      .describe("address of the API instead of a region"),
    version: z
      .string()
      .regex(/^(?:2\.\d{1,2}|Preview)$/, 'must be a version such as "2.16", or Preview')
      .default("2.16")
      .describe("Intercom-Version header; audiences are told from 2.16 on"),
    articles: z.boolean().default(true).describe("whether help center articles are content"),
    internal_articles: z
      .boolean()
      .default(false)
      .describe("whether internal articles are content, for teammates only"),
    article_locale: z
      .string()
      .regex(/^[a-z]{2}(?:-[A-Z]{2})?$/, "must be a locale such as de or pt-BR")
      .optional()
      .describe("which translations are read; default: each article's own language"),
    help_centers: z
      .array(number)
      .min(1)
      .optional()
      .describe("only articles of these help centers, by number"),
    collections: z
      .array(number)
      .min(1)
      .optional()
      .describe("only articles in these collections and those below them, by number"),
    audiences: z
      .record(
        z.union([z.enum([...helpCenterAudiences, unstated]), z.string().regex(/^\d+$/)], {
          error: `must be ${helpCenterAudiences.join(", ")}, ${unstated}, or an audience's number`,
        }),
        z.enum(["customers", "teammates"]),
      )
      .default({})
      .describe(
        "who may be answered from articles that are not for everyone: the help center's audience or a Fin audience's number; unstated: where Intercom does not say",
      ),
  })
  .refine(({ region, base_url }) => region === undefined || base_url === undefined, {
    path: ["base_url"],
    error: "cannot be combined with region; give one of the two",
  })
  .refine(({ articles, internal_articles }) => articles || internal_articles, {
    path: ["articles"],
    error: "needs articles, internal_articles or both",
  });
export type IntercomOptions = z.output<typeof intercomOptions>;

export const baseUrlOf = ({
  base_url,
  region = "us",
}: Pick<IntercomOptions, "base_url" | "region">): string =>
  (base_url ?? regionUrls[region]).replace(/\/$/, "");
