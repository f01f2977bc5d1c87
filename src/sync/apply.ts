import { FinIngestError } from "../errors.ts";
import type { PageRow } from "../ledger/ledger.ts";
import type { Change, Page, RemovalTarget } from "../model.ts";
import { Breaker } from "./breaker.ts";
import type { RunContext } from "./context.ts";
import { mapConcurrent } from "./lanes.ts";
import { unavailable } from "./rules.ts";

/** Where the changes of one source go. */
export interface Target {
  readonly name: string;
  readonly sourceId: number;
  readonly revision: string;
}

type Removal = Extract<Change, { kind: "hide" | "delete" }>;

/**
 * Carries changes out and yields what became of each: the change itself, or `fail` where Intercom refused it.
 * Uploads run concurrently; removals wait until every upload is settled. A write is recorded in the ledger
 * before it is sent and settled only by an answer that echoes our ids, so a run may die anywhere.
 *
 * @throws FinIngestError when Intercom refuses us as such (401, 403) or fails ten times in a row.
 */
export async function* apply(
  changes: AsyncIterable<Change>,
  run: RunContext,
  target: Target,
): AsyncGenerator<Change> {
  const breaker = new Breaker(run.signal);
  const removals: Removal[] = [];
  const settle = settler(run, target, breaker);

  yield* mapConcurrent(withoutRemovals(changes, removals), run.limits.concurrency, settle);
  yield* mapConcurrent(removals, run.limits.concurrency, settle);
}

async function* withoutRemovals(changes: AsyncIterable<Change>, removals: Removal[]): AsyncGenerator<Change> {
  for await (const change of changes) {
    if (change.kind === "hide" || change.kind === "delete") removals.push(change);
    else yield change;
  }
}

function settler(run: RunContext, target: Target, breaker: Breaker): (change: Change) => Promise<Change> {
  return async (change) => {
    switch (change.kind) {
      case "create":
      case "update":
        return breaker.guard(change, change.page, () => upload(change.page, run, target));
      case "unchanged":
        remember(change, run, target);
        return change;
      case "hide":
        return breaker.guard(change, change.target, () => hide(change.target, run, target));
      case "delete":
        return breaker.guard(change, change.target, () => remove(change.target, run, target));
      default:
        return change;
    }
  };
}

async function upload(page: Page, run: RunContext, target: Target): Promise<void> {
  const { ledger, library, clock } = run;
  run.signal.throwIfAborted();
  ledger.intend(target.name, page.externalId, "upsert", clock.now());
  const { externalId, title, html, url, locale, availability } = page;
  const sent = await unlessRefused(run, target, externalId, () =>
    library.upsertPage({
      sourceId: target.sourceId,
      externalId,
      title,
      html,
      ...(url === undefined ? {} : { url }),
      locale,
      ...availability,
    }),
  );
  const sentAt = clock.now();
  const firstSentAt = ledger.page(target.name, externalId)?.firstSentAt ?? sentAt;
  ledger.settle(target.name, { ...rowOf(page, target, sent.id, sentAt), firstSentAt });
}

/** Hiding re-sends the page as Intercom has it, with every availability flag false. */
async function hide(page: RemovalTarget, run: RunContext, target: Target): Promise<void> {
  const { ledger, library, clock } = run;
  const row = rowToChange(run, target, page.externalId);
  run.signal.throwIfAborted();
  const current = await library.getPage(page.intercomId);
  if (!current) {
    ledger.settle(target.name, { ...row, state: "deleted" });
    return;
  }
  if (current.sourceId !== target.sourceId || current.externalId !== page.externalId) {
    throw new FinIngestError(
      `Intercom's page ${page.intercomId} is not the one this ledger means (${page.externalId}); it is left alone`,
      { hint: "Run `fin-ingest state rebuild` to read the library anew." },
    );
  }
  ledger.intend(target.name, page.externalId, "hide", clock.now());
  const { sourceId, externalId, title, html, url, locale } = current;
  await unlessRefused(run, target, page.externalId, () =>
    library.upsertPage({
      sourceId,
      externalId,
      title,
      html,
      ...(url ? { url } : {}),
      locale,
      ...unavailable,
    }),
  );
  ledger.settle(target.name, { ...row, state: "hidden", hiddenAt: clock.now(), availability: unavailable });
}

async function remove(page: RemovalTarget, run: RunContext, target: Target): Promise<void> {
  const { ledger, library, clock } = run;
  const row = rowToChange(run, target, page.externalId);
  run.signal.throwIfAborted();
  ledger.intend(target.name, page.externalId, "delete", clock.now());
  await unlessRefused(run, target, page.externalId, () => library.deletePage(page.intercomId));
  ledger.settle(target.name, { ...row, state: "deleted" });
}

/** A refusal that certainly had no effect takes the recorded intent back; anything else leaves it open. */
async function unlessRefused<T>(
  run: RunContext,
  target: Target,
  externalId: string,
  write: () => Promise<T>,
): Promise<T> {
  try {
    return await write();
  } catch (error) {
    const { ambiguous } = error as { ambiguous?: unknown };
    if (ambiguous === false) run.ledger.abandon(target.name, externalId);
    throw error;
  }
}

function rowToChange(run: RunContext, target: Target, externalId: string): PageRow {
  const row = run.ledger.page(target.name, externalId);
  if (row) return row;
  throw new FinIngestError(`the ledger has no page ${externalId}; it is left alone`);
}

function remember(change: Extract<Change, { kind: "unchanged" }>, run: RunContext, target: Target): void {
  const row = run.ledger.page(target.name, change.externalId);
  if (!row) return;
  const { absence: _, ...present } = row;
  run.ledger.putPage(target.name, { ...present, ...change.remember, revision: target.revision });
}

function rowOf(page: Page, target: Target, intercomId: string, sentAt: number): PageRow {
  const { externalId, version, fingerprint, bodyHash, title, url, path, locale, availability, words } = page;
  return {
    externalId,
    intercomId,
    sourceId: target.sourceId,
    ...(version === undefined ? {} : { version }),
    revision: target.revision,
    fingerprint,
    bodyHash,
    title,
    ...(url === undefined ? {} : { url }),
    ...(path === undefined ? {} : { path }),
    locale,
    availability,
    words,
    state: "live",
    sentAt,
  };
}
