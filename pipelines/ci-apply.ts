import { type ChangedDocument, changedBetween } from "../connectors/docs-repo/history.ts";
import { Repositories } from "../connectors/docs-repo/repositories.ts";
import type { SourceConfig } from "../src/config/types.ts";
import { fingerprintKey } from "../src/secrets/fingerprint.ts";
import type { Change, Page } from "../src/sync/changes.ts";
import type { CommitRange } from "../src/sync/ci-plan.ts";
import type { RunContext } from "../src/sync/context.ts";
import { adoptedRow } from "../src/sync/lifecycle/adopt.ts";
import { ioFor } from "../src/sync/list/io.ts";
import { rememberMatchedRules } from "../src/sync/list/matched-rules.ts";
import { comparePages, type PageComparison } from "../src/sync/plan/compare.ts";
import { decide, pageDifferences } from "../src/sync/plan/decide.ts";
import { guardOf, guardUploads } from "../src/sync/plan/guard-uploads.ts";
import { planRemovals } from "../src/sync/plan/removals/removals.ts";
import { holdLostText, lossGuardOf } from "../src/sync/plan/text-lost.ts";
import { notListed, runSource } from "../src/sync/run-source.ts";
import { checkCommits } from "./ci-rules.ts";
import { docsRepoSources, sameSources } from "./ci-sources.ts";
import { type Finished, runSources } from "./run.ts";

/**
 * Uploads the documents that changed between two commits and hides the pages of those that git says were
 * deleted. Pages the ledger does not know (a fresh CI machine has none) are looked up in Intercom first.
 */
export async function ciApply(
  run: RunContext,
  range: CommitRange,
  repositories = new Repositories(run.signal),
): Promise<Finished> {
  const sources = docsRepoSources(run.sources);
  // Before anything is sent: a commit that is not there stops all of them.
  const place = { baseDir: run.config.baseDir, start: "base", repositories } as const;
  const compared = new Map((await sameSources(sources, range, place)).map((one) => [one.name, one]));
  return runSources({ ...run, sources }, "ci", async (source) => {
    const one = compared.get(source.name);
    if (one === undefined) throw new Error(`${source.name} was not compared`);
    const { matchedRules } = run.ledger.sourceHistory(source.name);
    const checked = await checkCommits(one, run.config, (other) => ioFor(run, other), matchedRules);
    const { rules, refused, warnings, listing } = checked;
    if (listing) rememberMatchedRules(run.ledger, source, listing.selected.rules);
    for (const warning of warnings) run.log.warn(`${source.name}: ${warning}`);
    if (refused) return { report: notListed(source, refused, rules), refused };
    const io = ioFor(run, source);
    try {
      // The difference is known before the Content Import Source is made.
      const documents: ChangedDocument[] = [];
      const { options } = source;
      for await (const document of changedBetween({ options, io, repositories }, one.commits))
        documents.push(document);
      const tools = {
        normalizer: run.normalizer,
        secrets: run.config.secrets,
        fingerprintKey: () => fingerprintKey(run.config),
      };
      const pages = () => comparePages({ before: source, after: source }, documents, io, tools);
      return await runSource(run, source, {
        rules,
        changes: (sourceId) => changesOf(run, source, sourceId, pages()),
      });
    } finally {
      await io.http.close();
    }
  });
}

async function* changesOf(
  run: RunContext,
  source: SourceConfig,
  sourceId: number,
  compared: AsyncIterable<PageComparison>,
): AsyncGenerator<Change> {
  const forgotten = new Map<string, string>();
  let fresh = 0;
  async function* uploads(): AsyncGenerator<Change> {
    for await (const one of compared) {
      if (one.kind === "held") yield { kind: "hold", hold: one.hold };
      else if (one.kind === "failed")
        yield { kind: "fail", externalId: one.externalId, error: { message: one.message } };
      else if (one.after.page) {
        if (!one.before.page) fresh += 1;
        const change = uploadOf(run, source, one.before.page, one.after.page);
        yield* holdLostText([change], one.after.page, lossGuardOf(run, source));
      } else if (one.before.page) forgotten.set(one.externalId, one.after.why);
    }
  }
  yield* guardUploads(uploads(), guardOf(run, source));
  if (forgotten.size === 0) return;
  const pages = await lookUp(run, source, sourceId, forgotten);
  const absences = [...forgotten].flatMap(([externalId, why]) => {
    const row = run.ledger.page(source.name, externalId);
    return row?.state === "live" ? [{ row, evidence: "explicit" as const, why }] : [];
  });
  // Git names the deletions, so the rules about listings do not apply; the cap and the last live page still count.
  // Nor does it matter that a ledger was lost: each page was looked up by its id.
  const listing = { documents: pages.live, fresh, scopeChanged: false, untrustedListings: 0 };
  const removals = planRemovals({
    policy: source.removals,
    absences,
    listing,
    pages: { ...pages, absent: absences.length },
    now: run.clock.now(),
    overrides: run.overrides,
  });
  for (const hold of removals.holds) yield { kind: "hold", hold };
  yield* removals.changes;
}

/** Decided by the ledger where it knows the page, else by the difference between the two commits. */
function uploadOf(run: RunContext, source: SourceConfig, before: Page | undefined, after: Page): Change {
  const row = run.ledger.page(source.name, after.externalId);
  if (row || !before) return decide(after, row);
  const reasons = pageDifferences(before, after);
  return reasons.length > 0
    ? { kind: "update", page: after, reasons }
    : { kind: "unchanged", externalId: after.externalId };
}

/** Adopts the pages that are to be hidden where the ledger does not know them; returns how many pages the source has. */
async function lookUp(
  run: RunContext,
  source: SourceConfig,
  sourceId: number,
  wanted: ReadonlyMap<string, string>,
): Promise<{ live: number; hidden: number }> {
  if ([...wanted.keys()].every((externalId) => run.ledger.page(source.name, externalId)))
    return run.ledger.countPages(source.name);
  const pages = { live: 0, hidden: 0 };
  for await (const page of run.library.listPages(run.signal)) {
    if (page.sourceId !== sourceId) continue;
    pages[page.agent || page.copilot ? "live" : "hidden"] += 1;
    if (wanted.has(page.externalId) && !run.ledger.page(source.name, page.externalId))
      run.ledger.putPage(source.name, adoptedRow(page, run.clock.now()));
  }
  return pages;
}
