import type { MaxRemovals } from "../../../config/types.ts";
import { defaultMaxRemovals } from "../../../limits.ts";
import type { Overrides } from "../../context.ts";

/** A rule that stops every removal of a source in this run: the rule, the numbers, the way out. */
export interface Objection {
  readonly rule: string;
  readonly message: string;
  readonly resolve: string;
}

/** What is known of the listing that the absences come from. */
export interface ListingFacts {
  /** Why it proves no absence: it broke off, has a gap, was cut by a limit; undefined: it ended normally. */
  readonly incomplete?: string | undefined;
  /** Documents it yielded, whatever became of them; not those it called gone. */
  readonly documents: number;
  /** How many the source itself says it has. */
  readonly statedTotal?: number | undefined;
  /** Documents that had no page yet when the last listing was believed. */
  readonly fresh: number;
  /** Documents of the last listing that was believed; undefined before the first. */
  readonly previous?: number | undefined;
  /** The source's own settings now select otherwise than at the last listing that was believed. */
  readonly scopeChanged: boolean;
  /** Complete listings that must still pass after the ledger was rebuilt. */
  readonly untrustedListings: number;
  /** The ledger had lost the source, and its pages were adopted from Intercom. */
  readonly isAdopted?: boolean;
}

/** Pages the ledger calls live or hidden, and the live ones that the listing does not name or calls gone. */
export interface PageFacts {
  readonly live: number;
  readonly hidden: number;
  readonly absent: number;
}

/**
 * Why this listing, or the ledger, is no ground for removing anything (rules 3, 4, 5 and 8 of docs/safety.md);
 * empty: it is.
 */
export function listingObjections(
  listing: ListingFacts,
  pages: PageFacts,
  overrides: Overrides,
): Objection[] {
  return [
    untrustedLedger(listing),
    incompleteListing(listing),
    overrides.acceptScopeChange ? undefined : changedScope(listing),
    ...(overrides.allowEmpty ? [] : [downToZero(listing, pages), halved(listing), replaced(listing, pages)]),
  ].filter((objection) => objection !== undefined);
}

function untrustedLedger({ untrustedListings, isAdopted }: ListingFacts): Objection | undefined {
  if (untrustedListings <= 0) return undefined;
  const what = isAdopted
    ? "The ledger did not know this source, and adopted the pages that Intercom has of it"
    : "The ledger was rebuilt from what stands in Intercom";
  return {
    rule: "ledger-rebuilt",
    message: `${what}; removals wait for ${count(untrustedListings, "more complete listing")}.`,
    resolve: "Nothing to do: the next complete runs lift this.",
  };
}

function incompleteListing({ incomplete, statedTotal, documents }: ListingFacts): Objection | undefined {
  const why =
    incomplete ??
    (statedTotal === undefined || statedTotal === documents
      ? undefined
      : `the source says it has ${statedTotal} documents, the listing yielded ${documents}`);
  if (why === undefined) return undefined;
  return {
    rule: "listing-incomplete",
    message: `This listing is incomplete (${why}), so what it does not name may still be there.`,
    resolve: "Mend what could not be listed (see the gaps and errors of this source) and run again.",
  };
}

function changedScope({ scopeChanged }: ListingFacts): Objection | undefined {
  if (!scopeChanged) return undefined;
  return {
    rule: "scope-changed",
    message:
      "What the source selects was changed (its options or exclude rules), so absence says nothing about the documents.",
    resolve: "If the change was meant, run once with --accept-scope-change; else put the settings back.",
  };
}

function downToZero({ fresh }: ListingFacts, { live, absent }: PageFacts): Objection | undefined {
  if (absent === 0 || live + fresh > absent) return undefined;
  return {
    rule: "never-empty",
    message: `All ${live} live pages of this source would go.`,
    resolve: "If the source is really empty, run once with --allow-empty.",
  };
}

function halved({ documents, previous }: ListingFacts): Objection | undefined {
  if (previous === undefined || documents * 2 >= previous) return undefined;
  return {
    rule: "listing-halved",
    message: `The listing has ${documents} documents, the last complete one had ${previous}: less than half.`,
    resolve: "If so many are really gone, run once with --allow-empty.",
  };
}

/** Many new and many absent at once: an id scheme changed, and each page would go under its old id. */
function replaced(
  { fresh, documents, previous }: ListingFacts,
  { live, absent }: PageFacts,
): Objection | undefined {
  if (previous === undefined || fresh * 5 <= documents || absent * 5 <= live) return undefined;
  return {
    rule: "ids-changed",
    message: `${fresh} of ${documents} documents are new and ${absent} of ${live} pages absent at once, as if their ids had changed.`,
    resolve:
      "If these are really other documents, run once with --allow-empty; if ids changed, put the old ones back.",
  };
}

/** Removals of one run at most, of a source with so many pages. */
export const removalCap = (pages: number, { percent, atLeast }: MaxRemovals = defaultMaxRemovals): number =>
  Math.max(atLeast, Math.floor((pages * percent) / 100));

/** Removals that are due, and what they are measured by. */
export interface DueRemovals {
  readonly removals: number;
  /** Pages of the source, hidden ones included. */
  readonly pages: number;
  readonly max?: MaxRemovals | undefined;
  /** Names exactly these removals. */
  readonly hash: string;
  /** The hash that was given with `--approve-removals`. */
  readonly approved: string | undefined;
}

/** Rule 9: more removals than the cap, and not exactly the ones that were approved. */
export function capObjection({ removals, pages, max, hash, approved }: DueRemovals): Objection | undefined {
  const cap = removalCap(pages, max);
  if (removals <= cap || approved === hash) return undefined;
  const other = approved === undefined ? "" : ` What --approve-removals ${approved} approved is another set.`;
  const limit = cap === 0 ? "none" : `at most ${cap}`;
  return {
    rule: "removal-cap",
    message: `${count(removals, "removal")} due, but ${limit} of this source's ${pages} pages may go in one run; all are held.${other}`,
    resolve: `Look at them with \`fin-ingest plan\`. If every one is right: \`fin-ingest nightly --approve-removals ${hash}\`. Where so many go often, set the source's \`max_removals\`.`,
  };
}

const count = (n: number, noun: string): string => `${n} ${noun}${n === 1 ? "" : "s"}`;
