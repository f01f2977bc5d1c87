import type { SourceConfig } from "../../config/types.ts";
import type { ExternalPage } from "../../intercom/types.ts";
import type { AuditFinding, AuditFindingKind } from "../run-report.ts";

/** Findings of one kind that a report lists; the rest are counted. */
export const MAX_FINDINGS = 1_000;

/** What an audit has seen of one source so far. */
export class SourceTally {
  readonly source: SourceConfig;
  pages = 0;
  readonly elsewhere: string[] = [];
  gone = false;
  /** Pages without a known echo that nobody wrote after us: with the words we sent, and with other words. */
  readonly words = { same: 0, other: 0 };
  readonly findings: AuditFinding[] = [];
  readonly counts: Record<AuditFindingKind, number> = {
    "deleted-by-hand": 0,
    "availability-switched": 0,
    "edited-by-hand": 0,
    "sales-agent": 0,
    "unknown-flag": 0,
    foreign: 0,
    duplicate: 0,
  };
  private readonly flags = new Map<string, { readonly first: ExternalPage; pages: number; on: number }>();

  constructor(source: SourceConfig) {
    this.source = source;
  }

  find(finding: AuditFinding): void {
    this.counts[finding.kind] += 1;
    if (this.counts[finding.kind] <= MAX_FINDINGS) this.findings.push(finding);
  }

  /** Counts the availability flags of a page that this program does not know. */
  noteFlags(page: ExternalPage): void {
    for (const [name, isOn] of Object.entries(page.unknownFlags ?? {})) {
      const flag = this.flags.get(name) ?? { first: page, pages: 0, on: 0 };
      flag.pages += 1;
      flag.on += Number(isOn);
      this.flags.set(name, flag);
    }
  }

  /** One finding for each unknown flag, however many pages carry it. */
  findFlags(): void {
    for (const [name, { first, pages, on }] of this.flags) {
      const { externalId, id, title, url } = first;
      this.find({
        kind: "unknown-flag",
        externalId,
        intercomIds: [id],
        title,
        url: url ?? null,
        detail: `carries ${name}, which this version of fin-ingest does not know; ${pages} ${pages === 1 ? "page has" : "pages have"} it, on for ${on}: who is answered through it is not controlled`,
        resolve: "Look for a newer fin-ingest, and check in Intercom what the flag is for.",
      });
    }
    this.flags.clear();
  }
}
