import type { SourceConfig } from "../../config/types.ts";
import type { Io } from "../../connector-kit/io.ts";
import type { TryLaterError } from "../../errors.ts";
import { audienceOfRow } from "../../ledger/ledger.ts";
import type { Change } from "../changes.ts";
import type { RunContext } from "../context.ts";
import { adoptFound, scratchLedger, seenIn } from "../lifecycle/adopt-found.ts";
import { foreignHold } from "../lifecycle/foreign.ts";
import { checkRules, type RuleCheck, unprovedBy } from "../list/check-rules.ts";
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
  /** Set when the source told us to come back later. */
  readonly later?: TryLaterError | undefined;
}

/** A source's changes as a stream, uploads first and removals last, and what the listing showed. */
export interface SourcePlan {
  readonly enumeration: Enumeration;
  /** What its rules select, and whether they refuse the source: there are no changes then. */
  readonly ruleCheck: RuleCheck;
  readonly scope: string;
  /** Documents listed, whatever became of them; not those the source called gone. */
  readonly documents: number;
  /** Reading it loads and normalises documents; it writes nothing. */
  readonly changes: AsyncIterable<Change>;
  /** What the next run needs to know of this listing; complete once `changes` was read to its end. */
  outcome(): PlanOutcome;
  /** Sources of the ledger whose pages this one adopted: it was renamed. */
  readonly absorbed: readonly string[];
  /** Removes what the listing and the plan keep in temporary files. */
  close(): void;
}

/**
 * Everything left of `apply`: lists, loads, normalises and decides. It writes neither to Intercom nor to the ledger,
 * unless the ledger knows nothing of the source: then what Intercom has of it is adopted (`PlanMode.search`).
 */
export async function planSource(
  run: RunContext,
  source: SourceConfig,
  io: Io,
  mode: PlanMode,
): Promise<SourcePlan> {
  const listing = await listSource({ run, source, io, mode, before: stateOf(run, source) });
  const ruleCheck = checkListing(run, source, listing);
  const { own, enumeration } = ruleCheck.refused
    ? { own: run, enumeration: listing }
    : await withAdopted(run, source, mode, listing);
  const context: PlanContext = { run: own, source, io, mode, before: stateOf(own, source) };
  let outcome: PlanOutcome = { ...noOutcome, left: enumeration.queue.size };
  async function* changes(): AsyncGenerator<Change> {
    if (ruleCheck.refused) return;
    outcome = yield* planChanges(context, enumeration);
  }
  return {
    enumeration,
    ruleCheck,
    scope: sourceScope(source),
    documents: documentsOf(enumeration),
    changes: changes(),
    outcome: () => outcome,
    absorbed: namesIn(run).filter((name) => name !== source.name && own.ledger.source(name) === undefined),
    close() {
      enumeration.seen.clear();
      enumeration.queue.clear();
      if (own !== run) own.ledger.close();
    },
  };
}

function checkListing(
  { config, ledger }: RunContext,
  source: SourceConfig,
  enumeration: Enumeration,
): RuleCheck {
  const listing = { selected: enumeration.selected, unproved: unprovedBy(enumeration) };
  return checkRules(source, config, listing, ledger.sourceHistory(source.name).matchedRules);
}

const namesIn = ({ ledger }: RunContext): string[] => ledger.sources().map(({ name }) => name);

/** The run and the listing with what Intercom has of a source that the ledger knows nothing of. */
async function withAdopted(
  run: RunContext,
  source: SourceConfig,
  { search }: PlanMode,
  listing: Enumeration,
): Promise<{ own: RunContext; enumeration: Enumeration }> {
  const nothing = listing.broken !== undefined && listing.seen.size === 0;
  const found = nothing ? undefined : await search?.pagesOf(source);
  if (!found) return { own: run, enumeration: listing };
  if (!search?.forPlan) return { own: run, enumeration: adoptFound(run, source, found, listing) };
  const own = { ...run, ledger: await scratchLedger(run.ledger, source.name, found.sourceId) };
  const enumeration = adoptFound(own, source, found, listing);
  return { own, enumeration: { ...enumeration, seen: seenIn(own.ledger, listing.seen) } };
}

const stateOf = ({ ledger }: RunContext, { name }: SourceConfig): LedgerState => ({
  source: ledger.source(name),
  pages: ledger.countPages(name),
});

/** Step 1: the whole listing, sorted into what must be loaded and what need not be. */
function listSource({ run, source, io, mode, before }: PlanContext): Promise<Enumeration> {
  return enumerate(source, run.ledger, io, {
    revision: sourceRevision(source),
    ...(mode.resend
      ? { everything: true, wanted: mode.resend.wanted }
      : mode.onEntry
        ? { onEntry: mode.onEntry }
        : { keyOf: (mark: string) => listingKey(source, run.ledger.source(source.name), mark) }),
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
  const uploads = yield* planUploads(context, enumeration);
  const { left, later } = uploads;
  if (!context.mode.removals) return { ...noOutcome, left, later };
  const { changes, ...outcome } = await planAbsences(context, enumeration, uploads);
  yield* changes;
  const hold = foreignHold(context.source.name, context.run.ledger.sourceHistory(context.source.name));
  if (hold) yield { kind: "hold", hold };
  return { ...outcome, left, later };
}

function* withoutLoading(
  { run, source }: PlanContext,
  { skipped, unreadable }: Enumeration,
): Generator<Change> {
  const before = (externalId: string) => audienceOfRow(run.ledger.page(source.name, externalId));
  for (const { externalId, title, why } of skipped)
    yield { kind: "skip", externalId, title: title || undefined, why, before: before(externalId) };
  for (const { externalId, why, isPermanent } of unreadable)
    yield { kind: "fail", externalId, error: { message: why }, isPermanent, before: before(externalId) };
}
