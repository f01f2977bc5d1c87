import { z } from "zod";
import { durationMs, durationPattern } from "../../clock.ts";
import { globOption } from "../../glob.ts";
import {
  defaultLoadConcurrency,
  defaultMaxDocumentBytes,
  defaultMaxPageBytes,
  defaultMaxRemovals,
} from "../../limits.ts";

const visibleTo = z.enum(["customers", "teammates"]);
const rule = z
  .strictObject({
    path: globOption().optional().describe("Glob over the documents' paths in the source: internal/**"),
    label: z.string().min(1).optional().describe("A label of the document."),
    visible_to: visibleTo.optional().describe("Who may be answered from the documents that match."),
    exclude: z.literal(true).optional().describe("Keep the documents that match out of Fin."),
    optional: z
      .boolean()
      .default(false)
      .describe(
        "The rule may match nothing; a narrowing rule that has never matched stops its source otherwise.",
      ),
  })
  .superRefine(({ path, label, visible_to, exclude }, context) => {
    if ((path === undefined) === (label === undefined)) {
      context.addIssue({ code: "custom", message: "needs either path or label" });
    }
    if ((visible_to === undefined) === (exclude === undefined)) {
      context.addIssue({ code: "custom", message: "needs either visible_to or exclude: true" });
    }
  })
  .meta({
    allOf: [
      { oneOf: [{ required: ["path"] }, { required: ["label"] }] },
      { oneOf: [{ required: ["visible_to"] }, { required: ["exclude"] }] },
    ],
  });

const defaultGrace = "7d";

/** Read as milliseconds. */
const duration = z
  .string()
  .regex(durationPattern, "must be a whole number with its unit: 7d, 12h, 30m or 0s")
  .transform((text, context) => {
    const ms = durationMs(text);
    if (ms === undefined) context.addIssue("must be a duration such as 7d");
    return ms ?? z.NEVER;
  });
const grace = duration.describe("How long a hidden page waits before it is deleted: 7d, 12h, 30m, 0s.");

/** A host name or an IP address; a leading `*.` stands for any subdomain. */
const hostPattern = /^(?:(?:\*\.)?[a-z0-9_](?:[a-z0-9._-]*[a-z0-9_])?|\[[0-9a-f:.]+\])$/i;

const selector = z.string().min(1).max(1000);

const removalMode = z.enum(["sync", "hide-only", "keep"]);

export const sourceName = z
  .string()
  .regex(
    /^[a-z0-9][a-z0-9_-]*$/,
    "must be lower-case letters, digits, - and _, starting with a letter or digit",
  );

/** Whether what was sent can be asked. */
export const askIndex = z.strictObject({
  index: z
    .enum(["on", "off"])
    .default("on")
    .describe(
      "Whether the text of what was sent is kept in the state folder, so that `ask` and `test` answer at once.",
    ),
});

