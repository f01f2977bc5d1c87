import type { RemovalPolicy } from "../../config/types.ts";
import type { PageRow } from "../../ledger/ledger.ts";

/** Why the next run may do nothing with a document. */
export interface NothingCase {
  /** Why a run would refuse its source, or why it could not be listed. */
  readonly refusal: string | undefined;
  readonly isListed: boolean;
  /** It was loaded to be compared. */
  readonly isLoaded: boolean;
  /** Why the listing proves no absence. */
  readonly incomplete: string | undefined;
  /** Complete listings in a row without it, this one included. */
  readonly missedListings: number;
  readonly policy: RemovalPolicy | undefined;
  readonly row: Pick<PageRow, "state" | "hiddenAt"> | undefined;
  /** Epoch milliseconds. */
  readonly now: number;
}

/** In a sentence. */
export function whyNothing(given: NothingCase): string {
  const { refusal, isListed, isLoaded, incomplete, row, policy } = given;
  if (refusal !== undefined) return `the run refuses the source: ${refusal}`;
  if (isListed)
    return isLoaded
      ? "it was read again, and its page is as it was sent"
      : "its source says that it is as it was when it was sent";
  if (!row || row.state === "deleted") return "it is not listed and has no page";
  if (policy?.mode === "keep") return "it is not listed; the source's removals keep its page";
  if (row.state === "hidden") return whileHidden(given);
  if (incomplete !== undefined)
    return `it is not listed, and the listing proves nothing (${incomplete}): its page stays`;
  return given.missedListings > 0
    ? `it is not listed; it is hidden once two complete listings, at least 20 hours apart, have missed it (${given.missedListings} so far)`
    : "it is not listed, and its source says that it is there";
}

function whileHidden({ policy, row, now }: NothingCase): string {
  if (policy?.mode !== "sync") return "it stays hidden; the source's removals delete nothing";
  const at = row?.hiddenAt === undefined ? undefined : row.hiddenAt + policy.graceMs;
  if (at === undefined || at > now)
    return "it stays hidden until the grace time is over, and is deleted then";
  return "its grace time is over, but this listing does not prove that it is gone";
}
