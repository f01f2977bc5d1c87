import { z } from "zod";
import { secret } from "../../src/config/schema/secret.ts";
import { attachmentsOption } from "../../src/connector-kit/formats.ts";
import { idFrom } from "./ids.ts";

const root = z.string().transform((text, context) => {
  const id = idFrom(text);
  if (id === undefined)
    context.addIssue("must be a page's or database's id, or its address as Notion's Copy link gives it");
  return id ?? z.NEVER;
});

/** The options of a notion source, beside the common ones. README.md explains each. */
export const notionOptions = z.strictObject({
  token: secret()
    .regex(/^[\x21-\x7e]+$/, "must be a single word, as the integration's Configuration tab shows it")
    .describe("the internal integration's secret (ntn_…)"),
  roots: z
    .array(root)
    .min(1, "must name at least one page or database; without the key everything that is shared is listed")
    .optional()
    .describe("ids or addresses of pages and databases; they and everything below them are listed"),
  page_url: z
    .string()
    .regex(
      /^https?:\/\/[^\s]*\{(?:id|slug|path)\}[^\s]*$/,
      "must be an absolute URL with {id}, {slug} or {path}",
    )
    .optional()
    .describe("where users read a page: https://docs.example.com/{slug}; without it Notion's own address"),
  properties: z
    .union([z.boolean(), z.array(z.string().min(1)).min(1)])
    .default(false)
    .describe("a table of a database page's properties before its text: all, or those named"),
  database_rows: z
    .number()
    .int()
    .min(0)
    .max(100)
    .default(50)
    .describe(
      "rows of a database that its parent page contains as a table; each row is also a page of its own",
    ),
  attachments: attachmentsOption.describe("kinds of attached files that become documents of their own"),
  base_url: z
    .url({ protocol: /^https?$/, error: "must be an absolute URL" })
    .refine((url) => !/[?#]|\/\/[^/]*@/.test(url), "must be a plain address, without user name, ? or #")
    .refine(
      (url) => /^https:|^http:\/\/(?:localhost|127(?:\.\d+){3}|\[::1\])(?:[:/]|$)/i.test(url),
      "must start with https://: the token would travel in the clear (http is for this machine only)",
    )
    .default("https://api.notion.com")
    .describe("address of the API, for proxies"),
});
export type NotionOptions = z.output<typeof notionOptions>;