/** The keys that every source has, whatever its connector. */
export const sourceSchema = z.strictObject({
  connector: z.string().min(1).describe("The kind of system that has the documents."),
  url: z
    .url({ protocol: /^https?$/i, error: "must be an absolute URL such as https://handbook.example.com" })
    .refine((url) => !/^[a-z]+:\/\/[^/?#]*@/i.test(url), "must not hold a user name or password")
    .describe(
      "URL of the Content Import Source in Intercom for this source's pages, which is found by it or created with it",
    ),
  visible_to: visibleTo.describe(
    "who may be answered from these pages: customers (Fin answers customers with them, and your team through Copilot) or teammates (only your team, through Copilot)",
  ),
  removals: z
    .union([
      removalMode.transform((mode) => ({ mode, grace: grace.parse(defaultGrace) })),
      z.strictObject({ mode: removalMode.default("sync"), grace: grace.prefault(defaultGrace) }),
    ])
    .prefault("sync")
    .describe(
      "What happens to pages whose document is gone: sync hides them and deletes them after the grace time; hide-only never deletes; keep leaves them as they are.",
    ),
  max_removals: z
    .strictObject({
      percent: z
        .number()
        .int()
        .min(0)
        .max(100)
        .default(defaultMaxRemovals.percent)
        .describe("Of the source's pages, hidden ones included."),
      at_least: z
        .number()
        .int()
        .min(0)
        .default(defaultMaxRemovals.atLeast)
        .describe("So many may go whatever the percentage allows."),
    })
    .optional()
    .describe("Removals of one run at most; where more are due, all of them are held."),
  audience_ids: z
    .array(z.number().int().positive())
    .optional()
    .describe(
      "Intercom audiences that the source is for; needs API version 2.15 or later. One source per audience.",
    ),
  locale: z
    .string()
    .regex(/^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/, "must be a language code such as en, de or pt-BR")
    .default("en")
    .describe("Language of the documents."),
  max_document_bytes: z
    .number()
    .int()
    .positive()
    .max(100_000_000, "must be at most 100000000: no page of that size can be uploaded")
    .default(defaultMaxDocumentBytes)
    .describe("A document with a larger body is not read, and fails alone."),
  secrets: z
    .strictObject({
      allow: z
        .array(
          z
            .string()
            .regex(
              /^[0-9a-f]{16}$/,
              "must be a fingerprint as the report shows it: 16 digits and letters a-f",
            ),
        )
        .default([])
        .describe(
          "Fingerprints of findings that are not secrets, as the report of the held document names them.",
        ),
    })
    .optional()
    .describe(
      "A document that seems to contain a password, a key or a token is held; this allows false alarms.",
    ),
  allow_hosts: z
    .array(
      z
        .string()
        .regex(
          hostPattern,
          "must be a host name such as docs.example.com or *.example.com, without https:// and port",
        ),
    )
    .min(1, "must name at least one host; without the key every public host is allowed")
    .optional()
    .describe(
      "The only hosts that this source may connect to, redirects included: docs.example.com, *.example.com.",
    ),
  ca_file: z
    .string()
    .min(1)
    .optional()
    .describe(
      "File of certificates in PEM whose issuers the source trusts beside the public ones: your company's own authority. For git too.",
    ),
  allow_private_addresses: z
    .boolean()
    .default(false)
    .describe(
      "Whether the source may connect to hosts in your own network and to this machine; by default only to the public internet.",
    ),
  max_page_bytes: z
    .number()
    .int()
    .min(10_000, "must be at least 10000: shorter pages would tear sentences from their context")
    .max(5_000_000)
    .default(defaultMaxPageBytes)
    .describe("A document with more HTML than this is split at its headings into several pages."),
  content_selector: selector
    .optional()
    .describe(
      "CSS selector of the content of HTML pages, where the main content is not found automatically.",
    ),
  exclude_selectors: z
    .array(selector)
    .min(1)
    .optional()
    .describe("CSS selectors of parts of HTML pages that are not content."),
  requests_per_second: z
    .number()
    .positive()
    .max(1000)
    .optional()
    .describe("Requests per second to the source's system; by default what its documentation allows."),
  max_wait: duration
    .optional()
    .describe(
      "How long the source's system may tell us to wait, in all (429, 503 with Retry-After): 2h, 30m, 0s. By default the run's --max-duration, else an hour. Longer: exit code 5, with the time to come back.",
    ),
  load_concurrency: z
    .number()
    .int()
    .min(1)
    .max(64)
    .default(defaultLoadConcurrency)
    .describe("Documents that are read from the source at once."),
  availability: z
    .enum(["enforce", "keep-ui-changes"])
    .default("enforce")
    .describe(
      "What audits do about availability that somebody switched by hand in Intercom: enforce restores it, keep-ui-changes leaves it.",
    ),
  moved_from: sourceName
    .optional()
    .describe(
      "The name that this source had before: its pages and its Content Import Source go on under this one.",
    ),
  content: z
    .enum(["enforce", "keep-ui-changes"])
    .default("enforce")
    .describe(
      "What audits do about a page whose title, text or address somebody edited in Intercom: enforce restores it, keep-ui-changes leaves it until its document changes.",
    ),
  sales_agent: z
    .boolean()
    .optional()
    .describe(
      "Whether Fin's sales agent may use the pages for customers; without it that is left as it is. Other pages are always off for it. Set with API version Preview or 2.17, else in Intercom by hand.",
    ),
  ask: askIndex
    .optional()
    .describe("off: this source is left out of `ask` and `test`, and none of its text is kept."),
  rules: z
    .array(rule)
    .default([])
    .describe("Exceptions by path or label; the first rule that matches a document decides."),
});
