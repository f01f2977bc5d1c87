import type { SourceConfig } from "../../config/types.ts";
import { TryLaterError, toFailure } from "../../errors.ts";
import { audienceOfRow } from "../../ledger/ledger.ts";
import { defaultLoadConcurrency, refuseTooLarge } from "../../limits.ts";
import type { Warning } from "../../normalize/index.ts";
import { fingerprintKey } from "../../secrets/fingerprint.ts";
import { checkSecrets } from "../../secrets/gate.ts";
import type { Change, Page } from "../changes.ts";
import { mapInOrder } from "../concurrency.ts";
import { isOutOfTime, type RunContext } from "../context.ts";
import { withFlapping } from "../lifecycle/flapping.ts";
import type { Enumeration } from "../list/enumeration.ts";
import type { QueuedDocument } from "../list/load-queue.ts";
import { notePrograms } from "../list/programs.ts";
import { decide } from "./decide.ts";
import { isEmptyPage } from "./empty-page.ts";
import { guardOf, guardUploads } from "./guard-uploads.ts";
import { type NearDuplicates, nearDuplicatesOf } from "./near-duplicates.ts";
import { holdWidened, isNewVersionAlone, withNewVersion } from "./new-version.ts";
import { toPages, underRulesOf } from "./page.ts";
import type { PlanContext } from "./plan-context.ts";
import { sentBefore } from "./sent-before.ts";
import { holdLostText, lossGuardOf, textLostRule } from "./text-lost.ts";

/** What became of the documents that had to be loaded. */
export interface Uploads {
  /** Documents that were not loaded, because of `--limit` or the time budget. */
  readonly left: number;
  /** Set when the source told us to come back later: then too. */
  readonly later?: TryLaterError | undefined;
  /** Pages of parts that their documents, loaded in this run, no longer have. */
  readonly obsolete: ReadonlySet<string>;
}

/** Loads, normalises and decides over every queued document, in the listing's order. */
export async function* planUploads(
  context: PlanContext,
  enumeration: Enumeration,
): AsyncGenerator<Change, Uploads> {
  const { run, source } = context;
  const { queue, seen, explicit } = enumeration;
  const nearDuplicates = nearDuplicatesOf(
    run.ledger.connectorCache(source.name),
    (id) => seen.has(id) && !explicit.has(id),
  );
  const known = sentBefore(run.ledger, source);
  const obsolete = new Set<string>();
  let loaded = 0;
  let later: TryLaterError | undefined;
  async function* changes(): AsyncGenerator<Change> {
    const concurrency = source.loadConcurrency ?? defaultLoadConcurrency;
    const plans = mapInOrder(
      withinLimits(queue, run, () => later !== undefined),
      concurrency,
      (queued) => planDocument(context, queued),
    );
    for await (const plan of plans) {
      later ??= plan.later;
      if (plan.later) continue;
      loaded += 1;
      for (const externalId of plan.obsolete) obsolete.add(externalId);
      for (const decided of plan.decided) yield known(withWarnings(decided, nearDuplicates));
    }
  }
  yield* guardUploads(changes(), guardOf(run, source));
  return { left: queue.size - loaded, later, obsolete };
}

function* withinLimits(
  queue: Iterable<QueuedDocument>,
  run: RunContext,
  isTooEarly: () => boolean,
): Generator<QueuedDocument> {
  let begun = 0;
  for (const queued of queue) {
    if (begun >= (run.limits.limit ?? Number.POSITIVE_INFINITY) || isOutOfTime(run) || isTooEarly()) return;
    begun += 1;
    yield queued;
  }
}

interface DocumentPlan {
  readonly decided: readonly Decided[];
  /** External ids of parts that the document no longer has. */
  readonly obsolete: readonly string[];
  /** It was not loaded, because the source told us to come back later. */
  readonly later?: TryLaterError;
}

interface Decided {
  readonly change: Change;
  /** The page it is about, where it was made. */
  readonly page?: Page;
}

