import type { SourceConfig } from "../config/types.ts";
import { toFailure } from "../errors.ts";
import type { SettledListing, SourceRow } from "../ledger/ledger.ts";
import { defaultLoadConcurrency, refuseTooLarge } from "../limits.ts";
import type { Change, Io, Page } from "../model.ts";
import { fingerprintKey } from "../secrets/fingerprint.ts";
import { judgeSecrets } from "../secrets/gate.ts";
import { absencesOf } from "./absences.ts";
import type { Candidate } from "./candidates.ts";
import type { RunContext } from "./context.ts";
import { decide } from "./decide.ts";
import { guardOf, guardUploads } from "./guard-uploads.ts";
import { mapInOrder } from "./lanes.ts";
import { isOutOfTime } from "./out-of-time.ts";
import { toPages, underRulesOf } from "./page.ts";
import { planRemovals, type RemovalPlan } from "./removals.ts";
import { sourceRevision, sourceScope } from "./revision.ts";
import { type Enumeration, enumerate, type ScanOptions } from "./scan.ts";
import { listingKey, settledBy } from "./settled.ts";
import { type Twins, twinsOf } from "./twins.ts";

/** What a pipeline wants of a source. */
export interface PlanMode {
  /** Whether absent documents are judged at all. */
  readonly removals: boolean;
  /** Load and send every wanted document whatever is remembered of it. */
  readonly resend?: {
    readonly wanted: NonNullable<ScanOptions["wanted"]>;
    /** Epoch milliseconds, when only documents changed since then are wanted. */
    readonly changedSince?: number;
  };
}

export type RemovalOutcome = Pick<RemovalPlan, "strikes" | "believed"> & {
  /** Set when the whole listing and all pages needed nothing, with the `pageWrites` before. */
  readonly settled?: { readonly listing: SettledListing; readonly writes: number };
};

/** A source's changes as a stream, uploads first and removals last, and what the listing showed. */
export interface SourcePlan {
  readonly enumeration: Enumeration;
  readonly revision: string;
  readonly scope: string;
  /** Documents listed, whatever became of them; not those the source called gone. */
  readonly documents: number;
  /** Reading it loads and normalises documents; it writes nothing. */
  readonly changes: AsyncIterable<Change>;
  /** What to remember of the absences; known once `changes` was read to its end. */
  outcome(): RemovalOutcome;
  /** Listed documents that were not looked at, because of `--limit` or the time budget; known like `outcome`. */
  cut(): number;
}

/** Everything left of `apply`: lists, loads, normalises and decides, and touches neither Intercom nor the ledger. */
export async function planSource(
  run: RunContext,
  source: SourceConfig,
  io: Io,
  mode: PlanMode,
): Promise<SourcePlan> {
  const revision = sourceRevision(source);
  const known = run.ledger.source(source.name);
  // Counted before anything is sent, so that a plan and the run that follows it judge alike.
  const pages = run.ledger.countPages(source.name);
  const enumeration = await enumerate(source, run.ledger, io, {
    revision,
    ...(mode.resend
      ? { everything: true, wanted: mode.resend.wanted }
      : { keyOf: (mark: string) => listingKey(source, known, mark) }),
    ...(known?.lastComplete ? { since: known.lastComplete.at } : {}),
    onListed: (listed) => run.progress({ source: source.name, phase: "listing", listed }),
  });
  const { candidates } = enumeration;
  const writes = run.ledger.pageWrites(source.name);
  let begun = 0;
  let outcome: RemovalOutcome = { strikes: [], believed: false };
  const cut = () => candidates.size - begun;
  /** Pages of parts that their documents, read in this run, no longer have. */
  const obsolete = new Set<string>();

  function* withinLimits(): Generator<Candidate> {
    const { limit = Number.POSITIVE_INFINITY } = run.limits;
    for (const candidate of candidates) {
      if (begun >= limit || isOutOfTime(run)) return;
      begun += 1;
      yield candidate;
    }
  }

  async function* changes(): AsyncGenerator<Change> {
    for (const { externalId, title, why } of enumeration.skipped)
      yield { kind: "skip", externalId, ...(title ? { title } : {}), why };
    for (const { externalId, why } of enumeration.unreadable)
      yield { kind: "fail", externalId, error: { message: why } };
    const { seen, explicit } = enumeration;
    const twins = twinsOf(run.ledger.facts(source.name), (id) => seen.has(id) && !explicit.has(id));
    const loading = { run, source, io, resend: mode.resend !== undefined, obsolete };
    const lanes = source.loadConcurrency ?? defaultLoadConcurrency;
    const uploads = mapInOrder(withinLimits(), lanes, (candidate) => changesFor(loading, candidate));
    yield* guardUploads(judged(uploads, twins), guardOf(run, source.name));
    if (!mode.removals) return;
    const whole = Object.keys(incompleteness(enumeration, 0)).length === 0;
    const { absences, absent, unlisted } = await absencesOf({
      run,
      source,
      io,
      enumeration,
      obsolete,
      whole,
    });
    const removals = planRemovals({
      policy: source.removals,
      absences,
      listing: {
        ...incompleteness(enumeration, cut()),
        ...listingFacts(enumeration, known),
        scopeChanged: known?.scope !== undefined && known.scope !== sourceScope(source),
      },
      pages: { ...pages, absent },
      now: run.clock.now(),
      overrides: run.overrides,
    });
    const listing = settledBy(enumeration, unlisted);
    outcome = { ...removals, ...(listing ? { settled: { listing, writes } } : {}) };
    for (const hold of removals.holds) yield { kind: "hold", hold };
    yield* removals.changes;
  }

  return {
    enumeration,
    revision,
    scope: sourceScope(source),
    documents: documentsOf(enumeration),
    cut,
    changes: changes(),
    outcome: () => outcome,
  };
}

