import { secretRule } from "../../secrets/gate.ts";
import type { Change } from "../changes.ts";
import { mapConcurrent } from "../concurrency.ts";
import { isOutOfTime, type RunContext } from "../context.ts";
import { removalVeto, vetoed } from "../plan/removals/removal-veto.ts";
import type { Removal } from "../plan/removals/removals.ts";
import { RunFailures } from "../run-failures.ts";
import { Breaker } from "./breaker.ts";
import { settleLeftovers } from "./read-back.ts";
import { Serial } from "./serial.ts";
import { hide, remove, type Target, upload, type Writing } from "./writes.ts";

/**
 * Carries changes out and yields what became of each: the change itself, or `fail` where Intercom refused it.
 * Uploads run concurrently, never two of one page; removals wait until every upload and every write that an
 * earlier run left open is settled, and become one `hold` when the run had trouble. A write is recorded in the
 * ledger before it is sent and settled only by an answer that echoes our ids, so a run may die anywhere.
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
  const writing = { run, target, failures };
  const breaker = new Breaker(failures);
  const removals: Removal[] = [];
  const settle = settler(writing, breaker);

  yield* done(mapConcurrent(withoutRemovals(changes, removals), run.limits.concurrency, settle));
  if (isOutOfTime(run)) {
    failures.left += removals.length;
    return;
  }
  await leftovers(writing, breaker);
  const held: Removal[] = [];
  yield* done(
    mapConcurrent(removals, run.limits.concurrency, async (removal) => {
      // Asked anew for each: a removal that fails is trouble for those after it.
      if (!vetoOf(writing)) return settle(removal);
      held.push(removal);
      return undefined;
    }),
  );
  const veto = held.length > 0 ? vetoOf(writing) : undefined;
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
    if (change.kind === "hide" || change.kind === "delete") removals.push(change);
    else yield change;
  }
}

async function* done(results: AsyncIterable<Change | undefined>): AsyncGenerator<Change> {
  for await (const result of results) if (result) yield result;
}

function settler(writing: Writing, breaker: Breaker): (change: Change) => Promise<Change | undefined> {
  const { run, failures } = writing;
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
        return guarded(change, change.page, () => upload(change.page, writing));
      case "unchanged":
        failures.seen += 1;
        remember(change, writing);
        return change;
      case "hide":
        return guarded(change, change.target, () => hide(change.target, writing));
      case "delete":
        return guarded(change, change.target, () => remove(change.target, writing));
      case "fail":
        failures.seen += 1;
        failures.failed += 1;
        wasListed(change.externalId, writing);
        return change;
      case "hold":
        if (!uploadHolds.has(change.hold.rule)) return change;
        failures.seen += change.hold.externalIds.length;
        for (const externalId of change.hold.externalIds) wasListed(externalId, writing);
        return change;
      case "skip":
        return change;
    }
  };
}

/** Holds of documents that were listed; the other rules hold pages whose documents were not. */
const uploadHolds: ReadonlySet<string> = new Set(["collapse", "sameness", secretRule]);

async function leftovers(writing: Writing, breaker: Breaker): Promise<void> {
  try {
    await settleLeftovers(writing);
  } catch (error) {
    breaker.judge(error);
    writing.failures.leftOpen += 1;
  }
}

function vetoOf({ run, target, failures }: Writing) {
  const { unchanged } = target;
  const listed = unchanged === undefined ? { known: run.ledger.countPages(target.name).live } : { unchanged };
  return removalVeto(failures.trouble(listed));
}

function remember(change: Extract<Change, { kind: "unchanged" }>, { run, target }: Writing): void {
  const row = run.ledger.page(target.name, change.externalId);
  if (!row) return;
  const { absence: _, ...present } = row;
  run.ledger.putPage(target.name, { ...present, ...change.remember, revision: target.revision });
}

/** A document that is there, whatever became of it, is no longer on its way to being absent. */
function wasListed(externalId: string, { run, target }: Writing): void {
  const row = run.ledger.page(target.name, externalId);
  if (!row?.absence) return;
  const { absence: _, ...present } = row;
  run.ledger.putPage(target.name, present);
}
