import type { SourceConfig } from "../config/types.ts";
import { toFailure } from "../errors.ts";
import type { Change, Io } from "../model.ts";
import type { RunContext } from "./context.ts";
import { decide } from "./decide.ts";
import { mapInOrder } from "./lanes.ts";
import { toPage } from "./page.ts";
import { type Absence, planRemovals, type Strike } from "./removals.ts";
import { sourceRevision, sourceScope } from "./revision.ts";
import { type Candidate, type Enumeration, enumerate, type ScanOptions } from "./scan.ts";

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

/** A source's changes as a stream, uploads first and removals last, and what the listing showed. */
export interface SourcePlan {
  readonly enumeration: Enumeration;
  readonly revision: string;
  readonly scope: string;
  /** Reading it loads and normalises documents; it writes nothing. */
  readonly changes: AsyncIterable<Change>;
  /** Strikes to remember; complete once `changes` was read to its end. */
  strikes(): readonly Strike[];
  /** Listed documents that were not looked at, because of `--limit` or the time budget; known like `strikes`. */
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
  const enumeration = await enumerate(source, run.ledger, io, {
    revision,
    ...(mode.resend ? { everything: true, wanted: mode.resend.wanted } : {}),
    onListed: (listed) => run.progress({ source: source.name, phase: "listing", listed }),
  });
  const { candidates } = enumeration;
  let begun = 0;
  let strikes: readonly Strike[] = [];
  const cut = () => candidates.length - begun;

  function* withinLimits(): Generator<Candidate> {
    const { limit = Number.POSITIVE_INFINITY, deadline = Number.POSITIVE_INFINITY } = run.limits;
    for (const candidate of candidates) {
      if (begun >= limit || run.clock.monotonic() >= deadline) return;
      begun += 1;
      yield candidate;
    }
  }

  async function* changes(): AsyncGenerator<Change> {
    for (const { externalId, title, why } of enumeration.skipped)
      yield { kind: "skip", externalId, ...(title ? { title } : {}), why };
    for (const { externalId, why } of enumeration.unreadable)
      yield { kind: "fail", externalId, error: { message: why } };
    yield* mapInOrder(withinLimits(), loadConcurrency, (candidate) =>
      changeFor(run, source, io, candidate, mode.resend !== undefined),
    );
    if (!mode.removals) return;
    const removals = planRemovals({
      policy: source.removals,
      absences: await absencesOf(run, source, io, enumeration),
      listing: incompleteness(enumeration, cut()),
      pages: pagesOf(run, source),
      now: run.clock.now(),
    });
    strikes = removals.strikes;
    for (const hold of removals.holds) yield { kind: "hold", hold };
    yield* removals.changes;
  }

  return {
    enumeration,
    revision,
    scope: sourceScope(source),
    cut,
    changes: changes(),
    strikes: () => strikes,
  };
}

/** Documents loaded and normalised at once: enough to hide a slow source, few enough to bound the memory. */
const loadConcurrency = 8;

async function changeFor(
  run: RunContext,
  source: SourceConfig,
  io: Io,
  { listed, visibleTo }: Candidate,
  resend: boolean,
): Promise<Change> {
  const { externalId, title, url } = listed;
  try {
    io.signal.throwIfAborted();
    const document = await listed.load(io.signal);
    // Loaded on the first use: most nights nothing needs it.
    const { normalize } = await import("../normalize/index.ts");
    const page = toPage(source, listed, document, normalize(document), visibleTo);
    const change = decide(page, run.ledger.page(source.name, externalId));
    return resend && change.kind === "unchanged" ? { kind: "update", page, reasons: ["backfill"] } : change;
  } catch (error) {
    if (io.signal.aborted) throw error;
    return {
      kind: "fail",
      externalId,
      ...(title ? { title } : {}),
      ...(url ? { url } : {}),
      error: toFailure(error),
    };
  }
}

function incompleteness(enumeration: Enumeration, cut: number): { incomplete?: string } {
  if (enumeration.broken !== undefined)
    return { incomplete: `it broke off: ${toFailure(enumeration.broken).message}` };
  const [gap] = enumeration.gaps;
  if (gap) return { incomplete: `${gap.part}: ${gap.reason}` };
  return cut > 0 ? { incomplete: `${cut} documents were left for another run` } : {};
}

/** Every page whose document is explicitly unwanted or was not listed, with the best evidence there is. */
async function absencesOf(
  run: RunContext,
  source: SourceConfig,
  io: Io,
  enumeration: Enumeration,
): Promise<Absence[]> {
  const absences: Absence[] = [];
  for (const [externalId, why] of enumeration.explicit) {
    const row = run.ledger.page(source.name, externalId);
    if (row && row.state !== "deleted") absences.push({ row, evidence: "explicit", why });
  }
  const whole = Object.keys(incompleteness(enumeration, 0)).length === 0;
  for (const row of enumeration.seen.absent(source.name)) {
    const presence = whole ? await confirmed(source, io, row.externalId) : "unknown";
    if (presence === "present") continue;
    const evidence = presence === "gone" ? "confirmed" : "inferred";
    absences.push({
      row,
      evidence,
      why: presence === "gone" ? "gone from the source" : "not in the listing",
    });
  }
  return absences;
}

async function confirmed(
  source: SourceConfig,
  io: Io,
  externalId: string,
): Promise<"present" | "gone" | "unknown"> {
  if (!source.connector.confirm) return "unknown";
  try {
    return await source.connector.confirm(source.options, io, externalId);
  } catch (error) {
    if (io.signal.aborted) throw error;
    io.log.warn(`${source.name}: could not confirm that ${externalId} is gone`, {
      error: toFailure(error).message,
    });
    return "unknown";
  }
}

function pagesOf(run: RunContext, source: SourceConfig): number {
  const { live, hidden } = run.ledger.countPages(source.name);
  return live + hidden;
}
