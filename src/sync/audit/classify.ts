import { type Availability, sameAvailability } from "../../audience.ts";
import type { AuditPolicy } from "../../config/types.ts";
import type { ExternalPage } from "../../intercom/types.ts";
import type { PageRow } from "../../ledger/ledger.ts";
import type { AuditFindingKind } from "../run-report.ts";
import { classifySalesAgent, type SalesAgentPolicy } from "./sales-agent.ts";

const dayMs = 24 * 60 * 60 * 1000;
/** Half a day less than a week, so that a nightly that starts a little earlier still audits on its day. */
const weekMs = 6.5 * dayMs;

/** Up to this many pages in the whole ledger, `auto` audits every night: the listing carries every page's HTML. */
export const MAX_PAGES_AUDITED_NIGHTLY = 5_000;

/** Whether a nightly run audits. Times in epoch milliseconds; `last`: the oldest audit among the run's sources. */
export function auditDue(
  policy: AuditPolicy,
  { pages, last, now }: { pages: number; last: number | undefined; now: number },
): boolean {
  if (policy === "never") return false;
  if (policy === "always" || last === undefined) return true;
  if (policy === "auto" && pages <= MAX_PAGES_AUDITED_NIGHTLY) return true;
  // A clock that was set back must not put audits off for years.
  return now - last >= weekMs || last > now + dayMs;
}

/** How far Intercom's clock and ours may differ before a time of theirs counts as later than one of ours. */
const clockToleranceMs = 10 * 60 * 1000;

/** What the ledger says about a page that Intercom has. */
export interface Known {
  readonly row: PageRow | undefined;
  /** `availability: keep-ui-changes`. */
  readonly keeps: boolean;
  readonly salesAgent: SalesAgentPolicy;
  /** End of the ledger's last run, epoch milliseconds. */
  readonly lastRun: number | undefined;
  readonly now: number;
}

export interface Finding {
  readonly kind: AuditFindingKind;
  readonly detail: string;
  readonly resolve?: string;
}

export interface Classified {
  readonly finding?: Finding;
  /** The row from now on; absent: unchanged. */
  readonly row?: PageRow;
  /** Something wrote this page that the ledger does not know of: the ledger may be an older copy. */
  readonly elsewhere?: boolean;
}

/** Compares a page in Intercom with what the ledger says of it. Pages with an open intent are not classified. */
export function classifyPage(page: ExternalPage, known: Known): Classified {
  const { row } = known;
  if (!row) return foreign(page, known.lastRun, "was not sent from this ledger; it is left alone");
  if (row.state === "deleted") return classifyDeleted(page, row, known);
  return classifyAvailability(page, row, known);
}

/** Which times of a page are later than our last write of it. */
export function writtenAfter(page: ExternalPage, row: PageRow): { changed: boolean; ingested: boolean } {
  const ours = Math.max(row.sentAt ?? 0, row.hiddenAt ?? 0);
  const isLater = (seconds: number) => ours > 0 && seconds * 1000 > ours + clockToleranceMs;
  return { changed: isLater(page.updatedAt), ingested: isLater(page.ingestedAt || page.updatedAt) };
}

/**
 * Whether other words in a page whose echo is not known mean that somebody edited it: only where Intercom gives back
 * what it was sent, as the pages show that nobody wrote since then. What moves `updated_at` is not documented: alone it
 * proves nothing.
 */
export const wordsAreTelling = ({ same, other }: { same: number; other: number }): boolean =>
  other * 20 <= same + other;

/** A page without a known echo that has other words than were sent, and was written after us. */
export function classifyDoubted(row: PageRow, keeps: boolean): Classified {
  // A hidden page answers nobody, whatever it says.
  if (row.state === "hidden") return { row: withoutFingerprint(row), elsewhere: true };
  const finding = (what: string) =>
    ({ kind: "edited-by-hand", detail: `was edited in Intercom; ${what}` }) as const;
  if (keeps) return { finding: finding("it is left so until its document changes"), elsewhere: true };
  return {
    finding: finding("it is put back"),
    row: { ...withoutFingerprint(row), noticed: "edited by hand" },
    elsewhere: true,
  };
}

/** For a page that Intercom does not have when asked for by its id. */
export function classifyMissing(row: PageRow): Classified {
  if (row.state === "hidden") {
    const detail = "was hidden, and somebody deleted it; nothing is left to do";
    return { finding: { kind: "deleted-by-hand", detail }, row: { ...row, state: "deleted" } };
  }
  const detail = "somebody deleted it; it is sent again if its document is still there";
  return {
    finding: { kind: "deleted-by-hand", detail },
    row: { ...withoutFingerprint(row), noticed: "deleted by hand" },
  };
}

function classifyDeleted(page: ExternalPage, row: PageRow, { lastRun, now }: Known): Classified {
  if (page.id !== row.intercomId)
    return foreign(page, lastRun, "has the id of a page that was deleted; it is left alone");
  const { agent, copilot } = page;
  const visible = agent || copilot;
  const known = { ...withoutFingerprint(row), availability: { agent, copilot } };
  return {
    finding: {
      kind: "availability-switched",
      detail: "was deleted and exists again; it is treated like every other page",
    },
    row: visible
      ? { ...known, state: "live", hiddenAt: undefined }
      : { ...known, state: "hidden", hiddenAt: now },
  };
}

function classifyAvailability(page: ExternalPage, row: PageRow, known: Known): Classified {
  const { keeps, now } = known;
  const is: Availability = { agent: page.agent, copilot: page.copilot };
  if (sameAvailability(is, row.availability)) {
    const asSent = row.kept === undefined ? {} : { row: { ...row, kept: undefined } };
    return classifySalesAgent(page, row, known.salesAgent) ?? asSent;
  }
  const found = `is available to ${audience(is)}, was sent for ${audience(row.availability)}`;
  const finding = (what: string) => ({ kind: "availability-switched", detail: `${found}; ${what}` }) as const;
  if (keeps) {
    // Somebody wants this page to be used, so its grace begins again.
    const kept = row.state === "hidden" ? { ...row, hiddenAt: now } : { ...row, kept: is };
    return { finding: finding("it is left so"), row: kept };
  }
  const rest = { ...withoutFingerprint(row), hiddenAt: undefined, kept: undefined };
  const noticed = "availability switched by hand";
  return row.state === "hidden"
    ? {
        finding: finding("it is hidden again by the rules for removals, or sent if its document is back"),
        row: { ...rest, state: "live", availability: is, noticed },
      }
    : { finding: finding("it is put back"), row: { ...rest, noticed } };
}

function foreign(page: ExternalPage, lastRun: number | undefined, detail: string): Classified {
  const later = lastRun !== undefined && page.updatedAt * 1000 > lastRun + clockToleranceMs;
  return { finding: { kind: "foreign", detail }, elsewhere: later };
}

/** It is sent again as soon as its document is read. */
const withoutFingerprint = (row: PageRow): PageRow => ({ ...row, fingerprint: undefined });

const audience = ({ agent, copilot }: Availability): string =>
  agent ? (copilot ? "customers" : "customers, but not in Copilot") : copilot ? "teammates" : "nobody";
