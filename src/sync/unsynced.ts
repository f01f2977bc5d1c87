import type { SourceConfig } from "../config/types.ts";
import type { UnsyncedSince } from "../ledger/ledger.ts";
import type { RunContext } from "./context.ts";
import type { SourceReport } from "./run-report.ts";

/** Documents that are remembered per source: those that wait longest. */
const MAX_DOCUMENTS = 1_000;

/** What a run came to know of a source's documents. */
export interface Looked {
  /** External ids of the documents that it held or failed at. */
  readonly waiting: ReadonlySet<string>;
  /** Whether it knows how a document stands: one that does not wait is as the source has it, or is gone there too. */
  readonly knows: (externalId: string) => boolean;
  /** Epoch milliseconds. */
  readonly at: number;
}

/** Since when each document waits whose change at the source Intercom does not have, after a run; undefined for none. */
export function unsyncedAfter(
  before: UnsyncedSince | undefined,
  { waiting, knows, at }: Looked,
): UnsyncedSince | undefined {
  const since = new Map(Object.entries(before ?? {}));
  for (const externalId of since.keys())
    if (!waiting.has(externalId) && knows(externalId)) since.delete(externalId);
  for (const externalId of waiting) if (!since.has(externalId)) since.set(externalId, at);
  if (since.size === 0) return undefined;
  return Object.fromEntries([...since].sort(([, a], [, b]) => a - b).slice(0, MAX_DOCUMENTS));
}

/** Remembers which documents of a source wait, and since which run. */
export function rememberUnsynced(
  { ledger, clock }: Pick<RunContext, "ledger" | "clock">,
  { name }: Pick<SourceConfig, "name">,
  { holds, counts, changes }: Pick<SourceReport, "holds" | "counts" | "changes">,
  knows: Looked["knows"],
): void {
  const { unsynced: before, ...rest } = ledger.sourceHistory(name);
  const waiting = new Set(holds.flatMap(({ externalIds }) => externalIds));
  if (counts.fail > 0)
    for (const { kind, externalId } of changes) if (kind === "fail") waiting.add(externalId);
  if (before === undefined && waiting.size === 0) return;
  const unsynced = unsyncedAfter(before, { waiting, knows, at: clock.now() });
  ledger.putSourceHistory(name, { ...rest, ...(unsynced && { unsynced }) });
}
