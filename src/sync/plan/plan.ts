import type { RunContext } from "../context.ts";
import { ioFor } from "../list/io.ts";
import { sourceRevision } from "../list/revision.ts";
import type { PlanMode } from "./plan-context.ts";
import type { PlanHeader, PlannedChange } from "./plan-file.ts";
import { planSource } from "./plan-source.ts";

/** What a plan belongs to: this ledger, at this serial, under this configuration. */
export const planHeader = (run: RunContext): PlanHeader => ({
  kind: "fin-ingest plan",
  format: 1,
  lineage: run.ledger.lineage,
  serial: run.ledger.serial(),
  createdAt: new Date(run.clock.now()).toISOString(),
  sources: run.sources.map((source) => ({
    name: source.name,
    url: source.url,
    revision: sourceRevision(source),
  })),
});

/** What one source's listing showed besides its changes. */
export interface PlanSummary {
  readonly source: string;
  readonly unchanged: number;
  readonly gaps: readonly { readonly part: string; readonly reason: string }[];
  /** Set when the listing broke off. */
  readonly broken?: unknown;
}

/**
 * The changes a run would make, source by source, uploads first and removals last. Touches neither Intercom
 * nor the ledger. `onListed` is called once per source, before its changes.
 */
export async function* plan(
  run: RunContext,
  mode: PlanMode = { removals: true },
  onListed: (summary: PlanSummary) => void = () => {},
): AsyncGenerator<PlannedChange> {
  for (const source of run.sources) {
    const io = ioFor(run, source);
    try {
      const planned = await planSource(run, source, io, mode);
      const { unchanged, gaps, broken, seen, queue } = planned.enumeration;
      onListed({ source: source.name, unchanged, gaps, broken });
      try {
        for await (const change of planned.changes) yield { source: source.name, change };
      } finally {
        seen.clear();
        queue.clear();
      }
    } finally {
      await io.http.close();
    }
  }
}
