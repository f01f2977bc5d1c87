import type { Http } from "./http/http.ts";

/**
 * The vocabulary as types; no code. Every word here is used with the same meaning in the whole project:
 * connector, source, listed document, gap, document, page, ledger, change, plan, hold.
 */

/** Who may be answered from a page: customers → agent and copilot, teammates → copilot only. */
export type VisibleTo = "customers" | "teammates";

/** The availability flags of an External Page; always sent, because Intercom's default is "unused". */
export interface Availability {
  readonly agent: boolean;
  readonly copilot: boolean;
}

// ---- what a connector yields ------------------------------------------------------------------------------

/** One document of a source, as its listing shows it; the body stays where it is until `load()`. */
export interface Listed {
  readonly kind: "document";
  /** Stable, unique in the source, independent of the title. */
  readonly externalId: string;
  /** Changes whenever the document's content may have changed; absent: the document is loaded on every run. */
  readonly version?: string;
  readonly title?: string;
  /** Absolute URL that Fin cites; absent: Fin answers from the page but cites nothing. */
  readonly url?: string;
  /** Path in the source that `rules` globs are matched against; `/`-separated, relative, no leading slash. */
  readonly path?: string;
  readonly labels?: readonly string[];
  /**
   * Who may be answered at most, where the system itself restricts its readers: it narrows the source's `visible_to`,
   * never widens it. A rule that matches the document decides instead. What it depends on belongs to `version`.
   */
  readonly visibleTo?: VisibleTo;
  /** When the document last changed, epoch milliseconds, where the source says it. */
  readonly updatedAt?: number;
  /**
   * Reads the body. Throws when it cannot; that is this document's failure alone. Called on the listed document or, in a
   * listing of many, on one made anew from its JSON: a function that all of a listing's documents share finds in `this`
   * which of them it is, and nothing is kept for each.
   */
  load(signal: AbortSignal): Promise<Document>;
}

/** A part of the source that could not be listed. Uploads go on; removals of the source are off for the run. */
export interface Gap {
  readonly kind: "gap";
  /** What could not be listed, in the source's own words: a space key, a folder. */
  readonly part: string;
  readonly reason: string;
}

/** A document its author withholds (draft, unpublished, unlisted). A page of it is explicitly no longer wanted. */
export interface Withheld {
  readonly kind: "withheld";
  readonly externalId: string;
  readonly path?: string;
  readonly title?: string;
  readonly reason: string;
}

/** Explicit evidence that a document is gone: a trash flag, a 410, a withdrawn permission, a deletion in git. */
export interface Gone {
  readonly kind: "gone";
  readonly externalId: string;
  readonly reason: string;
}

/** A listed thing that cannot be taken as a document (unreadable, two with one id). Counts as present. */
export interface Unreadable {
  readonly kind: "unreadable";
  readonly externalId: string;
  readonly path?: string;
  readonly reason: string;
}

/** How many documents the source itself says it has; a listing that yields another number is not complete. */
export interface StatedTotal {
  readonly kind: "total";
  readonly documents: number;
}

/** What stands for one document of the source. */
export type DocumentEntry = Listed | Withheld | Gone | Unreadable;

export type ListingEntry = DocumentEntry | Gap | StatedTotal;

/** Texts that the normaliser reads itself, at once. */
export type TextType = "text/markdown" | "text/mdx" | "text/html" | "text/plain";

/** Formats that another program or library turns into HTML first. */
export type ForeignType =
  | "text/asciidoc"
  | "text/x-rst"
  | "application/vnd.oai.openapi"
  | "application/x-ipynb+json"
  | "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
  | "application/pdf";

/** The media types the normaliser knows. */
export type MediaType = TextType | ForeignType;

/** The loaded body with its media type. Plain data: it can cross to a worker. */
export interface Document {
  readonly body: string | Uint8Array;
  readonly mediaType: MediaType;
  /** File or page name, the last resort for a title. */
  readonly name: string;
  /** A title the source states itself; beats what the body says, except front matter. */
  readonly title?: string;
  /** Absolute URL of the document: the base of its relative links. */
  readonly url?: string;
  /** Link targets as written in the body (`../a.md#x`) → absolute URL. Others resolve against `url`. */
  readonly links?: Readonly<Record<string, string>>;
  /** Included files as written in the body (`./_note.mdx`) → their text. Includes of includes are keyed as they are written there. */
  readonly includes?: Readonly<Record<string, string>>;
  readonly options?: NormalizeOptions;
}

