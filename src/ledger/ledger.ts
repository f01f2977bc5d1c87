import { type Audience, type Availability, audienceOf } from "../audience.ts";
import type { ConnectorCache } from "../connector-kit/io.ts";

/** How we know that a document is gone: stated by the source, confirmed by a probe, or absence only. */
export type Evidence = (typeof evidenceWords)[number];
export const evidenceWords = ["explicit", "confirmed", "inferred"] as const;

/** What is known of one page we sent. */
export interface PageRow {
  readonly externalId: string;
  /** Intercom's own id; absent until an answer echoed it. */
  readonly intercomId?: string | undefined;
  readonly sourceId: number;
  /** The document's version when it was last uploaded or found unchanged, with the revision it belongs to. */
  readonly version?: string | undefined;
  readonly revision?: string | undefined;
  /** Absent while an upload is unresolved: the next run sends the page again. */
  readonly fingerprint?: string | undefined;
  readonly bodyHash?: string | undefined;
  readonly title: string;
  readonly url?: string | undefined;
  readonly path?: string | undefined;
  readonly locale: string;
  readonly availability: Availability;
  readonly words: number;
  /** On a document's own page: how many further pages it has. */
  readonly parts?: number | undefined;
  readonly state: "live" | "hidden" | "deleted";
  /** Epoch milliseconds. */
  readonly firstSentAt?: number | undefined;
  readonly sentAt?: number | undefined;
  readonly hiddenAt?: number | undefined;
  readonly absence?: AbsenceRecord | undefined;
  /** What an audit found wrong with the page in Intercom; it becomes the reason of the next upload, which clears it. */
  readonly noticed?: Noticed | undefined;
  /** Availability set by hand in Intercom that is left as it is (`availability: keep-ui-changes`). */
  readonly kept?: KeptAvailability | undefined;
}

export interface KeptAvailability extends Availability {
  /** Absent where it was not switched by hand. */
  readonly salesAgent?: boolean;
}

/** Complete listings in a row that did not name a live page's document. */
export interface AbsenceRecord {
  readonly missedListings: number;
  /** Epoch milliseconds. */
  readonly lastMissedAt: number;
  readonly evidence: Evidence;
}

/** The flags that Intercom has of a page: somebody may have set them there by hand. */
export const standingOf = ({ kept, availability }: Pick<PageRow, "availability" | "kept">): Availability =>
  kept ?? availability;

/** Who may be answered from a page as the ledger knows it; undefined where there is none. */
export function audienceOfRow(
  row: Pick<PageRow, "state" | "availability" | "kept"> | undefined,
): Audience | undefined {
  if (!row || row.state === "deleted") return undefined;
  return row.state === "hidden" ? "nobody" : audienceOf(standingOf(row));
}

/** What somebody did to a page in Intercom by hand. */
export type Noticed = (typeof noticedWords)[number];
export const noticedWords = [
  "deleted by hand",
  "availability switched by hand",
  "edited by hand",
  "sales agent",
] as const;

/** What is known of one configured source. */
export interface SourceRow {
  readonly name: string;
  readonly url: string;
  readonly sourceId: number;
  /** Hash of what the source selects (connector options, filters, rules) at the last complete listing. */
  readonly scope?: string | undefined;
  /** Documents in the last complete listing. */
  readonly lastComplete?: { readonly at: number; readonly documents: number } | undefined;
  /** Complete listings to wait for before an absence counts: after a rebuild, the ledger knows only what Intercom had. */
  readonly untrustedListings?: number | undefined;
  /** End of the last complete audit, epoch milliseconds. */
  readonly auditedAt?: number | undefined;
}

