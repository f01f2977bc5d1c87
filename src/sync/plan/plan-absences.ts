import type { Change } from "../changes.ts";
import { documentsOf, type Enumeration, incompleteness } from "../list/enumeration.ts";
import { sourceScope } from "../list/revision.ts";
import { clocksApart, earlier } from "../times.ts";
import type { PlanContext } from "./plan-context.ts";
import type { Uploads } from "./plan-uploads.ts";
import { absencesOf } from "./removals/absences.ts";
import type { ListingFacts } from "./removals/removal-rules.ts";
import { planRemovals, type RemovalPlan } from "./removals/removals.ts";
import { withoutUndone } from "./undone.ts";

/** What the next run needs to know of a listing. */
export type ListingOutcome = Pick<RemovalPlan, "missed" | "believed">;

/** Of a listing that was not compared with the ledger's pages. */
export const noOutcome: ListingOutcome = { missed: [], believed: false };

/** What becomes of the pages whose documents are gone. */
export async function planAbsences(
  context: PlanContext,
  enumeration: Enumeration,
  { left, obsolete }: Uploads,
): Promise<ListingOutcome & { readonly changes: readonly Change[] }> {
  const { run, source, io, before } = context;
  const whole = incompleteness(enumeration, 0) === undefined;
  const { absences: found, absent } = await absencesOf({ run, source, io, enumeration, obsolete, whole });
  const undone = withoutUndone(found, source.name, run.ledger, run.overrides);
  const removals = planRemovals({
    policy: source.removals,
    absences: undone.absences,
    listing: listingFacts(context, enumeration, left),
    pages: { ...before.pages, absent },
    now: earlier(run),
    clocksApartMs: clocksApart(run),
    overrides: run.overrides,
  });
  const { missed, believed, holds, changes } = removals;
  for (const { hash, holds: held } of [undone, removals])
    if (hash !== undefined) run.removalSets?.push({ source: source.name, hash, isHeld: held.length > 0 });
  return {
    missed,
    believed,
    changes: [...[...undone.holds, ...holds].map((hold) => ({ kind: "hold", hold }) as const), ...changes],
  };
}

/** What the listing says as a whole, beside what the ledger remembers of the last one that was believed. */
function listingFacts(
  { run, source, before: { source: known } }: PlanContext,
  enumeration: Enumeration,
  left: number,
): ListingFacts {
  return {
    incomplete: incompleteness(enumeration, left),
    documents: documentsOf(enumeration),
    fresh: enumeration.fresh,
    untrustedListings: known?.untrustedListings ?? 0,
    isAdopted: run.ledger.sourceHistory(source.name).adoptedAt !== undefined,
    statedTotal: enumeration.statedTotal,
    previous: known?.lastComplete?.documents,
    scopeChanged: known?.scope !== undefined && known.scope !== sourceScope(source),
  };
}
