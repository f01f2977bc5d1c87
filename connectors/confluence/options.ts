import { z } from "zod";
import { authOptions } from "../../src/connector-kit/auth.ts";
import { attachmentsOption } from "../../src/connector-kit/formats.ts";
import type { ContentType } from "./types.ts";

const contentId = z.string().regex(/^\d+$/, "must be a page's number, in quotes: pageId in its address");

/** The options of a confluence source, beside the common ones. README.md explains each. */
export const confluenceOptions = z.strictObject({
  base_url: z
    .url({
      protocol: /^https?$/,
      error: "must be an absolute URL such as https://example.atlassian.net/wiki",
    })
    .refine((url) => !/^[a-z]+:\/\/[^/?#]*@/i.test(url), "must not hold a user name or password; use `auth`")
    .refine((url) => !/[?#]/.test(url), "must be a plain address, without ? or #")
    .describe(
      "the site: https://example.atlassian.net/wiki, https://api.atlassian.com/ex/confluence/CLOUD_ID/wiki, https://confluence.example.com",
    ),
  edition: z
    .enum(["cloud", "data-center"])
    .optional()
    .describe("which Confluence it is; default: cloud for Atlassian's own hosts, else data-center"),
  auth: authOptions.describe(
    "credentials: basic with e-mail and API token (Cloud), bearer with a personal access token (Data Center)",
  ),
  spaces: z
    .array(z.string().regex(/^~?[\w.:-]+$/, "must be a space's key, as in its address: /spaces/KEY"))
    .min(1, "must name at least one space")
    .describe("keys of the spaces whose pages are content"),
  roots: z
    .array(contentId)
    .min(1)
    .optional()
    .describe("only these pages and what is below them, by page number"),
  exclude_trees: z
    .array(contentId)
    .default([])
    .describe("neither these pages nor what is below them, by page number"),
  labels: z.array(z.string().min(1)).min(1).optional().describe("only pages that carry one of these labels"),
  blog_posts: z.boolean().default(false).describe("whether blog posts are content too"),
  include_archived: z.boolean().default(false).describe("whether archived pages and spaces are content"),
  restricted_pages: z
    .enum(["exclude", "include"])
    .default("exclude")
    .describe(
      "pages that not everyone who sees the space may read, because of a restriction of their own or of a page above: exclude, or include",
    ),
  open_to_groups: z
    .array(z.string().min(1))
    .default([])
    .describe("restricted pages that one of these groups may read are content nevertheless"),
  attachments: attachmentsOption.describe("kinds of attached files that become documents of their own"),
  body: z
    .enum(["export_view", "view", "styled_view", "storage"])
    .default("export_view")
    .describe("which rendering is read; storage: the editor's own format, rendered by this program"),
});

export type ConfluenceOptions = z.output<typeof confluenceOptions>;
export type Edition = "cloud" | "data-center";

/** The kinds of content that the options ask for. */
export const typesOf = ({ blog_posts }: Pick<ConfluenceOptions, "blog_posts">): ContentType[] =>
  blog_posts ? ["page", "blogpost"] : ["page"];

/** The stated edition, or the one that the host implies. */
export function editionOf({ base_url, edition }: Pick<ConfluenceOptions, "base_url" | "edition">): Edition {
  if (edition !== undefined) return edition;
  return /(?:^|\.)(?:atlassian\.net|jira\.com|api\.atlassian\.com)$/i.test(new URL(base_url).hostname)
    ? "cloud"
    : "data-center";
}

/** The site's address without a trailing slash; Cloud's context path is added where it is missing. */
export function siteOf(options: Pick<ConfluenceOptions, "base_url" | "edition">): string {
  const site = options.base_url.replace(/\/{1,20}$/, "");
  const { pathname } = new URL(site);
  const lacksWiki = pathname === "/" || /^\/ex\/confluence\/[^/]+$/.test(pathname);
  const isAtlassian = editionOf({ base_url: options.base_url }) === "cloud";
  return isAtlassian && lacksWiki ? `${site}/wiki` : site;
}
