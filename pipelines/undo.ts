import picomatch from "picomatch";
import type { SourceConfig } from "../src/config/types.ts";
import { exitCode, FinIngestError } from "../src/errors.ts";
import { BodyStore } from "../src/runs/bodies.ts";
import { findRun } from "../src/runs/find.ts";
import { type ReplacedPage, ReplacedPages } from "../src/runs/replaced.ts";
import type { Change } from "../src/sync/changes.ts";
import type { RunContext } from "../src/sync/context.ts";
import { undoPage } from "../src/sync/lifecycle/undo.ts";
import { runSource, type Synced } from "../src/sync/run-source.ts";
import { type Finished, runSources } from "./run.ts";

export interface UndoRequest {
  /** The run: an id, its beginning, or `last`. */
  readonly run: string;
  /** Globs of external ids; none: all pages. */
  readonly only: readonly string[];
}

/** What a run replaced, hid or deleted in the selected sources, as its record has it. */
export function replacedBy(
  { config, sources }: Pick<RunContext, "config" | "sources">,
  { run, only }: UndoRequest,
): readonly ReplacedPage[] {
  const records = new ReplacedPages(config.stateDir);
  const kept = records.runs();
  if (kept.length === 0) throw nothingKept();
  const isMeant = only.length === 0 ? () => true : picomatch([...only], { dot: true });
  const names = new Set(sources.map(({ name }) => name));
  const { file } = findRun(kept, run);
  return records.read(file).filter(({ source, externalId }) => names.has(source) && isMeant(externalId));
}

/** What sending these pages again as they were would do. */
export function undoChanges(
  { config, ledger }: Pick<RunContext, "config" | "ledger">,
  source: SourceConfig,
  pages: readonly ReplacedPage[],
): Change[] {
  const bodies = new BodyStore(config.stateDir);
  return pages
    .filter((page) => page.source === source.name)
    .map((page) =>
      undoPage(page, ledger.page(source.name, page.externalId), bodies.get(page.before.bodyHash), source),
    );
}

/** Sends pages again as they were before a run, and keeps the next runs from taking that back by themselves. */
export function undo(run: RunContext, request: UndoRequest): Promise<Finished> {
  const pages = replacedBy(run, request);
  return runSources(run, "undo", (source) => undoSource(run, source, pages));
}

async function undoSource(
  run: RunContext,
  source: SourceConfig,
  pages: readonly ReplacedPage[],
): Promise<Synced> {
  const changes = undoChanges(run, source, pages);
  const replaced = new Map(
    pages.flatMap((page) => (page.source === source.name ? [[page.externalId, page.after] as const] : [])),
  );
  // Before anything is sent: a run that dies in between leaves pages that are held, not pages that are replaced again.
  for (const change of changes)
    if ("page" in change) noteUndone(run, source.name, change.page, replaced.get(change.page.externalId));
  return runSource(run, source, {
    changes: async function* () {
      yield* changes;
    },
  });
}

function noteUndone(
  { ledger }: RunContext,
  source: string,
  { externalId, bodyHash }: { readonly externalId: string; readonly bodyHash: string },
  after: ReplacedPage["after"] | undefined,
): void {
  const rejected = after?.state === "live" && after.bodyHash !== bodyHash ? after.bodyHash : undefined;
  // An audience that was changed, and not the text, is the configuration's: it is not undone for the next runs.
  if (after?.state === "live" && rejected === undefined) return;
  const undone = { restored: bodyHash, ...(rejected !== undefined && { rejected }) };
  ledger.putPageHistory(source, externalId, { ...ledger.pageHistory(source, externalId), undone });
}

const nothingKept = (): FinIngestError =>
  new FinIngestError("no run has kept what it replaced", {
    hint: "`keep_bodies: 5` in the configuration keeps the texts that the last five runs replaced or hid, from the next run on.",
    exitCode: exitCode.usage,
  });
