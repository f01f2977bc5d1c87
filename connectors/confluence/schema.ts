import { z } from "zod";
import { readItems } from "../../src/connector-kit/items.ts";

/** Ids are numbers in some answers of the v1 API, and texts in others. */
const Id = z.union([z.string().min(1), z.number().int()]).transform(String);

const Links = z.object({ next: z.string().optional(), base: z.string().nullish() });
const Page = z.object({
  results: z.array(z.unknown()),
  start: z.number().optional().catch(undefined),
  limit: z.number().optional().catch(undefined),
  _links: Links.nullish(),
});
const PageWithLinks = Page.extend({ _links: Links });

/**
 * One page of a listing, the same shape in both editions; its items are read one by one. Where a place is a cursor, only
 * the links say whether there is more, so that they must be there. Made for every listing, of which there is one for each
 * folder: what takes long to make is made once.
 */
export const listOf = <T>(item: z.ZodType<T>, countable: boolean) =>
  (countable ? Page : PageWithLinks).transform(({ results, ...page }) => ({
    ...page,
    results: readItems(results, item),
  }));
export type ListAnswer<T> = z.output<ReturnType<typeof listOf<T>>>;

/** https://developer.atlassian.com/cloud/confluence/rest/v1/api-group-users/#api-wiki-rest-api-user-current-get */
export const User = z.object({
  type: z.string(),
  displayName: z.string().nullish(),
  publicName: z.string().nullish(),
  username: z.string().nullish(),
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

const BodyFormat = z.object({ value: z.string() }).nullish();
/** A page or blog post with its body in the formats that were asked for, in both editions. */
export const WithBody = z.object({
  body: z.object({
    storage: BodyFormat,
    view: BodyFormat,
    export_view: BodyFormat,
    styled_view: BodyFormat,
  }),
});

/** One of several with their bodies; without its version nobody can tell whether it is the listed one. */
export const BulkItem = WithBody.partial().extend({ id: Id, version: z.object({ number: z.number() }) });
export type BulkItem = z.output<typeof BulkItem>;

/** https://developer.atlassian.com/cloud/confluence/rest/v1/api-group-content-body/ */
export const AsyncId = z.object({ asyncId: z.string().min(1) });
export const ConvertedLater = z.object({
  value: z.string().nullish(),
  status: z.string().nullish(),
  error: z.string().nullish(),
});
export const Converted = z.object({ value: z.string() });

/** What a search by CQL finds, in both editions. */
export const FoundId = z.object({ id: Id });

/** https://developer.atlassian.com/cloud/confluence/rest/v1/api-group-content/#api-wiki-rest-api-content-search-get */
export const CloudFound = z.object({
  id: Id,
  restrictions: ExpandedRestrictions,
  metadata: ExpandedLabels,
});

/** https://developer.atlassian.com/cloud/confluence/rest/v2/api-group-space/#api-spaces-get */
export const CloudSpace = z.object({ id: z.string(), key: z.string(), status: z.string().nullish() });

/** https://developer.atlassian.com/cloud/confluence/rest/v2/api-group-page/#api-spaces-id-pages-get */
export const CloudItem = z.object({
  id: z.string().min(1),
  title: z.string(),
  parentId: z.string().nullish(),
  parentType: z.string().nullish(),
  version: z.object({ number: z.number(), createdAt: z.string().nullish() }),
  _links: z.object({ webui: z.string().nullish() }).nullish(),
});
export type CloudItem = z.output<typeof CloudItem>;

/** One page, blog post, folder and so on, asked for by id. */
export const CloudNode = z.object({
  id: z.string(),
  status: z.string(),
  title: z.string(),
  spaceId: z.string().nullish(),
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
  webuiLink: z.string().nullish(),
});
export type CloudAttachment = z.output<typeof CloudAttachment>;
export const CloudAttachmentWithStatus = CloudAttachment.extend({ status: z.string() });

/**
 * https://developer.atlassian.com/server/confluence/rest/ and, for what is expanded,
 * https://developer.atlassian.com/server/confluence/expansions-in-the-rest-api/
 */
export const ServerItem = z.object({
  id: Id,
  type: z.string().nullish(),
  status: z.string().nullish(),
  title: z.string(),
  space: z.object({ key: z.string() }).nullish(),
  version: z.object({ number: z.number(), when: z.string().nullish() }).optional(),
  ancestors: z.array(z.object({ id: Id })).optional(),
  metadata: ExpandedLabels,
  restrictions: ExpandedRestrictions,
  _links: z.object({ webui: z.string().nullish() }).nullish(),
});
export type ServerItem = z.output<typeof ServerItem>;

/** In a listing these are asked for, and nothing can be classified without them. */
export const ServerBlogPost = ServerItem.required({ version: true });
export const ServerPage = ServerBlogPost.required({ ancestors: true });
export type ServerListed = z.output<typeof ServerBlogPost>;

export const ServerSpace = z.object({ key: z.string(), status: z.string().nullish() });

export const ServerAttachment = z.object({
  id: Id,
  title: z.string(),
  status: z.string().nullish(),
  version: z.object({ number: z.number() }),
  metadata: z.object({ mediaType: z.string() }),
  container: z.object({ id: Id }).nullish(),
  _links: z.object({ webui: z.string().nullish(), download: z.string() }),
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
