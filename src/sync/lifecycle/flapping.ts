import type { Ledger, PageHistory, PageRow } from "../../ledger/ledger.ts";
import type { Change } from "../changes.ts";

/** A document that comes back so often within so long does not come and go by its author's will. */
export const MIN_REAPPEARANCES = 3;
export const FLAPPING_SPAN_MS = 14 * 24 * 60 * 60 * 1000;

/** How often a hidden page came back lately, this time included. Times in epoch milliseconds. */
export const reappearances = ({ reappearedAt = [] }: PageHistory, now: number): number =>
  reappearedAt.filter((at) => isRecent(at, now)).length + 1;

const isRecent = (at: number, now: number): boolean => now - at < FLAPPING_SPAN_MS;

/**
 * An upload that brings a hidden page back, with a warning when that happens again and again: the listing leaves the
 * document out now and then, or two sources or people disagree about it.
 * @param history asked for hidden pages alone
 */
export function withFlapping(
  change: Change,
  row: PageRow | undefined,
  now: number,
  history: () => PageHistory,
): Change {
  if (row?.state !== "hidden" || (change.kind !== "create" && change.kind !== "update")) return change;
  const times = reappearances(history(), now);
  if (times < MIN_REAPPEARANCES) return change;
  const warning = {
    code: "flapping",
    message: `It was hidden and came back ${times} times in 14 days: find out why its source does not always list it.`,
  };
  return { ...change, page: { ...change.page, warnings: [...change.page.warnings, warning] } };
}

/** Remembers that a hidden page was sent again; what is too old to matter is forgotten. */
export function noteReappeared(
  ledger: Pick<Ledger, "pageHistory" | "putPageHistory">,
  source: string,
  externalId: string,
  at: number,
): void {
  const { reappearedAt = [], ...rest } = ledger.pageHistory(source, externalId);
  const recent = reappearedAt.filter((time) => isRecent(time, at));
  ledger.putPageHistory(source, externalId, { ...rest, reappearedAt: [...recent, at] });
}
