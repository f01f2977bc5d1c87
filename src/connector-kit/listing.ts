import type { VisibleTo } from "../audience.ts";
import type { Document } from "../normalize/index.ts";

/** One document of a source, as listed; its body is read by `load()`. */
export interface Listed {
  readonly kind: "document";
  /** Stable, unique in the source, independent of the title. */
  readonly externalId: string;
  /**
   * The id that this document had under an earlier rule for ids. A page that is known under it, and that no listed document
   * has, goes once the document's own page has been sent.
   */
  readonly formerId?: string | undefined;
  /** Changes whenever the document's content may have changed; absent: the document is loaded on every run. */
  readonly version?: string | undefined;
  readonly title?: string | undefined;
  /** Absolute URL that Fin cites; absent: Fin answers from the page but cites nothing. */
  readonly url?: string | undefined;
  /** Path in the source that `rules` globs are matched against; `/`-separated, relative, no leading slash. */
  readonly path?: string | undefined;
  readonly labels?: readonly string[] | undefined;
  /**
   * Who may be answered at most, where the system itself restricts its readers: narrows the source's `visible_to` and
   * never widens it. A rule that matches the document takes precedence. What it depends on belongs to `version`.
   */
  readonly visibleTo?: VisibleTo | undefined;
  /** The widest audience that any rule can give it: that of the page to which a file is attached. Absent: no limit. */
  readonly atMost?: VisibleTo | undefined;
  /** When the document last changed, in epoch milliseconds, where the source says it. */
  readonly updatedAt?: number | undefined;
  /**
   * Reads the body. What it throws is this document's failure alone. In a listing of many it is called on a copy that was
   * restored from JSON: a function that all documents share finds in `this` which of them it is, so that nothing is kept
   * for each.
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

/** A document that its author withholds (draft, unpublished, unlisted): explicit evidence that its page is not wanted. */
export interface Unpublished {
  readonly kind: "unpublished";
  readonly externalId: string;
  readonly path?: string | undefined;
  readonly title?: string | undefined;
  readonly reason: string;
}

/** Explicit evidence that a document is gone: a trash flag, a 410, a withdrawn permission, a deletion in git. */
export interface Gone {
  readonly kind: "gone";
  readonly externalId: string;
  readonly reason: string;
}

/** A listed object that cannot be used as a document (unreadable, two with one id). Counts as present. */
export interface Unreadable {
  readonly kind: "unreadable";
  readonly externalId: string;
  readonly path?: string | undefined;
  readonly reason: string;
  /** It is a property of the document, and will be the same in every run until somebody changes the document. */
  readonly isPermanent?: true | undefined;
  /**
   * The source never had a document there, as far as the connector knows: it is named as skipped, and no failure. Where
   * there is a page of it nevertheless, it is like any other.
   */
  readonly neverDocument?: true | undefined;
}

/** How many documents the source says it has; a listing that yields another number is not complete. */
export interface StatedTotal {
  readonly kind: "total";
  readonly documents: number;
}

/** An entry about one document. */
export type DocumentEntry = Listed | Unpublished | Gone | Unreadable;

export type ListingEntry = DocumentEntry | Gap | StatedTotal;
