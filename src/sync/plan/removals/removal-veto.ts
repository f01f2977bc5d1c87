import type { Hold } from "../../changes.ts";

/** What went wrong in this run so far; plain values, so that the rule can be shown in a table. */
export interface Trouble {
  /** Intercom answered 401 or 403. */
  readonly refused: boolean;
  /** Pages with a write of which nobody knows whether it took effect. */
  readonly unresolved: number;
  /** Documents and pages that failed. */
  readonly failed: number;
  /** The source's listed pages, the failed and the unchanged ones included. */
  readonly lookedAt: number;
}

export interface Veto {
  readonly rule: "intercom-trouble" | "too-many-failures";
  readonly why: string;
}

/** One page in fifty, two per cent, may fail in a run that removes. */
const pagesPerFailure = 50;

/**
 * Why this run may not remove anything, or undefined: a run that had trouble proves too little about what is
 * gone. No override lifts it.
 */
export function removalVeto({ refused, unresolved, failed, lookedAt }: Trouble): Veto | undefined {
  if (refused) return { rule: "intercom-trouble", why: "Intercom refused this run (401 or 403)" };
  if (unresolved > 0) {
    const writes = unresolved === 1 ? "write" : "writes";
    return {
      rule: "intercom-trouble",
      why: `the outcome of ${unresolved} ${writes} to Intercom is not known`,
    };
  }
  if (failed * pagesPerFailure <= lookedAt) return undefined;
  const allowed = Math.floor(lookedAt / pagesPerFailure);
  return {
    rule: "too-many-failures",
    why: `${failed} of ${lookedAt} pages failed, and at most ${allowed} (2 %) may fail in a run that removes`,
  };
}

/** The removals that a veto stopped, as one hold. */
export function vetoed({ rule, why }: Veto, externalIds: readonly string[]): Hold {
  const due = externalIds.length === 1 ? "1 removal is" : `${externalIds.length} removals are`;
  return {
    rule,
    message: `${due} due, but ${why}; nothing of it is removed in this run.`,
    resolve:
      rule === "intercom-trouble"
        ? "Run again when Intercom answers normally: open writes are settled first, then the removals are judged anew. No flag lifts this."
        : "Mend the failures of this source (the report names each), or exclude those documents, and run again. No flag lifts this.",
    externalIds,
  };
}
