import { z } from "zod";
import { onePlace, statedOption } from "./options-parts.ts";

const maxPages = z
  .number()
  .int()
  .positive()
  .default(10_000)
  .describe("more pages than this are an error, never a shorter listing");
const send = z
  .enum(["query", "json"])
  .default("query")
  .describe(
    "where the parameter goes: into the URL's query or into the request's `json` (a.b for b inside a)",
  );
const parameter = (name: string) =>
  z.string().min(1).default(name).describe("name of the parameter that asks for a page");
const hasMore = onePlace
  .optional()
  .describe("JSONPath of a true or false that says whether there is another page");

const until = z
  .union([
    z.enum(["empty-page", "total"]),
    z.strictObject({
      has_more: onePlace.describe("JSONPath of a true or false: whether there is another page"),
    }),
    z.strictObject({
      pages: statedOption.describe("how many pages there are: a JSONPath or {header: NAME}"),
    }),
    z.strictObject({
      fewer_than: z.number().int().positive().describe("a page with fewer records than this is the last"),
    }),
  ])
  .default("empty-page")
  .describe(
    "where the listing ends: `empty-page` (always safe), `total` (as many records as the list's `total` states), has_more, pages, or fewer_than",
  );

export const paginationOption = z.discriminatedUnion("kind", [
  z.strictObject({
    kind: z.literal("page").describe("pages have numbers"),
    parameter: parameter("page"),
    start: z.number().int().nonnegative().default(1).describe("number of the first page"),
    send,
    until,
    max_pages: maxPages,
  }),
  z.strictObject({
    kind: z.literal("offset").describe("pages begin after a number of records"),
    parameter: parameter("offset"),
    start: z.number().int().nonnegative().default(0).describe("offset of the first page"),
    send,
    until,
    max_pages: maxPages,
  }),
  z.strictObject({
    kind: z.literal("cursor").describe("each answer holds the key to the next page"),
    cursor: onePlace.describe(
      "JSONPath of that key; a mapping (MediaWiki's `continue`) is sent as several parameters; none, null or empty: the last page",
    ),
    parameter: parameter("cursor"),
    send,
    has_more: hasMore,
    max_pages: maxPages,
  }),
  z.strictObject({
    kind: z.literal("next-url").describe("each answer holds the next page's address"),
    next: onePlace.describe("JSONPath of that address; none, null or empty: the last page"),
    has_more: hasMore,
    max_pages: maxPages,
  }),
  z.strictObject({
    kind: z.literal("link-header").describe('the next page is named by a `Link: <…>; rel="next"` header'),
    rel: z
      .string()
      .min(1)
      .regex(/^\S+$/, "must be one word")
      .default("next")
      .describe("the relation that the system gives to the next page, where it is another word: next-page"),
    max_pages: maxPages,
  }),
]);

export type Pagination = z.output<typeof paginationOption>;
export type Until = z.output<typeof until>;
