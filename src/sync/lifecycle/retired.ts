import type { PageRow } from "../../ledger/ledger.ts";
import type { Change, RemovalTarget } from "../changes.ts";
import type { RunContext } from "../context.ts";
import { clockObjection } from "../plan/removals/clock-rule.ts";
import type { SourceReport } from "../run-report.ts";
import { runChanges, type Synced } from "../run-source.ts";
import { Tally } from "../tally.ts";
import { clocksApart, earlier } from "../times.ts";
import { orphanHold, orphansOf, ownPages } from "./orphans.ts";

/** The grace where no run of the source has noted its own: the configuration's default. */
export const DEFAULT_GRACE_MS = 7 * 24 * 60 * 60 * 1000;

/** The pages of a source that is retired, by what is done of them now. */
export interface Retirable {
  readonly hide: readonly PageRow[];
  readonly delete: readonly PageRow[];
  /** Hidden pages whose grace is not over. */
  readonly waiting: number;
}

/** What is live is hidden, and what was hidden for the grace is deleted. */
export function retirable(run: Pick<RunContext, "ledger" | "clock" | "library">, name: string): Retirable {
  const { ledger } = run;
  const { graceMs = DEFAULT_GRACE_MS } = ledger.sourceHistory(name);
  const now = earlier(run);
  const sets: { hide: PageRow[]; delete: PageRow[] } = { hide: [], delete: [] };
  let waiting = 0;
  for (const row of ownPages(ledger, name)) {
    if (row.intercomId === undefined) continue;
    if (row.state === "live") sets.hide.push(row);
    else if (now - (row.hiddenAt ?? now) >= graceMs) sets.delete.push(row);
    else waiting += 1;
  }
  return { ...sets, waiting };
}

const why = "its source was retired";

/** With a wrong clock nothing is deleted; to hide is reversible. */
function* changesOf(
  pages: Pick<Retirable, "hide" | "delete">,
  clocksApartMs: number | undefined,
): Generator<Change> {
  const clock = pages.delete.length > 0 ? clockObjection(clocksApartMs) : undefined;
  for (const kind of clock ? (["hide"] as const) : (["hide", "delete"] as const))
    for (const row of pages[kind]) {
      const target = targetOf(row);
      if (target) yield { kind, target, evidence: "explicit", why };
    }
  const externalIds = pages.delete.map(({ externalId }) => externalId);
  if (clock) yield { kind: "hold", hold: { ...clock, externalIds } };
}

function targetOf({ externalId, intercomId, title, url }: PageRow): RemovalTarget | undefined {
  return intercomId === undefined ? undefined : { externalId, intercomId, title, url };
}

/** Retires one source that the ledger knows, as far as that can be done now. */
export function runRetired(run: RunContext, name: string, sourceId: number): Promise<Synced> {
  const source = { name, revision: "", sourceId: async () => sourceId };
  return runChanges(run, source, {
    changes: () => stream(changesOf(retirable(run, name), clocksApart(run))),
  });
}

/** Takes every source further that was retired and has something to be done; from the nightly run. */
export async function continueRetired(run: RunContext): Promise<readonly Synced[]> {
  const { ledger, config } = run;
  const done: Synced[] = [];
  for (const { name, sourceId } of ledger.sources()) {
    const isConfigured = config.sources.some((source) => source.name === name);
    if (isConfigured || ledger.sourceHistory(name).retiredAt === undefined) continue;
    const due = retirable(run, name);
    if (due.hide.length + due.delete.length === 0) continue;
    const synced = await runRetired(run, name, sourceId);
    done.push(synced);
    if (synced.stop !== undefined) break;
  }
  return done;
}

async function* stream<T>(items: Iterable<T>): AsyncGenerator<T> {
  yield* items;
}

/** A report for each orphan, with what is held of it. */
export function heldOrphans({ ledger, config }: RunContext): readonly Synced[] {
  return orphansOf(ledger, config).map((orphan) => {
    const tally = new Tally();
    tally.add({ kind: "hold", hold: orphanHold(ledger, orphan) });
    return { report: tally.report({ ...noWork, name: orphan.name, sourceId: orphan.sourceId }) };
  });
}

const noWork = {
  requests: { read: 0, write: 0, retried: 0, rateLimited: 0 },
  gaps: [],
  error: null,
} satisfies Partial<SourceReport>;