/** What a source's owner says about normalising; plain data, part of the source's revision. */
export interface NormalizeOptions {
  /** MDX component name → what becomes of it; extends the built-in registry. */
  readonly components?: Readonly<Record<string, ComponentRule>>;
  /** CSS selector of the content of HTML pages; absent: the normaliser finds it. */
  readonly contentSelector?: string;
  /** CSS selectors of parts of HTML pages that are no content. */
  readonly excludeSelectors?: readonly string[];
  /** A page with more HTML than this is split at its headings; absent: the default. */
  readonly maxPageBytes?: number;
  /** The source's locale (BCP 47): a page in another language is warned of. Absent: any language will do. */
  readonly locale?: string;
}

/** What an MDX component turns into. `title` and `label` name the props read; `text` is a template over props: "Added in {v}". */
export type ComponentRule =
  | "children"
  | "drop"
  | {
      readonly as: "callout" | "steps" | "tabs" | "tab" | "card" | "details" | "filetree" | "section";
      readonly title?: string;
      readonly kind?: string;
    }
  | { readonly as: "text"; readonly text: string };

// ---- what the normaliser makes ----------------------------------------------------------------------------

/** Something a reader of the page should know was dropped, guessed or is doubtful. Never blocking. */
export interface Warning {
  /** Stable kebab-case code: `image-without-alt`, `unknown-component`. */
  readonly code: string;
  readonly message: string;
}

/** A document after normalising: what Fin would read. */
export interface Normalized {
  readonly title: string;
  readonly html: string;
  /** Words of the visible text. */
  readonly words: number;
  readonly warnings: readonly Warning[];
  /** Set on the further pages of a document that became several. */
  readonly part?: Part;
}

/** One of the further pages of a document. */
export interface Part {
  /** Unique in the document, the same as long as its heading is. */
  readonly id: string;
  /** The fragment that leads to it on the document's own page, where there is one. */
  readonly anchor?: string;
}

/** One External Page as it is sent. */
export interface Page extends Omit<Normalized, "part"> {
  readonly externalId: string;
  readonly url?: string;
  readonly locale: string;
  readonly availability: Availability;
  /** sha256 over everything that is sent: title, html, url, availability, locale, source. */
  readonly fingerprint: string;
  /** sha256 of the html alone, so that an update can say what changed. */
  readonly bodyHash: string;
  readonly version?: string;
  readonly path?: string;
  /** On a document's own page: how many further pages it has. Absent: none. */
  readonly parts?: number;
}

// ---- what is decided --------------------------------------------------------------------------------------

export type UpdateReason =
  | "content"
  | "title"
  | "url"
  | "availability"
  | "locale"
  | "source"
  | "reappeared"
  | "unresolved"
  | "deleted by hand"
  | "availability switched by hand"
  | "backfill";

/** How we know that a document is gone (SAFETY.md): stated by the source, confirmed by a probe, or absence only. */
export type Evidence = "explicit" | "confirmed" | "inferred";

export type Change =
  | { readonly kind: "create"; readonly page: Page; readonly reasons?: readonly UpdateReason[] }
  | { readonly kind: "update"; readonly page: Page; readonly reasons: readonly UpdateReason[] }
  | { readonly kind: "unchanged"; readonly externalId: string; readonly remember?: Remember }
  | {
      readonly kind: "hide";
      readonly target: RemovalTarget;
      readonly evidence: Evidence;
      readonly why: string;
    }
  | {
      readonly kind: "delete";
      readonly target: RemovalTarget;
      readonly evidence: Evidence;
      readonly why: string;
    }
  | { readonly kind: "hold"; readonly hold: Hold }
  | {
      readonly kind: "skip";
      readonly externalId: string;
      readonly title?: string;
      readonly url?: string;
      readonly why: string;
    }
  | {
      readonly kind: "fail";
      readonly externalId: string;
      readonly title?: string;
      readonly url?: string;
      readonly error: Failure;
    };

export type ChangeKind = Change["kind"];

/** What the ledger notes of a page that was loaded but needs no upload, so that the next run need not load it. */
export interface Remember {
  readonly version: string;
  readonly path?: string;
  readonly parts?: number;
}

/** The page a removal is about, as the ledger knows it. */
export interface RemovalTarget {
  readonly externalId: string;
  readonly intercomId: string;
  readonly title: string;
  readonly url?: string;
}

/** Something the safety rules stopped; loud on every run until it is resolved. */
export interface Hold {
  /** The rule's stable name: `removal-cap`, `listing-incomplete`, `grace`. */
  readonly rule: string;
  /** What was stopped and the numbers, in a sentence. */
  readonly message: string;
  /** What the user can do about it: a command or a setting. */
  readonly resolve: string;
  readonly externalIds: readonly string[];
}

export interface Failure {
  readonly message: string;
  /** What to do next. */
  readonly hint?: string;
  readonly requestId?: string;
}

