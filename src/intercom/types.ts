import type { VisibleTo } from "../audience.ts";
import type { SalesAgentRequests } from "./availability.ts";

/** Requests sent to Intercom, by what became of them. */
export interface RequestCounts {
  readonly read: number;
  readonly write: number;
  readonly retried: number;
  readonly rateLimited: number;
}

/** A Content Import Source as we use it. Field meanings: Intercom's OpenAPI description, AI Content. */
export interface ContentImportSource {
  readonly id: number;
  readonly url: string;
  readonly syncBehavior: string;
  readonly status: string;
  readonly audienceIds?: readonly number[] | undefined;
}

/** What is written of a page, and read back. */
interface PageContent {
  readonly sourceId: number;
  readonly externalId: string;
  readonly title: string;
  readonly html: string;
  readonly url?: string | undefined;
  readonly locale: string;
  readonly agent: boolean;
  readonly copilot: boolean;
}

export interface ExternalPage extends PageContent {
  readonly id: string;
  /** Whether Fin's sales agent uses it. */
  readonly salesAgent: boolean;
  /** Availability flags that this program does not know, by their names in the API; absent: none. */
  readonly unknownFlags?: Readonly<Record<string, boolean>>;
  /** Epoch seconds. */
  readonly updatedAt: number;
  /** When it was last written through the API, epoch seconds; 0: not stated. */
  readonly ingestedAt: number;
}

export interface UpsertPage extends PageContent {
  /** Whether Fin's sales agent may use it; absent: left as it is. */
  readonly salesAgent?: boolean | undefined;
}

/** A row of Intercom's own search. */
export interface FoundContent {
  readonly type: string;
  readonly id: string;
  readonly title: string;
}

/** The part of Intercom's AI Content API that the project uses. Deleting a source is not part of it, on purpose. */
export interface ContentLibrary {
  listSources(signal?: AbortSignal): AsyncIterable<ContentImportSource>;
  createSource(
    input: { url: string; audienceIds?: readonly number[] | undefined },
    signal?: AbortSignal,
  ): Promise<ContentImportSource>;
  updateSource(
    id: number,
    input: { url: string; audienceIds?: readonly number[] | null | undefined },
    signal?: AbortSignal,
  ): Promise<ContentImportSource>;
  /**
   * Whether the token may write: sends a source as it is. Nothing changes but Intercom's own `updated_at`.
   * @throws IntercomError where it may not
   */
  rewriteSource(source: ContentImportSource, signal?: AbortSignal): Promise<void>;
  /** Every page of the workspace, streamed, each id once. */
  listPages(signal?: AbortSignal): AsyncIterable<ExternalPage>;
  /** Undefined when Intercom does not know the id (404). */
  getPage(id: string, signal?: AbortSignal): Promise<ExternalPage | undefined>;
  /** How the sales agent's flag can be set; the answers carry it in any case. */
  readonly salesAgentRequests: SalesAgentRequests;
  /**
   * Throws unless the answer echoes `sourceId` and `externalId`. Where the version cannot set the sales agent's flag,
   * the answer says what it is.
   */
  upsertPage(page: UpsertPage, signal?: AbortSignal): Promise<ExternalPage>;
  /**
   * The first external pages that Intercom's own search finds of those that are on for these people; absent: the
   * version has no such search (it came with 2.16).
   */
  readonly searchContent?:
    | ((input: { query: string; as: VisibleTo }, signal?: AbortSignal) => Promise<readonly FoundContent[]>)
    | undefined;
  /** A 404 is success: the page is gone. */
  deletePage(id: string, signal?: AbortSignal): Promise<void>;
  /** Intercom's wall clock now, epoch milliseconds, as its answers' `Date` headers tell; undefined before the first. */
  serverTime?(): number | undefined;
  /** Requests so far. */
  readonly requests: RequestCounts;
  close(): Promise<void>;
}
