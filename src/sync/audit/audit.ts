import type { SourceConfig } from "../../config/types.ts";
import { type Failure, toFailure } from "../../errors.ts";
import type { ExternalPage } from "../../intercom/types.ts";
import { isStorable } from "../../ledger/external-ids.ts";
import type { AuditSet, PageRow } from "../../ledger/ledger.ts";
import type { Hold } from "../changes.ts";
import type { RunContext } from "../context.ts";
import { recordFoundPage } from "../record-page.ts";
import type { AuditFinding, AuditFindingKind, AuditReport } from "../run-report.ts";
import {
  auditDue,
  type Classified,
  classifyDoubted,
  classifyMissing,
  classifyPage,
  compareWords,
  wordsAreTelling,
} from "./classify.ts";

/** What an audit found of one source. */
export interface SourceAudit {
  readonly report: AuditReport;
  /** Set when the ledger seems to be an older copy, or not to be the only one. */
  readonly hold?: Hold | undefined;
}

/** By source name; sources that are not in Intercom yet are left out. */
export type Audits = ReadonlyMap<string, SourceAudit>;

type AuditRun = Pick<RunContext, "sources" | "ledger" | "library" | "clock" | "signal" | "settled">;

/** The audit of a nightly run, if one is due; what it finds is recorded in the ledger, for the run to correct. */
export async function auditIfDue(run: RunContext): Promise<Audits> {
  const rows = run.sources.flatMap(({ name }) => run.ledger.source(name) ?? []);
  if (rows.length === 0) return new Map();
  const pages = run.config.sources.reduce((sum, { name }) => {
    const { live, hidden } = run.ledger.countPages(name);
    return sum + live + hidden;
  }, 0);
  const last = rows.some(({ auditedAt }) => auditedAt === undefined)
    ? undefined
    : Math.min(...rows.map(({ auditedAt = 0 }) => auditedAt));
  const now = run.clock.now();
  if (!auditDue(run.config.audit ?? "auto", { pages, last, now })) return new Map();
  const audits = await audit(run, { record: true });
  for (const [name, { report, hold }] of audits) {
    const row = run.ledger.source(name);
    if (!row) continue;
    run.ledger.putSource({
      ...row,
      auditedAt: report.complete ? now : row.auditedAt,
      untrustedListings: hold ? 2 : row.untrustedListings,
    });
  }
  return audits;
}

/**
 * Compares the ledger with everything in Intercom. The listing is read as a stream into a temporary table. Only a page
 * that Intercom does not have when asked for by its id counts as deleted: a complete listing may omit pages that move
 * while it is read. Sending such a page again would be an upsert by its external id, and so harmless; saying that
 * somebody deleted it would be wrong.
 *
 * Never throws for what went wrong in Intercom: the report says that the audit is incomplete.
 * @param options.record whether the ledger records it, so that the next plan corrects what was found
 */
export async function audit(run: AuditRun, options: { record: boolean }): Promise<Audits> {
  const comparison = new Comparison(run, options.record);
  try {
    await comparison.findSources();
    for await (const page of run.library.listPages(run.signal)) await comparison.add(page);
    comparison.settleDoubts();
    await comparison.findMissing();
    return comparison.result(null);
  } catch (error) {
    return comparison.result(toFailure(error));
  } finally {
    comparison.clear();
  }
}

/** Findings of one kind that a report lists; the rest are counted. */
const MAX_FINDINGS = 1_000;

class SourceTally {
  readonly source: SourceConfig;
  pages = 0;
  elsewhere: string[] = [];
  gone = false;
  /** Pages that nobody wrote after us: with the words we sent, and with other words. */
  readonly words = { same: 0, other: 0 };
  readonly findings: AuditFinding[] = [];
  readonly counts: Record<AuditFindingKind, number> = {
    "deleted-by-hand": 0,
    "availability-switched": 0,
    foreign: 0,
    duplicate: 0,
  };

  constructor(source: SourceConfig) {
    this.source = source;
  }

  find(finding: AuditFinding): void {
    this.counts[finding.kind] += 1;
    if (this.counts[finding.kind] <= MAX_FINDINGS) this.findings.push(finding);
  }
}

class Comparison {
  private readonly run: AuditRun;
  private readonly record: boolean;
  private readonly listed: AuditSet;
  private readonly lastRun: number | undefined;
  private readonly bySourceId = new Map<number, SourceTally>();

  constructor(run: AuditRun, record: boolean) {
    this.run = run;
    this.record = record;
    this.listed = run.ledger.auditSet();
    this.lastRun = run.ledger.runs(100).find(({ finishedAt }) => finishedAt !== undefined)?.finishedAt;
    for (const source of run.sources) {
      const sourceId = run.ledger.source(source.name)?.sourceId;
      if (sourceId !== undefined) this.bySourceId.set(sourceId, new SourceTally(source));
    }
  }

  /** The pages of a source that is gone went with it; the run stops for that, with a better message. */
  async findSources(): Promise<void> {
    const ids = new Set<number>();
    for await (const { id } of this.run.library.listSources(this.run.signal)) ids.add(id);
    for (const [id, tally] of this.bySourceId) tally.gone = !ids.has(id);
  }

