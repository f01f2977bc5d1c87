import { randomUUID } from "node:crypto";
import { exitCode, FinIngestError } from "../src/errors.ts";
import type { PageRow } from "../src/ledger/ledger.ts";
import type { RunContext } from "../src/sync/context.ts";
import { runElsewhere } from "../src/sync/lifecycle/orphans.ts";
import { foreignOf, hideForeign } from "../src/sync/lifecycle/retire-foreign.ts";
import { retirable, runRetired } from "../src/sync/lifecycle/retired.ts";
import { type Finished, finishRun } from "./run.ts";

/** What retiring a source would do now. */
export interface Retirement {
  readonly source: string;
  readonly sourceId: number;
  /** Pages that are hidden now. */
  readonly hide: readonly PageRow[];
  /** Pages that were hidden for the grace time and are deleted now. */
  readonly delete: readonly PageRow[];
  /** Pages that stay hidden until their grace is over. */
  readonly waiting: number;
  /** The configuration has the source: only what is foreign under it goes. */
  readonly foreignOnly: boolean;
}

/**
 * The pages that end with a source: all of one that left the configuration; of one that is configured, those under its
 * Content Import Source that are not its own.
 * @throws FinIngestError (usage) when the ledger does not know the source, or another configuration runs it
 */
export async function planRetirement(run: RunContext, name: string): Promise<Retirement> {
  const { ledger, config } = run;
  const row = ledger.source(name);
  if (!row) throw unknown(name, run);
  const base = { source: name, sourceId: row.sourceId };
  if (config.sources.some((source) => source.name === name)) {
    const hide = await foreignOf(run, name, row.sourceId);
    if (hide.length === 0) throw configured(name, config.file);
    return { ...base, hide, delete: [], waiting: 0, foreignOnly: true };
  }
  const elsewhere = runElsewhere(ledger, config, name);
  if (elsewhere !== undefined) throw configured(name, elsewhere);
  return { ...base, ...retirable(run, name), foreignOnly: false };
}

/** Hides the pages of a retirement, and deletes those whose grace is over. */
export async function retire(
  run: RunContext,
  { source, sourceId, foreignOnly, hide }: Retirement,
): Promise<Finished> {
  const { ledger, clock } = run;
  const id = randomUUID();
  const startedAt = clock.now();
  ledger.advance();
  ledger.putRun({ id, pipeline: "retire", startedAt });
  run.keeper?.begin({ id, startedAt });
  if (!foreignOnly)
    ledger.putSourceHistory(source, { ...ledger.sourceHistory(source), retiredAt: startedAt });
  const synced = foreignOnly
    ? await hideForeign(run, source, sourceId, hide)
    : await runRetired(run, source, sourceId);
  return finishRun(run, { id, pipeline: "retire", startedAt }, [synced.report], synced.stop);
}

const unknown = (name: string, { ledger }: RunContext): FinIngestError => {
  const names = ledger.sources().map((source) => source.name);
  return new FinIngestError(`the ledger knows no source ${name}`, {
    hint: names.length > 0 ? `It knows: ${names.join(", ")}.` : "It knows none.",
    exitCode: exitCode.usage,
  });
};

const configured = (name: string, file: string): FinIngestError =>
  new FinIngestError(`source ${name} is not retired: ${file} names it`, {
    hint: "Take it out of that configuration first; the next run would bring its pages back.",
    exitCode: exitCode.usage,
  });
