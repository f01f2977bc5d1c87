import { type Audits, auditIfDue, type SourceAudit } from "../src/sync/audit/audit.ts";
import type { RunContext } from "../src/sync/context.ts";
import type { Synced } from "../src/sync/run-source.ts";
import { syncSource } from "../src/sync/sync.ts";
import { type Finished, runSources } from "./run.ts";

/**
 * The unattended run: uploads what is new or changed, and removes what is provably gone. An audit that is due comes
 * first, so that the same run corrects what somebody changed in Intercom.
 */
export function nightly(run: RunContext): Promise<Finished> {
  let audits: Promise<Audits> | undefined;
  return runSources(run, "nightly", async (source) => {
    audits ??= auditIfDue(run);
    const audit = (await audits).get(source.name);
    const synced = await syncSource(run, source, { removals: true });
    return audit ? withAudit(synced, audit) : synced;
  });
}

function withAudit(synced: Synced, { report: audit, hold }: SourceAudit): Synced {
  const { report } = synced;
  const held = hold
    ? { holds: [...report.holds, hold], counts: { ...report.counts, hold: report.counts.hold + 1 } }
    : {};
  return { ...synced, report: { ...report, ...held, audit } };
}
