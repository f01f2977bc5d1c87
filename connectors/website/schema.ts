import { z } from "zod";

const links = z.array(z.string()).readonly();

/** What a page was found to be, as it is cached. */
const CachedOutcome = z.discriminatedUnion("kind", [
  z.object({
    kind: z.literal("document"),
    url: z.url(),
    mediaType: z.enum(["text/html", "text/plain", "text/markdown", "application/pdf"]),
    fingerprint: z.string(),
    title: z.string().optional(),
    canonical: z.url().optional(),
    updatedAt: z.number().optional(),
    sketch: z.array(z.number()).readonly().optional(),
    links,
  }),
  z.object({
    kind: z.literal("unpublished"),
    url: z.url(),
    reason: z.string(),
    title: z.string().optional(),
    links,
  }),
]);

/** An outcome with the validators of its answer, RFC 9110, 13.1. */
export const CachedByValidators = z.object({
  etag: z.string().optional(),
  modified: z.string().optional(),
  outcome: CachedOutcome,
});

/** An outcome with the page's lastmod in its sitemap. */
export const CachedByLastmod = z.object({ lastmod: z.string(), outcome: CachedOutcome });
