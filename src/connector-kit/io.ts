import type { Audience } from "../audience.ts";
import type { Http } from "../http/http.ts";
import { defaultMaxDocumentBytes } from "../limits.ts";
import type { Log } from "../log/log.ts";
import type { Listed } from "./listing.ts";

/**
 * Small values that a connector remembers between runs (blob id → front matter), so that a listing need not read
 * bodies. Losing them costs time only.
 */
export interface ConnectorCache {
  get(key: string): string | undefined;
  /** The keys that are known, in a fraction of the time that asking for each takes; absent: ask for each. */
  getAll?(keys: readonly string[]): ReadonlyMap<string, string>;
  set(key: string, value: string): void;
}

/** What rules can tell of a document. */
export interface Subject extends Pick<Listed, "path" | "labels" | "visibleTo" | "atMost"> {
  /** Not a document of its own, as a file that documents include: only a rule that matches it narrows its audience. */
  readonly isPart?: boolean | undefined;
}

/** What a connector may touch besides its own system. */
export interface Io {
  readonly signal: AbortSignal;
  /** For people; configured secrets are masked. `debug` shows with `--verbose`. */
  readonly log: Log;
  /** Lasts between runs, but may be lost at any time. */
  readonly cache: ConnectorCache;
  /** Changes whenever this program may read the same answer differently; see `derivedCache`. Absent: `cache` ends with the process. */
  readonly revision?: string;
  /**
   * Who may be answered from another document of this source, as its rules and the permissions in `visibleTo` decide:
   * ask before its text or its title goes into a page. A page may only show what is for everybody that the page is
   * for. The answer belongs to the `version` of the page that includes the document.
   */
  audienceOf(document: Subject): Audience;
  /**
   * Says how many documents one pattern of the connector's own options (`Connector.patterns`) selected or excluded:
   * called in the course of a listing, once for each pattern. One that selected nothing is warned of.
   *
   * @param place where the pattern stands in the options: `include[0]`, `user_segments.123`
   */
  readonly selected?: (place: string, documents: number) => void;
  /**
   * For a connector that can tell cheaply that its whole listing is unchanged: called before the first entry (again
   * where it is read again, which counts),
   * with a digest of everything the entries depend on except the source's settings and this program. True: a listing with this mark was
   * read to its end, nothing of it needed anything, and nothing was written since; end the listing without an entry.
   */
  readonly isUnchanged?: (mark: string) => boolean;
  /** The configuration file's folder: relative paths in options count from it. */
  readonly baseDir: string;
  /** A folder of this source's own for clones and downloads; created by whoever writes first. */
  readonly cacheDir: string;
  /** Requests under the source's own rules (`allow_hosts`, `allow_private_addresses`); never use another client. */
  readonly http: Http;
  /** Absolute path of the certificates in `ca_file`, for requests that another program makes (git). */
  readonly caFile?: string;
  /** Larger documents are not read (`max_document_bytes`); absent: the default of 5 MB. See `documentLimit`. */
  readonly maxDocumentBytes?: number;
  /** Set when only documents changed since then (epoch milliseconds) matter: `updatedAt` is then worth finding out. */
  readonly changedSince?: number;
}

/** The largest body that a source takes, in bytes. */
export const documentLimit = ({
  maxDocumentBytes = defaultMaxDocumentBytes,
}: Pick<Io, "maxDocumentBytes">): number => maxDocumentBytes;
