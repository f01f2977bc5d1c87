import type { SourceConfig } from "../../config/types.ts";
import type { ConfigError, TryLaterError } from "../../errors.ts";
import type { RunContext } from "../context.ts";
import { moveDue, readingAs } from "../lifecycle/move.ts";
import { orphanHold, orphansOf } from "../lifecycle/orphans.ts";
import { ioFor } from "../list/io.ts";
import { sourceRevision } from "../list/revision.ts";
import type { RuleReport } from "../run-report.ts";
import type { PlanMode } from "./plan-context.ts";
import type { PlanHeader, PlannedChange } from "./plan-file.ts";
import { planSource } from "./plan-source.ts";
import { changedUrl } from "./source-url.ts";

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
  readonly rules: readonly RuleReport[];
  /** Set when the source's rules or its url refuse it: it has no changes. */
  readonly refused?: ConfigError | undefined;
}

/**
 * The changes a run would make, source by source, uploads first and removals last; then what is held of sources that
 * left the configuration. Writes neither to Intercom nor to the ledger. Reads Intercom only for sources that the ledger
 * knows nothing of (`PlanMode.search`). `onListed` is called once per source, before its changes.
 *
 * @throws FinIngestError (usage) when a source cannot take over what `moved_from` names; TryLaterError at the end, where
 *   a source told us to wait and documents of it are missing in the plan
 */
export async function* plan(
  run: RunContext,
  mode: PlanMode = { removals: true },
  onListed: (summary: PlanSummary) => void = () => {},
): AsyncGenerator<PlannedChange> {
  const absorbed = new Set<string>();
  let later: TryLaterError | undefined;
  for (const source of run.sources) {
    const own = afterMove(run, source);
    const refused = changedUrl(own.ledger.source(source.name), source);
    if (refused) {
      onListed({ source: source.name, unchanged: 0, gaps: [], rules: [], refused });
      continue;
    }
    const io = ioFor(own, source);
    try {
      const planned = await planSource(own, source, io, mode);
      const { unchanged, gaps, broken } = planned.enumeration;
      onListed({ source: source.name, unchanged, gaps, broken, ...planned.ruleCheck });
      try {
        for await (const change of planned.changes) yield { source: source.name, change };
        later ??= planned.outcome().later;
        for (const name of planned.absorbed) absorbed.add(name);
      } finally {
        planned.close();
      }
    } finally {
      await io.http.close();
    }
  }
  if (mode.removals) yield* planOrphans(run, absorbed, onListed);
  if (later) throw later;
}

/** The run as it is once the source has taken over what `moved_from` names. */
export function afterMove(run: RunContext, source: SourceConfig): RunContext {
  const from = moveDue(run, source);
  return from === undefined ? run : { ...run, ledger: readingAs(run.ledger, from, source) };
}

function* planOrphans(
  { ledger, config }: RunContext,
  absorbed: ReadonlySet<string>,
  onListed: (summary: PlanSummary) => void,
): Generator<PlannedChange> {
  for (const orphan of orphansOf(ledger, config)) {
    if (absorbed.has(orphan.name)) continue;
    onListed({ source: orphan.name, unchanged: 0, gaps: [], rules: [] });
    yield { source: orphan.name, change: { kind: "hold", hold: orphanHold(ledger, orphan) } };
  }
}
