import type { Http } from "../http/http.ts";
import type { Log } from "../log/log.ts";

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
  /** Changes whenever this program may read the same answer in another way (`derivedCache`); absent: nothing outlives it. */
  readonly revision?: string;
  /**
   * For a connector that can tell cheaply that its whole listing is as it was: called once, before the first entry,
   * with a digest of everything the entries depend on but the source's settings and this program. True: a listing with this mark was
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
