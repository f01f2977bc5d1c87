/** What a connector is made of: `import { … } from "fin-ingest"`. docs/writing-a-connector.md explains each. */
export { z } from "zod";
export { secret } from "../config/schema/secret.ts";
export { ConfigError, FinIngestError, TryLaterError, toFailure } from "../errors.ts";
export { escapeHtml } from "../html/characters.ts";
export { HttpError } from "../http/errors.ts";
export type { GetOptions, Http, HttpAnswer, PostOptions } from "../http/http.ts";
export type { Log } from "../log/log.ts";
export { namesTarget, namesTitle } from "../naming.ts";
export type { Document, MediaType } from "../normalize/index.ts";
export {
  type Auth,
  authFields,
  authOptions,
  exactlyOne,
  isRefusal,
  type Requester,
  withAuth,
  withLoginHint,
  withToken,
} from "./auth.ts";
export { type Cached, cached } from "./cached.ts";
export { type Checklist, checklist } from "./checklist.ts";
export type { CheckResult, Connector, Presence } from "./connector.ts";
export { derivedCache } from "./derived-cache.ts";
export { attachmentKinds, attachmentsOption, attachmentTypes } from "./formats.ts";
export { attachedTo, type Included, IncludedDocuments, mayStandIn } from "./included.ts";
export { type ConnectorCache, documentLimit, type Io } from "./io.ts";
export { type Items, itemsOf, type OddItem, oddEntry } from "./items.ts";
export { askJson, type JsonAnswer, type JsonRequest, parsed } from "./json.ts";
export { KeptBodies } from "./kept-bodies.ts";
export { lazyConnector } from "./lazy.ts";
export type {
  DocumentEntry,
  Gap,
  Gone,
  Listed,
  ListingEntry,
  StatedTotal,
  Unpublished,
  Unreadable,
} from "./listing.ts";
export {
  clientCredentials,
  type OauthOptions,
  oauthOptions,
  oauthTokens,
  type TokenRequest,
  type TokenSource,
  tokenSource,
} from "./oauth.ts";
export { isAboutOneObject } from "./one-object.ts";
export {
  firstOf,
  nextLink,
  type Pages,
  paginate,
  paginateByCursor,
  paginateByOffset,
  paginateByPageNumber,
  paginateByUrl,
} from "./paginate.ts";
export { PatternCounts } from "./pattern-counts.ts";
export { existsInside, type FileContent, isFileInside, readInside, realFolder } from "./safe-read.ts";
export { inSmallerPages } from "./smaller-pages.ts";
