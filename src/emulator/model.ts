/**
 * The content of the emulated workspace. Records are replaced, never changed in place, so that a snapshot is a copy of
 * references and a logged answer stays what was sent. All times are epoch seconds, as in Intercom's API.
 */

type SyncBehavior = "api" | "automatic" | "manual";

export interface StoredSource {
  readonly id: number;
  readonly syncBehavior: SyncBehavior;
  readonly status: "active" | "deactivated";
  readonly url: string;
  readonly audienceIds: readonly number[];
  readonly createdAt: number;
  readonly updatedAt: number;
  readonly lastSyncedAt: number;
}

export interface StoredPage {
  /** Digits, counting up: Intercom gives page ids as strings. */
  readonly id: string;
  readonly sourceId: number;
  readonly externalId: string;
  readonly title: string;
  readonly html: string;
  readonly url?: string | undefined;
  readonly locale: string;
  readonly agent: boolean;
  readonly copilot: boolean;
  readonly salesAgent: boolean;
  /** Inherited from the source when the page was made; later changes of the source reach it only when asked to. */
  readonly audienceIds: readonly number[];
  readonly createdAt: number;
  readonly updatedAt: number;
  readonly lastIngestedAt: number;
}

/** What a request did to the library. Tests decide by it whether anything was written. */
export type Effect = "created" | "updated" | "same" | "deleted";

/** An answer before it is sent. */
export interface Reply {
  readonly status: number;
  /** Sent as JSON; absent for 204. */
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>> | undefined;
  readonly effect?: Effect | undefined;
  readonly sourceId?: number | undefined;
  readonly externalId?: string | undefined;
  readonly pageId?: string | undefined;
}
