import type { Audience } from "../../audience.ts";
import type { Change, ChangeKind, Hold } from "../changes.ts";
import type { HiddenPage } from "./hidden.ts";

/** Everything that is known of one document, for one screen. Times are ISO. */
export interface Explanation {
  readonly source: string;
  readonly externalId: string;
  readonly title: string | null;
  readonly url: string | null;
  readonly path: string | null;
  /** What its source's listing says of it; `absent`: nothing. Null: the source was not listed. */
  readonly listed: { readonly as: ListedAs; readonly why: string | null } | null;
  /** The rule that decided; null: none did. */
  readonly rule: { readonly rule: string; readonly line: number; readonly effect: Audience } | null;
  /** What decides who may be answered, in a sentence. */
  readonly decidedBy: string;
  /** Who may be answered now, and after the next run; null: there is no page. */
  readonly audience: { readonly before: Audience | null; readonly after: Audience | null };
  readonly ledger: LedgerFacts | null;
  /** When its page was last sent, and why. */
  readonly sent: { readonly at: string; readonly why: readonly string[] } | null;
  readonly hidden: Pick<HiddenPage, "why" | "hiddenAt" | "deleteAt"> | null;
  /** What the next run does with its pages; with none of them anything: one `unchanged`. */
  readonly next: readonly NextStep[];
  /** What is held of it: by the next run, or by the last one. */
  readonly holds: readonly (Hold & { readonly by: "next run" | "last run" })[];
}

export type ListedAs = "document" | "unpublished" | "gone" | "unreadable" | "absent";

export interface LedgerFacts {
  readonly state: "live" | "hidden" | "deleted";
  readonly intercomId: string | null;
  readonly sourceId: number;
  readonly words: number;
  /** Further pages of a long document. */
  readonly parts: number;
  readonly version: string | null;
  readonly firstSentAt: string | null;
  readonly sentAt: string | null;
  /** Complete listings in a row that did not name it. */
  readonly missedListings: number;
  /** A write was begun whose outcome is not known. */
  readonly unresolved: boolean;
}

export interface NextStep {
  readonly kind: ChangeKind;
  /** The document's own id, or that of one of its parts. */
  readonly externalId: string;
  readonly why: readonly string[];
}

/** A planned change as a step; undefined for one that says what another step says. */
export function stepOf(change: Change): NextStep | undefined {
  switch (change.kind) {
    case "create":
    case "update":
      return { kind: change.kind, externalId: change.page.externalId, why: change.reasons ?? ["it is new"] };
    case "hide":
    case "delete":
      return { kind: change.kind, externalId: change.target.externalId, why: [change.why] };
    case "skip":
      return { kind: "skip", externalId: change.externalId, why: [change.why] };
    case "fail": {
      const { message, hint } = change.error;
      return { kind: "fail", externalId: change.externalId, why: hint ? [message, hint] : [message] };
    }
    case "hold":
    case "unchanged":
      return undefined;
  }
}
