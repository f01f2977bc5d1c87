import type { Ledger } from "../ledger/ledger.ts";
import { keptReports, readReport } from "../runs/store.ts";
import type { SourceReport } from "../sync/run-report.ts";

/** A page that still answers as it was, although its document has changed or gone. */
export interface StalePage {
  readonly source: string;
  /** The document to look at. */
  readonly externalId: string;
  /** ISO time of the last upload. */
  readonly sentAt: string | null;
  /** What keeps its new state from being sent. */
  readonly why: string;
}

/**
 * The live pages whose new state the last run of their source could not send or held, as the reports in the state folder
 * have it, and those whose upload is unresolved.
 */
export function stalePages(
  stateDir: string,
  ledger: Pick<Ledger, "page" | "pages">,
  sources: readonly string[],
): StalePage[] {
  const reports = latestReports(stateDir, new Set(sources));
  return sources.flatMap((source) => {
    const known = reports.get(source);
    const stale: StalePage[] = [];
    for (const { externalId, state, fingerprint, sentAt } of ledger.pages(source)) {
      const why =
        known?.get(externalId) ?? (fingerprint === undefined ? "its upload is unresolved" : undefined);
      if (state !== "live" || why === undefined) continue;
      const time = sentAt === undefined ? null : new Date(sentAt).toISOString();
      stale.push({ source, externalId, sentAt: time, why });
    }
    return stale;
  });
}

/** Documents that one run did not bring up to date, with the reason in its words. */
function keptBack({ changes, holds }: SourceReport): Map<string, string> {
  const failed = [...changes]
    .filter(({ kind }) => kind === "fail")
    .map(({ externalId, error }): [string, string] => [externalId, error?.message ?? "it failed"]);
  const held = holds.flatMap(({ rule, message, externalIds }) =>
    externalIds.map((externalId): [string, string] => [externalId, `held (${rule}): ${message}`]),
  );
  return new Map([...held, ...failed]);
}

/** Of the newest report of each source. Most runs have all sources, so few files are read. */
function latestReports(stateDir: string, wanted: Set<string>): Map<string, Map<string, string>> {
  const latest = new Map<string, Map<string, string>>();
  for (const kept of keptReports(stateDir)) {
    for (const source of readReport(kept).sources)
      if (wanted.delete(source.name)) latest.set(source.name, keptBack(source));
    if (wanted.size === 0) break;
  }
  return latest;
}
