import type { SourceConfig } from "../config/types.ts";
import type { Gap } from "../connector-kit/listing.ts";
import { type ConfigError, type TryLaterError, toFailure } from "../errors.ts";
import type { RequestCounts } from "../intercom/types.ts";
import { apply } from "./apply/apply.ts";
import { ensureImportSource } from "./apply/import-source.ts";
import { RunFailures } from "./apply/write-context.ts";
import type { Change } from "./changes.ts";
import type { RunContext } from "./context.ts";
import { sourceRevision } from "./list/revision.ts";
import type { RuleReport, SourceReport } from "./run-report.ts";
import { Tally } from "./tally.ts";

/** What came of one source, and whether the run may go on with the next. */
export interface Synced {
  readonly report: SourceReport;
  /** Set when the whole run must stop: Intercom refuses us or fails, or a signal stopped the run. */
  readonly stop?: unknown;
  /** Set when the source's rules or its url refuse it, so that nothing of it was sent; other sources go on. */
  readonly refused?: ConfigError;
  /** Set when the source told us to come back later: the run goes on with the next, and says so at its end. */
  readonly later?: TryLaterError | undefined;
  /** True when the time budget or `--limit` left documents for another run. */
  readonly unfinished?: boolean | undefined;
}

/** A source's changes, and what is known of the listing behind them. */
export interface Work {
  /** Called once the Content Import Source's id is known. */
  readonly changes: (sourceId: number) => AsyncIterable<Change>;
  readonly unchanged?: number | undefined;
  readonly gaps?: readonly Gap[] | undefined;
  /** Why the listing broke off, if it did. */
  readonly broken?: unknown;
  readonly rules?: readonly RuleReport[] | undefined;
  readonly onChange?: (tally: Tally) => void;
  /** Called when every change was carried out. */
  readonly onDone?: () => Promise<void>;
}

/** Carries out one source's changes under its Content Import Source. Never throws: the report says what went wrong. */
export const runSource = (run: RunContext, source: SourceConfig, work: Work): Promise<Synced> =>
  runChanges(
    run,
    {
      name: source.name,
      revision: sourceRevision(source),
      sourceId: () => ensureImportSource(run, source),
    },
    work,
  );

/** What changes are carried out under; the configuration may not have it any more. */
export interface NamedSource {
  readonly name: string;
  readonly revision: string;
  /** Asked for before the first change. */
  readonly sourceId: () => Promise<number>;
}

/** The same for a source that the ledger knows, whether the configuration names it or not. */
export async function runChanges(run: RunContext, source: NamedSource, work: Work): Promise<Synced> {
  const tally = new Tally();
  const failures = new RunFailures();
  tally.addUnchanged(work.unchanged ?? 0);
  const before = run.library.requests;
  let sourceId: number | null = null;
  let stop: unknown;
  try {
    sourceId = await source.sourceId();
    const { name, revision } = source;
    const target = { name, sourceId, revision, unchanged: work.unchanged };
    for await (const change of apply(work.changes(sourceId), run, target, failures)) {
      tally.add(change);
      work.onChange?.(tally);
    }
    await work.onDone?.();
  } catch (error) {
    stop = error;
  }
  run.progress({ source: source.name, phase: "done", counts: tally.counts });
  const error = stop ?? work.broken;
  const report = tally.report({
    name: source.name,
    sourceId,
    requests: requestsSince(before, run.library.requests),
    gaps: work.gaps ?? [],
    rules: work.rules,
    error: error === undefined ? null : toFailure(error),
  });
  return { report, unfinished: failures.left > 0, stop };
}

/** The report of a source that could not be listed, or that is refused: nothing was touched. */
export function notListed(
  source: SourceConfig,
  error: unknown,
  rules: readonly RuleReport[] = [],
): SourceReport {
  const requests = { read: 0, write: 0, retried: 0, rateLimited: 0 };
  return new Tally().report({
    name: source.name,
    sourceId: null,
    requests,
    gaps: [],
    rules,
    error: toFailure(error),
  });
}

function requestsSince(before: RequestCounts, after: RequestCounts): RequestCounts {
  return {
    read: after.read - before.read,
    write: after.write - before.write,
    retried: after.retried - before.retried,
    rateLimited: after.rateLimited - before.rateLimited,
  };
}
