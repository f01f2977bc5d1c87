import { z } from "zod";
import { remark } from "../../src/config/schema/secret.ts";
import { authOptions } from "../../src/connector-kit/auth.ts";
import { placeholdersIn } from "./expression.ts";
import { bodyFormat, detailOption } from "./options-detail.ts";
import { type ListRequest, listOption } from "./options-list.ts";
import { conditions, requestJson, urlTemplate, valueOption } from "./options-parts.ts";

const fieldsOption = z.strictObject({
  id: valueOption.describe("what identifies the document permanently, whatever its title"),
  title: valueOption.optional().describe("its title; default: what its body says"),
  title_format: z
    .enum(["text", "html", "underscores"])
    .default("text")
    .describe(
      "`html` where the title holds entities or tags (&amp;), as WordPress's does; `underscores` where these stand for blanks, as in a wiki",
    ),
  url: valueOption.optional().describe("where people read it; Fin cites nothing without it"),
  version: valueOption
    .optional()
    .describe("changes whenever the document may have; without it every document is read on every run"),
  body: valueOption.optional().describe("its text, if the list itself contains it; else `detail.body`"),
  body_format: bodyFormat.default("html").describe("what the body is written in, that of `detail.body` too"),
  labels: valueOption.optional().describe("labels for `rules`: one or more JSONPaths; none at all is fine"),
  path: valueOption.optional().describe("path that the globs of `rules` are matched against"),
  path_separator: z.string().min(1).default("/").describe("what separates the path's folders in this system"),
  updated_at: valueOption
    .optional()
    .describe(
      "when it changed: ISO 8601 (UTC where it names no zone), or seconds or milliseconds since 1970",
    ),
});

const confirmOption = z
  .strictObject({
    url: urlTemplate.describe("asks for one document by its {id}, the external id"),
    json: requestJson.optional().describe('sent as JSON in a POST; "{id}" becomes the external id'),
    id_is: z
      .enum(["text", "number"])
      .default("text")
      .describe("what the external id is in `json`: the system may refuse a text where it has numbers"),
    gone_status: z
      .array(z.number().int().min(400).max(499))
      .min(1)
      .optional()
      .describe("statuses that say that it is gone: [404, 410]"),
    gone: conditions.optional().describe("an answer says that it is gone if this holds for its JSON"),
  })
  .superRefine(({ url, json, gone_status, gone }, context) => {
    if (gone_status === undefined && gone === undefined)
      context.addIssue({ code: "custom", message: "needs gone_status, gone or both" });
    if ([401, 403, 408, 429].some((status) => gone_status?.includes(status)))
      context.addIssue({
        code: "custom",
        path: ["gone_status"],
        message: "must not hold 401, 403, 408 or 429: these refuse an answer",
      });
    const others = placeholdersIn(url).filter((name) => name !== "id" && name !== "$.id");
    if (others.length > 0)
      context.addIssue({ code: "custom", path: ["url"], message: `can use {id} only, not {${others[0]}}` });
    if (!`${url}${JSON.stringify(json ?? {})}`.includes("id}"))
      context.addIssue({ code: "custom", path: ["url"], message: "must ask for one {id}" });
  });

/** The options of a rest source, beside the common ones. README.md explains each, with whole examples. */
export const restOptions = z
  .strictObject({
    recipe: z
      .string()
      .min(1)
      .optional()
      .describe(
        "name of a recipe (`fin-ingest connectors rest` lists them) or path of one of your own: all settings below, for a known system; what is given here beside it wins, key by key",
      ),
    settings: z.record(z.string(), z.unknown()).optional().describe("what the recipe asks for"),
    audience: z
      .enum(["customers", "teammates"])
      .optional()
      .describe(
        "who may be answered at most from what these credentials read, for systems that do not tell who may read a document: no rule gives a page to more",
      ),
    access: remark()
      .optional()
      .describe(
        "where the credentials are made and what they must be allowed: said where the system refuses them",
      ),
    auth: authOptions.optional().describe("credentials; sent only to the hosts named in these options"),
    headers: z
      .record(z.string().regex(/^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/), z.string())
      .default({})
      .describe("further headers of every request, none of them secret (a secret one: auth.header)"),
    list: z
      .union([listOption, z.array(listOption).min(1)])
      .describe("the request, or requests, that list all documents"),
    error: conditions.optional().describe("an answer is an error if this holds for it, even with status 200"),
    fields: fieldsOption.describe(
      'what becomes of a record: JSONPaths ("$.title.rendered") or templates ("{id}-{lang}", "https://x/{$.slug}")',
    ),
    withheld: conditions
      .optional()
      .describe("a record is withheld by its author (draft, private) if this holds: its page is taken back"),
    ignored: conditions
      .optional()
      .describe("a record is no document if this holds (a folder, a link): it is passed over"),
    teammates_only: conditions
      .optional()
      .describe("a record is not for customers if this holds: your team alone may be answered from it"),
    gone: conditions
      .optional()
      .describe("a record's document was deleted (trash) if this holds: its page is removed"),
    detail: detailOption
      .optional()
      .describe("the request that reads one document's text; made for new versions only"),
    confirm: z
      .union([confirmOption, z.array(confirmOption).min(1)])
      .optional()
      .describe(
        "asks whether a document that is no longer listed is really gone; of several all must say so",
      ),
  })
  .superRefine(({ recipe, settings, fields, detail }, context) => {
    if (settings !== undefined && recipe === undefined)
      context.addIssue({
        code: "custom",
        path: ["settings"],
        message: "goes with a `recipe`, and there is none",
      });
    if ((fields.body === undefined) === (detail === undefined))
      context.addIssue({
        code: "custom",
        path: ["fields", "body"],
        message: "either fields.body or detail must be given: one of them says where the text is",
      });
  });

export type RestOptions = z.output<typeof restOptions>;
export type { ListRequest };
export type Fields = z.output<typeof fieldsOption>;
export type ConfirmRequest = z.output<typeof confirmOption>;
