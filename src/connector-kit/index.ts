/** What a connector of one's own is made of: `import { … } from "fin-ingest"`. */
export { z } from "zod";
export { secret } from "../config/schema/secret.ts";
export { ConfigError, FinIngestError, toFailure } from "../errors.ts";
export { HttpError } from "../http/errors.ts";
export type { GetOptions, Http, HttpAnswer, PostOptions } from "../http/http.ts";
export type { Log } from "../log/log.ts";
export type { Document, MediaType } from "../normalize/document.ts";
export { type Auth, authFields, authOptions, withAuth } from "./auth.ts";
export type { CheckResult, Connector, Presence } from "./connector.ts";
export { derivedCache } from "./derived-cache.ts";
export type { ConnectorCache, Io } from "./io.ts";
export { askJson, type JsonAnswer, type JsonRequest, parsed } from "./json.ts";
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
