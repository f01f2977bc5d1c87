import { z } from "zod";
import { formFields, secret } from "../../src/config/schema/secret.ts";
import { authFields, exactlyOne } from "../../src/connector-kit/auth.ts";
import { globOption } from "../../src/glob.ts";
import { parseUrl } from "../../src/http/url.ts";

const webUrl = z
  .url({ protocol: /^https?$/i, error: "must be an absolute URL such as https://docs.example.com/guide/" })
  .refine((url) => !/^[a-z]+:\/\/[^/?#]*@/i.test(url), "must not hold a user name or password: use `auth`");

const webUrls = z.union([webUrl, z.array(webUrl).min(1)]);

const glob = globOption();

const selector = z.string().min(1).max(500);
const atLeastOne = (given: object) => Object.values(given).some((value) => value !== undefined);

const fieldValue = z.union([
  secret(),
  z.strictObject({ value: secret(), secret: z.literal(true) }).transform(({ value }) => value),
]);

const form = z.strictObject({
  login_url: webUrl.describe("address of the page that holds the form"),
  fields: formFields(
    z
      .record(z.string().min(1), fieldValue)
      .refine((fields) => Object.keys(fields).length > 0, "must name at least one field")
      .describe(
        "names of the form's fields, as its HTML has them, and what to enter; the value of a password field, or one given as {value: …, secret: true}, is never displayed or uploaded",
      ),
  ),
  success: z
    .strictObject({
      selector: selector
        .optional()
        .describe("CSS selector of something that only users who are logged in see"),
      text: z.string().min(1).optional().describe("words that only users who are logged in see"),
      cookie: z
        .string()
        .min(1)
        .optional()
        .describe(
          "name of a cookie that logging in sets; * stands for any characters: wordpress_logged_in_*",
        ),
      url: z.string().min(1).optional().describe("glob over the path of the page that follows: dashboard/**"),
    })
    .refine(atLeastOne, "needs selector, text, cookie or url")
    .optional()
    .describe("how to know that it worked; by default: the page that follows is not a login page"),
});
export type FormLogin = z.output<typeof form>;

const auth = z
  .strictObject({ ...authFields, form: form.optional().describe("a login form, filled in and sent") })
  .refine(exactlyOne, { error: `needs exactly one of ${[...Object.keys(authFields), "form"].join(", ")}` });

const render = z.strictObject({
  chromium: z.string().min(1).optional().describe("path of Chromium or Chrome; default: Playwright's own"),
  wait_for: selector.optional().describe("CSS selector to wait for: the content is there"),
  hosts: z
    .array(z.string().min(1))
    .default([])
    .describe("other hosts that the pages' scripts may ask: cdn.example.com, *.example.com"),
  timeout_seconds: z.number().positive().max(120).default(20).describe("the longest wait for one page"),
  sandbox: z
    .boolean()
    .default(true)
    .describe("Chromium's sandbox; false where it cannot start (root, containers)"),
});
export type Render = z.output<typeof render>;

/** The options of a website source, beside the common ones. README.md explains each. */
export const websiteOptions = z
  .strictObject({
    start: webUrls.describe(
      "address of the site's documents: what is below it is read, and a crawl starts there",
    ),
    sitemap: z
      .union([z.literal(true), webUrls])
      .optional()
      .describe(
        "list by sitemap: its address, or true (robots.txt or the start page names it, else the usual names are tried); default: follow links",
      ),
    trust_lastmod: z
      .boolean()
      .default(true)
      .describe("whether a page with an unchanged lastmod in the sitemap is not requested again"),
    include: z
      .array(glob)
      .min(1)
      .optional()
      .describe(
        "globs over paths (guide/**, doku.php?id=guide:*) of what is read, instead of everything below `start`",
      ),
    exclude: z
      .array(glob)
      .default([])
      .describe("globs over paths of what is not (drafts/**, index.php?title=Talk:*)"),
    max_depth: z
      .number()
      .int()
      .min(0)
      .optional()
      .describe("how many links away from `start` is read; default: no limit"),
    max_pages: z
      .number()
      .int()
      .min(1)
      .max(1_000_000)
      .default(10_000)
      .describe("pages read in one run; more is reported as a gap"),
    ignore_parameters: z
      .array(z.string().min(1))
      .default([])
      .describe("query parameters that do not change the page: session, view; * stands for any characters"),
    ignore_robots: z
      .boolean()
      .default(false)
      .describe("read what robots.txt forbids; for a site that is your own"),
    noindex: z
      .enum(["withhold", "ignore"])
      .optional()
      .describe(
        "pages that say noindex: withhold them from Fin (default), or ignore noindex (default with auth: search engines have no login)",
      ),
    canonical: z
      .enum(["follow", "ignore"])
      .default("follow")
      .describe("whether a page's <link rel=canonical> names the page"),
    login_page: z
      .strictObject({
        url: glob.optional().describe("glob over paths: login/**"),
        selector: selector.optional().describe("CSS selector of something that only login pages have"),
        text: z.string().min(1).optional().describe("words that only login pages have"),
      })
      .refine(atLeastOne, "needs url, selector or text")
      .optional()
      .describe("how to recognise a login page; by default: a password field and little text"),
    documents: z
      .array(z.enum(["pdf"]))
      .default([])
      .describe("files that are documents too"),
    render: z
      .union([z.boolean(), render])
      .default(false)
      .describe("run the pages' scripts in Chromium first; needs the package playwright-core"),
    auth: auth.optional().describe("credentials; sent to the site itself only"),
  })
  .superRefine(({ start }, context) => {
    const origins = new Set(
      [start]
        .flat()
        .filter((url) => parseUrl(url))
        .map((url) => new URL(url).origin),
    );
    if (origins.size < 2) return;
    context.addIssue({
      code: "custom",
      path: ["start"],
      message: `names several sites (${[...origins].join(", ")}); give each a source of its own`,
    });
  });

export type WebsiteOptions = z.output<typeof websiteOptions>;

/** Whether noindex and nofollow count: behind a login they are about search engines, unless the options say otherwise. */
export function obeysNoindex({ noindex, auth }: Pick<WebsiteOptions, "noindex" | "auth">): boolean {
  return noindex === undefined ? auth === undefined : noindex === "withhold";
}

/** The rendering options with their defaults; undefined without rendering. */
export function renderOf(options: Pick<WebsiteOptions, "render">): Render | undefined {
  if (options.render === false) return undefined;
  return options.render === true ? render.parse({}) : options.render;
}
