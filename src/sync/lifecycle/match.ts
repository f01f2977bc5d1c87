import { comparable } from "../../config/read/across.ts";
import { parseUrl } from "../../http/url.ts";
import { documentIdOf } from "../../ledger/external-ids.ts";

/** A page in Intercom, or a listed document, by what the two can have in common. */
export interface Described {
  readonly externalId: string;
  readonly title?: string | undefined;
  readonly url?: string | undefined;
}

export type MatchedBy = "external_id" | "url" | "title";

/** A page that is certainly this document's. */
export interface Match<P extends Described> {
  readonly page: P;
  readonly document: string;
  readonly by: MatchedBy;
}

/** A page that may be one of several documents', or one of several pages of a document. */
export interface Ambiguous<P extends Described> {
  readonly page: P;
  readonly by: MatchedBy;
  /** External ids of the documents. */
  readonly documents: readonly string[];
  /** External ids of the other pages that match the same. */
  readonly pages: readonly string[];
}

export interface Matching<P extends Described> {
  readonly matches: readonly Match<P>[];
  readonly ambiguous: readonly Ambiguous<P>[];
  /** Pages that match no document. */
  readonly left: readonly P[];
}

/**
 * Which pages are which documents': by external id (a part's is its document's), else by url, else by title. What could
 * be several is decided by nobody but the user; a page that is ambiguous by its url is not tried by its title.
 */
export function matchPages<P extends Described>(
  pages: readonly P[],
  documents: readonly Described[],
): Matching<P> {
  const ids = new Set(documents.map(({ externalId }) => externalId));
  const matches: Match<P>[] = [];
  const others: P[] = [];
  for (const page of pages) {
    const document = documentIdOf(page.externalId) ?? page.externalId;
    if (ids.has(document)) matches.push({ page, document, by: "external_id" });
    else others.push(page);
  }
  const byUrl = matchBy("url", others, documents, urlKey, new Set());
  const taken = new Set([...matches, ...byUrl.matches].map(({ document }) => document));
  const byTitle = matchBy("title", byUrl.left, documents, titleKey, taken);
  return {
    matches: [...matches, ...byUrl.matches, ...byTitle.matches],
    ambiguous: [...byUrl.ambiguous, ...byTitle.ambiguous],
    left: byTitle.left,
  };
}

/** @param taken documents that have a page already: a further one is not certain */
function matchBy<P extends Described>(
  by: MatchedBy,
  pages: readonly P[],
  documents: readonly Described[],
  keyOf: (described: Described) => string | undefined,
  taken: ReadonlySet<string>,
): Matching<P> {
  const documentsBy = grouped(documents, keyOf);
  const pagesBy = grouped(pages, keyOf);
  const matches: Match<P>[] = [];
  const ambiguous: Ambiguous<P>[] = [];
  const left: P[] = [];
  for (const page of pages) {
    const key = keyOf(page);
    const candidates = (key === undefined ? undefined : documentsBy.get(key)) ?? [];
    const rivals = ((key === undefined ? undefined : pagesBy.get(key)) ?? []).filter((one) => one !== page);
    const [only, ...more] = candidates.map(({ externalId }) => externalId);
    if (only === undefined) left.push(page);
    else if (more.length === 0 && rivals.length === 0 && !taken.has(only))
      matches.push({ page, document: only, by });
    else
      ambiguous.push({
        page,
        by,
        documents: [only, ...more],
        pages: rivals.map(({ externalId }) => externalId),
      });
  }
  return { matches, ambiguous, left };
}

function grouped<T extends Described>(
  items: readonly T[],
  keyOf: (item: Described) => string | undefined,
): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    if (key === undefined) continue;
    const group = groups.get(key);
    if (group) group.push(item);
    else groups.set(key, [item]);
  }
  return groups;
}

const urlKey = ({ url }: Described): string | undefined =>
  url === undefined || !parseUrl(url) ? undefined : comparable(url);

const titleKey = ({ title }: Described): string | undefined =>
  title?.normalize("NFC").replace(/\s+/g, " ").trim().toLowerCase() || undefined;
