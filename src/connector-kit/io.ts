import type { Audience } from "../audience.ts";
import type { Http } from "../http/http.ts";
import type { Log } from "../log/log.ts";
import type { Listed } from "./listing.ts";

/** Small facts a connector remembers between runs (blob id → front matter), so that listing need not read bodies. Losing them costs time only. */
export interface ConnectorCache {
  get(key: string): string | undefined;
  /** Those of the keys that are known, in a fraction of the time that asking for each takes; absent: ask for each. */
  getAll?(keys: readonly string[]): ReadonlyMap<string, string>;
  set(key: string, value: string): void;
}

/** What a connector may touch besides its own system. */
export interface Io {
  readonly signal: AbortSignal;
  readonly log: Log;
  readonly cache: ConnectorCache;
  /**
   * Who may be answered from another document of this source, as its rules and the permissions that `visibleTo` states
   * decide: ask before its text or its title is put into a page. What may be shown in a page is only what is for
   * everybody that the page is for; the answer belongs to the `version` of the page that includes it.
   */
  audienceOf(document: Pick<Listed, "path" | "labels" | "visibleTo">): Audience;
  /**
   * For a connector that can tell cheaply that its whole listing is as it was: called once, before the first entry,
   * with a digest of everything the entries depend on but the source's settings. True: a listing with this mark was
   * read to its end, nothing of it needed anything, and nothing was written since; end the listing without an entry.
   */
  readonly isUnchanged?: (mark: string) => boolean;
  /** Folder that relative paths in the configuration resolve against (the config file's folder). */
  readonly baseDir: string;
  /** A folder of this source's own for clones and downloads; created by whoever writes first. */
  readonly cacheDir: string;
  /** Requests under the source's own rules (`allow_hosts`, `allow_private_addresses`); never use another client. */
  readonly http: Http;
  /** Larger documents are not read (`max_document_bytes`); absent: the default of 5 MB. */
  readonly maxDocumentBytes?: number;
  /** Set when only documents changed since then (epoch milliseconds) matter: `updatedAt` is then worth finding out. */
  readonly changedSince?: number;
}
