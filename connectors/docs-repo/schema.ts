import { z } from "zod";

const texts = z.array(z.string()).readonly().exactOptional();

/**
 * What a document says about itself (`DocumentFacts`), without what is empty and links that no listing can resolve.
 * Strict: what an earlier version cached under another name (`withheld`) is read again, and not taken for absent.
 */
const Facts = z.strictObject({
  id: z.string().optional(),
  slug: z.string().optional(),
  title: z.string().optional(),
  unpublished: z.string().optional(),
  labels: texts,
  includes: texts,
  links: texts,
  heading: z.string().optional(),
  shown: texts,
  aliases: texts,
  attributes: z.record(z.string(), z.string()).exactOptional(),
  sections: z.record(z.string(), z.string()).exactOptional(),
});

/** What is cached of a file's content. */
export const CachedReading = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("facts"), facts: Facts }),
  /** Larger than the limit: its front matter is known, its text is not. */
  z.object({
    kind: z.literal("too-large"),
    facts: Facts,
    reason: z.string(),
    /** The limit that was in force, in bytes. */
    limit: z.number(),
  }),
]);
export type CachedReading = z.output<typeof CachedReading>;
