import { visibleText } from "../../web/html.ts";
import { type Audience, audiences } from "../../web/library/parts.ts";
import { audienceWords } from "../../web/words.ts";
import type { Library } from "../library.ts";
import type { StoredPage } from "../model.ts";

/** What the reader selected: the query of `/`. */
export interface Selection {
  readonly query: string;
  readonly who?: Audience | undefined;
  readonly sourceId?: number | undefined;
  /** From 1. */
  readonly page: number;
}

/** The pages that a selection finds, as many as one list shows. */
export interface Found {
  readonly pages: readonly StoredPage[];
  readonly total: number;
  readonly page: number;
  readonly lastPage: number;
  /** False: too many pages to search their text, so titles, addresses and ids were searched. */
  readonly searchedText: boolean;
}

const PAGE_SIZE = 25;
/** Searching the text of more pages would block the API for too long. */
const MAX_TEXT_SEARCH_PAGES = 5000;

/** Reads the query leniently: what makes no sense is ignored. */
export function selectionOf(query: URLSearchParams): Selection {
  const who = audiences.find((candidate) => candidate === query.get("who"));
  const sourceId = digits(query.get("source"));
  return {
    query: query.get("q")?.trim() ?? "",
    who,
    sourceId,
    page: digits(query.get("page")) || 1,
  };
}

/** The address of the same selection with something changed. */
export function addressOf(selection: Selection, change: Partial<Selection> = {}): string {
  const { query, who, sourceId, page } = { ...selection, page: 1, ...change };
  const parameters = new URLSearchParams();
  if (query) parameters.set("q", query);
  if (who) parameters.set("who", who);
  if (sourceId !== undefined) parameters.set("source", String(sourceId));
  if (page > 1) parameters.set("page", String(page));
  const text = parameters.toString();
  return text ? `/?${text}` : "/";
}

/** The pages that fit a selection, by title. */
export function findPages(library: Library, selection: Selection): Found {
  const needle = selection.query.toLowerCase();
  const searchedText = library.pageCount <= MAX_TEXT_SEARCH_PAGES;
  const found = library
    .pages()
    .filter(
      (page) =>
        (selection.who === undefined || audienceOf(page) === selection.who) &&
        (selection.sourceId === undefined || page.sourceId === selection.sourceId) &&
        (needle === "" || mentions(page, needle, searchedText)),
    )
    .sort(byTitle);
  const lastPage = Math.max(1, Math.ceil(found.length / PAGE_SIZE));
  const page = Math.min(selection.page, lastPage);
  const pages = found.slice((page - 1) * PAGE_SIZE, page * PAGE_SIZE);
  return { pages, total: found.length, page, lastPage, searchedText };
}

const collator = new Intl.Collator("en", { numeric: true });

function byTitle(a: StoredPage, b: StoredPage): number {
  return collator.compare(a.title, b.title) || Number(a.id) - Number(b.id);
}

function mentions(page: StoredPage, needle: string, searchText: boolean): boolean {
  const names = `${page.title}\n${page.url ?? ""}\n${page.externalId}`.toLowerCase();
  return names.includes(needle) || (searchText && visibleText(page.html).toLowerCase().includes(needle));
}

function digits(value: string | null): number | undefined {
  return value !== null && /^\d{1,9}$/.test(value) ? Number(value) : undefined;
}

type Availability = Pick<StoredPage, "agent" | "copilot">;

export function audienceOf({ agent, copilot }: Availability): Audience {
  if (agent) return "customers";
  return copilot ? "teammates" : "hidden";
}

/** The same in words; `agent` answers customers, `copilot` helps teammates. */
export const availabilityWords = ({ agent, copilot }: Availability): string =>
  audienceWords({ customers: agent, teammates: copilot });

/** The audiences of Intercom that a source or page is for, by name where the names are known. */
export function intercomAudiences(
  ids: readonly number[],
  names: ReadonlyMap<number, string> | undefined,
): string {
  if (ids.length === 0) return "Everyone";
  return ids.map((id) => names?.get(id) ?? `Audience ${id}`).join(", ");
}