/** What a source went through that no listing says. */
export interface SourceHistory {
  /** Absolute path of the configuration file that last ran it: while that file names it, it is not an orphan. */
  readonly configFile?: string;
  /** How long its hidden pages wait before they are deleted, milliseconds, as its last run had it. */
  readonly graceMs?: number;
  /** When it was retired, epoch milliseconds. */
  readonly retiredAt?: number;
  /** When Intercom was searched for pages of it that the ledger does not know, epoch milliseconds. */
  readonly searchedAt?: number;
  /** Pages under its Content Import Source that are not its own, as the last search or audit found them. */
  readonly foreign?: ForeignPages;
  /** When pages that were in Intercom already were adopted into it, epoch milliseconds. */
  readonly adoptedAt?: number;
  /** Its rules that have matched a document at least once (`ruleKey`). */
  readonly matchedRules?: readonly string[];
  /** The revision of its last complete run, and the part of it that its settings are. */
  readonly madeWith?: { readonly revision: string; readonly settings: string };
  /** Documents that a run held or failed at and none has settled since; absent: none. */
  readonly unsynced?: UnsyncedSince;
  /** Pages sent since then (epoch milliseconds) have an `echo` wherever Intercom answered other words than it was sent. */
  readonly echoesFrom?: number;
}

/** By external id: when a run first held the document or failed at it, epoch milliseconds. */
export type UnsyncedSince = Readonly<Record<string, number>>;

export interface ForeignPages {
  readonly pages: number;
  /** The first of them. */
  readonly externalIds: readonly string[];
  /** They stood there before this ledger knew the source: held until somebody says what becomes of them. */
  readonly held: boolean;
}

/** What a page went through that its row does not say. */
export interface PageHistory {
  /** The document whose own page takes the place of this one, which somebody else made (`adopt`). */
  readonly replacedBy?: string;
  /** Whether Fin's sales agent used it before that was switched off; present while it is to be restored. */
  readonly salesAgent?: boolean;
  /** What Intercom answered in place of what it was sent; without a part: the same. */
  readonly echo?: Echo;
  /** The words that somebody last gave it by hand. */
  readonly edited?: {
    /** Hash of title, address and text. */
    readonly words: string;
    /** Intercom's time of the upload that put it back, epoch seconds. */
    readonly putBackAt?: number;
  };
  /** When it came back after it was hidden, epoch milliseconds, newest last. */
  readonly reappearedAt?: readonly number[];
  /** Why it was last hidden. */
  readonly hiddenWhy?: string;
  /** Names the source's text (`LostText.hash`) that it was sent from although much of it was missing. */
  readonly sentDespiteLoss?: string;
  /**
   * What `undo` took back, while it is not to come again by itself: the hash of the text that was replaced, absent where
   * the page had been hidden or deleted; and of the text that stands since then.
   */
  readonly undone?: { readonly rejected?: string; readonly restored: string };
  /** Why it was last sent; absent: it was new. */
  readonly sentWhy?: readonly string[];
}

/** Words of a page as Intercom gives them back, where these are not the ones that were sent. */
export interface Echo {
  readonly title?: string;
  readonly url?: string | null;
  readonly bodyHash?: string;
}

/** A complete listing, where no entry and no page needed anything. */
export interface RememberedListing {
  /** Hash of everything that decides over the listing, besides the source's pages. */
  readonly key: string;
  readonly documents: number;
  /** Pages of these documents. */
  readonly unchanged: number;
  /** What each of the source's rules selects of it, in their order. */
  readonly rules?: readonly { readonly decided: number; readonly matched: number }[] | undefined;
  /** Documents without a page, which every report names. */
  readonly skipped?: readonly Skipped[] | undefined;
  /** Entries that no run can read. */
  readonly unreadable?: readonly Skipped[] | undefined;
}

/** A listed document that becomes no page, and why. */
export interface Skipped {
  readonly externalId: string;
  readonly title?: string | undefined;
  readonly why: string;
  /** As in the listing (`Unreadable`). */
  readonly isPermanent?: true | undefined;
}

export interface RunRow {
  readonly id: string;
  readonly pipeline: string;
  readonly startedAt: number;
  readonly finishedAt?: number | undefined;
  /** That of its report, or "stopped by SIGTERM"; the summary is JSON: counts, gaps and holds per source. */
  readonly outcome?: string | undefined;
  readonly summary?: string | undefined;
}

/** A backfill that has begun and not ended, so that it can be continued. */
export interface OpenBackfill {
  readonly startedAt: number;
  /** Hash of its selection; another selection starts anew. */
  readonly selection: string;
}

/**
 * The local memory of what was sent, per page. A cache that can be lost and rebuilt. One writer.
 * All methods but `intend` and `flush` are synchronous: it is a local SQLite file, or a copy in one.
 */