  async add(page: ExternalPage): Promise<void> {
    const tally = this.bySourceId.get(page.sourceId);
    if (!tally || tally.gone) return;
    tally.pages += 1;
    const source = tally.source.name;
    const { externalId, id } = page;
    // Pages of other people may have an id that the ledger cannot store.
    if (!isStorable(externalId)) return this.take(tally, page, this.classify(tally, page, undefined));
    const before = this.listed.add({ source, externalId, intercomId: id });
    if (before !== undefined) return this.duplicate(tally, page, [before, id]);
    if (this.run.ledger.isIntended(source, externalId)) return;
    const row = this.run.ledger.page(source, externalId);
    if (row && row.state !== "deleted") this.compareWords(tally, page, row);
    this.take(tally, page, this.classify(tally, page, await this.withCurrentId(row, page, source)));
  }

  private compareWords(tally: SourceTally, page: ExternalPage, row: PageRow): void {
    const { same, later } = compareWords(page, row);
    if (!later) tally.words[same ? "same" : "other"] += 1;
    else if (!same) this.listed.doubt({ source: tally.source.name, externalId: page.externalId });
  }

  /** Decides about pages that were written after us, once the whole listing is known. */
  settleDoubts(): void {
    for (const tally of this.bySourceId.values()) {
      if (!wordsAreTelling(tally.words)) continue;
      for (const row of this.listed.doubted(tally.source.name)) {
        const { externalId, intercomId = "", title, url } = row;
        this.take(tally, { externalId, id: intercomId, title, url }, classifyDoubted(row));
      }
    }
  }

  async findMissing(): Promise<void> {
    for (const tally of this.bySourceId.values()) {
      if (tally.gone) continue;
      for (const row of this.listed.missing(tally.source.name)) await this.missing(tally, row);
    }
  }

  private async missing(tally: SourceTally, row: PageRow): Promise<void> {
    const { externalId, intercomId, title, url } = row;
    if (intercomId === undefined || this.run.ledger.isIntended(tally.source.name, externalId)) return;
    const page = await this.run.library.getPage(intercomId, this.run.signal);
    if (!page) this.take(tally, { externalId, id: intercomId, title, url }, classifyMissing(row));
    else if (page.externalId === externalId) this.take(tally, page, this.classify(tally, page, row));
  }

  /** Somebody deleted the page and created it again with its external id: from now on that one is ours. */
  private async withCurrentId(
    row: PageRow | undefined,
    page: ExternalPage,
    source: string,
  ): Promise<PageRow | undefined> {
    if (!row || row.state === "deleted" || row.intercomId === undefined || row.intercomId === page.id)
      return row;
    // The page we know is still there: its duplicate is named when it is listed.
    if (await this.run.library.getPage(row.intercomId, this.run.signal)) return row;
    const current = { ...row, intercomId: page.id };
    if (this.record) recordFoundPage(this.run, source, current);
    return current;
  }

  private classify({ source }: SourceTally, page: ExternalPage, row: PageRow | undefined): Classified {
    const { lastRun } = this;
    return classifyPage(page, {
      row,
      keeps: source.keepsUiChanges ?? false,
      lastRun,
      now: this.run.clock.now(),
    });
  }

  private take(
    tally: SourceTally,
    {
      externalId,
      id,
      title,
      url,
    }: { externalId: string; id: string; title: string; url?: string | undefined },
    { finding, row, elsewhere }: Classified,
  ): void {
    if (finding) tally.find({ ...finding, externalId, intercomIds: [id], title, url: url ?? null });
    if (elsewhere) tally.elsewhere.push(externalId);
    if (row && this.record) recordFoundPage(this.run, tally.source.name, row);
  }

  private duplicate(tally: SourceTally, page: ExternalPage, intercomIds: readonly string[]): void {
    const { externalId, title, url } = page;
    const ours = this.run.ledger.page(tally.source.name, externalId)?.intercomId;
    const detail = `exists twice, as ${intercomIds.join(" and ")}${ours === undefined ? "" : `; ${ours} is the one that is kept up to date`}: delete the other in Intercom`;
    tally.find({ kind: "duplicate", externalId, intercomIds, title, url: url ?? null, detail });
  }

  result(error: Failure | null): Audits {
    return new Map(
      [...this.bySourceId.values()].map((tally) => {
        const { pages, counts, findings, gone, source } = tally;
        const failure = gone
          ? { message: `the Content Import Source of ${source.name} is no longer in Intercom` }
          : error;
        const report = { complete: failure === null, error: failure, pages, counts, findings };
        const hold = tally.elsewhere.length > 0 ? stale(tally.elsewhere) : undefined;
        return [source.name, { report, hold }];
      }),
    );
  }

  clear(): void {
    this.listed.clear();
  }
}

const stale = (externalIds: readonly string[]): Hold => ({
  rule: "ledger-stale",
  message: `${externalIds.length === 1 ? "1 page was" : `${externalIds.length} pages were`} written to Intercom after this ledger's last run, and not by it: the ledger is an older copy, or something else writes to this source. Nothing is removed before two further complete listings.`,
  resolve:
    "If a backup of the state folder was restored, run `fin-ingest state rebuild`. Otherwise find what else writes to the source: it must be fin-ingest's alone.",
  externalIds: externalIds.slice(0, MAX_FINDINGS),
});