interface Loading {
  readonly run: RunContext;
  readonly source: SourceConfig;
  readonly io: Io;
  /** Sent also when nothing changed. */
  readonly resend: boolean;
  /** Gets the external ids of parts that a document no longer has. */
  readonly obsolete: Set<string>;
}

/** What becomes of a document: a change for each of its pages, or one that says why there is none. */
async function changesFor(loading: Loading, { listed, visibleTo }: Candidate): Promise<readonly Decided[]> {
  const { run, source, io, resend, obsolete } = loading;
  const { externalId, title, url } = listed;
  try {
    io.signal.throwIfAborted();
    const document = await listed.load(io.signal);
    refuseTooLarge(document, source.maxDocumentBytes);
    const normalized = await run.normalizer.normalize(underRulesOf(source, document), io.signal);
    const made = toPages(source, listed, document, normalized, visibleTo);
    const knowledge = { own: run.config.secrets, key: () => fingerprintKey(run.config) };
    const { hold, warnings } = await judgeSecrets(source, document, made, knowledge);
    if (hold) return [{ change: { kind: "hold", hold } }];
    const pages =
      warnings.length === 0
        ? made
        : made.map((page, at) => (at === 0 ? { ...page, warnings: [...page.warnings, ...warnings] } : page));
    const ids = new Set(pages.map((page) => page.externalId));
    for (const row of run.ledger.parts(source.name, externalId))
      if (!ids.has(row.externalId)) obsolete.add(row.externalId);
    return pages.map((page) => {
      const change = decide(page, run.ledger.page(source.name, page.externalId));
      const again = resend && change.kind === "unchanged";
      return { page, change: again ? { kind: "update", page, reasons: ["backfill"] } : change };
    });
  } catch (error) {
    if (io.signal.aborted) throw error;
    const named = { externalId, ...(title ? { title } : {}), ...(url ? { url } : {}) };
    return [{ change: { kind: "fail", ...named, error: toFailure(error) } }];
  }
}

interface Decided {
  readonly change: Change;
  /** The page it is about, where it was made. */
  readonly page?: Page;
}

/** The changes in the listing's order, so that of two pages alike it is always the later one that is warned of. */
async function* judged(lists: AsyncIterable<readonly Decided[]>, twins: Twins): AsyncGenerator<Change> {
  for await (const list of lists)
    for (const { change, page } of list) {
      const warnings = page ? twins.note(page) : [];
      if (warnings.length === 0 || (change.kind !== "create" && change.kind !== "update")) yield change;
      else yield { ...change, page: { ...change.page, warnings: [...change.page.warnings, ...warnings] } };
    }
}

function incompleteness(enumeration: Enumeration, cut: number): { incomplete?: string } {
  if (enumeration.broken !== undefined)
    return { incomplete: `it broke off: ${toFailure(enumeration.broken).message}` };
  const [gap] = enumeration.gaps;
  if (gap) return { incomplete: `${gap.part}: ${gap.reason}` };
  return cut > 0 ? { incomplete: `${cut} documents were left for another run` } : {};
}

/** What the listing says as a whole, beside what the ledger remembers of the last one that was believed. */
function listingFacts(enumeration: Enumeration, known: SourceRow | undefined) {
  const { statedTotal, fresh } = enumeration;
  return {
    documents: documentsOf(enumeration),
    fresh,
    distrust: known?.distrust ?? 0,
    ...(statedTotal === undefined ? {} : { statedTotal }),
    ...(known?.lastComplete ? { previous: known.lastComplete.documents } : {}),
  };
}

/** Withheld documents are listed; what the source called gone is not. */
const documentsOf = ({ seen, explicit, skipped }: Enumeration): number =>
  seen.size - (explicit.size - skipped.length);
