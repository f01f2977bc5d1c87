import { audienceOfRow, type Ledger, type PageRow } from "../ledger/ledger.ts";
import { type Audience, audiences } from "../web/library/parts.ts";

/** What the reader selected: the query of the list. */
export interface Selection {
  readonly query: string;
  readonly who?: Audience | undefined;
  readonly source?: string | undefined;
  /** From 1. */
  readonly page: number;
}

/** A page that the ledger knows, and whose. */
export interface LedgerPage {
  readonly source: string;
  readonly row: PageRow;
}

export interface Found {
  readonly pages: readonly LedgerPage[];
  readonly total: number;
  readonly page: number;
  readonly lastPage: number;
  /** Of all pages, whatever was selected. */
  readonly numbers: Readonly<Record<Audience, number>>;
}

const PAGE_SIZE = 25;

/** Reads the query leniently: what makes no sense is ignored. */
export function selectionOf(query: URLSearchParams): Selection {
  const page = query.get("page") ?? "";
  return {
    query: query.get("q")?.trim() ?? "",
    who: audiences.find((one) => one === query.get("who")),
    source: query.get("source") || undefined,
    page: /^[1-9]\d{0,8}$/.test(page) ? Number(page) : 1,
  };
}

/** The address of a selection, below `base`. */
export function addressOf(base: string, { query, who, source, page }: Selection): string {
  const parameters = new URLSearchParams();
  if (query) parameters.set("q", query);
  if (who) parameters.set("who", who);
  if (source !== undefined) parameters.set("source", source);
  if (page > 1) parameters.set("page", String(page));
  const text = parameters.toString();
  return text ? `${base}?${text}` : base;
}

/**
 * The pages that fit a selection, in the order of sources and ids. One list is kept at a time, so that a ledger of a
 * million pages is read and not held.
 */
export function findPages(
  ledger: Pick<Ledger, "pages">,
  names: readonly string[],
  selection: Selection,
): Found {
  const numbers = { customers: 0, teammates: 0, hidden: 0 };
  const needle = selection.query.toLowerCase();
  const wanted: LedgerPage[] = [];
  let total = 0;
  const first = (selection.page - 1) * PAGE_SIZE;
  for (const source of names)
    for (const row of ledger.pages(source)) {
      const audience = audienceOf(row);
      numbers[audience] += 1;
      const fits =
        (selection.who === undefined || selection.who === audience) &&
        (selection.source === undefined || selection.source === source) &&
        (needle === "" || mentions(row, needle));
      if (!fits) continue;
      if (total >= first && wanted.length < PAGE_SIZE) wanted.push({ source, row });
      total += 1;
    }
  const lastPage = Math.max(1, Math.ceil(total / PAGE_SIZE));
  if (selection.page > lastPage) return findPages(ledger, names, { ...selection, page: lastPage });
  return { pages: wanted, total, page: selection.page, lastPage, numbers };
}

/** Who may be answered from a page as it stands in Intercom. */
export function audienceOf(row: PageRow): Audience {
  const audience = audienceOfRow(row);
  return audience === undefined || audience === "nobody" ? "hidden" : audience;
}

const mentions = ({ title, url = "", externalId }: PageRow, needle: string): boolean =>
  `${title}\n${url}\n${externalId}`.toLowerCase().includes(needle);
