import { type Audience, narrowest } from "../../src/audience.ts";
import type { Included, IncludedDocuments } from "../../src/connector-kit/included.ts";
import type { Io } from "../../src/connector-kit/io.ts";
import type { Listed } from "../../src/connector-kit/listing.ts";
import { $, parseHtml } from "../../src/html/parse.ts";

/** Articles by their number, as far as they are not for everybody; their addresses contain their titles. */
export type NarrowArticles = ReadonlyMap<string, Included>;

const href = /\bhref\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))/gi;

/** The article to which an address leads: `/hc/en-us/articles/360001-Title`. */
const articleAt = (address: string): string | undefined => /\/articles\/(\d+)/.exec(address)?.[1];

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

/** The links of a body that lead to what may not be named in its page: address as written → title or file name. */
export function withheldLinks(
  body: string,
  article: Pick<Listed, "path" | "labels" | "visibleTo">,
  narrow: NarrowArticles,
  included: IncludedDocuments,
  io: Pick<Io, "audienceOf">,
): Record<string, string[]> | undefined {
  if (!/\/(?:articles|article_attachments)\//.test(body)) return undefined;
  const withheld: Record<string, string[]> = {};
  for (const node of $(parseHtml(body).tree).find("a[href]").get()) {
    const address = node.attribs.href?.trim() ?? "";
    const other = narrow.get(articleAt(address) ?? "");
    const file = fileAt(address, $(node).text());
    if (other && !included.mayShow(other)) withheld[address] = [other.name];
    else if (file && !included.mayShow({ name: file, audience: audienceOfFile(file, article, included, io) }))
      withheld[address] = [file];
  }
  return Object.keys(withheld).length === 0 ? undefined : withheld;
}

/** The name of an attached file: in its address, else the link's text. */
function fileAt(address: string, text: string): string | undefined {
  const found = /\/article_attachments\/(?:token\/\w+\/)?(?:\d+\/?)?([^/?#]*)/.exec(address);
  if (!found) return undefined;
  try {
    return decodeURIComponent(found[1] || text.trim()) || undefined;
  } catch {
    return found[1];
  }
}

function audienceOfFile(
  name: string,
  { path, ...article }: Pick<Listed, "path" | "labels" | "visibleTo">,
  { audience }: IncludedDocuments,
  io: Pick<Io, "audienceOf">,
): Audience {
  if (path === undefined) return audience;
  return narrowest(audience, io.audienceOf({ ...article, path: filePath(path, name) }));
}

/** The path of an attached file, below its article's. */
export const filePath = (path: string, name: string): string => `${path}/${name.replaceAll(/[/\\]/g, "-")}`;
