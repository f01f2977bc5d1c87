import type { RunContext } from "../context.ts";
import type { Trouble } from "../plan/removals/removal-veto.ts";

/** Where the changes of one source go. */
export interface Target {
  readonly name: string;
  readonly sourceId: number;
  readonly revision: string;
  /** Listed pages that needed no change; undefined where no listing was read (a plan file, two commits). */
  readonly unchanged?: number | undefined;
}

/** What a write works with. */
export interface WriteContext {
  readonly run: RunContext;
  readonly target: Target;
  readonly failures: RunFailures;
}

/** What went wrong in one source's run so far: what rule 6 of the removals reads, and what the time budget left undone. */
export class RunFailures {
  refused = false;
  /** Documents that failed, before they reached Intercom or there. */
  failed = 0;
  /** Changes that stand for a listed page. */
  seen = 0;
  /** Changes not begun because the time budget was spent. */
  left = 0;
  /** External ids with a write of this run whose outcome is not known. */
  readonly unresolved = new Set<string>();
  /** Pages that are not for customers and that the sales agent uses, because the API's version cannot switch it. */
  usedBySalesAgent = 0;
  /** Open writes of earlier runs that this one could not settle. */
  leftOpen = 0;

  /** @param listed listed pages without a change; where no listing was read, the pages the ledger knows */
  trouble(listed: { readonly unchanged: number } | { readonly known: number }): Trouble {
    const { refused, failed, seen, unresolved, leftOpen } = this;
    const lookedAt = "unchanged" in listed ? seen + listed.unchanged : Math.max(seen, listed.known);
    return { refused, failed, lookedAt, unresolved: unresolved.size + leftOpen };
  }
}
