import type { Audience, Availability } from "../audience.ts";
import type { Failure } from "../errors.ts";
import type { Evidence } from "../ledger/ledger.ts";
import type { Normalized } from "../normalize/index.ts";

/** One External Page as it is sent. */
export interface Page extends Omit<Normalized, "part"> {
  readonly externalId: string;
  readonly url?: string | undefined;
  readonly locale: string;
  readonly availability: Availability;
  /** Whether Fin's sales agent may use it; absent: left as it is. */
  readonly salesAgent?: boolean | undefined;
  /** sha256 over everything that is sent: title, html, url, availability, locale, source, and the source's `sales_agent`. */
  readonly fingerprint: string;
  /** sha256 of the html alone, so that an update can say what changed. */
  readonly bodyHash: string;
  readonly version?: string | undefined;
  readonly path?: string | undefined;
  /** On a document's own page: how many further pages it has. Absent: none. */
  readonly parts?: number | undefined;
}

export type UpdateReason =
  | "content"
  | "title"
  | "url"
  | "availability"
  | "locale"
  | "source"
  | "reappeared"
  /** Intercom had the page before this ledger knew it: its source was renamed, or the ledger was rebuilt. */
  | "sent again"
  | "unresolved"
  | "deleted by hand"
  | "availability switched by hand"
  | "edited by hand"
  | "sales agent"
  | "backfill"
  /** It is sent as it was before a run (`undo`). */
  | "undo"
  /** Its document and the source's settings are as they were: only this program is another one. */
  | "new version of fin-ingest";

/** Who may be answered from the page before a change; absent: there is no page yet. */
export interface AnsweredBefore {
  readonly before?: Audience | undefined;
}

export type Change =
  | (AnsweredBefore & {
      readonly kind: "create";
      readonly page: Page;
      readonly reasons?: readonly UpdateReason[] | undefined;
    })
  | (AnsweredBefore & {
      readonly kind: "update";
      readonly page: Page;
      readonly reasons: readonly UpdateReason[];
    })
  | { readonly kind: "unchanged"; readonly externalId: string; readonly remember?: Remember | undefined }
  | {
      readonly kind: "hide";
      readonly target: RemovalTarget;
      readonly evidence: Evidence;
      readonly why: string;
      /** It takes something back from people, as an upload would: it is done with the uploads and waits for no rule. */
      readonly atOnce?: true | undefined;
    }
  | {
      readonly kind: "delete";
      readonly target: RemovalTarget;
      readonly evidence: Evidence;
      readonly why: string;
    }
  | { readonly kind: "hold"; readonly hold: Hold }
  | (AnsweredBefore & {
      readonly kind: "skip";
      readonly externalId: string;
      readonly title?: string | undefined;
      readonly url?: string | undefined;
      readonly why: string;
      /** The document is there and wanted; only its page cannot be sent. */
      readonly isPresent?: true | undefined;
    })
  | (AnsweredBefore & {
      readonly kind: "fail";
      readonly externalId: string;
      readonly title?: string | undefined;
      readonly url?: string | undefined;
      readonly error: Failure;
      /** The document is as it is, and fails in every run: it says nothing about how this run went. */
      readonly isPermanent?: true | undefined;
    });

export type ChangeKind = Change["kind"];

/** What the ledger records of a page that was loaded but needs no upload, so that the next run need not load it. */
export interface Remember {
  readonly version: string;
  readonly path?: string;
  readonly parts?: number;
}

/** The page a removal is about, as the ledger knows it. */
export interface RemovalTarget extends AnsweredBefore {
  readonly externalId: string;
  readonly intercomId: string;
  readonly title: string;
  readonly url?: string | undefined;
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
