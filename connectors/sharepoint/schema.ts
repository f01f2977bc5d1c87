import { z } from "zod";
import { itemsOf } from "../../src/connector-kit/items.ts";

const text = z.string().nullish();
const id = z.string().min(1);

/** A facet says something by being there, https://learn.microsoft.com/graph/api/resources/driveitem */
const facet = z.union([z.looseObject({}).transform(() => true as const), z.literal(true)]).nullish();

/** https://learn.microsoft.com/graph/api/resources/site */
export const Site = z.object({ id, displayName: text, webUrl: text });

/** https://learn.microsoft.com/graph/api/resources/drive */
export const Drive = z.object({ id, name: text, webUrl: text });
export type Drive = z.output<typeof Drive>;

/** https://learn.microsoft.com/graph/api/resources/list */
export const SiteList = z.object({ id, list: z.object({ template: text }).nullish() });

/** https://learn.microsoft.com/graph/api/resources/publicationfacet */
const Publication = z.object({ level: text, versionId: text });
export type Publication = z.output<typeof Publication>;

/** https://learn.microsoft.com/graph/api/resources/driveitem */
export const DriveItem = z.object({
  id,
  name: text,
  eTag: text,
  webUrl: text,
  size: z.number().nullish(),
  lastModifiedDateTime: text,
  parentReference: z.object({ id: text }).nullish(),
  root: facet,
  deleted: facet,
  folder: facet,
  package: facet,
  file: facet,
  malware: facet,
  publication: Publication.nullish(),
  sharepointIds: z.object({ listItemUniqueId: text }).nullish(),
});
export type DriveItem = z.output<typeof DriveItem>;

/** What is asked for of it: `publication` and `sharepointIds` are not returned by default. */
export const itemFields = Object.keys(DriveItem.shape).join(",");

const CollectionLinks = z.object({ "@odata.nextLink": text });

/** A part of a collection, https://learn.microsoft.com/graph/paging */
export const collectionOf = <T>(item: z.ZodType<T>) =>
  CollectionLinks.extend({ value: itemsOf(item) }).transform(({ value, "@odata.nextLink": next }) => ({
    ...value,
    next,
  }));

/** A part of the changes of a drive; the last one says where the next ones begin. https://learn.microsoft.com/graph/api/driveitem-delta */
export const DeltaPage = CollectionLinks.extend({
  value: itemsOf(DriveItem),
  "@odata.deltaLink": text,
}).transform(({ value, "@odata.nextLink": next, "@odata.deltaLink": link }, context) => {
  if (!next && !link) context.addIssue("it names neither a next page nor the end");
  return { ...value, next, link };
});
export type DeltaPage = z.output<typeof DeltaPage>;

/** What is remembered of a drive: where its changes begin, and what it held then. */
export const Snapshot = z.object({
  link: z.string(),
  items: z.array(DriveItem),
  /** Ids of what was deleted since it was first read, the newest last. */
  deleted: z.array(z.string()),
});
export type Snapshot = z.output<typeof Snapshot>;

/** Who may read a drive's items, as it was found: null for all whom the library is for, else why not. */
export const KnownReaders = z.object({
  root: z.string(),
  items: z.record(z.string(), z.string().nullable()),
});
export type KnownReaders = z.output<typeof KnownReaders>;

/** What a page's links lead to, as of one state of the page: a listing does not carry its text. */
export const KnownLinks = z.object({ state: z.string(), keys: z.array(z.string()) });

const Identity = z.looseObject({ id: text, loginName: text, email: text, displayName: text }).nullish();
/** https://learn.microsoft.com/graph/api/resources/sharepointidentityset */
const IdentitySet = z.object({
  group: Identity,
  user: Identity,
  siteGroup: Identity,
  siteUser: Identity,
  application: Identity,
});
export type IdentitySet = z.output<typeof IdentitySet>;

/** https://learn.microsoft.com/graph/api/resources/permission */
export const Permission = z.object({
  id: text,
  roles: z.array(z.string()).nullish(),
  link: z.object({ scope: text }).nullish(),
  invitation: facet,
  grantedTo: IdentitySet.nullish(),
  grantedToV2: IdentitySet.nullish(),
  grantedToIdentities: z.array(IdentitySet.nullish()).nullish(),
  grantedToIdentitiesV2: z.array(IdentitySet.nullish()).nullish(),
});
export type Permission = z.output<typeof Permission>;

/** https://learn.microsoft.com/graph/json-batching */
export const BatchAnswer = z.object({
  responses: itemsOf(z.object({ id, status: z.number(), body: z.unknown() })),
});

/** https://learn.microsoft.com/graph/api/resources/sitepage */
export const Page = z
  .object({
    id,
    title: text,
    webUrl: text,
    eTag: text,
    "@odata.etag": text,
    lastModifiedDateTime: text,
    promotionKind: text,
    contentType: z.object({ name: text }).nullish(),
    publishingState: Publication.nullish(),
  })
  .transform(({ "@odata.etag": etag, ...page }) => ({ ...page, eTag: page.eTag ?? etag }));
export type Page = z.output<typeof Page>;
export const pageFields =
  "id,name,title,webUrl,eTag,lastModifiedDateTime,promotionKind,contentType,publishingState";

const Pairs = z.array(z.object({ key: text, value: z.unknown() }).nullish()).nullish();
/** https://learn.microsoft.com/graph/api/resources/webpart: a text, or a standard part with its data. */
const WebPart = z.object({
  innerHtml: text,
  webPartType: text,
  data: z
    .object({
      title: text,
      audiences: z.array(z.unknown()).nullish(),
      properties: z.looseObject({}).nullish().catch(undefined),
      serverProcessedContent: z
        .object({ htmlStrings: Pairs, searchablePlainTexts: Pairs, links: Pairs })
        .nullish(),
    })
    .nullish(),
});
export type WebPart = z.output<typeof WebPart>;

const Column = z.object({ webparts: itemsOf(WebPart) });
/** https://learn.microsoft.com/graph/api/resources/canvaslayout */
export const CanvasLayout = z.object({
  horizontalSections: z.array(z.object({ columns: z.array(Column) })).nullish(),
  verticalSection: Column.nullish(),
});
export type CanvasLayout = z.output<typeof CanvasLayout>;

/** A page with its text; without a canvas nobody could tell whether it is empty. */
export const PageWithCanvas = z.object({
  title: text,
  publishingState: Publication.nullish(),
  canvasLayout: CanvasLayout,
});
