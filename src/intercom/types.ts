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

export interface ExternalPage {
  readonly id: string;
  readonly sourceId: number;
  readonly externalId: string;
  readonly title: string;
  readonly html: string;
  readonly url?: string | undefined;
  readonly locale: string;
  readonly agent: boolean;
  readonly copilot: boolean;
  /** Epoch seconds. */
  readonly updatedAt: number;
}

export interface UpsertPage {
  readonly sourceId: number;
  readonly externalId: string;
  readonly title: string;
  readonly html: string;
  readonly url?: string | undefined;
  readonly locale: string;
  readonly agent: boolean;
  readonly copilot: boolean;
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
  /** Every page of the workspace, streamed, each id once. */
  listPages(signal?: AbortSignal): AsyncIterable<ExternalPage>;
  /** Undefined when Intercom does not know the id (404). */
  getPage(id: string, signal?: AbortSignal): Promise<ExternalPage | undefined>;
  /** Throws unless the answer echoes `sourceId` and `externalId`. */
  upsertPage(page: UpsertPage, signal?: AbortSignal): Promise<ExternalPage>;
  /** A 404 is success: the page is gone. */
  deletePage(id: string, signal?: AbortSignal): Promise<void>;
  /** Requests so far. */
  readonly requests: RequestCounts;
  close(): Promise<void>;
}
