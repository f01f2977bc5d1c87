import type { SourceConfig } from "../../../config/types.ts";
import type { Presence } from "../../../connector-kit/connector.ts";
import type { Io } from "../../../connector-kit/io.ts";
import { toFailure } from "../../../errors.ts";
import { documentIdOf } from "../../../ledger/external-ids.ts";
import type { PageRow } from "../../../ledger/ledger.ts";
import { defaultLoadConcurrency } from "../../../limits.ts";
import { mapInOrder } from "../../concurrency.ts";
import type { RunContext } from "../../context.ts";
import type { Enumeration } from "../../list/enumeration.ts";
import { removalCap } from "./removal-rules.ts";
import type { Absence } from "./removals.ts";

interface AbsenceSearch {
  readonly run: RunContext;
  readonly source: SourceConfig;
  readonly io: Io;
  readonly enumeration: Enumeration;
  /** Parts that their documents, read in this run, no longer have. */
  readonly obsolete: ReadonlySet<string>;
  /** The listing is complete, so the source may be asked for what it does not name. */
  readonly whole: boolean;
}

/** Every page whose document is explicitly unwanted or was not listed, with the best evidence there is. */
export async function absencesOf(search: AbsenceSearch): Promise<{
  absences: Absence[];
  absent: number;
}> {
  const { run, source, enumeration } = search;
  const absences: Absence[] = [];
  let absent = 0;
  // A page under another Content Import Source is not ours to remove, whatever the ledger says of it.
  const sourceId = run.ledger.source(source.name)?.sourceId;
  const add = (row: PageRow, evidence: Absence["evidence"], why: string, isRename = false) => {
    if (row.state === "live") absent += 1;
    absences.push({ row, evidence, why, ...(isRename && { isRename }) });
  };
  for (const [externalId, why] of enumeration.explicit) {
    const own = run.ledger.page(source.name, externalId);
    for (const row of [...(own ? [own] : []), ...run.ledger.parts(source.name, externalId)]) {
      if (row.state === "deleted" || row.sourceId !== sourceId) continue;
      add(row, "explicit", why);
    }
  }
  const unnamed: PageRow[] = [];
  for (const row of enumeration.seen.absent(source.name)) {
    if (row.sourceId !== sourceId) continue;
    const replacement = replacementOf(search, row);
    if (replacement !== undefined) {
      // It answers until the document's own page has been sent.
      if (replacement.isSent)
        add(row, "explicit", `replaced by ${replacement.externalId}`, replacement.isRename);
      continue;
    }
    const document = documentIdOf(row.externalId);
    if (document === undefined || !enumeration.seen.has(document)) {
      unnamed.push(row);
      continue;
    }
    if (enumeration.explicit.has(document)) continue;
    // A hidden part of an unchanged document: the document had lost it when it was hidden.
    const wasObsolete = row.state === "hidden" && !enumeration.queue.has(document);
    if (search.obsolete.has(row.externalId) || wasObsolete)
      add(row, "explicit", "its document no longer has this part");
  }
  // Counted whatever the source answers: a listing that omits what is there is a doubtful one.
  absent += unnamed.filter(({ state }) => state === "live").length;
  for await (const { row, presence } of probed(search, unnamed)) {
    if (presence === "present") continue;
    const gone = presence === "gone";
    absences.push({
      row,
      evidence: gone ? "confirmed" : "inferred",
      why: gone ? "gone from the source" : "not in the listing",
    });
  }
  return { absences, absent };
}

/**
 * The listed document that takes the place of an adopted page, or of one whose document has another id now, and whether
 * an earlier run has sent its own page.
 */
function replacementOf(
  { run: { ledger }, source, enumeration }: AbsenceSearch,
  row: PageRow,
): { externalId: string; isSent: boolean; isRename: boolean } | undefined {
  const renamed = enumeration.renamed.get(documentIdOf(row.externalId) ?? row.externalId);
  const replacedBy = renamed ?? ledger.pageHistory(source.name, row.externalId).replacedBy;
  if (replacedBy === undefined || !enumeration.seen.has(replacedBy)) return undefined;
  if (enumeration.explicit.has(replacedBy)) return undefined;
  const own = ledger.page(source.name, replacedBy);
  const { at: lastListing = 0 } = ledger.source(source.name)?.lastComplete ?? {};
  const isSent =
    own?.state === "live" &&
    own.fingerprint !== undefined &&
    (own.firstSentAt ?? Number.POSITIVE_INFINITY) <= lastListing;
  return { externalId: replacedBy, isSent, isRename: renamed !== undefined };
}

/** Asks the source for each, unless that would be useless: where far too much is absent, all of it is held. */
function probed(
  { run, source, io, whole }: AbsenceSearch,
  rows: readonly PageRow[],
): AsyncIterable<{ row: PageRow; presence: Presence }> {
  const isFew = () => {
    if (rows.length <= MAX_PROBES) return true;
    const { live, hidden } = run.ledger.countPages(source.name);
    return rows.length <= 2 * removalCap(live + hidden, source.removals.max);
  };
  const asks = whole && (isFew() || run.overrides.approveRemovals !== undefined);
  const concurrency = source.loadConcurrency ?? defaultLoadConcurrency;
  return mapInOrder(rows, concurrency, async (row) => {
    const document = documentIdOf(row.externalId) ?? row.externalId;
    return { row, presence: asks ? await confirmed(source, io, document) : "unknown" };
  });
}

/** The source is always asked for up to so many absent documents. */
const MAX_PROBES = 200;

async function confirmed(source: SourceConfig, io: Io, externalId: string): Promise<Presence> {
  if (!source.connector.confirm) return "unknown";
  try {
    return await source.connector.confirm(source.options, io, externalId);
  } catch (error) {
    if (io.signal.aborted) throw error;
    io.log.warn(`${source.name}: could not confirm that ${externalId} is gone`, {
      error: toFailure(error).message,
    });
    return "unknown";
  }
}
