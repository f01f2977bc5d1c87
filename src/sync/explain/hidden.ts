import type { RemovalPolicy, SourceConfig } from "../../config/types.ts";
import type { Ledger, PageHistory, PageRow } from "../../ledger/ledger.ts";
import { ownPages } from "../lifecycle/orphans.ts";

/** A page that answers nobody, why, and until when it is kept. */
export interface HiddenPage {
  readonly source: string;
  readonly externalId: string;
  readonly title: string;
  readonly why: string;
  /** ISO time. */
  readonly hiddenAt: string | null;
  /** ISO time after which a run deletes it, if its document is still gone; null: none does. */
  readonly deleteAt: string | null;
}

type HidingSource = Pick<SourceConfig, "name" | "removals">;

/** The hidden pages of a source, those that are deleted next first. */
export function hiddenPages(ledger: Ledger, source: HidingSource): HiddenPage[] {
  const found: HiddenPage[] = [];
  for (const row of ownPages(ledger, source.name))
    if (row.state === "hidden")
      found.push(hiddenPage(source, row, ledger.pageHistory(source.name, row.externalId)));
  return found.sort((a, b) => lateness(a) - lateness(b));
}

export function hiddenPage(
  { name, removals }: HidingSource,
  row: PageRow,
  history: Pick<PageHistory, "hiddenWhy">,
): HiddenPage {
  const { externalId, title, hiddenAt } = row;
  const deleteAt = hiddenAt === undefined ? undefined : deletionAt(hiddenAt, removals);
  return {
    source: name,
    externalId,
    title,
    why: whyHidden(row, history),
    hiddenAt: iso(hiddenAt),
    deleteAt: iso(deleteAt),
  };
}

/** From when on a page hidden at that time may be deleted, epoch milliseconds. */
function deletionAt(hiddenAt: number, { mode, graceMs }: RemovalPolicy): number | undefined {
  return mode === "sync" ? hiddenAt + graceMs : undefined;
}

/** A page that was never sent from this ledger was adopted as Intercom had it. */
function whyHidden({ sentAt }: PageRow, { hiddenWhy }: Pick<PageHistory, "hiddenWhy">): string {
  if (hiddenWhy !== undefined) return hiddenWhy;
  return sentAt === undefined
    ? "it was hidden when the ledger found it in Intercom"
    : "it was hidden by a version that did not record why";
}

const lateness = ({ deleteAt }: HiddenPage): number =>
  deleteAt === null ? Number.POSITIVE_INFINITY : Date.parse(deleteAt);

const iso = (time: number | undefined): string | null =>
  time === undefined ? null : new Date(time).toISOString();