export interface Ledger {
  /** Identity of this ledger and the number of its last run that wrote: a plan belongs to exactly one pair. */
  readonly lineage: string;
  serial(): number;
  /** Starts a new serial; called once by each run that applies. */
  advance(): number;

  source(name: string): SourceRow | undefined;
  putSource(row: SourceRow): void;
  /** Every source it has a row of, by name. */
  sources(): readonly SourceRow[];
  /**
   * Keeps everything of a source (row, pages, intents, caches, histories) under another name, in one transaction. What
   * is there under that name already stays as it is.
   */
  renameSource(from: string, to: string): void;
  /** Forgets everything of a source. Intercom is not touched. */
  forgetSource(name: string): void;
  /** Empty where nothing is known. */
  sourceHistory(name: string): SourceHistory;
  putSourceHistory(name: string, history: SourceHistory): void;
  pageHistory(source: string, externalId: string): PageHistory;
  putPageHistory(source: string, externalId: string, history: PageHistory): void;

  page(source: string, externalId: string): PageRow | undefined;
  /** Rows in external id order, read as they are asked for. Without `deleted` rows unless they are asked for. */
  pages(source: string, options?: { deleted?: boolean }): Iterable<PageRow>;
  /** The rows, not deleted, of a document's further pages (see external-ids.ts). */
  parts(source: string, externalId: string): readonly PageRow[];
  /** Live pages of the source with this body and, where it is given, this title. */
  countBody(source: string, bodyHash: string, title?: string): number;
  /** Live pages first sent after a time (epoch milliseconds). */
  countSince(source: string, time: number): number;
  countPages(source: string): { live: number; hidden: number };
  putPage(source: string, row: PageRow): void;
  forgetPages(source: string): void;

  /**
   * Records that a write for this page is about to be sent; voids its fingerprint at once, until `settle`.
   * Nothing may be sent before the promise is fulfilled: only then the intent is on disk. Intents recorded within
   * a few milliseconds share one wait for the disk.
   */
  intend(source: string, externalId: string, what: "upsert" | "hide" | "delete", at: number): Promise<void>;
  /** The intent's outcome is known: clears it and stores the row. */
  settle(source: string, row: PageRow): void;
  /** The write certainly did not take effect: clears the intent and restores the fingerprint. */
  abandon(source: string, externalId: string): void;
  /** Whether a write for this page was begun and its outcome is not known. */
  isIntended(source: string, externalId: string): boolean;
  unresolved(
    source: string,
  ): Iterable<{ externalId: string; what: "upsert" | "hide" | "delete"; at: number }>;

  /** The last listing that left nothing to do, if no page and no intent of the source was written since then. */
  unchangedListing(source: string): RememberedListing | undefined;
  setUnchangedListing(source: string, listing: RememberedListing): void;

  connectorCache(source: string): ConnectorCache;
  openBackfill(source: string): OpenBackfill | undefined;
  setOpenBackfill(source: string, backfill: OpenBackfill | undefined): void;
  putRun(row: RunRow): void;
  runs(limit: number): RunRow[];
  /** A set of external ids kept outside the heap, for one listing. */
  seenSet(): SeenSet;
  /** What one audit found in Intercom's listing, kept outside the heap. */
  auditSet(): AuditSet;
  /**
   * Fulfilled when everything written so far outlives the process, and where the ledger is kept beyond this machine, the
   * machine; and when no other run can have taken this one's place.
   */
  flush(): Promise<void>;
  close(): void;
}

export interface AuditSet {
  /** Intercom's id of the page listed before under this source with this external id, if any. */
  add(page: { source: string; externalId: string; intercomId: string }): string | undefined;
  /** Marks an added page that something else may have written. */
  doubt(page: { source: string; externalId: string }): void;
  /** The pages of a source that were doubted. */
  doubted(source: string): Iterable<PageRow>;
  /** The pages of a source that the ledger takes to be in Intercom and that were not added, in external id order. */
  missing(source: string): Iterable<PageRow>;
  clear(): void;
}

export interface SeenSet {
  /** False when the id was there already. */
  add(externalId: string): boolean;
  has(externalId: string): boolean;
  readonly size: number;
  /** The pages of a source (not deleted) that are not in the set, in external id order. */
  absent(source: string): Iterable<PageRow>;
  clear(): void;
}
