import { exitCode, FinIngestError } from "../src/errors.ts";
import { noLineage } from "../src/ledger/sqlite.ts";
import type { Change } from "../src/sync/changes.ts";
import type { RunContext } from "../src/sync/context.ts";
import { sourceRevision } from "../src/sync/list/revision.ts";
import { type PlanHeader, type PlannedChange, readPlan } from "../src/sync/plan/plan-file.ts";
import { runSource } from "../src/sync/run-source.ts";
import { type Finished, runSources } from "./run.ts";

/**
 * Carries out a plan file: exactly the changes that were reviewed, or none.
 *
 * @throws FinIngestError (usage) when the plan was made from another ledger, before a later run, or under
 *   other settings than today's.
 */
export async function applyPlan(run: RunContext, file: string): Promise<Finished> {
  const { header, changes } = await readPlan(file);
  mustBelong(header, run, file);
  const reader = new PlanReader(changes);
  const named = new Set(header.sources.map(({ name }) => name));
  const sources = run.sources.filter(({ name }) => named.has(name));
  return runSources({ ...run, sources }, "apply", (source) =>
    runSource(run, source, { changes: () => reader.of(source.name) }),
  );
}

function mustBelong(header: PlanHeader, run: RunContext, file: string): void {
  const stale = (why: string) =>
    new FinIngestError(`${file} cannot be applied: ${why}`, {
      hint: "Make a new plan, look at it, and apply that one.",
      exitCode: exitCode.usage,
    });
  // A plan may be made before there is a ledger; it then belongs to the first state of any.
  const sameLedger = header.lineage === run.ledger.lineage || header.lineage === noLineage;
  if (!sameLedger) throw stale("it was made from another ledger");
  if (header.serial !== run.ledger.serial())
    throw stale("another run has changed the ledger since it was made");
  for (const planned of header.sources) {
    const source = run.config.sources.find(({ name }) => name === planned.name);
    if (!source) throw stale(`the configuration has no source ${planned.name} any more`);
    if (sourceRevision(source) !== planned.revision)
      throw stale(`the settings of ${planned.name}, or this program, have changed since it was made`);
    if (!run.sources.includes(source)) throw stale(`it covers ${planned.name}, which --source leaves out`);
  }
}

/** Reads a plan's changes source by source without holding the file in memory. */
class PlanReader {
  private readonly changes: AsyncIterator<PlannedChange>;
  private next: PlannedChange | undefined;

  constructor(changes: AsyncIterable<PlannedChange>) {
    this.changes = changes[Symbol.asyncIterator]();
  }

  async *of(source: string): AsyncGenerator<Change> {
    for (;;) {
      this.next ??= (await this.changes.next()).value as PlannedChange | undefined;
      if (this.next?.source !== source) return;
      const { change } = this.next;
      this.next = undefined;
      yield change;
    }
  }
}