// ---- what a run reports (the JSON of DESIGN.md's outside contract) ------------------------------------------

export type Pipeline = "nightly" | "backfill" | "ci" | "plan" | "apply";
export type Outcome = "ok" | "partial" | "held" | "failed";
export type Counts = Readonly<Record<ChangeKind, number>>;

export interface RequestCounts {
  readonly read: number;
  readonly write: number;
  readonly retried: number;
  readonly rateLimited: number;
}

export interface ReportedChange {
  readonly kind: Exclude<ChangeKind, "unchanged">;
  readonly externalId: string;
  readonly title: string | null;
  readonly url: string | null;
  readonly reasons: readonly string[];
  readonly warnings?: readonly Warning[];
  readonly error: Failure | null;
}

/** Changes in the order of their ids. In a large run they are read from a file: one after the other. */
export interface ReportedChanges extends Iterable<ReportedChange> {
  readonly length: number;
}

export interface SourceReport {
  readonly name: string;
  readonly sourceId: number | null;
  readonly counts: Counts;
  readonly requests: RequestCounts;
  readonly changes: ReportedChanges;
  readonly gaps: readonly { readonly part: string; readonly reason: string }[];
  readonly holds: readonly Hold[];
  /** What comparing the ledger with Intercom's own listing showed; absent: no audit was due. */
  readonly audit?: AuditReport;
  /** The source as a whole failed: its listing threw, or Intercom refused it. */
  readonly error: Failure | null;
}

/** How one source's pages stand in Intercom, compared with what the ledger says was sent. */
export interface AuditReport {
  /** False: Intercom's listing broke off. What was seen holds; from what was not seen nothing is concluded. */
  readonly complete: boolean;
  /** Why it is not complete. */
  readonly error: Failure | null;
  /** Pages that stand in Intercom under the source. */
  readonly pages: number;
  readonly counts: Readonly<Record<AuditFindingKind, number>>;
  /** The first findings of each kind, up to 1,000. */
  readonly findings: readonly AuditFinding[];
}

/**
 * - `deleted-by-hand`: the ledger calls it live, Intercom does not have it; it is sent again
 * - `availability-switched`: other than what was sent; it is sent again, unless the source keeps such changes
 * - `foreign`: stands under our source and was not sent from this ledger; it is never touched
 * - `duplicate`: a second page with an external id of ours; neither is touched
 */
export type AuditFindingKind = "deleted-by-hand" | "availability-switched" | "foreign" | "duplicate";

export interface AuditFinding {
  readonly kind: AuditFindingKind;
  readonly externalId: string;
  /** Intercom's own ids: the page's, and for a duplicate both. */
  readonly intercomIds: readonly string[];
  readonly title: string;
  readonly url: string | null;
  /** What was found and what becomes of it, in a sentence. */
  readonly detail: string;
}

export interface RunReport {
  readonly run: {
    readonly id: string;
    readonly pipeline: Pipeline;
    readonly outcome: Outcome;
    readonly startedAt: string;
    readonly finishedAt: string;
  };
  readonly sources: readonly SourceReport[];
}

// ---- connectors -------------------------------------------------------------------------------------------

/** Small facts a connector remembers between runs (blob id → front matter), so that listing need not read bodies. Losing them costs time only. */
export interface FactCache {
  get(key: string): string | undefined;
  /** Those of the keys that are known, in a fraction of the time that asking for each takes; absent: ask for each. */
  getAll?(keys: readonly string[]): ReadonlyMap<string, string>;
  set(key: string, value: string): void;
}

export interface Log {
  debug(message: string, fields?: Readonly<Record<string, unknown>>): void;
  info(message: string, fields?: Readonly<Record<string, unknown>>): void;
  warn(message: string, fields?: Readonly<Record<string, unknown>>): void;
}

/** What a connector may touch besides its own system. */
export interface Io {
  readonly signal: AbortSignal;
  readonly log: Log;
  readonly facts: FactCache;
  /**
   * For a connector that can tell cheaply that its whole listing is as it was: called once, before the first entry,
   * with a digest of everything the entries depend on but the source's settings. True: a listing with this mark was
   * read to its end, nothing of it needed anything, and nothing was written since; end the listing without an entry.
   */
  readonly isSettled?: (mark: string) => boolean;
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

/** One thing `check` looked at. "unknown" is not "failed". */
export interface CheckResult {
  readonly what: string;
  readonly result: "ok" | "failed" | "unknown";
  readonly detail: string;
  /** Where to mend it, when it failed. */
  readonly hint?: string;
}

export type Presence = "present" | "gone" | "unknown";
