import { z } from "zod";

/** One page of a listing, the same shape in both editions. */
export const listOf = <T>(item: z.ZodType<T>) =>
  z.object({
    results: z.array(item),
    _links: z.object({ next: z.string().optional(), base: z.string().optional() }).optional(),
  });

/** https://developer.atlassian.com/cloud/confluence/rest/v1/api-group-users/#api-wiki-rest-api-user-current-get */
export const User = z.object({
  type: z.string(),
  displayName: z.string().optional(),
  publicName: z.string().optional(),
  username: z.string().optional(),
});
export type User = z.output<typeof User>;

/**
 * Read restrictions, the same shape in both editions.
 * https://developer.atlassian.com/cloud/confluence/rest/v1/api-group-content-restrictions/
 */
export const Restriction = z.object({
  restrictions: z.object({
    user: z.object({ results: z.array(z.unknown()), size: z.number().optional() }),
    group: z.object({
      results: z.array(z.object({ name: z.string().optional() })),
      size: z.number().optional(),
    }),
  }),
});
export type Restriction = z.output<typeof Restriction>;

/** The same within expanded content; absent where Confluence did not expand it. */
const ExpandedRestrictions = z.object({ read: Restriction }).optional().catch(undefined);

export const Label = z.object({ name: z.string() });
const ExpandedLabels = z
  .object({ labels: z.object({ results: z.array(Label) }) })
  .optional()
  .catch(undefined);

const BodyFormat = z.object({ value: z.string() }).optional();
/** A page or blog post with its body in the formats that were asked for, in both editions. */
export const WithBody = z.object({
  body: z.object({
    storage: BodyFormat,
    view: BodyFormat,
    export_view: BodyFormat,
    styled_view: BodyFormat,
  }),
});

/** What a search by CQL finds, in both editions. */
export const FoundId = z.object({ id: z.coerce.string() });

/** https://developer.atlassian.com/cloud/confluence/rest/v1/api-group-content/#api-wiki-rest-api-content-search-get */
export const CloudFound = z.object({
  id: z.coerce.string(),
  restrictions: ExpandedRestrictions,
  metadata: ExpandedLabels,
});

/** https://developer.atlassian.com/cloud/confluence/rest/v2/api-group-space/#api-spaces-get */
export const CloudSpace = z.object({ id: z.string(), key: z.string(), status: z.string().optional() });

/** https://developer.atlassian.com/cloud/confluence/rest/v2/api-group-page/#api-spaces-id-pages-get */
export const CloudItem = z.object({
  id: z.string().min(1),
  title: z.string(),
  parentId: z.string().nullish(),
  parentType: z.string().nullish(),
  version: z.object({ number: z.number(), createdAt: z.string().optional() }),
  _links: z.object({ webui: z.string() }),
});
export type CloudItem = z.output<typeof CloudItem>;

/** One page, blog post, folder and so on, asked for by id. */
export const CloudNode = z.object({
  id: z.string(),
  status: z.string(),
  title: z.string(),
  spaceId: z.string().optional(),
  parentId: z.string().nullish(),
  parentType: z.string().nullish(),
});
export type CloudNode = z.output<typeof CloudNode>;

/** https://developer.atlassian.com/cloud/confluence/rest/v2/api-group-attachment/#api-attachments-get */
export const CloudAttachment = z.object({
  id: z.string(),
  title: z.string(),
  pageId: z.string().nullish(),
  blogPostId: z.string().nullish(),
  mediaType: z.string(),
  version: z.object({ number: z.number() }),
  webuiLink: z.string().optional(),
});
export type CloudAttachment = z.output<typeof CloudAttachment>;
export const CloudAttachmentWithStatus = CloudAttachment.extend({ status: z.string() });

/**
 * https://developer.atlassian.com/server/confluence/rest/ and, for what is expanded,
 * https://developer.atlassian.com/server/confluence/expansions-in-the-rest-api/
 */
export const ServerItem = z.object({
  id: z.coerce.string(),
  type: z.string().optional(),
  status: z.string().optional(),
  title: z.string(),
  space: z.object({ key: z.string() }).optional(),
  version: z.object({ number: z.number(), when: z.string().optional() }).optional(),
  ancestors: z.array(z.object({ id: z.coerce.string() })).optional(),
  metadata: ExpandedLabels,
  restrictions: ExpandedRestrictions,
  _links: z.object({ webui: z.string().optional() }).optional(),
});
export type ServerItem = z.output<typeof ServerItem>;

/** In a listing these are asked for, and nothing can be classified without them. */
export const ServerBlogPost = ServerItem.required({ version: true });
export const ServerPage = ServerBlogPost.required({ ancestors: true });
export type ServerListed = z.output<typeof ServerBlogPost>;

export const ServerSpace = z.object({ key: z.string(), status: z.string().optional() });

export const ServerAttachment = z.object({
  id: z.coerce.string(),
  title: z.string(),
  status: z.string().optional(),
  version: z.object({ number: z.number() }),
  metadata: z.object({ mediaType: z.string() }),
  container: z.object({ id: z.coerce.string() }).optional(),
  _links: z.object({ webui: z.string().optional(), download: z.string() }),
});
export type ServerAttachment = z.output<typeof ServerAttachment>;

const PageReference = z.object({
  type: z.enum(["page", "blogpost"]),
  id: z.string().exactOptional(),
  title: z.string(),
  spaceKey: z.string().exactOptional(),
});

/** What a page shows of others, as it is remembered by the page's version. */
export const Inclusions = z.object({
  inclusions: z.array(z.object({ of: PageReference, excerpt: z.string().exactOptional() })),
  links: z.array(PageReference),
  showsBelow: z.boolean(),
});
export type Inclusions = z.output<typeof Inclusions>;
