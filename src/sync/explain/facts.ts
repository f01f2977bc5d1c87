import type { SourceConfig } from "../../config/types.ts";
import type { Ledger, PageRow } from "../../ledger/ledger.ts";
import type { Explanation, LedgerFacts } from "./explanation.ts";
import { hiddenPage } from "./hidden.ts";

/** What the ledger knows of a document's own page. */
export function ledgerSide(
  ledger: Ledger,
  source: Pick<SourceConfig, "name" | "removals">,
  externalId: string,
): Pick<Explanation, "ledger" | "sent" | "hidden"> {
  const row = ledger.page(source.name, externalId);
  if (!row) return { ledger: null, sent: null, hidden: null };
  const history = ledger.pageHistory(source.name, externalId);
  const isUnresolved = ledger.isIntended(source.name, externalId);
  return {
    ledger: factsOf(row, isUnresolved),
    sent: sentOf(row, history.sentWhy),
    hidden: row.state === "hidden" ? hiddenSide(hiddenPage(source, row, history)) : null,
  };
}

function factsOf(row: PageRow, unresolved: boolean): LedgerFacts {
  return {
    state: row.state,
    intercomId: row.intercomId ?? null,
    sourceId: row.sourceId,
    words: row.words,
    parts: row.parts ?? 0,
    version: row.version ?? null,
    firstSentAt: iso(row.firstSentAt),
    sentAt: iso(row.sentAt),
    missedListings: row.absence?.missedListings ?? 0,
    unresolved,
  };
}

function sentOf(
  { sentAt, firstSentAt }: PageRow,
  sentWhy: readonly string[] | undefined,
): Explanation["sent"] {
  if (sentAt === undefined) return null;
  const wasNew = firstSentAt !== undefined && firstSentAt >= sentAt;
  const why = sentWhy ?? [wasNew ? "it was new" : "a version sent it that did not record why"];
  return { at: new Date(sentAt).toISOString(), why };
}

const hiddenSide = ({ why, hiddenAt, deleteAt }: NonNullable<Explanation["hidden"]>) => ({
  why,
  hiddenAt,
  deleteAt,
});

const iso = (time: number | undefined): string | null =>
  time === undefined ? null : new Date(time).toISOString();
