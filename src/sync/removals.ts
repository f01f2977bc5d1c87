import type { RemovalPolicy } from "../config/types.ts";
import type { PageRow } from "../ledger/ledger.ts";
import type { Change, Evidence, Hold, RemovalTarget } from "../model.ts";

/** A page whose document is not (or no longer) wanted, and how we know. */
export interface Absence {
  readonly row: PageRow;
  readonly evidence: Evidence;
  readonly why: string;
}

/** What the rules judge; plain values, so that every rule can be shown in a table. */
export interface RemovalCase {
  readonly policy: RemovalPolicy;
  readonly absences: readonly Absence[];
  readonly listing: ListingFacts;
  /** Pages of the source that the ledger knows and that are not deleted. */
  readonly pages: number;
  /** Epoch milliseconds. */
  readonly now: number;
}

export interface ListingFacts {
  /** Why this listing proves no absence; undefined: it ended normally and without a gap. */
  readonly incomplete?: string;
}

/** A further strike to remember against a page that is absent but may not be removed yet. */
export interface Strike {
  readonly externalId: string;
  readonly strikes: number;
  readonly evidence: Evidence;
}

export interface RemovalPlan {
  readonly changes: readonly Extract<Change, { kind: "hide" | "delete" }>[];
  readonly holds: readonly Hold[];
  readonly strikes: readonly Strike[];
}

/** Complete listings in which a page must be absent before it is hidden, by the strength of the evidence. */
const strikesNeeded: Record<Evidence, number> = { explicit: 1, confirmed: 1, inferred: 2 };

/** Two listings closer together than this count as one strike. */
export const strikeDistanceMs = 20 * 60 * 60 * 1000;

/** Removals of one run at most: ten per cent of the source's pages, but five are always allowed. */
export const removalCap = (pages: number): number => Math.max(5, Math.floor(pages / 10));

const nothing: RemovalPlan = { changes: [], holds: [], strikes: [] };

/**
 * What becomes of the pages whose documents are gone: hidden first, deleted after they stayed hidden for the
 * grace period. All or nothing: where a rule objects, everything it concerns is held.
 */
export function planRemovals(input: RemovalCase): RemovalPlan {
  if (input.policy.mode === "keep" || input.absences.length === 0) return nothing;
  const { incomplete } = input.listing;
  if (incomplete !== undefined) return { ...nothing, holds: holdsForIncomplete(incomplete, input.absences) };

  const strikes = input.absences.flatMap((absence) => nextStrike(absence, input.now));
  const strikesOf = new Map(strikes.map((strike) => [strike.externalId, strike.strikes]));
  const changes = input.absences.flatMap((absence) =>
    stage(absence, strikesOf.get(absence.row.externalId) ?? absence.row.absence?.strikes ?? 0, input),
  );
  const cap = removalCap(input.pages);
  if (changes.length > cap) return { changes: [], holds: [overCap(changes, cap, input.pages)], strikes };
  return { changes, holds: [], strikes };
}

/** Live pages are hidden once the strikes suffice; hidden ones are deleted once the grace is over. */
function stage(absence: Absence, strikes: number, { policy, now }: RemovalCase): RemovalPlan["changes"] {
  const { row, evidence, why } = absence;
  const target = targetOf(row);
  if (!target) return [];
  if (row.state === "live")
    return strikes >= strikesNeeded[evidence] ? [{ kind: "hide", target, evidence, why }] : [];
  const graceOver =
    row.state === "hidden" && row.hiddenAt !== undefined && now - row.hiddenAt >= policy.graceMs;
  return policy.mode === "sync" && graceOver ? [{ kind: "delete", target, evidence, why }] : [];
}

function nextStrike({ row, evidence }: Absence, now: number): Strike[] {
  if (row.state !== "live") return [];
  const before = row.absence;
  if (before && now - before.lastStrikeAt < strikeDistanceMs) return [];
  return [{ externalId: row.externalId, strikes: (before?.strikes ?? 0) + 1, evidence }];
}

/** A page Intercom never confirmed has no id to remove it by. */
function targetOf(row: PageRow): RemovalTarget | undefined {
  if (row.intercomId === undefined) return undefined;
  const { externalId, intercomId, title, url } = row;
  return { externalId, intercomId, title, ...(url === undefined ? {} : { url }) };
}

function holdsForIncomplete(reason: string, absences: readonly Absence[]): Hold[] {
  const live = absences.filter(({ row }) => row.state === "live");
  if (live.length === 0) return [];
  return [
    {
      rule: "listing-incomplete",
      message: `${count(live.length, "page")} not seen in this listing, but the listing is incomplete (${reason}); nothing is removed.`,
      resolve: "Mend what could not be listed (see the gaps and errors of this source) and run again.",
      externalIds: live.map(({ row }) => row.externalId),
    },
  ];
}

function overCap(changes: RemovalPlan["changes"], cap: number, pages: number): Hold {
  return {
    rule: "removal-cap",
    message: `${count(changes.length, "removal")} due, but at most ${cap} of this source's ${pages} pages may be removed in one run; all of them are held.`,
    resolve:
      "Look at them with `fin-ingest plan`. If they are right, remove fewer documents per run or set removals: keep meanwhile.",
    externalIds: changes.map(({ target }) => target.externalId),
  };
}

const count = (n: number, noun: string): string => `${n} ${noun}${n === 1 ? "" : "s"}`;
