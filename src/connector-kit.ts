/** What a connector of one's own is made of: `import { … } from "fin-ingest"`. */
export { z } from "zod";
export { secret } from "./config/secret.ts";
export type { Connector } from "./connector.ts";
export { ConfigError, FinIngestError, toFailure } from "./errors.ts";
export { HttpError } from "./http/errors.ts";
export type { GetOptions, Http, HttpAnswer, PostOptions } from "./http/http.ts";
export type {
  CheckResult,
  Document,
  DocumentEntry,
  FactCache,
  Gap,
  Gone,
  Io,
  Listed,
  ListingEntry,
  Log,
  MediaType,
  Presence,
  StatedTotal,
  Unreadable,
  Withheld,
} from "./model.ts";
export { type Auth, authFields, authOptions, withAuth } from "./source-api/auth.ts";
export { askJson, type JsonAnswer, type JsonRequest, parsed } from "./source-api/json.ts";
