import { type Failure, toFailure } from "../../errors.ts";
import type { ExternalPage } from "../../intercom/types.ts";
import { isStorable } from "../../ledger/external-ids.ts";
import type { AuditSet, PageRow } from "../../ledger/ledger.ts";
import type { Hold } from "../changes.ts";
import type { RunContext } from "../context.ts";
import { foreignAdvice, rememberForeign } from "../lifecycle/foreign.ts";
import { recordFoundPage } from "../record-page.ts";
import type { AuditReport } from "../run-report.ts";
import { later } from "../times.ts";
import {
  auditDue,
  type Classified,
  classifyDoubted,
  classifyMissing,
  classifyPage,
  wordsAreTelling,
  writtenAfter,
} from "./classify.ts";
import { classifyEdited, editedParts, hasKnownWords } from "./edited.ts";
import { MAX_FINDINGS, SourceTally } from "./source-tally.ts";

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
    rememberForeign(run.ledger, name, report);
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
    comparison.settleEchoes();
    await comparison.findMissing();
    return comparison.result(null);
  } catch (error) {
    return comparison.result(toFailure(error));
  } finally {
    comparison.clear();
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
    tally.noteFlags(page);
    const source = tally.source.name;
    const { externalId, id } = page;
    // Pages of other people may have an id that the ledger cannot store.
    if (!isStorable(externalId)) return this.take(tally, page, this.classify(tally, page, undefined));
    const before = this.listed.add({ source, externalId, intercomId: id });
    if (before !== undefined) return this.duplicate(tally, page, [before, id]);
    if (this.run.ledger.isIntended(source, externalId)) return;
    const row = this.run.ledger.page(source, externalId);
    const current = await this.withCurrentId(row, page, source);
    const classified = this.classify(tally, page, current);
    this.take(tally, page, classified);
    // A duplicate that is listed before ours says nothing of ours.
    if (row && row.state !== "deleted" && current?.intercomId === page.id)
      this.compareWords(tally, page, classified.row ?? current, row);
  }

  /** @param sent the row before this audit: what was last sent */
  private compareWords(tally: SourceTally, page: ExternalPage, row: PageRow, sent: PageRow): void {
    const { ledger } = this.run;
    const { source, words } = tally;
    const { externalId } = page;
    const later = writtenAfter(page, sent);
    if (!hasKnownWords(sent, ledger.sourceHistory(source.name).echoesFrom)) {
      const same = editedParts(page, sent).length === 0;
      const isLater = sent.state === "hidden" ? later.ingested : later.changed;
      // An adopted page was never sent: of what Intercom gives back it proves nothing.
      if (!isLater) words[same ? "same" : "other"] += Number(sent.sentAt !== undefined);
      else if (!same) this.listed.doubt({ source: source.name, externalId });
      return;
    }
    if (editedParts(page, sent).length === 0) return;
    const history = ledger.pageHistory(source.name, externalId);
    const parts = editedParts(page, sent, history.echo);
    if (parts.length === 0) return;
    const keeps = source.keepsContent ?? false;
    const edited = classifyEdited(page, row, { parts, history, keeps, later: later.ingested });
    if (this.record) ledger.putPageHistory(source.name, externalId, edited.history);
    this.take(tally, page, edited);
  }

  /** Decides about pages that were written after us, once the whole listing is known. */
  settleDoubts(): void {
    for (const tally of this.bySourceId.values()) {
      if (!wordsAreTelling(tally.words)) continue;
      for (const row of this.listed.doubted(tally.source.name)) {
        const { externalId, intercomId = "", title, url } = row;
        const classified = classifyDoubted(row, tally.source.keepsContent ?? false);
        this.take(tally, { externalId, id: intercomId, title, url }, classified);
      }
    }
  }

  /** Where Intercom gives back what it was sent before echoes were recorded, every page's echo is known. */
  settleEchoes(): void {
    for (const { source, words } of this.bySourceId.values()) {
      if (!this.record || words.same === 0 || !wordsAreTelling(words)) continue;
      const history = this.run.ledger.sourceHistory(source.name);
      if (history.echoesFrom === 0) continue;
      this.run.ledger.putSourceHistory(source.name, { ...history, echoesFrom: 0 });
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
    const keeps = source.keepsUiChanges ?? false;
    const requests = this.run.library.salesAgentRequests;
    return classifyPage(page, {
      row,
      keeps,
      salesAgent: { wanted: source.salesAgent, requests, keeps },
      lastRun,
      now: later(this.run),
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
    if (finding) {
      const resolve = finding.kind === "foreign" ? { resolve: foreignAdvice(tally.source.name) } : {};
      tally.find({ ...finding, ...resolve, externalId, intercomIds: [id], title, url: url ?? null });
    }
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
        tally.findFlags();
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
