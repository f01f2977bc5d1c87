import { z } from "zod";

/** What a recipe asks its user for. */
const setting = z.strictObject({
  description: z.string().min(1).describe("what it is, and where its user finds it"),
  kind: z
    .enum(["text", "address", "texts"])
    .default("text")
    .describe(
      "`address`: an absolute URL, without its last slash; `texts`: one or more, for `repeat`; `text`: anything else",
    ),
  example: z.union([z.string().min(1), z.array(z.string().min(1)).min(1)]).describe("a value as it may be"),
  default: z
    .union([z.string().min(1), z.array(z.string().min(1)).min(1)])
    .optional()
    .describe("its value where the user gives none; without it the setting is required"),
});

const settingName = z
  .string()
  .regex(/^[a-z][a-z0-9_]*$/, "must be lower-case letters, digits and _, starting with a letter");

/**
 * A recipe: a system's documentation, described once, as a file in YAML. In `source`, `${name}` is a setting's value. What
 * is filled is checked as the connector's own options are.
 */
export const recipeSchema = z.strictObject({
  name: z.string().min(1).describe("what people call the system"),
  summary: z.string().min(1).describe("what is read, in one line"),
  documentation: z
    .array(z.url({ protocol: /^https$/ }))
    .min(1)
    .describe("addresses of the public documentation that the recipe was written from"),
  tried: z
    .string()
    .min(1)
    .describe("what it was tried against: a server with its version, or the documented examples"),
  settings: z.record(settingName, setting).default({}).describe("what its user gives in `settings`"),
  credentials: z
    .strictObject({
      example: z.string().min(1).describe("`auth` as its user writes it, its secrets from variables"),
      where: z.string().min(1).describe("where they are made, and what they must be allowed"),
      optional: z.boolean().default(false).describe("whether what is public can be read without them"),
    })
    .describe("the `auth` of a source"),
  audience: z
    .strictObject({
      told: z.boolean().describe("whether the API tells who may read a document"),
      how: z.string().min(1).describe("how, or why not"),
    })
    .describe("where it is not told, the user has to state it as `audience`"),
  removals: z.string().min(1).describe("the evidence that a document is gone"),
  notes: z.array(z.string().min(1)).default([]).describe("what is good to know when it is set up"),
  limits: z.array(z.string().min(1)).default([]).describe("what it cannot do"),
  source: z
    .record(z.string(), z.unknown())
    .describe("the source's settings that lie below those of its user"),
});
export type Recipe = z.output<typeof recipeSchema>;
