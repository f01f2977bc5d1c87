import type { SourceConfig } from "../src/config/types.ts";
import { type Audits, auditIfDue, type SourceAudit } from "../src/sync/audit/audit.ts";
import type { RunContext } from "../src/sync/context.ts";
import { continueRetired, heldOrphans } from "../src/sync/lifecycle/retired.ts";
import { isUnknown, librarySearch } from "../src/sync/lifecycle/search.ts";
import type { Synced } from "../src/sync/run-source.ts";
import { syncSource } from "../src/sync/sync.ts";
import { type Finished, runSources } from "./run.ts";

/**
 * The unattended run: uploads what is new or changed, and removes what is provably gone. An audit that is due comes
 * first, so that the same run corrects what somebody changed in Intercom. A source that the ledger knows nothing of
 * adopts what Intercom has of it. At the end come sources that the configuration does not have: those that were
 * retired are taken further, the others are held.
 */
export async function nightly(run: RunContext): Promise<Finished> {
  let audits: Promise<Audits> | undefined;
  const search = librarySearch(run, { forPlan: false });
  const work = async (source: SourceConfig) => {
    audits ??= auditIfDue({ ...run, sources: known(run) });
    const audit = (await audits).get(source.name);
    const synced = await syncSource(run, source, { removals: true, search });
    return audit ? withAudit(synced, audit) : synced;
  };
  try {
    return await runSources(run, "nightly", work, async (stopped) => [
      ...(stopped ? [] : await continueRetired(run)),
      ...heldOrphans(run),
    ]);
  } finally {
    search.close();
  }
}

/** An audit of a source that the ledger has lost would call its own pages foreign. */
const known = ({ sources, ledger }: RunContext): readonly SourceConfig[] =>
  sources.filter((source) => !isUnknown(ledger, source));

function withAudit(synced: Synced, { report: audit, hold }: SourceAudit): Synced {
  const { report } = synced;
  const held = hold
    ? { holds: [...report.holds, hold], counts: { ...report.counts, hold: report.counts.hold + 1 } }
    : {};
  return { ...synced, report: { ...report, ...held, audit } };
}
