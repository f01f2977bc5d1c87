import picomatch from "picomatch";
import type { SourceConfig } from "../src/config/types.ts";
import type { Listed } from "../src/connector-kit/listing.ts";
import { hashOf } from "../src/hash.ts";
import type { RunContext } from "../src/sync/context.ts";
import type { PlanMode } from "../src/sync/plan/plan-context.ts";
import { syncSource } from "../src/sync/sync.ts";
import { type Finished, runSources } from "./run.ts";

export interface BackfillOptions {
  /** Only documents changed at or after this time; those whose source does not say when count as changed. */
  readonly since?: Date;
  /** Globs over the documents' paths (or external ids, where a source has no paths). */
  readonly only?: readonly string[];
}

/**
 * Reads and uploads every selected document again, whatever is remembered of it; removes nothing. An interrupted
 * backfill continues where it stopped when it is called with the same selection.
 */
export function backfill(run: RunContext, options: BackfillOptions): Promise<Finished> {
  const selection = hashOf([options.only ?? [], options.since?.getTime() ?? null]);
  return runSources(run, "backfill", async (source) => {
    const startedAt = begin(run, source, selection);
    const mode = backfillMode(options);
    const doneSince = (listed: Listed) =>
      (run.ledger.page(source.name, listed.externalId)?.sentAt ?? 0) >= startedAt;
    const wanted = (listed: Listed) => mode.resend.wanted(listed) && !doneSince(listed);
    const synced = await syncSource(run, source, { ...mode, resend: { ...mode.resend, wanted } });
    if ((synced.stop ?? synced.refused) === undefined && !synced.unfinished)
      run.ledger.setOpenBackfill(source.name, undefined);
    return synced;
  });
}

/** What a backfill wants of a source, without what an earlier one has done. */
export function backfillMode(options: BackfillOptions) {
  return {
    removals: false,
    resend: {
      wanted: wantedBy(options),
      ...(options.since ? { changedSince: options.since.getTime() } : {}),
    },
  } satisfies PlanMode;
}

function begin(run: RunContext, source: SourceConfig, selection: string): number {
  const open = run.ledger.openBackfill(source.name);
  if (open?.selection === selection) {
    run.log.info(`${source.name}: continuing the backfill begun ${new Date(open.startedAt).toISOString()}`);
    return open.startedAt;
  }
  const startedAt = run.clock.now();
  run.ledger.setOpenBackfill(source.name, { startedAt, selection });
  return startedAt;
}

function wantedBy({ only, since }: BackfillOptions): (listed: Listed) => boolean {
  const selected = only && only.length > 0 ? picomatch([...only], { dot: true }) : () => true;
  return (listed) =>
    selected(listed.path ?? listed.externalId) &&
    (since === undefined || listed.updatedAt === undefined || listed.updatedAt >= since.getTime());
}
