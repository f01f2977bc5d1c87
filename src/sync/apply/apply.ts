import { secretRule } from "../../secrets/gate.ts";
import type { Change } from "../changes.ts";
import { mapConcurrent, Serial } from "../concurrency.ts";
import { isOutOfTime, type RunContext } from "../context.ts";
import { audienceChangedRule } from "../plan/new-version.ts";
import { removalVeto, vetoed } from "../plan/removals/removal-veto.ts";
import type { Removal } from "../plan/removals/removals.ts";
import { textLostRule } from "../plan/text-lost.ts";
import { undoneRule } from "../plan/undone.ts";
import { Breaker } from "./breaker.ts";
import { noteHidden, noteLoss, noteSent } from "./note-why.ts";
import { settleLeftovers } from "./read-back.ts";
import { warnOfSalesAgent } from "./sales-agent.ts";
import { RunFailures, type Target, type WriteContext } from "./write-context.ts";
import { hide, remove, upload } from "./writes.ts";

/**
 * Carries changes out and yields what became of each: the change itself, or `fail` where Intercom refused it.
 * Uploads run concurrently, never two of one page. Removals wait until every upload and every write that an
 * earlier run left open is settled, and become one `hold` when the run had failures. A write is recorded in the
 * ledger before it is sent and settled only by an answer that echoes our ids, so a run may die at any point.
 *
 * @param failures filled as the run goes; `left` counts the changes that the time budget left undone
 * @throws FinIngestError when Intercom refuses us as such (401, 403), fails ten times in a row, or lost the source.
 */
export async function* apply(
  changes: AsyncIterable<Change>,
  run: RunContext,
  target: Target,
  failures: RunFailures = new RunFailures(),
): AsyncGenerator<Change> {
  const context: WriteContext = { run, target, failures };
  const breaker = new Breaker(failures);
  const removals: Removal[] = [];
  const settle = settler(context, breaker);

  yield* done(mapConcurrent(withoutRemovals(changes, removals), run.limits.concurrency, settle));
  if (isOutOfTime(run)) {
    failures.left += removals.length;
    return;
  }
  await leftovers(context, breaker);
  const held: Removal[] = [];
  yield* done(
    mapConcurrent(removals, run.limits.concurrency, async (removal) => {
      // Asked for each: a removal that fails may stop those after it.
      if (!vetoOf(context)) return settle(removal);
      held.push(removal);
      return undefined;
    }),
  );
  warnOfSalesAgent(context);
  const veto = held.length > 0 ? vetoOf(context) : undefined;
  if (veto)
    yield {
      kind: "hold",
      hold: vetoed(
        veto,
        held.map(({ target: { externalId } }) => externalId),
      ),
    };
}

async function* withoutRemovals(changes: AsyncIterable<Change>, removals: Removal[]): AsyncGenerator<Change> {
  for await (const change of changes) {
    if (change.kind === "delete" || (change.kind === "hide" && !change.atOnce)) removals.push(change);
    else yield change;
  }
}

async function* done(results: AsyncIterable<Change | undefined>): AsyncGenerator<Change> {
  for await (const result of results) if (result) yield result;
}

function settler(context: WriteContext, breaker: Breaker): (change: Change) => Promise<Change | undefined> {
  const { run, failures } = context;
  const serial = new Serial();
  const guarded = (change: Change, page: Parameters<Breaker["guard"]>[1], write: () => Promise<void>) =>
    serial.run(page.externalId, async () => {
      if (!isOutOfTime(run)) return breaker.guard(change, page, write);
      failures.left += 1;
      return undefined;
    });
  return async (change) => {
    switch (change.kind) {
      case "create":
      case "update":
        failures.seen += 1;
        return guarded(change, change.page, async () => {
          await upload(change.page, context);
          noteSent(change.page.externalId, change.reasons ?? [], context);
          if (change.page.lost) noteLoss(change.page, context);
        });
      case "unchanged":
        failures.seen += 1;
        remember(change, context);
        return change;
      case "hide":
        return guarded(change, change.target, () => {
          noteHidden(change.target.externalId, change.why, context);
          return hide(change.target, context, { taken: change.atOnce });
        });
      case "delete":
        return guarded(change, change.target, () => remove(change.target, context));
      case "fail":
        failures.seen += 1;
        if (!change.isPermanent) failures.failed += 1;
        wasListed(change.externalId, context);
        return change;
      case "hold":
        if (!uploadHolds.has(change.hold.rule)) return change;
        failures.seen += change.hold.externalIds.length;
        for (const externalId of change.hold.externalIds) wasListed(externalId, context);
        return change;
      case "skip":
        if (!change.isPresent) return change;
        failures.seen += 1;
        wasListed(change.externalId, context);
        return change;
    }
  };
}

/** Rules that hold listed documents; the other rules hold pages whose documents were not listed. */
const uploadHolds: ReadonlySet<string> = new Set([
  "collapse",
  "sameness",
  textLostRule,
  audienceChangedRule,
  secretRule,
  undoneRule,
]);

async function leftovers(context: WriteContext, breaker: Breaker): Promise<void> {
  try {
    await settleLeftovers(context);
  } catch (error) {
    breaker.check(error);
    context.failures.leftOpen += 1;
  }
}

function vetoOf({ run, target, failures }: WriteContext) {
  const { unchanged } = target;
  const listed = unchanged === undefined ? { known: run.ledger.countPages(target.name).live } : { unchanged };
  return removalVeto(failures.trouble(listed));
}

function remember(change: Extract<Change, { kind: "unchanged" }>, { run, target }: WriteContext): void {
  const row = run.ledger.page(target.name, change.externalId);
  if (!row) return;
  const present = { ...row, absence: undefined, ...change.remember };
  run.ledger.putPage(target.name, { ...present, revision: target.revision });
}

/** A document that was listed is present, whatever became of it. */
function wasListed(externalId: string, { run, target }: WriteContext): void {
  const row = run.ledger.page(target.name, externalId);
  if (row?.absence) run.ledger.putPage(target.name, { ...row, absence: undefined });
}
