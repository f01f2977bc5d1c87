import type { Included, IncludedDocuments } from "../../src/connector-kit/included.ts";
import { $, parseHtml } from "../../src/html/parse.ts";

/** Articles by their numbers, as far as they are not for everybody; their addresses contain their titles. */
export type NarrowArticles = ReadonlyMap<string, Included>;

/** The article to which an address leads: `https://help.example.com/en/articles/39-refunds`. */
const articleAt = (address: string): string | undefined => /\/articles\/(\d+)/.exec(address)?.[1];

/** Numbers of the articles to which a text links. */
export const linkedArticles = (html: string): string[] => [
  ...new Set(
    [...html.matchAll(/\bhref\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))/gi)].flatMap(
      ([, quoted, single, bare]) => articleAt(quoted ?? single ?? bare ?? "") ?? [],
    ),
  ),
];

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

/** The links of a text to articles that may not be named in its page: address as written → title. */
export function withheldLinks(
  html: string,
  narrow: NarrowArticles,
  included: IncludedDocuments,
): Record<string, string[]> | undefined {
  if (!html.includes("/articles/")) return undefined;
  const withheld: Record<string, string[]> = {};
  for (const node of $(parseHtml(html).tree).find("a[href]").get()) {
    const address = node.attribs.href?.trim() ?? "";
    const other = narrow.get(articleAt(address) ?? "");
    if (other && !included.mayShow(other)) withheld[address] = [other.name];
  }
  return Object.keys(withheld).length === 0 ? undefined : withheld;
}