/** What becomes of a document: a change for each of its pages, or one that says why there is none. */
async function planDocument(
  { run, source, io, mode }: PlanContext,
  { listed, visibleTo }: QueuedDocument,
): Promise<DocumentPlan> {
  const { externalId, title, url } = listed;
  // What fails from then on is a property of the document, not of the way to it.
  let isLoaded = false;
  try {
    io.signal.throwIfAborted();
    const document = await listed.load(io.signal);
    isLoaded = true;
    refuseTooLarge(document, source.maxDocumentBytes);
    const normalized = await run.normalizer.normalize(underRulesOf(source, document), io.signal);
    const made = toPages(source, listed, document, normalized, visibleTo);
    await notePrograms(io.cache, normalized);
    const knowledge = { own: run.config.secrets, key: () => fingerprintKey(run.config) };
    const { hold, heldPages, warnings } = await checkSecrets(source, document, made, knowledge);
    if (hold && !heldPages) return { decided: [{ change: { kind: "hold", hold } }], obsolete: [] };
    const pages = withDocumentWarnings(made, warnings);
    const free = heldPages ? pages.filter(({ externalId: id }) => !heldPages.has(id)) : pages;
    const changes = free.map((page) => decidePage(page, run, source, mode.resend !== undefined));
    const passed = holdLostText(changes, pages[0], lossGuardOf(run, source));
    if (hold) passed.push({ kind: "hold", hold });
    // A document that is blank, or of which much is missing, is not one that has lost its parts.
    const isDoubtful =
      pages.every(isEmptyPage) ||
      passed.some((change) => change.kind === "hold" && change.hold.rule === textLostRule);
    return {
      decided: passed.map((change) => ({ change, ...pageOf(change, pages) })),
      obsolete: isDoubtful ? [] : obsoleteParts(run, source, externalId, pages),
    };
  } catch (error) {
    if (io.signal.aborted) throw error;
    if (error instanceof TryLaterError) return { decided: [], obsolete: [], later: error };
    const before = audienceOfRow(run.ledger.page(source.name, externalId));
    const named = { externalId, title: title || undefined, url: url || undefined, before };
    const permanent = isLoaded ? ({ isPermanent: true } as const) : {};
    const change = { kind: "fail", ...named, error: toFailure(error), ...permanent } as const;
    return { decided: [{ change }], obsolete: [] };
  }
}

function pageOf(change: Change, pages: readonly Page[]): { page?: Page } {
  const externalId = "page" in change ? change.page.externalId : "externalId" in change && change.externalId;
  const page = pages.find((one) => one.externalId === externalId);
  return page ? { page } : {};
}

/** Warnings about a document as a whole belong to its own page, which comes first. */
function withDocumentWarnings(pages: readonly Page[], warnings: readonly Warning[]): readonly Page[] {
  const [first, ...parts] = pages;
  return first && warnings.length > 0
    ? [{ ...first, warnings: [...first.warnings, ...warnings] }, ...parts]
    : pages;
}

/** @param resend send the page even when nothing changed (backfill) */
function decidePage(
  page: Page,
  { ledger, clock, overrides }: RunContext,
  source: SourceConfig,
  resend: boolean,
): Change {
  const row = ledger.page(source.name, page.externalId);
  const lastRun = { history: ledger.sourceHistory(source.name), row: ledger.source(source.name) };
  const isAlone = isNewVersionAlone(page, row, source, lastRun);
  const decided = holdWidened(withNewVersion(decide(page, row), isAlone), overrides.approveUploads ?? []);
  const change = withFlapping(decided, row, clock.now(), () =>
    ledger.pageHistory(source.name, page.externalId),
  );
  return resend && change.kind === "unchanged"
    ? { kind: "update", page, reasons: ["backfill"], before: audienceOfRow(row) }
    : change;
}

function obsoleteParts(
  { ledger }: RunContext,
  source: SourceConfig,
  externalId: string,
  pages: readonly Page[],
): string[] {
  const made = new Set(pages.map((page) => page.externalId));
  const known = ledger.parts(source.name, externalId).map((row) => row.externalId);
  return known.filter((part) => !made.has(part));
}

/** Called in the listing's order, so that of two similar pages it is always the later one that gets the warning. */
function withWarnings({ change, page }: Decided, nearDuplicates: NearDuplicates): Change {
  const warnings = page ? nearDuplicates.add(page) : [];
  if (warnings.length === 0 || (change.kind !== "create" && change.kind !== "update")) return change;
  return { ...change, page: { ...change.page, warnings: [...change.page.warnings, ...warnings] } };
}
