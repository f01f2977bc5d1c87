import type { Included, IncludedDocuments } from "./included.ts";

/** Articles by their numbers, as far as they are not for everybody; their addresses contain their titles. */
export type NarrowArticles = ReadonlyMap<string, Included>;

const href = /\bhref\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))/gi;

/** The article to which an address leads: `/hc/en-us/articles/360001-Title`, `https://help.example.com/en/articles/39-refunds`. */
export const articleAt = (address: string): string | undefined => /\/articles\/(\d+)/.exec(address)?.[1];

/** Numbers of the articles to which a body links, without parsing it: a listing contains the bodies of all articles. */
export function linkedArticles(body: string): string[] {
  const found = new Set<string>();
  for (const [, quoted, single, bare] of body.matchAll(href)) {
    const id = articleAt(quoted ?? single ?? bare ?? "");
    if (id !== undefined) found.add(id);
  }
  return [...found];
}

/** Those of the articles that may not be named in a page. */
export const withheldArticles = (
  ids: readonly string[],
  narrow: NarrowArticles,
  included: IncludedDocuments,
): string[] =>
  ids.filter((id) => {
    const other = narrow.get(id);
    return other !== undefined && !included.mayShow(other);
  });
