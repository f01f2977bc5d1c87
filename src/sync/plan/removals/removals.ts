import type { RemovalPolicy } from "../../../config/types.ts";
import { hashOf } from "../../../hash.ts";
import { audienceOfRow, type Evidence, type PageRow } from "../../../ledger/ledger.ts";
import type { Change, Hold, RemovalTarget } from "../../changes.ts";
import type { Overrides } from "../../context.ts";
import { clockObjection, clockRule } from "./clock-rule.ts";
import {
  capObjection,
  type ListingFacts,
  listingObjections,
  type Objection,
  type PageFacts,
} from "./removal-rules.ts";

/** A page whose document is not (or no longer) wanted, and how we know. */
export interface Absence {
  readonly row: PageRow;
  readonly evidence: Evidence;
  readonly why: string;
  /** The same document answers from a page under its present id: such a page does not count towards the cap. */
  readonly isRename?: boolean;
}

/** What the rules judge; plain values, so that every rule can be shown in a table. */
export interface RemovalCase {
  readonly policy: RemovalPolicy;
  readonly absences: readonly Absence[];
  readonly listing: ListingFacts;
  /** Pages of the source that the ledger knows and that are not deleted. */
  readonly pages: PageFacts;
  /** Epoch milliseconds; where two clocks tell the time, the earlier one. */
  readonly now: number;
  /** How far Intercom's clock and ours are apart; absent: Intercom was not asked. */
  readonly clocksApartMs?: number | undefined;
  readonly overrides: Overrides;
}

/** One more listing without a page that is absent but may not be removed yet. */
export interface MissedListing {
  readonly externalId: string;
  readonly missedListings: number;
  readonly evidence: Evidence;
}

export interface RemovalPlan {
  readonly changes: readonly Removal[];
  readonly holds: readonly Hold[];
  readonly missed: readonly MissedListing[];
  /** Whether the listing is the measure for the next one; false while a rule doubts what it says of some page. */
  readonly believed: boolean;
  /** Names the removals that are due, held by the cap or not. Absent where none is, or a doubt comes first. */
  readonly hash?: string;
}

export type Removal = Extract<Change, { kind: "hide" | "delete" }>;

/** Complete listings in which a page must be absent before it is hidden, by the strength of the evidence. */
const missedListingsNeeded: Record<Evidence, number> = { explicit: 1, confirmed: 1, inferred: 2 };

/** Two listings closer together than this count as one that missed a page. */
export const missedListingDistanceMs = 20 * 60 * 60 * 1000;

/**
 * What becomes of the pages whose documents are gone: hidden first, deleted after they stayed hidden for the
 * grace period. All or nothing: where a rule objects, everything is held and nothing is remembered against
 * a page.
 */
export function planRemovals(input: RemovalCase): RemovalPlan {
  const { absences, policy } = input;
  const { isAdopted = false } = input.listing;
  const clock = clockObjection(input.clocksApartMs);
  const doubts = [
    ...(clock ? [clock] : []),
    ...listingObjections(input.listing, input.pages, input.overrides),
  ];
  // With a wrong clock it is not known either whose grace is over: all that wait are named.
  const concerned = absences.filter((absence) => clock !== undefined || isConcerned(absence, input));
  const believed = isMeasure(doubts, input, concerned.length);
  if (policy.mode === "keep") return { changes: [], holds: [], missed: [], believed };
  if (doubts.length > 0) {
    const externalIds = concerned.map(({ row }) => row.externalId);
    // Lost state is said on every run until it is over: what the lost ledger knew of absences nobody can tell.
    const said = doubts.filter(
      ({ rule }) => concerned.length > 0 || (isAdopted && rule === "ledger-rebuilt"),
    );
    const holds = said.map((doubt) => heldBy(doubt, externalIds));
    return { changes: [], holds, missed: [], believed };
  }

  const missed = absences.flatMap((absence) => nextMissedListing(absence, input.now));
  const missedBy = new Map(missed.map((one) => [one.externalId, one.missedListings]));
  const changes = absences.flatMap((absence) =>
    stage(absence, missedBy.get(absence.row.externalId) ?? absence.row.absence?.missedListings ?? 0, input),
  );
  const renames = new Set(absences.filter((one) => one.isRename).map(({ row }) => row.externalId));
  const counted = changes.filter(({ target }) => !renames.has(target.externalId));
  const hash = removalHash(changes);
  const objection = capObjection({
    removals: counted.length,
    pages: input.pages.live + input.pages.hidden,
    max: policy.max,
    hash,
    approved: input.overrides.approveRemovals,
  });
  const named = changes.length > 0 ? { hash } : {};
  if (!objection) return { changes, holds: [], missed, believed: true, ...named };
  const hold = heldBy(
    objection,
    changes.map(({ target }) => target.externalId),
  );
  return { changes: [], holds: [hold], missed, believed: true, ...named };
}

/** A doubted listing becomes the measure only where nothing hangs on the doubt and nothing shrinks by it. */
function isMeasure(
  doubts: readonly Objection[],
  { listing, pages }: RemovalCase,
  concerned: number,
): boolean {
  // These two say nothing about the listing.
  const rules = doubts
    .map(({ rule }) => rule)
    .filter((rule) => !["ledger-rebuilt", clockRule].includes(rule));
  if (rules.length === 0) return true;
  if (rules.includes("listing-incomplete") || concerned > 0) return false;
  return pages.absent === 0 || listing.documents >= (listing.previous ?? 0);
}

/** Names exactly this set of removals, in whatever order: what `--approve-removals` approves. */
export function removalHash(changes: readonly Removal[]): string {
  return hashOf(changes.map(({ kind, target }) => `${kind} ${target.externalId}`).sort()).slice(0, 12);
}

/** Live pages are hidden once enough listings missed them; hidden ones are deleted once the grace is over. */
function stage(absence: Absence, missedListings: number, input: RemovalCase): Removal[] {
  const { row, evidence, why } = absence;
  const target = targetOf(row);
  if (!target) return [];
  if (row.state === "live")
    return missedListings >= missedListingsNeeded[evidence] ? [{ kind: "hide", target, evidence, why }] : [];
  return isGraceOver(row, input) ? [{ kind: "delete", target, evidence, why }] : [];
}

/** Whether a hold should name it: it would be removed now, or would come closer to it. */
function isConcerned({ row }: Absence, input: RemovalCase): boolean {
  return targetOf(row) !== undefined && (row.state === "live" || isGraceOver(row, input));
}

function isGraceOver(row: PageRow, { policy, now }: RemovalCase): boolean {
  const hiddenFor = row.state === "hidden" && row.hiddenAt !== undefined ? now - row.hiddenAt : -1;
  return policy.mode === "sync" && hiddenFor >= policy.graceMs;
}

/** None while the last one is too recent, or lies in the future because a clock jumped. */
function nextMissedListing({ row, evidence }: Absence, now: number): MissedListing[] {
  if (row.state !== "live") return [];
  const before = row.absence;
  if (before && now - before.lastMissedAt < missedListingDistanceMs) return [];
  return [{ externalId: row.externalId, missedListings: (before?.missedListings ?? 0) + 1, evidence }];
}

/** A page Intercom never confirmed has no id to remove it by. */
function targetOf(row: PageRow): RemovalTarget | undefined {
  if (row.intercomId === undefined) return undefined;
  const { externalId, intercomId, title, url } = row;
  return { externalId, intercomId, title, url, before: audienceOfRow(row) };
}

const heldBy = (objection: Objection, externalIds: readonly string[]): Hold => ({
  ...objection,
  externalIds,
});
