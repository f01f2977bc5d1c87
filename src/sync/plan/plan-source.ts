import type { SourceConfig } from "../../config/types.ts";
import type { Io } from "../../connector-kit/io.ts";
import { audienceOfRow } from "../../ledger/ledger.ts";
import type { Change } from "../changes.ts";
import type { RunContext } from "../context.ts";
import { documentsOf, type Enumeration } from "../list/enumeration.ts";
import { sourceRevision, sourceScope } from "../list/revision.ts";
import { enumerate } from "../list/scan.ts";
import { listingKey } from "../list/unchanged-listing.ts";
import { type ListingOutcome, noOutcome, planAbsences } from "./plan-absences.ts";
import type { LedgerState, PlanContext, PlanMode } from "./plan-context.ts";
import { planUploads } from "./plan-uploads.ts";

export interface PlanOutcome extends ListingOutcome {
  /** Listed documents that were not loaded, because of `--limit` or the time budget. */
  readonly left: number;
}

/** A source's changes as a stream, uploads first and removals last, and what the listing showed. */
export interface SourcePlan {
  readonly enumeration: Enumeration;
  readonly scope: string;
  /** Documents listed, whatever became of them; not those the source called gone. */
  readonly documents: number;
  /** Reading it loads and normalises documents; it writes nothing. */
  readonly changes: AsyncIterable<Change>;
  /** What the next run needs to know of this listing; complete once `changes` was read to its end. */
  outcome(): PlanOutcome;
}

/** Everything left of `apply`: lists, loads, normalises and decides, and touches neither Intercom nor the ledger. */
export async function planSource(
  run: RunContext,
  source: SourceConfig,
  io: Io,
  mode: PlanMode,
): Promise<SourcePlan> {
  const context: PlanContext = { run, source, io, mode, before: stateOf(run, source) };
  const enumeration = await listSource(context);
  let outcome: PlanOutcome = { ...noOutcome, left: enumeration.queue.size };
  async function* changes(): AsyncGenerator<Change> {
    outcome = yield* planChanges(context, enumeration);
  }
  return {
    enumeration,
    scope: sourceScope(source),
    documents: documentsOf(enumeration),
    changes: changes(),
    outcome: () => outcome,
  };
}

const stateOf = ({ ledger }: RunContext, { name }: SourceConfig): LedgerState => ({
  source: ledger.source(name),
  pages: ledger.countPages(name),
  pageWrites: ledger.pageWrites(name),
});

/** Step 1: the whole listing, sorted into what must be loaded and what need not be. */
function listSource({ run, source, io, mode, before }: PlanContext): Promise<Enumeration> {
  return enumerate(source, run.ledger, io, {
    revision: sourceRevision(source),
    ...(mode.resend
      ? { everything: true, wanted: mode.resend.wanted }
      : { keyOf: (mark: string) => listingKey(source, before.source, mark) }),
    since: before.source?.lastComplete?.at,
    onListed: (listed) => run.progress({ source: source.name, phase: "listing", listed }),
  });
}

/** Step 2, the documents (`plan-uploads.ts`), then step 3, the pages whose documents are gone (`plan-absences.ts`). */
async function* planChanges(
  context: PlanContext,
  enumeration: Enumeration,
): AsyncGenerator<Change, PlanOutcome> {
  yield* withoutLoading(context, enumeration);
  const { left, obsolete } = yield* planUploads(context, enumeration);
  if (!context.mode.removals) return { ...noOutcome, left };
  const { changes, ...outcome } = await planAbsences(context, enumeration, { left, obsolete });
  yield* changes;
  return { ...outcome, left };
}

function* withoutLoading(
  { run, source }: PlanContext,
  { skipped, unreadable }: Enumeration,
): Generator<Change> {
  const before = (externalId: string) => audienceOfRow(run.ledger.page(source.name, externalId));
  for (const { externalId, title, why } of skipped)
    yield { kind: "skip", externalId, title: title || undefined, why, before: before(externalId) };
  for (const { externalId, why } of unreadable)
    yield { kind: "fail", externalId, error: { message: why }, before: before(externalId) };
}
