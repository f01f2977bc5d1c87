import type { Audience } from "../audience.ts";
import type { Failure } from "../errors.ts";
import type { RequestCounts } from "../intercom/types.ts";
import type { Warning } from "../normalize/index.ts";
import type { ChangeKind, Hold } from "./changes.ts";

export type Pipeline = "nightly" | "backfill" | "ci" | "plan" | "apply" | "retire" | "adopt" | "undo";

export type Outcome = "ok" | "partial" | "held" | "failed";

export type Counts = Readonly<Record<ChangeKind, number>>;

export const noCounts: Counts = {
  create: 0,
  update: 0,
  unchanged: 0,
  hide: 0,
  delete: 0,
  hold: 0,
  skip: 0,
  fail: 0,
};

/** Who may be answered from a page before and after a change; null: there is no page. */
export interface AudienceChange {
  readonly before: Audience | null;
  readonly after: Audience | null;
}

export interface ReportedChange {
  readonly kind: Exclude<ChangeKind, "unchanged">;
  readonly externalId: string;
  readonly title: string | null;
  readonly url: string | null;
  readonly reasons: readonly string[];
  readonly audience: AudienceChange;
  readonly warnings?: readonly Warning[];
  readonly error: Failure | null;
}

/** Changes in the order of their ids. In a large run they are read from a file: one after the other. */
export interface ReportedChanges extends Iterable<ReportedChange> {
  readonly length: number;
}

/** What one rule of a source, or one pattern of its connector's options, selects. */
export interface RuleReport {
  /** `path internal/**`, `label draft`, `include guides/**`. */
  readonly rule: string;
  /** Its line in the configuration file, from 1. */
  readonly line: number;
  /** Documents that it decides over; those that an earlier rule took are not among them. */
  readonly documents: number;
  /** What is doubtful about it, in the words that follow its name. */
  readonly warning?: string;
}

export interface SourceReport {
  readonly name: string;
  readonly sourceId: number | null;
  readonly counts: Counts;
  /** Of the pages that count as created, those that Intercom had before the ledger knew them; absent: none. */
  readonly sentAgain?: number;
  readonly requests: RequestCounts;
  readonly changes: ReportedChanges;
  readonly gaps: readonly { readonly part: string; readonly reason: string }[];
  readonly holds: readonly Hold[];
  /** What its rules and patterns select, in the order of the file; empty where nothing was listed. */
  readonly rules?: readonly RuleReport[];
  /** What comparing the ledger with Intercom's own listing showed; absent: no audit was due. */
  readonly audit?: AuditReport;
  /** The source as a whole failed: its listing threw, or Intercom refused it. */
  readonly error: Failure | null;
}

/** One source's pages in Intercom, compared with what the ledger says was sent. */
export interface AuditReport {
  /** False: Intercom's listing broke off. What was seen holds; from what was not seen nothing is concluded. */
  readonly complete: boolean;
  /** Why it is not complete. */
  readonly error: Failure | null;
  /** Pages of the source in Intercom. */
  readonly pages: number;
  readonly counts: Readonly<Record<AuditFindingKind, number>>;
  /** The first findings of each kind, up to 1,000. */
  readonly findings: readonly AuditFinding[];
}

/**
 * - `deleted-by-hand`: the ledger calls it live, Intercom does not have it; it is sent again
 * - `availability-switched`: other than what was sent; it is sent again, unless the source keeps such changes
 * - `edited-by-hand`: title, text or address are not what was sent; it is sent again, unless the source keeps such changes
 * - `sales-agent`: Fin's sales agent uses a page that is hidden or for teammates, or goes against `sales_agent`
 * - `unknown-flag`: the pages carry an availability flag that this program does not know; named once
 * - `foreign`: is under our source and was not sent from this ledger; it is never touched until `adopt` or `retire`
 * - `duplicate`: a second page with an external id of ours; neither is touched
 */
export type AuditFindingKind =
  | "deleted-by-hand"
  | "availability-switched"
  | "edited-by-hand"
  | "sales-agent"
  | "unknown-flag"
  | "foreign"
  | "duplicate";

export interface AuditFinding {
  readonly kind: AuditFindingKind;
  readonly externalId: string;
  /** Intercom's own ids: the page's, and for a duplicate both. */
  readonly intercomIds: readonly string[];
  readonly title: string;
  readonly url: string | null;
  /** What was found and what becomes of it, in a sentence. */
  readonly detail: string;
  /** What somebody can do about it, where nothing is done by itself. */
  readonly resolve?: string;
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
