import type { ForeignPages, Ledger, SourceHistory } from "../../ledger/ledger.ts";
import type { Hold } from "../changes.ts";
import type { AuditReport } from "../run-report.ts";

/** The rule that holds pages which stood under the source before this ledger knew it, and are not of its id scheme. */
export const foreignRule = "foreign-pages";

/** What is held of foreign pages until somebody says what becomes of them; undefined: nothing. */
export function foreignHold(source: string, { foreign, searchedAt }: SourceHistory): Hold | undefined {
  if (!foreign?.held) return undefined;
  const pages = foreign.pages === 1 ? "1 page is" : `${foreign.pages} pages are`;
  const why =
    searchedAt === undefined
      ? "and this listing is not complete enough to tell whose they are"
      : "under ids that this source does not list";
  return {
    rule: foreignRule,
    message: `${pages} in Intercom under this source's Content Import Source that this ledger did not send, ${why}. They are left as they are.`,
    resolve: foreignAdvice(source),
    externalIds: foreign.externalIds,
  };
}

/** What can be done about a foreign page. */
export const foreignAdvice = (source: string): string =>
  `Take over those that are its documents with \`fin-ingest adopt --source ${source} --dry-run\`, hide the others with \`fin-ingest retire ${source}\`, or give the source a url of its own.`;

/** External ids of foreign pages that the ledger keeps. */
const MAX_KEPT = 1_000;

/** Keeps how many foreign pages a complete audit found, so that `status` can say it. */
export function rememberForeign(
  ledger: Pick<Ledger, "sourceHistory" | "putSourceHistory">,
  source: string,
  { complete, counts, findings }: AuditReport,
): void {
  if (!complete) return;
  const { foreign: before, ...rest } = ledger.sourceHistory(source);
  const pages = counts.foreign;
  if (pages === (before?.pages ?? 0)) return;
  const externalIds = findings.flatMap(({ kind, externalId }) => (kind === "foreign" ? [externalId] : []));
  const foreign: ForeignPages = {
    pages,
    externalIds: externalIds.slice(0, MAX_KEPT),
    held: before?.held ?? false,
  };
  ledger.putSourceHistory(source, pages === 0 ? rest : { ...rest, foreign });
}
