import type { Trouble } from "./plan/removals/removal-veto.ts";

/** What one source's run met so far: what rule 6 judges, and what the time budget left undone. */
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
  /** Open writes of earlier runs that this one could not settle. */
  leftOpen = 0;

  /** @param listed listed pages that are no change; where no listing was read, the pages the ledger knows */
  trouble(listed: { readonly unchanged: number } | { readonly known: number }): Trouble {
    const { refused, failed, seen, unresolved, leftOpen } = this;
    const lookedAt = "unchanged" in listed ? seen + listed.unchanged : Math.max(seen, listed.known);
    return { refused, failed, lookedAt, unresolved: unresolved.size + leftOpen };
  }
}
